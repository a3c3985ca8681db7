"""Everything the studio's page shows of one listing, gathered with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.judging import judge_listing
from content.models import Generation, Listing, Revision
from content.presentation.contest import Contest, contest_of
from content.presentation.descriptions import as_html
from content.presentation.diffing import ListingDifference, compare_listings
from content.presentation.messages import engine_message
from content.presentation.verdict import Verdict, verdict_of
from content.presentation.vouching import Vouching
from domain import listing as domain
from domain.markets import get as get_market
from domain.markets.pack import Limits

REVISIONS_SHOWN = 50
Status = Generation.Status


@dataclass(frozen=True, slots=True)
class Conflict:
    """A newer text, a colleague's or one's own, against the one a person wanted to save."""

    theirs: Revision
    difference: ListingDifference


@dataclass(frozen=True, slots=True)
class Workspace:
    """One listing in the studio."""

    listing: Listing
    text: domain.Listing
    limits: Limits
    html_allowed: bool
    latest: Generation | None
    """The newest generation, whatever became of it."""
    trouble: str
    """What the person is told about a newest generation that did not end well."""
    waiting: str
    """Why a draft that waits has not begun, where that is known."""
    elapsed: int
    """Seconds since that was asked for."""
    verdict: Verdict | None
    revisions: tuple[Revision, ...]
    newest: Revision | None
    """The current text's revision."""
    aside: Revision | None
    """The newest generation's draft, where it did not become the text and nothing came since."""
    previous: Revision | None
    """The draft before the current text, which a comparison starts from."""
    contest: Contest | None
    """How several drafts came out, as long as the text or what was set aside is their best."""
    conflict: Conflict | None = None
    approved_since: bool = False
    """Whether the text was approved after the page was loaded from which another one came."""

    @property
    def preview(self) -> SafeString:
        """The description as a shop would show it, with only the HTML its market allows."""
        return as_html(self.text.description, self.listing.market)

    @property
    def has_text(self) -> bool:
        """Whether anything has been written yet, by whomever."""
        return self.listing.number > 0

    @property
    def writing(self) -> Generation | None:
        """The generation that is under way, or None."""
        return self.latest if self.latest and self.latest.is_active else None

    @property
    def kept_partial(self) -> bool:
        """Whether a draft that was stopped left something that can be worked on."""
        return bool(self.newest and self.latest and self.newest.generation_id == self.latest.pk)

    @property
    def set_aside(self) -> str:
        """Where the draft is that did not become the text, and why it did not."""
        if self.aside is None or self.latest is None:
            return ""
        if self.latest.status == Status.CANCELLED:
            sentence = _(
                "What was written until then is kept as version %(number)d; "
                "the text below is the one there was."
            )
        else:
            sentence = _(
                "While the model was writing, the listing was changed or approved. That stands; "
                "the model’s draft is kept as version %(number)d."
            )
        return sentence % {"number": self.aside.number}

    @property
    def undecided(self) -> bool:
        """Whether the text in the editor waits for a decision, and no key may save it."""
        return self.conflict is not None or self.approved_since

    @property
    def is_approved(self) -> bool:
        """Whether a person has taken responsibility for the current text."""
        return self.listing.status == Listing.Status.APPROVED


def studio_listing(pk: int) -> Listing | None:
    """The listing with what its page needs of product and people."""
    related = ("product", "owner", "approved_by")
    return Listing.objects.select_related(*related).filter(pk=pk).first()


def workspace_of(
    listing: Listing, *, typed: domain.Listing | None = None, vouching: Vouching | None = None
) -> Workspace:
    """The page's content; `typed` is a text that is not saved yet and is shown instead."""
    pack = get_market(listing.market)
    latest = listing.generations.select_related("requested_by").order_by("-pk").first()
    revisions = tuple(
        listing.revisions.select_related("author", "generation__requested_by")
        .defer("facts", "judgement", "repairs")
        .order_by("-number")[:REVISIONS_SHOWN]
    )
    text = typed or listing.text()
    current = _current(listing, revisions)
    aside = _aside(latest, current, revisions)
    return Workspace(
        listing=listing,
        text=text,
        limits=pack.limits,
        html_allowed=bool(pack.allowed_tags),
        latest=latest,
        trouble=_trouble(latest, current),
        waiting=_waiting(latest),
        elapsed=_elapsed(latest),
        verdict=verdict_of(judge_listing(listing, text), vouching)
        if listing.number or typed
        else None,
        revisions=revisions,
        newest=current,
        aside=aside,
        previous=previous_draft(revisions, current),
        contest=_contest(latest, current, aside),
    )


def previous_draft(revisions: tuple[Revision, ...], current: Revision | None) -> Revision | None:
    """The newest other draft of a model; failing that, whatever came before the current text."""
    if current is None:
        return None
    earlier = [revision for revision in revisions if revision.text() != current.text()]
    drafts = [revision for revision in earlier if revision.kind == Revision.Kind.DRAFT]
    return next(iter(drafts or earlier), None)


def _current(listing: Listing, revisions: tuple[Revision, ...]) -> Revision | None:
    """The current text's revision: the newest one unless drafts were set aside."""
    shown = (revision for revision in revisions if revision.number == listing.number)
    return next(shown, None) or listing.revisions.filter(number=listing.number).first()


def _aside(
    latest: Generation | None, current: Revision | None, revisions: tuple[Revision, ...]
) -> Revision | None:
    newest = revisions[0] if revisions else None
    if newest is None or current is None or latest is None or newest.number <= current.number:
        return None
    return newest if newest.generation_id == latest.pk else None


def _contest(
    latest: Generation | None, current: Revision | None, aside: Revision | None
) -> Contest | None:
    shown = {one.generation_id for one in (current, aside) if one is not None}
    return contest_of(latest) if latest is not None and latest.pk in shown else None


def conflict_of(listing: Listing, typed: domain.Listing) -> Conflict:
    """What was saved meanwhile, against what this person typed."""
    related = listing.revisions.select_related("author", "generation")
    theirs = related.get(number=listing.number)
    return Conflict(theirs, compare_listings(theirs.text(), typed))


def _elapsed(latest: Generation | None) -> int:
    return int((timezone.now() - latest.created_at).total_seconds()) if latest else 0


def _waiting(generation: Generation | None) -> str:
    away = generation is not None and (generation.status, generation.error)
    return engine_message("broker") if away == (Status.QUEUED, "broker") else ""


def _trouble(generation: Generation | None, current: Revision | None) -> str:
    """Empty once a later text has come, or where there was no trouble."""
    if generation is None or generation.is_active or generation.status == Status.DONE:
        return ""
    ended = generation.finished_at or generation.created_at
    if current and _is_later(current, generation, ended):
        return ""
    if generation.status == Status.CANCELLED:
        return engine_message("cancelled")
    return engine_message(generation.error or "lost")


def _is_later(revision: Revision, generation: Generation, ended: datetime) -> bool:
    """Whether a person has gone on with the text since the generation ended."""
    by_hand = revision.kind in (Revision.Kind.EDIT, Revision.Kind.RESTORE)
    return by_hand and revision.created_at > ended

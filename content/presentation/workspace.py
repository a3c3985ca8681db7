"""Everything the studio's page shows of one listing, gathered with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from content.judging import judge_listing
from content.models import Generation, Listing, Revision
from content.presentation.diffing import ListingDifference, compare_listings
from content.presentation.messages import engine_message
from content.presentation.verdict import Verdict, verdict_of
from content.presentation.vouching import Vouching
from domain import listing as domain
from domain.markets import get as get_market
from domain.markets.pack import Limits
from domain.markup import clean

REVISIONS_SHOWN = 50
Status = Generation.Status


@dataclass(frozen=True, slots=True)
class Conflict:
    """A colleague's newer text against the one a person wanted to save."""

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
    elapsed: int
    """Seconds since that was asked for."""
    verdict: Verdict | None
    revisions: tuple[Revision, ...]
    newest: Revision | None
    previous: Revision | None
    """The draft before the current text, which a comparison starts from."""
    conflict: Conflict | None = None

    @property
    def preview(self) -> SafeString:
        """The description as a shop would show it, with only the HTML its market allows."""
        allowed = get_market(self.listing.market).allowed_tags
        return mark_safe(clean(self.text.description, allowed))  # noqa: S308 - just cleaned

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
    return Workspace(
        listing=listing,
        text=text,
        limits=pack.limits,
        html_allowed=bool(pack.allowed_tags),
        latest=latest,
        trouble=_trouble(latest, revisions),
        elapsed=_elapsed(latest),
        verdict=verdict_of(judge_listing(listing, text), vouching)
        if listing.number or typed
        else None,
        revisions=revisions,
        newest=revisions[0] if revisions else None,
        previous=previous_draft(revisions),
    )


def previous_draft(revisions: tuple[Revision, ...]) -> Revision | None:
    """The newest earlier draft of a model; failing that, whatever came before the current text."""
    earlier = [revision for revision in revisions[1:] if revision.text() != revisions[0].text()]
    drafts = [revision for revision in earlier if revision.kind == Revision.Kind.DRAFT]
    return next(iter(drafts or earlier), None)


def conflict_of(listing: Listing, typed: domain.Listing) -> Conflict:
    """What a colleague saved meanwhile, against what this person typed."""
    theirs = listing.revisions.select_related("author").get(number=listing.number)
    return Conflict(theirs, compare_listings(theirs.text(), typed))


def _elapsed(latest: Generation | None) -> int:
    return int((timezone.now() - latest.created_at).total_seconds()) if latest else 0


def _trouble(generation: Generation | None, revisions: tuple[Revision, ...]) -> str:
    """Empty once a later text has come, or where there was no trouble."""
    if generation is None or generation.is_active or generation.status == Status.DONE:
        return ""
    ended = generation.finished_at or generation.created_at
    if any(_is_later(revision, generation, ended) for revision in revisions[:1]):
        return ""
    if generation.status == Status.CANCELLED:
        return engine_message("cancelled")
    return engine_message(generation.error or "lost")


def _is_later(revision: Revision, generation: Generation, ended: datetime) -> bool:
    """Whether a person has gone on with the text since the generation ended."""
    by_hand = revision.kind in (Revision.Kind.EDIT, Revision.Kind.RESTORE)
    return by_hand and revision.created_at > ended

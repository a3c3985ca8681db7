"""The one place where a listing's text changes, so that text, scores and history agree.

Here too is where an approval ends that a person did not take back, and where that is told.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from content.errors import ApprovedMeanwhile, EditConflict
from content.judging import judge_listing, judgement_as_json
from content.models import Event, Generation, Listing, Revision
from domain import listing as domain
from domain.judgement import Judgement
from domain.keeping import kept
from domain.turkish import fold
from models_registry.models import Version


@dataclass(frozen=True, slots=True)
class Hand:
    """What wrote a text: a model at its engine, the version it is of, and what it was asked."""

    model: str = ""
    engine: str = ""
    """The engine's own name."""
    version: Version | None = None
    prompt_version: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from: a person, or one draw of a generation.

    `hand` is what wrote that draw; without one, it is what the generation names.
    """

    kind: str
    author: User | None = None
    generation: Generation | None = None
    draw: int = 0
    repairs: list[dict[str, Any]] = field(default_factory=list)
    hand: Hand | None = None


def locked(listing: Listing, seen: int | None = None) -> Listing:
    """The row as it is now, held until the transaction ends.

    EditConflict unless its text is that of revision `seen`: a revision that only judged the
    same text again (other facts, a substantiated claim) takes nothing from anybody.
    """
    row = Listing.objects.select_for_update().get(pk=listing.pk)
    if seen and not row.number:
        raise ActionRefused(
            "no_revision", _("This listing has no version %(number)d.") % {"number": seen}
        )
    if seen is not None and not still_reads(row, seen):
        raise EditConflict(row)
    return row


def heed_approval(row: Listing, seen: str | None) -> None:
    """ApprovedMeanwhile where a change would end an approval that is not the one `seen` names.

    An approval ends only by somebody who knew of it; None is for callers that show nobody a page.
    """
    if seen is not None and row.approval not in ("", seen):
        raise ApprovedMeanwhile(row)


def still_reads(row: Listing, seen: int) -> bool:
    """Whether the current text is that of revision `seen`."""
    if row.number == seen:
        return True
    revision = row.revisions.filter(number=seen).first()
    return revision is not None and revision.text() == row.text()


def add_revision(
    listing: Listing,
    text: domain.Listing,
    origin: Origin,
    kind: Event.Kind,
    actor: User | None = None,
    **data: Any,
) -> Revision:
    """Append a revision, make it the listing's text and tell so; the caller holds the row's lock.

    `kind` and `data` are the event's; `actor` is who did it where that is not the author.
    """
    revision, judgement = _append(listing, text, origin)
    if listing.status == Listing.Status.APPROVED:
        data["approval_withdrawn"] = True
    _show(listing, revision, judgement)
    record(listing, kind, actor or origin.author, revision, **data)
    return revision


def set_aside(listing: Listing, text: domain.Listing, origin: Origin) -> Revision:
    """Append a revision that can be compared and restored, and leave the listing as it is."""
    return _append(listing, text, origin)[0]


def _append(listing: Listing, text: domain.Listing, origin: Origin) -> tuple[Revision, Judgement]:
    text = kept(text, listing.product.market)
    judgement = judge_listing(listing, text)
    hand = _hand(origin)
    newest = listing.revisions.aggregate(number=Max("number"))["number"] or 0
    revision = Revision.objects.create(
        listing=listing,
        number=newest + 1,
        kind=origin.kind,
        title=text.title,
        features=list(text.features),
        description=text.description,
        facts=asdict(listing.product.facts()),
        judgement=judgement_as_json(judgement),
        pack_version=judgement.pack_version,
        generation=origin.generation,
        draw=origin.draw,
        model=hand.model,
        engine=hand.engine,
        version=hand.version,
        prompt_version=hand.prompt_version,
        repairs=origin.repairs,
        author=origin.author,
    )
    return revision, judgement


def _hand(origin: Origin) -> Hand:
    job = origin.generation
    if origin.hand or job is None:
        return origin.hand or Hand()
    return Hand(job.model, job.engine_name, job.version, job.prompt_version)


def _show(listing: Listing, revision: Revision, judgement: Judgement) -> None:
    product = listing.product
    listing.title = revision.title
    listing.features = revision.features
    listing.description = revision.description
    listing.number = revision.number
    listing.status = Listing.Status.DRAFT
    listing.approved_by = None
    listing.approved_at = None
    listing.market, listing.language = product.market, product.language
    listing.model = revision.model or listing.model
    for name, value in judgement.scores.as_json().items():
        setattr(listing, name, value)
    listing.errors = len(judgement.errors)
    listing.search = search_text(listing)
    listing.save()


def search_text(listing: Listing) -> str:
    """What the library searches and sorts by: folded, so that neither case nor dots matter."""
    product = listing.product
    parts = [listing.title, product.name, product.brand, product.sku, product.category]
    return fold(" ".join(part for part in parts if part))


def record(
    listing: Listing,
    kind: Event.Kind,
    actor: User | None,
    revision: Revision | None = None,
    **data: Any,
) -> Event:
    """Append to the listing's history."""
    return Event.objects.create(
        listing=listing, kind=kind, actor=actor, revision=revision, data=data
    )

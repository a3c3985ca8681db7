"""Feedback that nobody gives as such: an edit before approval, a rating, a lost comparison."""

from __future__ import annotations

from typing import Any, Final

from accounts.models import User
from content.models import Listing, Revision
from domain.feedback import edit_is_negative, is_negative, rating_of
from domain.rating import Choice
from evaluation.models import Assignment, Item
from evaluation.models.item import text_of
from learning.actions.keeping import forget, keep
from learning.models import Feedback
from learning.queries.copies import as_json, facts_of, had_errors, of_item, of_revision
from learning.queries.drafts import Past, past_of, pasts_of

Source = Feedback.Source
_WITH: Final = (
    *("campaign", "version__family", "other_version__family"),
    *("revision__listing",),
)


def hear_approval(user: User, listing: Listing, revision: Revision) -> Feedback | None:
    """What people made of a model's draft before one of them approved it; None where they took
    it as it was, or wrote it themselves."""
    past = past_of(revision)
    draft = past.draft
    if draft is None:
        return None
    # What was approved before, of the same draft, was not the last word.
    earlier = _waiting(listing, draft)
    if draft.text() == revision.text():
        forget(*earlier)
        return None
    mended = _mended(revision, past)
    forget(*(earlier - {f"edit:{mended.pk}"}))
    about = of_revision(draft, draft.version)
    # Facts that changed meanwhile are a reason to edit that is no fault of the draft.
    same_facts = facts_of(draft) == facts_of(revision)
    negative = same_facts and edit_is_negative(
        draft.text(), revision.text(), had_errors=had_errors(about["findings"])
    )
    return keep(
        f"edit:{mended.pk}",
        source=Source.EDIT,
        person=mended.author or user,
        subject=f"listing:{listing.pk}",
        # The better text holds to the facts that there were in the end.
        **about | {"facts": facts_of(revision)},
        better=as_json(revision.text()),
        is_negative=negative,
    )


def _waiting(listing: Listing, draft: Revision) -> set[str]:
    """Keys of the listing's edits that go back to that draft and that nothing has been made of."""
    rows = Feedback.objects.filter(
        source=Source.EDIT, subject=f"listing:{listing.pk}", taken_by=None
    )
    numbers = [int(key.removeprefix("edit:")) for key in rows.values_list("key", flat=True)]
    pasts = pasts_of(Revision.objects.filter(pk__in=numbers))
    # A draft that was restored is another revision of the same draw.
    same = (draft.generation_id, draft.draw)
    return {
        f"edit:{number}"
        for number, past in pasts.items()
        if past.draft is not None and (past.draft.generation_id, past.draft.draw) == same
    }


def _mended(revision: Revision, past: Past) -> Revision:
    """The revision that brought the text; later ones that only judged it again say nothing."""
    known = Revision.objects.select_related("author").in_bulk(past.since)
    for key in past.since:
        if known[key].kind != Revision.Kind.REJUDGED:
            return known[key]
    return revision


def hear_answer(assignment: Assignment) -> Feedback | None:
    """What a rater answered; None of gold items, whose answers are about the rater, and of a
    comparison that nobody lost."""
    item = Item.objects.select_related(*_WITH).get(pk=assignment.item_id)
    if item.is_gold:
        return None
    if item.other is not None:
        return _compared(assignment, item)
    rating = rating_of(assignment.scores)
    if rating is None:
        return None
    return keep(
        f"rating:{assignment.pk}",
        source=Source.RATING,
        rating=rating,
        scores=assignment.scores,
        is_negative=is_negative(rating),
        **_met(assignment, item),
        **of_item(item),
    )


def _compared(assignment: Assignment, item: Item) -> Feedback | None:
    """About the text that lost: the other one is what the rater would rather have read."""
    key = f"comparison:{assignment.pk}"
    if assignment.choice not in (Choice.A, Choice.B) or item.other is None:
        forget(key)  # an earlier answer may have found a loser
        return None
    second_lost = assignment.choice == Choice.A
    better = item.listing if second_lost else item.other
    return keep(
        key,
        source=Source.COMPARISON,
        better=as_json(text_of(better)),
        is_negative=True,
        **_met(assignment, item),
        **of_item(item, second=second_lost),
    )


def _met(assignment: Assignment, item: Item) -> dict[str, Any]:
    """A copy of a listing's text is about that listing: a person counts once for it."""
    listing = item.revision.listing if item.revision else None
    return {
        "person_id": assignment.rater_id,
        "subject": f"listing:{listing.pk}" if listing else f"item:{item.pk}",
        "listing": listing,
        "comment": assignment.comment,
    }


def hear_no_more(assignment: Assignment) -> None:
    """A rater took the answer back; what a retraining has taken stays."""
    forget(f"rating:{assignment.pk}", f"comparison:{assignment.pk}")

"""What became of feedback, in words: it waits, a retraining works on it, or has an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.models import Correction, Feedback, Retraining
from learning.queries.given import missing

Outcome = Retraining.Outcome
_OUTCOMES: Final[dict[str, tuple[str, Promise]]] = {
    Outcome.NOTHING: ("", gettext_lazy("It found nothing to mend.")),
    Outcome.REJECTED: (
        "badge-warning",
        gettext_lazy(
            "The version that came of it was not better, so that it does not write. "
            "The feedback is looked at again next time."
        ),
    ),
    Outcome.AWAITING: (
        "badge-advice",
        gettext_lazy("The version that came of it is better; a manager decides whether it writes."),
    ),
    Outcome.DECLINED: (
        "badge-warning",
        gettext_lazy(
            "A manager declined the version that came of it. "
            "The feedback is looked at again next time."
        ),
    ),
    Outcome.CANARY: (
        "badge-good",
        gettext_lazy("The version that came of it is better, and writes a share of the drafts."),
    ),
    Outcome.DEPLOYED: (
        "badge-good",
        gettext_lazy("The version that came of it is better, and writes now."),
    ),
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one piece of feedback; `retraining` is the last that looked at it."""

    badge: str
    state: str
    sentence: str
    retraining: int | None = None
    candidate: str = ""
    made: str = ""
    """What that retraining made of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of feedback with what it was about and what became of it."""

    feedback: Feedback
    about: str
    version: str
    fate: Fate


def lines(rows: Sequence[Feedback], *, sees_models: bool) -> list[Line]:
    """Feedback as a page lists it; who wrote a text stands there only for those who may see."""
    left = missing(rows)
    return [_line(row, left, sees_models) for row in rows]


def _line(row: Feedback, left: Mapping[int, int], sees_models: bool) -> Line:
    title = str(row.text.get("title", "")) or str(row.facts.get("name", ""))
    version = row.version.name if row.version and sees_models else ""
    return Line(row, title, version, _fate(row, left, sees_models))


def _fate(row: Feedback, left: Mapping[int, int], sees_models: bool) -> Fate:
    used = next((use.retraining for use in row.uses.all()), None) or row.taken_by
    if used is None:
        return _waits(row, left)
    state = _("Retraining %(number)d") % {"number": used.pk}
    if used.is_active:
        return Fate("badge-brand", state, _("A retraining is learning from it now."), used.pk)
    if used.status != Retraining.Status.DONE:
        return Fate(
            "badge-warning",
            state,
            _("The retraining came to nothing; the next one looks at the feedback again."),
            used.pk,
        )
    badge, sentence = _OUTCOMES.get(used.outcome, ("", gettext_lazy("It has ended.")))
    candidate = used.candidate.name if used.candidate and sees_models else ""
    return Fate(badge, state, str(sentence), used.pk, candidate, _made(row, used))


def _waits(row: Feedback, left: Mapping[int, int]) -> Fate:
    state = _("Waits")
    if row.policy is None:
        return Fate("", _("Kept"), _("No model that can learn wrote this text."))
    if row.policy.is_paused:
        return Fate("", state, _("Learning is paused; the feedback stays."))
    count = left.get(row.policy.pk, 0)
    if not count:
        return Fate("badge-brand", state, _("There is enough feedback for the next retraining."))
    return Fate(
        "badge-brand",
        state,
        ngettext(
            "%(count)d more is missing until the next retraining.",
            "%(count)d more are missing until the next retraining.",
            count,
        )
        % {"count": count},
    )


def _made(row: Feedback, used: Retraining) -> str:
    """What the retraining made of it: an example and where that came from, or why there is none."""
    found = next((one for one in row.corrections.all() if one.retraining_id == used.pk), None)
    if found is None:
        return ""
    if found.outcome != Correction.Outcome.KEPT or not found.origin:
        return str(found.get_outcome_display())
    return f"{found.get_outcome_display()}: {found.get_origin_display()}"

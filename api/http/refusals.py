"""What actions refuse, as problems: 409 where the state of things is against it, 422 where what
was sent is."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import get_language

from accounts.errors import ActionRefused
from api.http.problems import Problem, plain
from bulk.actions.importing import OutOfStep
from content.errors import ApprovedMeanwhile, EditConflict, FactsConflict, NotApprovable
from content.judging import findings_in
from models_registry.actions.deploying import GateClosed

UNPROCESSABLE: Final = frozenset(
    {
        *("evidence_length", "gate", "incomplete", "no_choice", "no_feedback", "no_reason"),
        *("no_revision", "no_stars", "no_text", "not_approvable", "out_of_range", "threshold"),
        *("too_long", "unknown_model", "best_of", "ensemble_or_model", "ensemble", "market"),
        *("nothing", "too_many"),
    }
)
"""Refusals that another request, or another text, would not meet."""
KNOWN: Final = (Problem, ActionRefused, PermissionDenied, Http404)
"""What an operation may raise: everything else is a fault of ours."""


def problem_from(known: Exception) -> Problem:
    """One of `KNOWN` as a problem."""
    if isinstance(known, Problem):
        return known
    if isinstance(known, ActionRefused):
        return problem_of(known)
    return plain(403 if isinstance(known, PermissionDenied) else 404)


def problem_of(refused: ActionRefused) -> Problem:
    """The refusal with everything that helps its caller to go on."""
    status = 422 if refused.code in UNPROCESSABLE else 409
    return Problem(status, refused.code, str(refused), **_more(refused))


def _more(refused: ActionRefused) -> dict[str, Any]:
    if isinstance(refused, NotApprovable):
        return {"findings": findings_in(refused.findings, get_language() or "tr")}
    if isinstance(refused, EditConflict | ApprovedMeanwhile):
        return {"current": refused.current.number, "approval": refused.current.approval}
    if isinstance(refused, FactsConflict):
        return {"current": refused.current.version}
    if isinstance(refused, OutOfStep):
        return {"received": refused.received}
    return {"refusals": refused.refusals} if isinstance(refused, GateClosed) else {}

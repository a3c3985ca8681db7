"""What the layers below tell becomes feedback, in the transaction that they tell it in."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from content.models import Listing, Revision
from content.signals import approved
from evaluation.models import Assignment
from evaluation.signals import answered, taken_back
from learning.actions import hearing


def connect() -> None:
    """Hear of approvals and answers, once."""
    approved.connect(_approved, dispatch_uid="learning.approved")
    answered.connect(_answered, dispatch_uid="learning.answered")
    taken_back.connect(_taken_back, dispatch_uid="learning.taken_back")


def _approved(listing: Listing, revision: Revision, user: User, **_rest: Any) -> None:
    hearing.hear_approval(user, listing, revision)


def _answered(assignment: Assignment, **_rest: Any) -> None:
    hearing.hear_answer(assignment)


def _taken_back(assignment: Assignment, **_rest: Any) -> None:
    hearing.hear_no_more(assignment)

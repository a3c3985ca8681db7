"""Making better texts: one correction for each piece of feedback, kept as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from domain.identity import identity
from domain.markets import UnknownMarket
from learning.corrections.drafting import DRAFTS, drafts_of, seed_of, writer_of
from learning.corrections.examples import example_of
from learning.corrections.making import (
    Made,
    Origin,
    Outcome,
    Text,
    judged,
    of_drafts,
    says_something,
    without_drafts,
)
from learning.corrections.planning import Plan, feedback_of, plan_of, product_key
from learning.models import Correction, Feedback
from learning.steps.step import Answer, End, Failed, Next, Turn
from models_registry.catalog import ModelChoice
from training.queries.parents import going_on_from


def correct(turn: Turn) -> Answer:
    """Go through the feedback from the most telling on; what has a correction is done."""
    row = turn.row
    if row.policy.family.rule is None:
        return End("nothing", [{"reason": "not_trained", "figures": {}}])
    if row.live is not None and not going_on_from(row.live).continues:
        raise Failed("no_weights", row.live.name)  # now, and not after hours of drawing
    plan = plan_of(row, turn.look, lambda telling: turn.ask(lambda _stopped: telling()))
    work = Work(turn, plan)
    work.remember()
    done = set(row.corrections.values_list("feedback_id", flat=True))
    waiting = [pk for pk in work.plan.order if pk not in done]
    for start in range(0, len(waiting), 100):
        found = feedback_of(row).in_bulk(waiting[start : start + 100])
        for pk in waiting[start : start + 100]:
            turn.look()
            work.settle(found[pk])
    return Next()


@dataclass(slots=True)
class Work:
    """One worker's way through the feedback of a retraining."""

    turn: Turn
    plan: Plan
    taken: set[str] = field(default_factory=set)
    """Products that have an example, or had their drafts."""
    redrawn: int = 0
    choice: ModelChoice | None = None

    def remember(self) -> None:
        """What was done before this worker took the job up."""
        rows = self.turn.row.corrections.select_related("feedback")
        needed = rows.only("retraining", "outcome", "drafts", "feedback__facts")
        for one in needed.iterator(chunk_size=200):
            self._note(one)

    def settle(self, feedback: Feedback) -> None:
        """Decide what becomes of `feedback`, and keep it; Lost where the job was taken away."""
        try:
            failed = judged(feedback.product(), feedback.written())
        except UnknownMarket:
            made, before = Made(Outcome.UNREADABLE), None  # its rules went with an update
        else:
            made, before = self._made(feedback, failed), failed.score
        correction = Correction(
            retraining=self.turn.row,
            feedback=feedback,
            origin=made.origin,
            outcome=made.outcome,
            document=self._document(feedback, made),
            before=before,
            after=made.after,
            drafts=made.drafts,
        )
        with transaction.atomic():
            correction.save(force_insert=True)
            self.turn.note()  # it came further than before: what interrupted it was no fault of it
        self._note(correction)

    def _note(self, correction: Correction) -> None:
        if correction.outcome == Outcome.KEPT or correction.drafts:
            self.taken.add(product_key(correction.feedback.product()))
        self.redrawn += bool(correction.drafts)

    def _made(self, feedback: Feedback, failed: Text) -> Made:
        product = feedback.product()
        if identity(product) in self.plan.held_out:
            return Made(Outcome.HELD_OUT)
        if not says_something(feedback, self.plan):
            return Made(Outcome.NEUTRAL)
        if product_key(product) in self.taken:
            return Made(Outcome.DUPLICATE)
        made = without_drafts(feedback, failed, self.plan)
        return made or self._drawn(feedback, failed)

    def _drawn(self, feedback: Feedback, failed: Text) -> Made:
        if self.redrawn >= settings.MOST_REDRAWN:
            return Made(Outcome.UNDRAWN)
        choice = self.choice = self.choice or writer_of(self.turn.row)
        product, seed = feedback.product(), seed_of(self.turn.row, feedback)

        def work(cancelled: Callable[[], bool]) -> list[Text]:
            return drafts_of(choice, product, seed, cancelled)

        texts = self.turn.ask(work)
        return of_drafts(product, texts, failed.score, DRAFTS, self.plan.marks)

    def _document(self, feedback: Feedback, made: Made) -> dict[str, object]:
        if made.text is None:
            return {}
        rating = self.plan.rating_of(feedback) if made.origin == Origin.RATED else None
        writer = self._writer(feedback, made.origin)
        return example_of(feedback, made.origin, made.text, writer=writer, rating=rating)

    def _writer(self, feedback: Feedback, origin: str) -> str:
        """Who wrote it, as examples say it."""
        if origin == Origin.EDIT:
            return "person"
        if origin == Origin.FRESH and self.choice is not None:
            return self.choice.name
        return feedback.version.name if feedback.version else ""

"""What becomes of one piece of feedback, as far as no model has to write anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.judgement import Judgement
from domain.keeping import kept
from domain.listing import Listing, Product
from domain.quality import judge
from domain.repair import repair
from learning.corrections.carrying import Marks
from learning.corrections.planning import Plan
from learning.models import Correction, Feedback

Origin, Outcome = Correction.Origin, Correction.Outcome


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its judgement. Claims that somebody vouched for count as unproven: from the facts
    alone, which is all that a model is given, it would be learning to invent them."""

    listing: Listing
    judgement: Judgement

    @property
    def passes(self) -> bool:
        """Whether it keeps every rule."""
        return not self.judgement.errors

    @property
    def score(self) -> int:
        """The overall score."""
        return self.judgement.scores.overall_score


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it; `text` is what is learnt."""

    outcome: str
    origin: str = ""
    text: Text | None = None
    after: int | None = None
    """What is learnt scores, or the best of the drafts that are not."""
    drafts: int = 0


def judged(product: Product, listing: Listing) -> Text:
    """The text under its market's rules."""
    return Text(listing, judge(product, listing))


def mended(product: Product, text: Text) -> Text:
    """The text without its mechanical faults."""
    listing, steps = repair(product, text.listing)
    return judged(product, kept(listing, product.market)) if steps else text


def says_something(feedback: Feedback, plan: Plan) -> bool:
    """Whether there is anything to learn: a better text, a bad one, or one that people like."""
    return bool(feedback.better) or feedback.is_negative or plan.is_liked(feedback)


def without_drafts(feedback: Feedback, failed: Text, plan: Plan) -> Made | None:
    """What can be made of it without a model; None where only a fresh draft could help.

    `failed` is the text that was met.
    """
    product = feedback.product()
    made = _wished(feedback, product, plan) if feedback.better else None
    if made is not None:
        return made
    if not feedback.is_negative:
        return _kept(Origin.RATED, failed)
    return _repaired(product, failed, plan.marks)


def of_drafts(
    product: Product, texts: Sequence[Text], before: int, drawn: int, marks: Marks
) -> Made:
    """The best of the readable fresh drafts, out of `drawn`: it keeps every rule, has nothing of
    what is to be mended, and scores above the text that failed."""
    passing = [text for text in texts if text.passes]
    better = [
        text
        for text in passing
        if text.score > before and not marks.stays(product, text.listing, text.judgement)
    ]
    if better:
        best = max(better, key=lambda text: text.score)
        return replace(_kept(Origin.FRESH, best), drafts=drawn)
    outcome = Outcome.NOT_BETTER if passing else Outcome.FAULTY if texts else Outcome.UNREADABLE
    after = max((text.score for text in passing or texts), default=None)
    return Made(outcome, Origin.FRESH, after=after, drafts=drawn)


def _wished(feedback: Feedback, product: Product, plan: Plan) -> Made | None:
    """What the person made of it, mended where need be, or preferred to it.

    A preferred text is another draft, and only the better of two: None where it has what is to be
    mended, or somebody found it bad.
    """
    wish = feedback.wished()
    assert wish is not None  # noqa: S101 - it was looked for before
    text = judged(product, wish)
    if feedback.source == Feedback.Source.EDIT:
        return _kept(Origin.EDIT, text if text.passes else mended(product, text))
    if plan.marks.stays(product, wish, text.judgement) or plan.is_disliked(product, wish):
        return None
    return _kept(Origin.PREFERRED, text)


def _kept(origin: str, text: Text) -> Made:
    if text.passes:
        return Made(Outcome.KEPT, origin, text, after=text.score)
    return Made(Outcome.FAULTY, origin, after=text.score)


def _repaired(product: Product, failed: Text, marks: Marks) -> Made | None:
    """Only where the fault is a mechanical one: a text that keeps every rule and was found bad all
    the same would be learnt with what people dislike in it."""
    if failed.passes and not marks.stays(product, failed.listing, failed.judgement):
        return None
    text = mended(product, failed)
    if text.score <= failed.score or marks.stays(product, text.listing, text.judgement):
        return None
    return _kept(Origin.REPAIRED, text) if text.passes else None

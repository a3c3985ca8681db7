"""What a retraining makes of its feedback: in which order, and what is kept out of learning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from domain.identity import identity
from domain.listing import Listing, Product
from domain.markup import plain
from jobs.pieces import in_pieces
from learning.corrections.carrying import Marks, marks_of
from learning.models import Feedback, Retraining
from learning.queries.counting import failing_of, said_of
from learning.queries.evidence import of_retraining
from training.curation.sample import digest
from training.queries.samples import held_out

HIGH: Final = 4
"""A text is learnt as it is where people rate it so high on average."""
Tick = Callable[[], None]
Telling = dict[int, int]
Do = Callable[[Callable[[], Telling]], Telling]


@dataclass(frozen=True, slots=True)
class Plan:
    """Worked out from the feedback alone: whoever takes the job up again comes to the same."""

    order: tuple[int, ...]
    """Feedback's numbers: what people wrote themselves first, then what tells the most. Whoever
    fails the gold items of a campaign by now is left out with what they said there."""
    held_out: frozenset[str]
    """Identities of products."""
    ratings: dict[str, float]
    """By text, the mean of its ratings where nobody found it bad."""
    disliked: frozenset[str]
    """Texts that somebody found bad."""
    marks: Marks

    def is_liked(self, feedback: Feedback) -> bool:
        """Whether people find the text good, and nobody found it bad."""
        return (self.rating_of(feedback) or 0) >= HIGH

    def rating_of(self, feedback: Feedback) -> float | None:
        """The mean rating of its text; none where nobody rated it, or somebody found it bad."""
        return self.ratings.get(text_key(feedback))

    def is_disliked(self, product: Product, listing: Listing) -> bool:
        """Whether somebody found the text bad."""
        return key_of_text(product, listing) in self.disliked


def feedback_of(row: Retraining) -> QuerySet[Feedback]:
    """What a retraining looks at."""
    return Feedback.objects.filter(uses__retraining=row).select_related("version__family")


def plan_of(row: Retraining, tick: Tick = lambda: None, do: Do = lambda work: work()) -> Plan:
    """How the feedback of `row` is gone through; `tick` is called now and again, and what takes
    long is given to `do`."""
    marks, items = marks_of(row), of_retraining(row)
    telling = do(lambda: marks.telling(items))
    ratings: dict[str, list[int]] = defaultdict(list)
    disliked: set[str] = set()
    ranks: dict[int, tuple[int, int]] = {}
    rows = feedback_of(row)
    failing = failing_of(rows, rows.order_by().values_list("campaign", "person").distinct())
    for one in in_pieces(rows, 200):
        tick()
        if said_of(one) in failing:
            continue
        if one.rating is not None:
            ratings[text_key(one)].append(one.rating)
        if one.is_negative:
            disliked.add(text_key(one))
        ranks[one.pk] = _rank(one, telling.get(one.pk, 2))
    return Plan(
        order=tuple(sorted(ranks, key=lambda pk: (ranks[pk], pk))),
        held_out=held_out(),
        ratings={
            key: sum(given) / len(given) for key, given in ratings.items() if key not in disliked
        },
        disliked=frozenset(disliked),
        marks=marks,
    )


def text_key(feedback: Feedback) -> str:
    """Facts and text: who says something of the same two speaks of the same thing."""
    return key_of_text(feedback.product(), feedback.written())


def key_of_text(product: Product, listing: Listing) -> str:
    """The same, of a text that nobody may have spoken of."""
    return digest(f"{product_key(product)}\0{_words_of(listing)}")


def product_key(product: Product) -> str:
    """One example is learnt for each: of a product in each language and market."""
    return f"{identity(product)}\0{product.language}\0{product.market}"


def _words_of(listing: Listing) -> str:
    return "\n".join([listing.title, *listing.features, plain(listing.description)])


def _rank(feedback: Feedback, telling: int) -> tuple[int, int]:
    if feedback.source == Feedback.Source.EDIT:
        return 0, -feedback.pk  # of two edits the later one was the last word
    if feedback.better:
        return 1, 0
    if not feedback.is_negative:
        return (2 if (feedback.rating or 0) >= HIGH else 4), 0
    return 3, telling

"""What raters said as examples for training, in the forms that LLaMA-Factory and TRL read.

What is asked is what a trained model is asked here, and the answer is its JSON, so that what is
learnt from them fits what the product asks. Held-out products are no examples, whoever rated them:
a model that has seen them could not be measured any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from domain.bounds import FactTooLong
from domain.identity import identity
from domain.markets import UnknownMarket
from domain.preferences import label_of, pairs_of, winner_of
from domain.prompt import Prompt, ask_tuned
from domain.prompt.tuned import answer_of
from domain.rating import OVERALL, Choice
from evaluation.exporting.reading import Piece, Said, Wanted, by_product
from evaluation.heldout import held_out_identities
from evaluation.models import Campaign, Item
from evaluation.models.item import text_of


@dataclass(slots=True)
class Tally:
    """What became of the items, for whoever wonders why there are so few examples."""

    given: int = 0
    """Examples."""
    held_out: int = 0
    """Items of products that no model may learn from."""
    unasked: int = 0
    """Items of facts that no model can be asked for: one is too long, or their market is gone."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A text with its prompt, and the ratings of the criterion that counts."""

    prompt: Prompt
    answer: str
    ratings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to the same prompt, the better first."""

    prompt: Prompt
    chosen: str
    rejected: str


@dataclass(slots=True)
class Examples:
    """The examples of some campaigns; `tally` is complete once all were taken."""

    campaigns: Sequence[Campaign]
    wanted: Wanted
    criterion: str = OVERALL
    tally: Tally = field(default_factory=Tally)
    _held_out: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._held_out = held_out_identities(Path(settings.STARTER_DIR))

    def labelled(self) -> Iterator[tuple[Judged, bool]]:
        """Texts that people find good (True) or bad."""
        for piece in self._pieces(Campaign.Kind.RATING):
            for text in self._texts(piece):
                label = label_of(text.ratings)
                if label is not None:
                    yield text, label

    def pairs(self) -> Iterator[Pair]:
        """Two texts of the same facts: rated far enough apart in one campaign, or compared."""
        for piece in self._pieces(Campaign.Kind.RATING):
            yield from self._rated_apart(piece)
        for piece in self._pieces(Campaign.Kind.COMPARISON):
            yield from self._compared(piece)

    def _rated_apart(self, piece: Piece) -> Iterator[Pair]:
        alike: dict[Prompt, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
        for text in self._texts(piece):
            alike[text.prompt].append((text.answer, text.ratings))
        for prompt, texts in alike.items():
            for chosen, rejected in pairs_of(texts):
                if chosen != rejected:  # the same words, rated differently, say nothing
                    yield Pair(prompt, chosen, rejected)

    def _compared(self, piece: Piece) -> Iterator[Pair]:
        for item, said in piece:
            prompt = self._prompt(item)
            winner = winner_of(answer.choice for answer in said)
            if prompt is None or winner is None or item.other is None:
                continue
            a, b = answer_of(item.text()), answer_of(text_of(item.other))
            if a != b:
                yield Pair(prompt, a, b) if winner is Choice.A else Pair(prompt, b, a)

    def _pieces(self, kind: Campaign.Kind) -> Iterator[Piece]:
        for campaign in self.campaigns:
            if campaign.kind == kind:
                yield from by_product(campaign, self.wanted)

    def _texts(self, piece: Piece) -> Iterator[Judged]:
        for item, said in piece:
            prompt = self._prompt(item)
            if prompt is not None:
                yield Judged(prompt, answer_of(item.text()), self._ratings(said))

    def _ratings(self, said: Sequence[Said]) -> tuple[int, ...]:
        return tuple(
            answer.scores[self.criterion] for answer in said if self.criterion in answer.scores
        )

    def _prompt(self, item: Item) -> Prompt | None:
        """What a model is asked for the item's product; None where it must not or cannot be."""
        product = item.product_facts()
        if identity(product) in self._held_out:
            self.tally.held_out += 1
            return None
        try:
            return ask_tuned(product)
        except (FactTooLong, UnknownMarket):
            self.tally.unasked += 1
            return None

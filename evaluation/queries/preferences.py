"""What people said of texts side by side: of one experiment's, and of all versions together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, QuerySet

from domain.rating import Choice
from domain.statistics import Interval, share_interval
from domain.verdict import EVEN, Verdict, more_decisions, verdict
from evaluation.models import Assignment, Campaign, Experiment
from models_registry.models import Version

if TYPE_CHECKING:
    from domain.statistics.ranking import Duel, Ranking

MARGIN: Final = 0.05
"""A win rate from 45 to 55 of 100 matters to nobody."""
WORTH: Final = {Choice.A: 1.0, Choice.B: 0.0, Choice.BOTH_GOOD: 0.5, Choice.BOTH_BAD: 0.5}
"""What an answer is worth for A."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The answers to an experiment's pairs.

    `rate` is B's share of the decided pairs with Wilson's interval: a pair counts once, for the
    side that most of its raters chose, since raters of one pair are no independent trials.
    `strength` is B's advantage over A in a Bradley-Terry model with a term for the `side`, both as
    the chance to win against an equal.
    """

    answers: Mapping[str, int]
    pairs: int
    rate: Interval
    verdict: Verdict
    more: int | None
    strength: Interval
    side: Interval

    @property
    def count(self) -> int:
        """How many answers there are."""
        return sum(self.answers.values())


@dataclass(frozen=True, slots=True)
class Standings:
    """Versions that were compared, the strongest first, with the chance to win against their
    average; those of different `groups` have never met, not even over others."""

    rows: tuple[tuple[Version, Interval], ...]
    side: Interval | None
    groups: int


def preferences(experiment: Experiment) -> Preferences | None:
    """What people say of the two; None while nobody has answered."""
    from domain.statistics.sequential import win_sequence

    if experiment.campaign_id is None:
        return None
    answered = _answers().filter(campaign=experiment.campaign_id)
    rows = list(answered.values_list("item", "choice", "swapped"))
    if not rows:
        return None
    by_item: dict[int, Counter[str]] = defaultdict(Counter)
    for item, choice, _swapped in rows:
        by_item[item][choice] += 1
    won = [_majority(counts) for counts in by_item.values()]
    wins, decisive = won.count(Choice.B), len(won) - won.count(None)
    ranking = _ranked(_duel("a", "b", choice, swapped) for _item, choice, swapped in rows)
    sequence = win_sequence(wins, decisive)
    answers = Counter(choice for _item, choice, _swapped in rows)
    return Preferences(
        answers={choice.value: answers[choice] for choice in Choice},
        pairs=len(by_item),
        rate=share_interval(wins, decisive),
        verdict=verdict(sequence, MARGIN, even=EVEN),
        more=more_decisions(sequence, MARGIN),
        # Two strengths around 0: the distance between them is twice either one.
        strength=chance(_scaled(ranking.strengths["b"], 2)),
        side=chance(ranking.side),
    )


def preferred() -> Standings | None:
    """All versions in the order in which people prefer them; None while nobody has answered."""
    answered = _answers().filter(
        campaign__kind=Campaign.Kind.COMPARISON,
        item__version__isnull=False,
        item__other_version__isnull=False,
    )
    fields = ("item__version", "item__other_version", "choice", "swapped")
    tallies = answered.values_list(*fields).annotate(count=Count("pk")).order_by()
    return _standings(
        [
            duel
            for a, b, choice, swapped, count in tallies
            for duel in [_duel(str(a), str(b), choice, swapped)] * count
        ],
        has_sides=True,
    )


def outscored() -> Standings | None:
    """All versions in the order in which they scored higher on the same products, in finished
    experiments; None without any."""
    finished = Experiment.objects.filter(status=Experiment.Status.DONE)
    rows = finished.values_list("a", "b", "summary__wins")
    return _standings(
        [duel for a, b, wins in rows if wins for duel in _scored(str(a), str(b), wins)],
        has_sides=False,
    )


def chance(strength: Interval) -> Interval:
    """A strength on the scale of log-odds as the chance to win against an equal of 0."""
    from scipy.special import expit

    mean, low, high = (
        float(expit(value)) for value in (strength.mean, strength.low, strength.high)
    )
    return Interval(mean, low, high, strength.count)


def _answers() -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        state=Assignment.State.RATED, item__gold__isnull=True, item__other__isnull=False
    )


def _majority(counts: Mapping[str, int]) -> Choice | None:
    """The side that more raters of a pair chose; None where neither did."""
    lead = counts.get(Choice.A, 0) - counts.get(Choice.B, 0)
    if not lead:
        return None
    return Choice.A if lead > 0 else Choice.B


def _duel(a: str, b: str, choice: str, swapped: bool) -> Duel:
    from domain.statistics.ranking import Duel

    worth = WORTH[Choice(choice)]
    return Duel(b, a, 1 - worth) if swapped else Duel(a, b, worth)


def _scored(a: str, b: str, wins: Mapping[str, int]) -> Iterator[Duel]:
    """Products as duels; neither stands on a side, so that they take turns on the left."""
    said = {"a": Choice.A, "b": Choice.B, "even": Choice.BOTH_GOOD}
    choices = [choice for arm, choice in said.items() for _product in range(wins[arm])]
    for number, choice in enumerate(choices):
        yield _duel(a, b, choice, swapped=bool(number % 2))


def _ranked(duels: Iterable[Duel]) -> Ranking:
    from domain.statistics.ranking import bradley_terry

    return bradley_terry(duels)


def _standings(duels: list[Duel], *, has_sides: bool) -> Standings | None:
    if not duels:
        return None
    ranking = _ranked(duels)
    versions = Version.objects.select_related("family").in_bulk(map(int, ranking.strengths))
    return Standings(
        tuple((versions[int(key)], chance(one)) for key, one in ranking.strengths.items()),
        chance(ranking.side) if has_sides else None,
        len(ranking.groups),
    )


def _scaled(interval: Interval, factor: float) -> Interval:
    return Interval(
        factor * interval.mean, factor * interval.low, factor * interval.high, interval.count
    )

"""How far each counter is: feedback that waits, once a person and subject.

Who fails the gold items of a campaign does not count with what they said there. Their feedback is
none that anything is learnt from either, as long as they fail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Count as HowMany
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from domain.fairness import Given
from domain.versions import State
from evaluation.queries.ratings import gold_answers_in
from evaluation.reporting.gold import gold_records
from learning.models import Feedback, Policy, Retraining, Use
from models_registry.models import Deployment

MOST_LEFT: Final = 10_000
"""Of what earlier retrainings left, the newest so many are looked at again."""
LEARNT: Final = (Retraining.Outcome.DEPLOYED, Retraining.Outcome.CANARY)
Said = tuple[int | None, int | None]
"""A campaign, and who said something in it."""
_WAITS: Final = Q(taken_by=None)


class _Row(NamedTuple):
    """What of a piece of feedback decides whether it counts; thousands are read at once."""

    pk: int
    policy: int | None
    person: int | None
    subject: str
    campaign: int | None

    @property
    def said(self) -> Said:
        """Where it was said, and by whom."""
        return self.campaign, self.person


@dataclass(frozen=True, slots=True)
class Count:
    """One counter: what counts, and all that waits; `failing` of it is by raters who fail."""

    counted: int = 0
    waiting: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True)
class Supply:
    """The feedback that a retraining of a policy would look at, by its keys.

    `counted` is what the waiting ones count for; `left` is what an earlier retraining took of
    which no version came, or one that was gone back from.
    """

    counted: int
    waiting: tuple[int, ...]
    left: tuple[int, ...]


def counted(policy: Policy) -> Count:
    """How far one counter is; two queries."""
    return counts_of([policy])[policy.pk]


def counts_of(policies: Sequence[Policy]) -> dict[int, Count]:
    """How far each counter is, by the policy's key; two queries for all of them."""
    rows = Feedback.objects.filter(_WAITS, policy__in=policies)
    found = _read(rows)
    failing = failing_of(rows, (row.said for row in found))
    of_policy: dict[int | None, list[_Row]] = defaultdict(list)
    for row in found:
        of_policy[row.policy].append(row)
    return {policy.pk: _count(of_policy[policy.pk], failing) for policy in policies}


def due_policies(policies: Sequence[int] | None = None) -> list[int]:
    """Of `policies`, or of all, those of which so much waits that counting it is worth while."""
    same = Retraining.objects.filter(policy__family=OuterRef("policy__family"))
    busy = same.filter(status__in=Retraining.ACTIVE)
    rows = Feedback.objects.filter(_WAITS, ~Exists(busy), policy__is_paused=False).order_by()
    if policies is not None:
        rows = rows.filter(policy__in=policies)
    enough = rows.values("policy").annotate(many=HowMany("pk"))
    return list(enough.filter(many__gte=F("policy__threshold")).values_list("policy", flat=True))


def supply(policy: Policy) -> Supply:
    """What a retraining that begins now looks at; three queries."""
    open_ones = Feedback.objects.filter(~Exists(_learnt()), policy=policy)
    new = _read(open_ones.filter(_WAITS).order_by("pk"))
    old = _read(open_ones.exclude(_WAITS).order_by("-pk")[:MOST_LEFT])
    failing = failing_of(open_ones, (row.said for row in (*new, *old)))
    return Supply(
        counted=_count(new, failing).counted,
        waiting=tuple(row.pk for row in new if row.said not in failing),
        left=tuple(row.pk for row in old if row.said not in failing),
    )


def _learnt() -> QuerySet[Use]:
    """Of a piece of feedback, the uses that a version came of. One that was gone back from and
    does not write again has taught nothing that lasts."""
    gone_back = Deployment.objects.filter(
        previous=OuterRef("retraining__candidate"),
        kind=Deployment.Kind.ROLLBACK,
        status=Deployment.Status.DONE,
    )
    uses = Use.objects.filter(feedback=OuterRef("pk"), retraining__outcome__in=LEARNT)
    return uses.exclude(Exists(gone_back) & ~Q(retraining__candidate__state=State.LIVE))


def _read(rows: QuerySet[Feedback]) -> list[_Row]:
    return [_Row(*columns) for columns in rows.values_list(*_Row._fields)]


def _count(rows: Sequence[_Row], failing: frozenset[Said]) -> Count:
    kept = [row for row in rows if row.said not in failing]
    pairs = {(row.person, row.subject) for row in kept}
    return Count(counted=len(pairs), waiting=len(rows), failing=len(rows) - len(kept))


def said_of(feedback: Feedback) -> Said:
    """Where a piece of feedback was said, and by whom."""
    return feedback.campaign_id, feedback.person_id


def failing_of(rows: QuerySet[Feedback], found: Iterable[Said]) -> frozenset[Said]:
    """Everybody who fails the gold items of a campaign of `rows`, of which some were `found`; one
    query, and none where nothing of it was said in a campaign."""
    if all(campaign is None for campaign, _person in found):
        return frozenset()
    campaigns = rows.exclude(campaign=None).order_by().values("campaign").distinct()
    answers: dict[int, list[tuple[int, Given]]] = defaultdict(list)
    for campaign, rater, given in gold_answers_in(campaigns):
        answers[campaign].append((rater, given))
    return frozenset(
        (campaign, rater)
        for campaign, given in answers.items()
        for rater, record in gold_records(given).items()
        if record.fails
    )

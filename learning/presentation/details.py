"""What each step of a retraining made, in facts and links."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from learning.models import Correction, Feedback
from learning.presentation.naming import pattern_name
from learning.queries.chain import Told
from models_registry.models import ValidationRun, Version
from training.presentation.telling import duration

Fact = tuple[str, str]
Outcome = Correction.Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the job is that the step waits for; `percent` None where nobody knows."""

    label: str
    percent: int | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """Facts by name, what is named one by one, jobs under way, and where there is more."""

    facts: list[Fact] = field(default_factory=list)
    items: list[Fact] = field(default_factory=list)
    under_way: list[Progress] = field(default_factory=list)
    links: list[Fact] = field(default_factory=list)
    code: str = ""


def feedback(told: Told) -> Details:
    """How much there is, of what kind, and from where."""
    names = dict(Feedback.Source.choices)
    facts = [
        (_("Negative"), number_format(told.negative)),
        (_("Other"), number_format(told.feedback - told.negative)),
        (_("That counted"), number_format(told.row.counted)),
    ]
    items = [
        (str(names.get(key, key)), number_format(count)) for key, count in told.sources.items()
    ]
    return Details(facts, sorted(items), links=_links((_("Feedback"), "learning:feedback", ())))


def patterns(told: Told) -> Details:
    """The first patterns, each with how many times as often failures have it."""
    items = [
        (
            pattern_name(one.kind, one.key, one.terms),
            _("%(count)s of %(all)s · %(lift)s×")
            % {
                "count": number_format(one.negative),
                "all": number_format(one.negatives),
                "lift": number_format(one.lift, 1),
            },
        )
        for one in told.patterns
    ]
    facts = [(_("That stand out"), number_format(told.found))]
    more = (_("Failure patterns"), "learning:patterns", (told.row.pk,))
    return Details(facts, items, links=_links(more))


def corrections(told: Told) -> Details:
    """How many examples there are by origin, and why nothing came of the rest."""
    origins, outcomes = dict(Correction.Origin.choices), dict(Outcome.choices)
    kept = [
        (origin, count) for origin, outcome, count in told.corrections if outcome == Outcome.KEPT
    ]
    rest: dict[str, int] = {}
    for _origin, outcome, count in told.corrections:
        if outcome != Outcome.KEPT:
            rest[outcome] = rest.get(outcome, 0) + count
    facts = [(_("To learn"), number_format(sum(count for _origin, count in kept)))]
    items = [(str(origins.get(key, key)), number_format(count)) for key, count in kept]
    items += [(str(outcomes.get(key, key)), number_format(count)) for key, count in rest.items()]
    more = (_("Corrective examples"), "learning:corrections", (told.row.pk,))
    return Details(facts, items, links=_links(more))


def dataset(told: Told) -> Details:
    """What is learnt, and under which hash it is kept."""
    kept = told.row.dataset
    if kept is None:
        return Details()
    facts = [
        (_("To learn from"), number_format(kept.training)),
        (_("To check on"), number_format(kept.validation)),
        (_("Left out"), number_format(kept.excluded)),
    ]
    for name, key in ((_("Corrective"), "corrective"), (_("Known before"), "replayed")):
        if key in kept.datasheet:
            facts.append((name, number_format(kept.datasheet[key])))
    run = told.row.run
    links = _links((_("The dataset"), "training:run", (run.pk,))) if run else []
    return Details(facts, links=links, code=kept.hash)


def training(told: Told) -> Details:
    """How far the training is, or how it went."""
    run = told.row.run
    if run is None:
        return Details()
    facts, under_way = [], []
    if run.validation_loss is not None:
        facts.append((_("Loss on unseen products"), number_format(run.validation_loss, 3)))
    if run.is_active:
        waiting = run.status == run.Status.QUEUED
        label = _("Waiting for its turn") if waiting else str(run.get_stage_display())
        said = []
        if run.steps:
            said.append(_("step %(step)d of %(steps)d") % {"step": run.step, "steps": run.steps})
        if run.seconds_left:
            said.append(_("about %(left)s left") % {"left": duration(run.seconds_left)})
        under_way.append(Progress(label, run.percent if run.steps else None, " · ".join(said)))
    links = _links((_("The training"), "training:run", (run.pk,)))
    return Details(facts, under_way=under_way, links=links + _version(told.row.candidate))


def validation(told: Told) -> Details:
    """How far both measurements are, or what they say."""
    facts: list[Fact] = []
    under_way: list[Progress] = []
    links: list[Fact] = []
    measured = (
        (_("New version"), told.row.validation),
        (_("Live version"), told.row.live_validation),
    )
    for name, run in measured:
        if run is None:
            continue
        if run.is_active:
            under_way.append(_measuring(name, run))
        overall = run.summary.get("overall")
        if overall:
            facts.append((name, _points(overall)))
        links += _links((_("Validation: %(which)s") % {"which": name}, "validation", (run.pk,)))
    return Details(facts, under_way=under_way, links=links)


def _measuring(name: str, run: ValidationRun) -> Progress:
    said = _("%(done)d of %(products)d products done")
    return Progress(name, run.percent, said % {"done": run.done, "products": run.products})


def _points(overall: dict[str, float]) -> str:
    figures = {name: number_format(overall[name], 1) for name in ("mean", "low", "high")}
    return _("%(mean)s (%(low)s–%(high)s)") % figures


def decision(told: Told) -> Details:
    """Who decided, and where the version and its deployment are looked at."""
    row = told.row
    facts = []
    if row.decided_by is not None:
        facts.append((_("Decided by"), str(row.decided_by)))
    links = _version(row.candidate)
    if row.deployment is not None:
        links += _links((_("The deployment"), "deployment", (row.deployment.pk,)))
    return Details(facts, links=links)


def _version(version: Version | None) -> list[Fact]:
    if version is None:
        return []
    return _links((version.name, "version", (version.family.name, version.number)))


def _links(*wanted: tuple[str, str, tuple[object, ...]]) -> list[Fact]:
    """Each with its address; left out where there is no such page."""
    found = []
    for label, name, args in wanted:
        try:
            found.append((label, reverse(name, args=args)))
        except NoReverseMatch:
            continue
    return found

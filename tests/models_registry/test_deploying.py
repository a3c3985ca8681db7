"""Deployments: the gate, the switch, the health check, and what undoes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from domain.forms import to_json
from domain.versions import State
from engines.base import EngineUnavailable, ModelChanged
from engines.scripted import ScriptedEngine
from models_registry import golden, sentences
from models_registry.actions import deploying
from models_registry.actions.deploying import GateClosed, request_deployment, request_rollback
from models_registry.actions.moving import move
from models_registry.catalog import choose, default_choice
from models_registry.models import Deployment, ValidationRun, Version
from models_registry.queries.live import live_at, live_of, rollback_target
from tests.factories import S24_TEXT
from tests.models_registry.making import last_line, make_live, make_version, refused, validate

pytestmark = pytest.mark.django_db
Status, Step = Deployment.Status, Deployment.Step


@pytest.fixture
def first(scripted: ScriptedEngine) -> Version:
    """What writes now."""
    return make_live(make_version())


@pytest.fixture
def second(first: Version) -> Version:
    """What is good enough to take its place."""
    version = make_version()
    validate(version)
    return version


@pytest.fixture
def healthy(scripted: ScriptedEngine) -> Callable[[], None]:
    """The golden listing is written once."""
    return lambda: scripted.enqueue(to_json(S24_TEXT))


def deploy(user: User | None, version: Version) -> Deployment:
    deployment = request_deployment(user, version, queue=False)
    deploying.run(deployment.pk)
    deployment.refresh_from_db()
    return deployment


def states(*versions: Version) -> list[str]:
    for version in versions:
        version.refresh_from_db()
    return [version.state for version in versions]


def test_a_validated_version_takes_the_live_one_s_place(
    manager: User, first: Version, second: Version, healthy: Callable[[], None]
) -> None:
    healthy()
    deployment = deploy(manager, second)
    assert (deployment.status, deployment.step) == (Status.DONE, Step.CHECKED)
    assert deployment.previous == first
    assert states(first, second) == [State.BUILT, State.LIVE]
    assert default_choice().version == second
    assert rollback_target(second.family) == first


def test_history_says_what_was_live_when(
    manager: User, first: Version, second: Version, healthy: Callable[[], None]
) -> None:
    healthy()
    deploy(manager, second)
    became, took = (one.events.get(after=State.LIVE).at for one in (first, second))
    assert live_at(first.family, became) == first
    assert live_at(first.family, took) == second
    assert live_at(first.family, first.created_at) is None


def test_an_unhealthy_version_is_failed_and_the_one_before_live_again(
    manager: User, scripted: ScriptedEngine, first: Version, second: Version
) -> None:
    scripted.enqueue_failures("verify", ModelChanged("the engine has fallen asleep"))
    deployment = deploy(manager, second)
    assert (deployment.status, deployment.step) == (Status.FAILED, Step.UNDONE)
    assert "fallen asleep" in deployment.error_detail
    assert "asleep" not in sentences.outcome(deployment)  # people read it in their language
    assert states(first, second) == [State.LIVE, State.FAILED]
    assert last_line(second).why == "unhealthy"


def test_an_engine_that_is_away_for_a_moment_fails_no_version(
    manager: User,
    scripted: ScriptedEngine,
    first: Version,
    second: Version,
    healthy: Callable[[], None],
) -> None:
    scripted.enqueue_failures("verify", EngineUnavailable("restarting"))
    deployment = request_deployment(manager, second, queue=False)
    deploying.run(deployment.pk)
    assert states(first, second) == [State.BUILT, State.LIVE]
    deployment.refresh_from_db()
    assert (deployment.status, deployment.error) == (Status.QUEUED, "unavailable")
    healthy()
    deploying.finish(deployment.pk)
    deployment.refresh_from_db()
    assert deployment.status == Status.DONE


def test_an_engine_that_stays_away_has_the_version_before_back(
    manager: User, scripted: ScriptedEngine, first: Version, second: Version
) -> None:
    scripted.enqueue_failures("verify", *[EngineUnavailable("gone")] * 3)
    waits: list[float] = []
    deploying.finish(request_deployment(manager, second, queue=False).pk, waits.append)
    assert states(first, second) == [State.LIVE, State.FAILED]
    assert waits == [deploying.PAUSE] * 2


def test_a_version_that_writes_nothing_readable_is_unhealthy(
    manager: User, scripted: ScriptedEngine, first: Version, second: Version
) -> None:
    scripted.enqueue(*["no listing at all"] * len(golden.SEEDS))
    assert deploy(manager, second).error == "invalid"
    assert states(first, second) == [State.LIVE, State.FAILED]


def test_the_first_of_a_family_has_nobody_to_give_way_to(
    manager: User, scripted: ScriptedEngine
) -> None:
    version = make_version("walmart-gpt-sports")
    validate(version)
    scripted.enqueue_failures("verify", ModelChanged("away"))
    assert deploy(manager, version).previous is None
    assert live_of(version.family) is None


def test_without_a_validation_nothing_is_deployed(manager: User, first: Version) -> None:
    with refused("not_validated"):
        request_deployment(manager, make_version())


def test_the_gate_names_every_reason(manager: User, first: Version) -> None:
    validate(first, 99)
    worse = make_version()
    validate(worse, 80, passed=False)
    with pytest.raises(GateClosed) as closed:
        request_deployment(manager, worse)
    reasons = [refusal["reason"] for refusal in closed.value.refusals]
    assert reasons[0] == "below_threshold"
    assert reasons.count("worse") == 5
    assert states(worse) == [State.REJECTED]
    assert not Deployment.objects.exists()


def test_the_comparison_is_not_got_round_by_other_products(manager: User, first: Version) -> None:
    validate(first, 99, suite="sixty products")
    version = make_version()
    validate(version, 95, suite="five products")
    with refused("not_comparable"):
        request_deployment(manager, version)
    validate(version, 98.5, suite="sixty products")
    assert request_deployment(manager, version, queue=False)


def test_a_lower_threshold_lets_pass_what_is_not_worse(
    manager: User, first: Version, healthy: Callable[[], None]
) -> None:
    version = make_version()
    validate(version, 80, passed=False)
    deployment = request_deployment(manager, version, threshold=70, queue=False)
    healthy()
    deploying.run(deployment.pk)
    assert states(version) == [State.LIVE]


@pytest.mark.parametrize("threshold", [-1, 101, float("nan")])
def test_a_threshold_is_a_score(manager: User, second: Version, threshold: float) -> None:
    with refused("threshold"):
        request_deployment(manager, second, threshold=threshold)


def test_of_two_at_once_one_wins_and_the_other_is_told(manager: User, second: Version) -> None:
    third = make_version()
    validate(third)
    request_deployment(manager, second, queue=False)
    with refused("already_deploying"):
        request_deployment(manager, third, queue=False)
    assert states(third) == [State.VALIDATED]


def test_what_is_live_is_not_deployed_again(manager: User, first: Version) -> None:
    with refused("live"):
        request_deployment(manager, first)


def test_only_managers_deploy_and_roll_back(author: User, second: Version) -> None:
    with pytest.raises(PermissionDenied):
        request_deployment(author, second)
    with pytest.raises(PermissionDenied):
        request_rollback(author, second.family)


class Killed(BaseException):
    """The process ends here."""


def run_killed_at(deployment: Deployment, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, end)
        with pytest.raises(Killed):
            deploying.run(deployment.pk)


@pytest.mark.parametrize(
    "place",
    [
        "models_registry.actions.deploying._switch",
        "models_registry.actions.deploying.move",
        "models_registry.golden.check",
        "models_registry.jobs.JOBS.__class__.end",
    ],
)
def test_killed_anywhere_it_goes_on_and_one_version_is_live_all_the_time(
    manager: User,
    first: Version,
    second: Version,
    healthy: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    healthy()
    run_killed_at(deployment, place, monkeypatch)
    assert Version.objects.filter(family=first.family, state=State.LIVE).count() == 1
    resume(deployment)
    healthy()
    deploying.run(deployment.pk)
    deployment.refresh_from_db()
    assert deployment.status == Status.DONE
    assert states(first, second) == [State.BUILT, State.LIVE]


def resume(deployment: Deployment) -> None:
    """As the reaper does once the lease has run out."""
    Deployment.objects.filter(pk=deployment.pk).update(status=Status.QUEUED, lease=None)


@pytest.mark.parametrize("step", [Step.ACCEPTED, Step.SWITCHED])
def test_what_nobody_can_bring_to_an_end_is_undone(
    manager: User,
    first: Version,
    second: Version,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    place = "_switch" if step == Step.ACCEPTED else "_check"
    for _ in range(3):
        run_killed_at(deployment, f"models_registry.actions.deploying.{place}", monkeypatch)
        resume(deployment)
    deployment.refresh_from_db()
    assert deployment.step == step
    assert deploying.close(deployment, Status.FAILED, "lost")
    assert states(first, second) == [State.LIVE, State.VALIDATED]


def test_going_back_takes_the_version_before_without_a_listing(
    manager: User, first: Version, second: Version, healthy: Callable[[], None]
) -> None:
    healthy()
    deploy(manager, second)
    deployment = request_rollback(manager, first.family, queue=False)
    deploying.run(deployment.pk)  # no listing is enqueued, so that writing one would fail
    assert states(first, second) == [State.LIVE, State.VALIDATED]
    assert default_choice().version == first


def test_one_goes_back_to_any_validated_version(manager: User, first: Version) -> None:
    third = make_version()
    validate(third)
    deploying.run(request_rollback(manager, first.family, to=third, queue=False).pk)
    assert states(first, third) == [State.BUILT, State.LIVE]


def test_one_does_not_go_back_to_what_never_proved_itself(manager: User, first: Version) -> None:
    never = make_version()
    with refused("not_validated"):
        request_rollback(manager, first.family, to=never)
    with refused("no_target"):
        request_rollback(manager, first.family)
    with refused("no_target"):
        request_rollback(manager, first.family, to=first)


def test_what_was_unhealthy_is_not_gone_back_to(
    manager: User, scripted: ScriptedEngine, first: Version, second: Version
) -> None:
    scripted.enqueue_failures("verify", ModelChanged("away"))
    deploy(manager, second)
    assert rollback_target(first.family) is None


def test_a_version_is_chosen_by_its_name_or_its_family_s(
    manager: User, first: Version, second: Version
) -> None:
    assert choose(first.family.name).version == first
    assert choose(second.name).version == second
    assert choose(None).version == first


def test_a_category_s_own_version_writes_for_it(manager: User, first: Version) -> None:
    sports = make_live(make_version("walmart-gpt-sports"))
    assert default_choice("sports").version == sports
    assert default_choice("clothing").version == first
    assert default_choice().version == first


def start_measuring(version: Version) -> ValidationRun:
    """As `evaluation` does when a validation is asked for."""
    version.refresh_from_db()
    run = ValidationRun.objects.create(
        version=version,
        came_from=version.state,
        products=10,
        seed=7,
        suite="suite",
        threshold=90,
        margin=2,
    )
    move(version, State.VALIDATING, "validation")
    return run


@pytest.mark.parametrize("meanwhile", [False, True])
def test_what_was_live_is_live_again_though_it_is_being_validated(
    manager: User,
    scripted: ScriptedEngine,
    first: Version,
    second: Version,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: bool,
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    if meanwhile:  # the same worker goes on

        def unhealthy(*_args: object, **_more: object) -> None:
            start_measuring(first)
            raise golden.Unhealthy("unavailable", "away")

        monkeypatch.setattr(golden, "check", unhealthy)
    else:  # another one takes it up
        run_killed_at(deployment, "models_registry.golden.check", monkeypatch)
        start_measuring(first)
        scripted.enqueue_failures("verify", ModelChanged("away"))
    deploying.run(deployment.pk)
    assert states(first, second) == [State.LIVE, State.FAILED]


def test_given_up_what_was_live_is_live_again_though_it_is_being_validated(
    manager: User, first: Version, second: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    run_killed_at(deployment, "models_registry.golden.check", monkeypatch)
    start_measuring(first)
    deployment.refresh_from_db()
    assert deploying.close(deployment, Status.FAILED, "lost")
    assert states(first, second) == [State.LIVE, State.VALIDATED]


def test_what_became_live_since_the_request_gives_way(
    manager: User, first: Version, second: Version, healthy: Callable[[], None]
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    update = make_live(make_version())
    healthy()
    deploying.run(deployment.pk)
    deployment.refresh_from_db()
    assert (deployment.status, deployment.previous) == (Status.DONE, update)
    assert states(first, second, update) == [State.BUILT, State.LIVE, State.BUILT]


def test_a_worker_that_is_told_to_end_gives_its_deployment_back_at_once(
    manager: User, first: Version, second: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    run_killed_at(deployment, "models_registry.golden.check", monkeypatch)
    deployment.refresh_from_db()
    assert (deployment.status, deployment.lease) == (Status.QUEUED, None)


def test_who_lost_the_lease_while_the_listing_was_written_undoes_nothing(
    manager: User, scripted: ScriptedEngine, first: Version, second: Version
) -> None:
    deployment = request_deployment(manager, second, queue=False)
    unhealthy = golden.Unhealthy

    def check(_version: Version, *, golden: bool, lost: Callable[[], bool]) -> None:
        assert not lost()
        resume(deployment)
        assert lost()
        raise unhealthy("cancelled", "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(golden, "check", check)
        deploying.run(deployment.pk)
    assert states(first, second) == [State.BUILT, State.LIVE]


def test_what_just_misses_the_threshold_does_not_read_as_if_it_reached_it() -> None:
    figures = {"low": 89.96, "mean": 93.0, "threshold": 90.0}
    said = sentences.refusal({"reason": "below_threshold", "criterion": "", "figures": figures})
    assert "89.9" in said.replace(",", ".")

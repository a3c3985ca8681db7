"""Having another version write: asked for here, done step by step, undone when it is not healthy.

The row of a deployment says which step was done for good. Whoever takes the job up, a second time
after a crash too, goes on from there; what a step changes, it changes in one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.versions import AT_REST, State
from models_registry import golden, sentences
from models_registry.actions.moving import StateChanged, move
from models_registry.actions.trying import end_trial
from models_registry.jobs import JOBS
from models_registry.models import Deployment, Family, ValidationRun, Version
from models_registry.queries import gate, live
from models_registry.signals import deployed

PAUSE = 10.0
"""Seconds before an engine that is away, busy or late is asked again for its health."""
Kind, Step, Status = Deployment.Kind, Deployment.Step, Deployment.Status
log = structlog.get_logger(__name__)


class GateClosed(ActionRefused):
    """The version is not good enough; `refusals` has every reason as the gate keeps it."""

    def __init__(self, message: str, refusals: list[dict[str, object]]) -> None:
        super().__init__("gate", message)
        self.refusals = refusals


def request_deployment(
    user: User | None, version: Version, *, threshold: float | None = None, queue: bool = True
) -> Deployment:
    """Ask that `version` write for its family; ActionRefused with every reason against it.

    `threshold` takes the place of the family's. `user` None is whoever administers the machine.
    Without `queue` the caller takes the job up itself.
    """
    _require(user)
    version = _fresh(version)
    least, validation = passed_gate(version, threshold)
    return _requested(user, version, Kind.DEPLOY, queue, threshold=least, validation=validation)


def passed_gate(version: Version, threshold: float | None) -> tuple[float, ValidationRun]:
    """What was asked of `version` and the result by which it is good enough; or ActionRefused."""
    least = version.family.threshold if threshold is None else threshold
    if not 0 <= least <= 100:
        raise ActionRefused("threshold", _("The least score is a number from 0 to 100."))
    _require_rest(version)
    validation = live.last_validation(version)
    if validation is None:
        raise ActionRefused(
            "not_validated",
            _("%(version)s has not been validated yet: do that first.") % {"version": version},
        )
    against = gate.opponent(version, validation.suite)
    if against is None:
        _require_comparable(version)
    refused = gate.refusals(validation, least, version.family.margin, against)
    if refused:
        kept = [one.as_json() for one in refused]
        raise GateClosed(
            _("%(version)s is not good enough. %(reasons)s")
            % {"version": version, "reasons": sentences.refusals(kept)},
            kept,
        )
    return least, validation


def request_rollback(
    user: User | None, family: Family, *, to: Version | None = None, queue: bool = True
) -> Deployment:
    """Ask that the version before, or the validated one `to`, write for `family` again."""
    _require(user)
    target = _fresh(to) if to else live.rollback_target(family)
    if target is None:
        raise ActionRefused(
            "no_target",
            _("%(family)s has no earlier version to go back to.") % {"family": family},
        )
    if target.family_id != family.pk or target.is_live:
        raise ActionRefused(
            "no_target",
            _("%(version)s is not a version that %(family)s could go back to.")
            % {"version": target, "family": family},
        )
    if target.state != State.VALIDATED and not (
        target.state in AT_REST and target.events.filter(after=State.LIVE).exists()
    ):
        raise ActionRefused(
            "not_validated",
            _("%(version)s was never live and is not validated: it cannot be gone back to.")
            % {"version": target},
        )
    return _requested(user, target, Kind.ROLLBACK, queue)


def _require(user: User | None) -> None:
    if user is not None:
        require(user, Right.MANAGE_MODELS)


def _fresh(version: Version) -> Version:
    """As it is now: whoever asks may have read it long ago."""
    return Version.objects.select_related("family").get(pk=version.pk)


def _require_rest(version: Version) -> None:
    if version.state in AT_REST:
        return
    if version.is_live:
        raise ActionRefused("live", _("%(version)s is live already.") % {"version": version})
    raise ActionRefused(
        "state",
        _("%(version)s cannot be deployed in its state: %(state)s.")
        % {"version": version, "state": version.get_state_display()},
    )


def _require_comparable(version: Version) -> None:
    """Nobody gets round the comparison by being measured on other products than the live one."""
    current = live.live_of(version.family)
    if current is None or live.last_validation(current) is None:
        return
    raise ActionRefused(
        "not_comparable",
        _(
            "%(live)s, which is live, was measured on other products or by other rules than "
            "%(version)s: validate both in the same way."
        )
        % {"live": current, "version": version},
    )


def _requested(
    user: User | None, version: Version, kind: str, queue: bool, **fields: object
) -> Deployment:
    try:
        with transaction.atomic():
            deployment = Deployment.objects.create(
                family=version.family,
                version=version,
                previous_id=live.live_key(version.family_id),
                kind=kind,
                came_from=version.state,
                requested_by=user,
                lease_until=timezone.now() + timedelta(seconds=JOBS.patience),
                **fields,
            )
            move(version, State.DEPLOYING, kind, user, {"deployment": deployment.pk})
            if queue:
                transaction.on_commit(lambda: JOBS.send(deployment.pk))
    except (IntegrityError, StateChanged) as clash:
        raise ActionRefused(
            "already_deploying",
            _("A version of %(family)s is being deployed already: wait until that has ended.")
            % {"family": version.family},
        ) from clash
    return deployment


def run(pk: int) -> None:
    """Do deployment `pk` from the step it is at, unless somebody else does or it has ended."""
    if not JOBS.claim(pk):
        return
    deployment = Deployment.objects.select_related("version__family", "requested_by").get(pk=pk)
    try:
        if deployment.step == Step.ACCEPTED and not _switch(deployment):
            return
        if deployment.step == Step.SWITCHED:
            _check(deployment)
    except BaseException:
        # The worker is told to end: the next one need not wait until the lease has run out.
        JOBS.give_back(deployment, "", "", delay=0)
        raise


def finish(pk: int, pause: Callable[[float], None] = time.sleep) -> None:
    """Do deployment `pk` to its end here, also where its engine is away for a moment."""
    for attempt in range(JOBS.most_attempts):
        if attempt:
            pause(PAUSE)
        run(pk)
        if Deployment.objects.get(pk=pk).status != Status.QUEUED:
            return


def _switch(deployment: Deployment) -> bool:
    """The new version takes the live one's place: one transaction, so that nobody sees neither."""
    version, by = deployment.version, deployment.requested_by
    details = {"deployment": deployment.pk}
    with transaction.atomic():
        # What came along with an update may have become live since the request.
        previous = live.live_of(version.family)
        now = {"switched_at": timezone.now(), "previous": previous}
        if not _stepped(deployment, Step.SWITCHED, **now):
            return False
        if previous is not None:
            details["backup"] = previous.pk
            move(previous, live.resting_state(previous), "replaced", by, details)
        move(version, State.LIVE, "switched", by, details)
    return True


def _check(deployment: Deployment) -> None:
    """Healthy, and the deployment is done; or the version before is live again."""
    try:
        # Gone back to in a hurry, a version that wrote before need not write a listing first.
        golden.check(
            deployment.version,
            golden=deployment.kind == Kind.DEPLOY,
            lost=lambda: not JOBS.hold(deployment),
        )
    except golden.Unhealthy as unhealthy:
        code, detail = unhealthy.code[:30], str(unhealthy)
        if not unhealthy.passing or not JOBS.give_back(deployment, code, detail, delay=PAUSE):
            _undo(deployment, unhealthy)
        return
    with transaction.atomic():
        if JOBS.end(deployment.pk, deployment.lease, Status.DONE, step=Step.CHECKED):
            end_trial(deployment.family_id, "canary_deployed", deployment.requested_by)
            deployed.send(sender=Deployment, deployment=deployment)


def _undo(deployment: Deployment, unhealthy: golden.Unhealthy) -> None:
    log.warning("deployment undone", version=str(deployment.version), reason=str(unhealthy))
    details = {"deployment": deployment.pk, "code": unhealthy.code, "detail": str(unhealthy)[:1000]}
    with transaction.atomic():
        if not _stepped(deployment, Step.UNDONE):
            return
        move(deployment.version, State.FAILED, "unhealthy", deployment.requested_by, details)
        _restore(deployment, deployment.requested_by, details)
        JOBS.end(
            deployment.pk,
            deployment.lease,
            Status.FAILED,
            error=unhealthy.code,
            error_detail=str(unhealthy)[:2000],
        )


def _stepped(deployment: Deployment, step: str, **fields: Any) -> bool:
    """Note that a step is done; False where the job was taken away."""
    ours = Deployment.objects.filter(pk=deployment.pk, lease=deployment.lease, step=deployment.step)
    if not ours.update(step=step, **fields):
        return False
    deployment.step = step
    if "previous" in fields:
        deployment.previous = fields["previous"]
    return True


def _restore(deployment: Deployment, by: User | None, details: dict[str, Any]) -> None:
    """What was live before is live again, as it is by now: it may be being validated meanwhile."""
    if deployment.previous_id is None:
        return
    known = Version.objects.select_related("family").select_for_update(of=("self",))
    move(known.get(pk=deployment.previous_id), State.LIVE, "restored", by, details)


def close(deployment: Deployment, status: str, error: str) -> bool:
    """End what nobody could bring to an end in several attempts: the version before writes again.

    The new one goes back to where it was: what kills a worker is the machine's trouble rather than
    the version's.
    """
    details = {"deployment": deployment.pk}
    with transaction.atomic():
        if not JOBS.end(deployment.pk, deployment.lease, status, error=error):
            return False
        deployment.refresh_from_db()
        version = deployment.version
        if version.state in (State.DEPLOYING, State.LIVE):
            was_live = version.is_live
            move(version, live.resting_state(version), "undone", None, details)
            if was_live:
                _restore(deployment, None, details)
    return True


def resume() -> None:
    """Bring to an end here what a killed process left, once its lease has run out.

    For commands, which also run where no worker does.
    """
    overdue = Deployment.objects.filter(
        status__in=Deployment.ACTIVE, lease_until__lt=timezone.now()
    )
    left = list(overdue.values_list("pk", flat=True))
    if left:
        JOBS.reap(close, tell=False)
    for pk in left:
        run(pk)


def reap() -> int:
    """Take up again what dead workers left."""
    return JOBS.reap(close)

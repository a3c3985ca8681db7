"""Asking for a validation, and stopping one."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from domain.gate import LEAST_PRODUCTS
from domain.listing import Product
from domain.versions import State, may_move
from evaluation.jobs import JOBS, back
from evaluation.suite import SEED, chosen, suite_of
from models_registry.actions.moving import StateChanged, move
from models_registry.models import ValidationRun, Version


def request_validation(
    user: User | None,
    version: Version,
    *,
    products: int | None = None,
    threshold: float | None = None,
    queue: bool = True,
) -> ValidationRun:
    """Ask that `version` be measured; ActionRefused while that is under way or cannot be.

    `products` takes so many of the held-out products instead of all, `threshold` the place of the
    family's. A live version stays live meanwhile. `user` None is whoever administers the machine.
    Without `queue` the caller takes the job up itself.
    """
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    version = Version.objects.select_related("family").get(pk=version.pk)
    least = version.family.threshold if threshold is None else threshold
    if not 0 <= least <= 100:
        raise ActionRefused("threshold", _("The least score is a number from 0 to 100."))
    _require_measurable(version)
    asked = _products(products)
    run = ValidationRun(
        version=version,
        came_from=version.state,
        products=len(asked),
        seed=SEED,
        suite=suite_of(asked, SEED),
        threshold=least,
        margin=version.family.margin,
        requested_by=user,
        lease_until=timezone.now() + timedelta(seconds=JOBS.patience),
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            if not version.is_live:
                details = {"validation": run.pk}
                move(version, State.VALIDATING, "validation", user, details)
            if queue:
                transaction.on_commit(lambda: JOBS.send(run.pk))
    except (IntegrityError, StateChanged) as clash:
        raise _under_way(version) from clash
    return run


def cancel_validation(user: User | None, run: ValidationRun) -> None:
    """Stop a validation: at once while it waits, else as soon as its model can be stopped.

    What was measured by then stays, but counts for nothing.
    """
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    with transaction.atomic():
        if JOBS.cancel(run.pk, user):
            back(run, user)


def is_measurable(version: Version) -> bool:
    """Whether a version's state lets it be measured."""
    return version.is_live or may_move(State(version.state), State.VALIDATING)


def _require_measurable(version: Version) -> None:
    if version.state == State.VALIDATING:
        raise _under_way(version)
    if not is_measurable(version):
        raise ActionRefused(
            "state",
            _("%(version)s cannot be validated in its state: %(state)s.")
            % {"version": version, "state": version.get_state_display()},
        )
    if version.state == State.FAILED and _was_never_built(version):
        raise ActionRefused(
            "not_built",
            _("%(version)s could not be built: have it built again first.") % {"version": version},
        )
    if version.engine not in settings.ENGINES:
        raise ActionRefused(
            "engine_gone",
            _("The engine that %(version)s was built for is no longer in the settings.")
            % {"version": version},
        )


def _was_never_built(version: Version) -> bool:
    """Whether what failed was the building rather than a health check."""
    return version.events.order_by("-pk").values_list("why", flat=True).first() == "build_failed"


def _products(count: int | None) -> dict[str, Product]:
    every = chosen()
    if len(every) < LEAST_PRODUCTS:
        raise ActionRefused(
            "no_products", _("The held-out products are missing from the folder “starter”.")
        )
    if count is None:
        return every
    if not LEAST_PRODUCTS <= count <= len(every):
        raise ActionRefused(
            "products",
            _("Choose from %(least)d to %(all)d products.")
            % {"least": LEAST_PRODUCTS, "all": len(every)},
        )
    return chosen(count)


def _under_way(version: Version) -> ActionRefused:
    return ActionRefused(
        "already_validating",
        _("%(version)s is being validated already: wait until that has ended, or stop it first.")
        % {"version": version},
    )

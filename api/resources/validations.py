"""Having a version measured, and trying it on a share of the drafts."""

from __future__ import annotations

from ninja import Query

from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import models as queries
from api.queries.listings import page
from api.schemas.validations import (
    TRIAL,
    VALIDATION,
    TrialIn,
    TrialOut,
    TrialPage,
    ValidationFilter,
    ValidationIn,
    ValidationOut,
    ValidationPage,
)
from api.schemas.values import Id, Paging
from api.scopes import Scope
from evaluation.actions.requesting import cancel_validation, request_validation
from models_registry.actions.starting import start_trial, stop_trial

resource = Resource("models")
_LIST, _TRIALS = "validations", "trials"


@resource.get("/validations", gives=ValidationPage, told={"items": [VALIDATION], "next": None})
def list_validations(request: ApiRequest, wanted: Query[ValidationFilter]) -> ValidationPage:
    """List validations.

    The newest first; `version` says of which.
    """
    queries.require_sight(request.auth.user)
    rows = queries.validations(wanted.version)
    found, last = page(rows, read(_LIST, wanted.cursor), wanted.limit)
    return ValidationPage(items=[ValidationOut.of(row) for row in found], next=written(_LIST, last))


@resource.get("/validations/{validation}", gives=ValidationOut, told=VALIDATION)
def get_validation(request: ApiRequest, validation: Id) -> ValidationOut:
    """Get a validation."""
    queries.require_sight(request.auth.user)
    return ValidationOut.of(queries.validation(validation))


@resource.post(
    "/validations",
    scope=Scope.MANAGE,
    gives=ValidationOut,
    status=202,
    may=[404],
    asked={"version": VALIDATION["version"]},
    told=VALIDATION,
)
def create_validation(request: ApiRequest, sent: ValidationIn) -> Reply:
    """Have a version measured on the held-out products.

    That takes minutes to hours; a version that is live goes on writing meanwhile.
    """
    version = queries.version(sent.version)
    made = request_validation(
        _manager(request), version, products=sent.products, threshold=sent.threshold
    )
    told = ValidationOut.of(queries.validation(made.pk))
    return reply(told, 202, at=f"/api/v1/validations/{made.pk}")


@resource.delete(
    "/validations/{validation}",
    scope=Scope.MANAGE,
    gives=ValidationOut,
    told=VALIDATION | {"status": "cancelled", "active": False},
)
def stop_validation(request: ApiRequest, validation: Id) -> ValidationOut:
    """Stop a validation.

    At once while it waits, else as soon as its model can be stopped; one that has ended stays.
    """
    row = queries.validation(validation)
    cancel_validation(_manager(request), row)
    return ValidationOut.of(queries.validation(row.pk))


@resource.post(
    "/trials",
    scope=Scope.MANAGE,
    gives=TrialOut,
    status=201,
    may=[404],
    asked={"version": TRIAL["version"], "share": TRIAL["share"]},
    told=TRIAL,
)
def create_trial(request: ApiRequest, sent: TrialIn) -> Reply:
    """Try a version on a share of its family’s drafts.

    Refused with every reason while it is not validated or not good enough.
    """
    user, version = _manager(request), queries.version(sent.version)
    made = start_trial(user, version, sent.share, threshold=sent.threshold)
    return reply(TrialOut.of(queries.trial(made.pk)), 201)


@resource.get("/trials", gives=TrialPage, told={"items": [TRIAL], "next": None})
def list_trials(request: ApiRequest, wanted: Query[Paging]) -> TrialPage:
    """List trials.

    The newest first, those that have ended too.
    """
    queries.require_sight(request.auth.user)
    found, last = page(queries.trials(), read(_TRIALS, wanted.cursor), wanted.limit)
    return TrialPage(items=[TrialOut.of(row) for row in found], next=written(_TRIALS, last))


@resource.delete(
    "/trials/{trial}",
    scope=Scope.MANAGE,
    gives=TrialOut,
    may=[409],
    told=TRIAL | {"ended_at": VALIDATION["created_at"]},
)
def end_trial(request: ApiRequest, trial: Id) -> TrialOut:
    """End a trial.

    The version that is live writes all of its family’s drafts again.
    """
    user, row = _manager(request), queries.trial(trial)
    if row.ended_at is None:
        stop_trial(user, row.family)
    return TrialOut.of(queries.trial(trial))


def _manager(request: ApiRequest) -> User:
    return require(request.auth.user, Right.MANAGE_MODELS)

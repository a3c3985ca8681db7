"""Versions of models, deployments, going back, and the benchmark."""

from __future__ import annotations

from ninja import Path, Query

from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import models as queries
from api.queries.listings import page
from api.schemas.models import (
    BENCHMARK,
    DEPLOYMENT,
    VERSION,
    BenchmarkOut,
    BenchmarkRow,
    DeploymentIn,
    DeploymentOut,
    DeploymentPage,
    RollbackIn,
    VersionFilter,
    VersionName,
    VersionOut,
    VersionPage,
)
from api.schemas.values import Id, Paging
from api.scopes import Scope
from evaluation.benchmark import is_mixed, rows
from models_registry.actions.deploying import request_deployment, request_rollback
from models_registry.models import Deployment
from models_registry.queries.lists import as_json, listed_versions

resource = Resource("models")
MOST = 100
"""Versions in the benchmark."""


@resource.get("/versions", gives=VersionPage, told={"items": [VERSION], "next": None})
def list_versions(request: ApiRequest, wanted: Query[VersionFilter]) -> VersionPage:
    """List model versions.

    The newest first.
    """
    queries.require_sight(request.auth.user)
    found, last = page(
        listed_versions(wanted.family or ""), read("versions", wanted.cursor), wanted.limit
    )
    return VersionPage(
        items=[VersionOut(**as_json(row)) for row in found],
        next=written("versions", last),
    )


@resource.get("/versions/{version}", gives=VersionOut, told=VERSION)
def get_version(request: ApiRequest, version: Path[VersionName]) -> VersionOut:
    """Get a model version.

    By its name, `family:1.2.0`; a family’s name alone is the version that writes.
    """
    queries.require_sight(request.auth.user)
    return VersionOut(**as_json(queries.listed(version)))


@resource.get("/deployments", gives=DeploymentPage, told={"items": [DEPLOYMENT], "next": None})
def list_deployments(request: ApiRequest, wanted: Query[Paging]) -> DeploymentPage:
    """List deployments.

    The newest first.
    """
    queries.require_sight(request.auth.user)
    found, last = page(queries.deployments(), read("deployments", wanted.cursor), wanted.limit)
    return DeploymentPage(
        items=[DeploymentOut.of(row) for row in found],
        next=written("deployments", last),
    )


@resource.get("/deployments/{deployment}", gives=DeploymentOut, told=DEPLOYMENT)
def get_deployment(request: ApiRequest, deployment: Id) -> DeploymentOut:
    """Get a deployment."""
    queries.require_sight(request.auth.user)
    return DeploymentOut.of(queries.deployment(deployment))


@resource.post(
    "/deployments",
    scope=Scope.MANAGE,
    gives=DeploymentOut,
    status=202,
    may=[404],
    asked={"version": DEPLOYMENT["version"]},
    told=DEPLOYMENT,
)
def create_deployment(request: ApiRequest, sent: DeploymentIn) -> Reply:
    """Have a version write for its family.

    Refused with every reason while it is not validated or not good enough.
    """
    user = require(request.auth.user, Right.MANAGE_MODELS)
    return _begun(request_deployment(user, queries.version(sent.version), threshold=sent.threshold))


@resource.post(
    "/rollbacks",
    scope=Scope.MANAGE,
    gives=DeploymentOut,
    status=202,
    may=[404],
    asked={"family": VERSION["family"]},
    told=DEPLOYMENT | {"kind": "rollback", "version": "walmart-gpt-expert:1.0.0"},
)
def create_rollback(request: ApiRequest, sent: RollbackIn) -> Reply:
    """Go back to an earlier version."""
    user = require(request.auth.user, Right.MANAGE_MODELS)
    to = queries.version(sent.to) if sent.to is not None else None
    return _begun(request_rollback(user, queries.family(sent.family), to=to))


def _begun(row: Deployment) -> Reply:
    at = f"/api/v1/deployments/{row.pk}"
    return reply(DeploymentOut.of(queries.deployment(row.pk)), 202, at=at)


@resource.get("/benchmark", gives=BenchmarkOut, told={"items": [BENCHMARK], "mixed": False})
def get_benchmark(request: ApiRequest) -> BenchmarkOut:
    """Compare the versions.

    What each one’s last validation says, the best first.
    """
    queries.require_sight(request.auth.user)
    found = rows(most=MOST)
    return BenchmarkOut(
        items=[BenchmarkRow(**row.as_json()) for row in found], mixed=is_mixed(found)
    )

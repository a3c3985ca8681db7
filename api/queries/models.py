"""Versions and deployments for programs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Right, rights_of
from api.queries.finding import found
from evaluation.views.access import SEEING
from models_registry.models import Canary, Deployment, Family, ValidationRun, Version
from models_registry.queries.lists import listed_versions
from models_registry.queries.live import named


def require_sight(user: User) -> User:
    """`user`, known to be somebody who may see models; PermissionDenied otherwise."""
    if not rights_of(user) & SEEING:
        raise PermissionDenied(Right.READ_LISTINGS)
    return user


def version(name: str) -> Version:
    """The version called `family:1.2.0`, or what a family writes with; Http404 otherwise."""
    return found(named(name))


def listed(name: str) -> Version:
    """The same with its newest score."""
    return listed_versions().get(pk=version(name).pk)


def family(name: str) -> Family:
    """The family of that name; Http404 where there is none."""
    return found(Family.objects.filter(name=name).first())


def deployments() -> QuerySet[Deployment]:
    """All of them with what is shown."""
    related = ("version__family", "previous__family", "requested_by")
    return Deployment.objects.select_related(*related)


def deployment(pk: int) -> Deployment:
    """One of them; Http404 where there is none."""
    return found(deployments().filter(pk=pk).first())


def validations(name: str | None) -> QuerySet[ValidationRun]:
    """All of them with what is shown, or those of the version called so."""
    rows = ValidationRun.objects.select_related("version__family", "requested_by")
    return rows if name is None else rows.filter(version=version(name))


def validation(pk: int) -> ValidationRun:
    """One of them; Http404 where there is none."""
    return found(validations(None).filter(pk=pk).first())


def trials() -> QuerySet[Canary]:
    """All of them with what is shown."""
    return Canary.objects.select_related("version__family", "family")


def trial(pk: int) -> Canary:
    """One of them; Http404 where there is none."""
    return found(trials().filter(pk=pk).first())

"""The people that every view and action is tried with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_user


@pytest.fixture
def author(db: None) -> User:
    """The owner of whatever a test is about."""
    return make_user(Role.AUTHOR, username="author")


@pytest.fixture
def colleague(db: None) -> User:
    """Another author of the same team."""
    return make_user(Role.AUTHOR, username="colleague")


@pytest.fixture
def manager(db: None) -> User:
    return make_user(Role.MANAGER, username="manager")


@pytest.fixture
def outsider(db: None) -> User:
    """A rater: signed in, and to be kept from listings."""
    return make_user(Role.RATER, username="outsider")


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A client signed in as someone, or as nobody."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in

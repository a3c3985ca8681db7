"""People in the admin: a manager who is staff may open it, others may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_superuser_sees_and_changes_people(client_of: Callable[..., Client]) -> None:
    chief = make_user(Role.MANAGER, is_staff=True, is_superuser=True)
    client = client_of(chief)
    for address in ("user/", "user/add/", f"user/{chief.pk}/change/"):
        assert client.get(f"/admin/accounts/{address}").status_code == 200
    assert client.get("/admin/auth/group/").status_code == 200


def test_an_author_is_kept_out(author: User, client_of: Callable[..., Client]) -> None:
    response = client_of(author).get("/admin/accounts/user/")
    assert response.headers["Location"].startswith("/admin/login/")

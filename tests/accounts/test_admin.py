"""People in the administration: the role opens it, and nobody gets above themself through it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PEOPLE = "/admin/accounts/user/"
CHOSEN = "uzun-ve-yeni-parola-9"


def address(person: User, page: str = "change") -> str:
    return f"{PEOPLE}{person.pk}/{page}/"


def as_typed(person: User, *roles: Role, **more: str) -> dict[str, object]:
    """The form of a person as a browser sends it."""
    groups = [Group.objects.get(name=role).pk for role in roles]
    return {"username": person.username, "is_active": "on", "groups": groups, **more}


@pytest.fixture
def chief(db: None) -> User:
    """Somebody made by `createsuperuser`."""
    return User.objects.create_superuser("chief", password="secret")


def test_the_role_alone_opens_the_administration(manager: User, client_of: ClientOf) -> None:
    assert not manager.is_staff
    client = client_of(manager)
    index = client.get("/admin/")
    assert index.status_code == 200
    for link in ("accounts/user/", "content/sitesettings/", "content/listing/"):
        assert f'href="/admin/{link}"' in index.content.decode()
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/admin/"


def test_a_manager_finds_people(manager: User, author: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    listed = client.get(PEOPLE).content.decode()
    assert "author" in listed
    assert "Yazar" in listed
    found = client.get(PEOPLE, {"q": "auth"}).content.decode()
    assert address(author) in found
    assert address(manager) not in found
    filtered = client.get(PEOPLE, {"role": "manager", "is_active__exact": "1"}).content.decode()
    assert address(manager) in filtered
    assert address(author) not in filtered
    for page in ("change", "history", "password"):
        assert client.get(address(author, page)).status_code == 200


def test_a_manager_makes_an_account_with_its_role(manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    assert client.get(PEOPLE + "add/").status_code == 200
    role = Group.objects.get(name=Role.RATER).pk
    data = {"username": "new", "password1": CHOSEN, "password2": CHOSEN, "groups": [role]}
    assert client.post(PEOPLE + "add/", data).status_code == 302
    made = User.objects.get(username="new")
    assert made.check_password(CHOSEN)
    assert made.role_names == {Role.RATER}
    assert not made.is_superuser


def test_a_new_password_lets_in_whom_wrong_ones_locked_out(
    manager: User, author: User, client: Client, client_of: ClientOf
) -> None:
    typed = {"username": author.username, "password": "wrong"}
    while client.post("/sign-in/", typed).status_code != 429:
        pass
    new = {"password1": CHOSEN, "password2": CHOSEN}
    assert client_of(manager).post(address(author, "password"), new).status_code == 302
    assert client.post("/sign-in/", typed | {"password": CHOSEN}).status_code == 302


def test_a_manager_gives_roles_and_switches_accounts_off(
    manager: User, author: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    sent = as_typed(author, Role.RATER, Role.MANAGER)
    assert client.post(address(author), sent).status_code == 302
    changed = User.objects.get(pk=author.pk)
    assert changed.role_names == {Role.RATER, Role.MANAGER}
    sent = as_typed(author)
    del sent["is_active"]
    assert client.post(address(author), sent).status_code == 302
    changed = User.objects.get(pk=author.pk)
    assert (changed.is_active, changed.role_names) == (False, frozenset())


def test_a_manager_sets_a_forgotten_password(
    manager: User, author: User, client_of: ClientOf
) -> None:
    data = {"password1": CHOSEN, "password2": CHOSEN}
    assert client_of(manager).post(address(author, "password"), data).status_code == 302
    author.refresh_from_db()
    assert author.check_password(CHOSEN)


def test_a_manager_makes_nobody_more_than_a_manager(
    manager: User, author: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    page = client.get(address(author)).content.decode()
    above = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1"}
    for name in above:
        assert f'name="{name}"' not in page
    role = Group.objects.create(name="made up").pk
    assert client.post(address(author), as_typed(author, **above)).status_code == 302
    refused = client.post(address(author), {**as_typed(author), "groups": [role]})
    assert refused.status_code == 200
    data = {"username": "new", "password1": CHOSEN, "password2": CHOSEN, **above}
    assert client.post(PEOPLE + "add/", data).status_code == 302
    for person in User.objects.all():
        assert not person.is_superuser
        assert not person.is_staff
        assert not person.user_permissions.exists()


def test_a_superuser_is_out_of_a_managers_reach(
    manager: User, chief: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    seen = client.get(address(chief))
    assert seen.status_code == 200
    assert chief.password not in seen.content.decode()
    data = {"password1": CHOSEN, "password2": CHOSEN}
    assert client.get(address(chief, "password")).status_code == 403
    assert client.post(address(chief, "password"), data).status_code == 403
    assert client.post(address(chief), as_typed(chief, Role.RATER)).status_code == 403
    chief.refresh_from_db()
    assert chief.check_password("secret")


def test_nobody_shuts_themself_out(manager: User, chief: User, client_of: ClientOf) -> None:
    for person in (manager, chief):
        sent = as_typed(person, first_name="Kerem")
        del sent["is_active"]
        assert client_of(person).post(address(person), sent).status_code == 302
        person.refresh_from_db()
        assert person.first_name == "Kerem"
        assert person.is_active
    assert User.objects.get(pk=manager.pk).role_names == {Role.MANAGER}
    assert chief.is_superuser


def test_nobody_is_deleted(manager: User, chief: User, author: User, client_of: ClientOf) -> None:
    for person in (manager, chief):
        client = client_of(person)
        assert client.post(address(author, "delete"), {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [author.pk], "post": "yes"}
        client.post(PEOPLE, data)
    assert User.objects.filter(pk=author.pk).exists()


def test_a_superuser_makes_superusers(chief: User, author: User, client_of: ClientOf) -> None:
    client = client_of(chief)
    assert 'name="is_superuser"' in client.get(address(author)).content.decode()
    assert client.post(address(author), as_typed(author, is_superuser="on")).status_code == 302
    author.refresh_from_db()
    assert author.is_superuser


def test_roles_are_code(manager: User, chief: User, client_of: ClientOf) -> None:
    for person in (manager, chief):
        assert client_of(person).get("/admin/auth/group/").status_code == 404


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.RATER, None])
def test_others_are_kept_out_whatever_their_staff_flag_says(
    role: Role | None, client_of: ClientOf
) -> None:
    person = make_user(role, is_staff=True)
    client = client_of(person)
    for page in ("/admin/", PEOPLE, address(person), PEOPLE + "add/", address(person, "password")):
        asked = client.get(page)
        assert asked.headers["Location"].startswith("/admin/login/")
        assert client.get(asked.headers["Location"]).status_code == 403
        assert client.post(page, as_typed(person)).status_code == 302
    assert User.objects.get(pk=person.pk).role_names == ({role} if role else set())


def test_a_manager_switched_off_is_kept_out(manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert client.get(PEOPLE).status_code == 302


def test_anonymous_people_sign_in_where_everybody_does(manager: User, client: Client) -> None:
    asked = client.get(PEOPLE)
    sign_in = client.get(asked.headers["Location"]).headers["Location"]
    assert sign_in == f"/sign-in/?next={PEOPLE}"
    data = {"username": "manager", "password": "secret", "next": PEOPLE}
    assert client.post(sign_in, data).headers["Location"] == PEOPLE
    assert client.get(PEOPLE).status_code == 200

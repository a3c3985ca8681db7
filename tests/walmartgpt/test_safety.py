"""What holds for every page: policies, cookies, lockout, bounds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user
from walmartgpt import asgi, web
from walmartgpt.management.commands import prepare
from walmartgpt.storage import StaticStorage

ROOT = Path(__file__).resolve().parents[2]


def policy(header: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    parts = (part.split() for part in header.split(";") if part.strip())
    return {name: values for name, *values in parts}


@pytest.mark.django_db
def test_our_pages_run_no_script_but_their_own(client: Client) -> None:
    rules = policy(client.get(reverse("accounts:sign_in"))["Content-Security-Policy"])
    assert rules["default-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & {
        source for values in rules.values() for source in values
    }


@pytest.mark.django_db
def test_the_admin_has_a_policy_of_its_own_and_no_wider(client: Client) -> None:
    rules = policy(client.get("/admin/login/")["Content-Security-Policy"])
    assert rules["script-src"] == ["'self'", "'unsafe-eval'"]
    assert rules["default-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]


@pytest.mark.django_db
def test_a_prefix_is_not_matched_in_the_middle(client: Client) -> None:
    rules = policy(client.get("/nowhere/admin/")["Content-Security-Policy"])
    assert "'unsafe-eval'" not in rules["script-src"]


@pytest.mark.django_db
def test_headers_that_cost_nothing(client: Client) -> None:
    response = client.get(reverse("accounts:sign_in"))
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_behind_https_pages_redirect_and_probes_do_not(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/sign-in/").status_code == 301
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_the_sixth_wrong_password_is_not_even_looked_at(client: Client) -> None:
    make_user(username="author")
    address = reverse("accounts:sign_in")
    for _ in range(5):
        last = client.post(address, {"username": "author", "password": "wrong"})
    assert last.status_code == 429
    right = {"username": "author", "password": "secret"}
    assert client.post(address, right).status_code == 429
    # Somebody else at the same machine, and the same person elsewhere, are not locked out.
    assert client.post(address, {"username": "rater", "password": "x"}).status_code == 200
    assert client.post(address, right, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.django_db
def test_a_made_up_address_is_no_way_round_the_lockout(client: Client) -> None:
    make_user(username="author")
    data = {"username": "author", "password": "wrong"}
    for number in range(5):
        forged = f"198.51.100.{number}"
        headers = {"x-forwarded-for": forged, "x-real-ip": forged, "forwarded": f"for={forged}"}
        last = client.post(reverse("accounts:sign_in"), data, headers=headers)
    assert last.status_code == 429


@pytest.mark.parametrize(
    ("named", "peer", "seen"),
    [
        ("", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.5", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.5", "10.0.0.5", "198.51.100.7"),
    ],
)
async def test_only_proxies_that_are_named_tell_addresses(
    monkeypatch: pytest.MonkeyPatch, named: str, peer: str, seen: str
) -> None:
    found: list[str] = []

    async def ask(scope: Any, receive: Any, send: Any) -> None:
        found.append(scope["client"][0])

    monkeypatch.setenv("FORWARDED_ALLOW_IPS", named)
    monkeypatch.setattr(asgi, "application", ask)
    server = web.config()
    server.load()
    scope = {
        "type": "http",
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", b"198.51.100.7")],
    }
    await server.loaded_app(scope, None, None)
    assert found == [seen]


@pytest.mark.django_db
def test_nothing_that_a_person_saw_is_kept(
    author: User, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(author)
    for address in ("/", "/listings/", "/preferences/", "/studio/", "/nowhere/", "/admin/"):
        assert "no-store" in client.get(address)["Cache-Control"], address
    client.post(reverse("accounts:sign_out"))
    assert "Cache-Control" not in client.get("/nowhere/")
    assert "max-age" in client.get("/static/css/base.css")["Cache-Control"]


@pytest.mark.django_db
def test_browsers_find_the_icon_everywhere(
    manager: User, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(manager)
    found = client.get("/favicon.ico")
    assert found["Location"] == "/static/img/logo.svg"
    assert client.get(found["Location"])["Content-Type"] == "image/svg+xml"
    assert (
        'href="/static/img/logo.svg" type="image/svg+xml"' in client.get("/admin/").content.decode()
    )


@pytest.mark.django_db
def test_a_body_beyond_the_bound_is_refused(
    author: User, client_of: Callable[[User | None], Client]
) -> None:
    response = client_of(author).post(
        reverse("accounts:theme"),
        "theme=" + "x" * 3_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400


@pytest.mark.django_db
def test_no_page_takes_a_file(author: User, client_of: Callable[[User | None], Client]) -> None:
    sent = {"theme": "dark", "file": SimpleUploadedFile("examples.json", b"[]")}
    assert client_of(author).post(reverse("accounts:theme"), sent).status_code == 400


def test_deployment_is_safe_without_a_single_variable(tmp_path: Path) -> None:
    ours = ("WALMARTGPT_", "DJANGO_", "ALLOWED_HOSTS", "DEBUG", "SECRET_KEY")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=bare | {"WALMARTGPT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "no issues" in result.stdout + result.stderr
    assert result.returncode == 0
    assert (tmp_path / "secrets" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_every_static_file_that_a_page_or_module_names_is_collected(
    settings: Any, tmp_path: Path
) -> None:
    """The manifest is strict: a name without a file stops the collecting itself."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "walmartgpt.storage.StaticStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = StaticStorage(location=tmp_path)
    studio = (tmp_path / storage.stored_name("js/studio.js")).read_text(encoding="utf-8")
    assert f'"./{Path(storage.stored_name("js/tabs.js")).name}"' in studio


def test_the_fingerprint_follows_the_files(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    monkeypatch.setattr(prepare, "get_finders", lambda: [FileSystemFinder()])
    before = prepare.static_fingerprint()
    assert prepare.static_fingerprint() == before
    (tmp_path / "new.css").write_text("a {}")
    assert prepare.static_fingerprint() != before

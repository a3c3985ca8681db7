"""Files go into memory, on the page that asks for one, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from walmartgpt.uploads import InMemoryWhereAsked

ClientOf = Callable[[User | None], Client]


def test_the_pages_that_ask_are_there() -> None:
    assert set(settings.UPLOADS) == {reverse("learning:rejections"), reverse("imports")}


@pytest.mark.django_db
def test_a_second_file_is_refused(author: User, client_of: ClientOf) -> None:
    two = {name: SimpleUploadedFile(f"{name}.csv", b"sku") for name in ("file", "other")}
    assert client_of(author).post(reverse("learning:rejections"), two).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["accounts:sign_in", "home", "learning:mine"])
def test_everywhere_else_a_file_is_refused(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    sent = {"file": SimpleUploadedFile("a.csv", b"sku")}
    assert strict.post(reverse(path), sent).status_code == 400


def test_no_more_is_held_than_shows_that_it_is_too_long() -> None:
    request = HttpRequest()
    request.path_info = reverse("learning:rejections")
    handler = load_handler(settings.FILE_UPLOAD_HANDLERS[0], request)
    assert isinstance(handler, InMemoryWhereAsked)
    handler.new_file("file", "a.csv", "text/csv", None)
    most = settings.UPLOADS[request.path_info]
    for _ in range(5):
        handler.receive_data_chunk(b"x" * most, 0)
    kept = handler.file_complete(5 * most)
    assert kept.size == len(kept.read()) == most + 1

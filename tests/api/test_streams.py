"""A draft followed by a program: events as they come, and again under the same key."""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.test import AsyncClient
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from api.actions.tokens import create_token
from api.scopes import Scope
from content.actions import cancel_draft
from content.generation.streams import Publisher
from content.models import Generation
from tests.api.speaking import FACTS
from tests.factories import S24_TEXT, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    return make_user(Role.AUTHOR)


@pytest.fixture
def headers(person: User) -> dict[str, str]:
    token = create_token(person, "shop", [Scope.READ, Scope.WRITE], 30)[1]
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


async def asked(headers: dict[str, str], path: str, body: Any = None, **more: str) -> Any:
    client, at = AsyncClient(), f"/api/v1{path}"
    sent = headers | {name.replace("_", "-"): value for name, value in more.items()}
    if body is None:
        return await client.get(at, headers=sent)
    return await client.post(at, body, content_type="application/json", headers=sent)


async def told(response: Any) -> list[str]:
    """The names of the events."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    streaming = cast(StreamingHttpResponse, response)
    async with asyncio.timeout(20):
        text = b"".join([chunk async for chunk in streaming]).decode()
    return [line.removeprefix("event: ") for line in text.split("\n") if line.startswith("event")]


def write(draft: Generation) -> None:
    """What a worker would tell of it, to the end."""
    publisher = Publisher(draft.pk)
    publisher.phase("reading", 1)
    publisher.partial(1, S24_TEXT)
    publisher.publish("done", number=1)


@pytest.mark.parametrize("how", ["?stream=true", ""])
async def test_a_listing_is_followed_as_it_is_written(headers: dict[str, str], how: str) -> None:
    more = {} if how else {"Accept": "text/event-stream"}
    response = await asked(headers, f"/listings{how}", {"facts": FACTS}, **more)
    draft = await Generation.objects.aget()
    assert response["Location"] == f"/api/v1/jobs/{draft.pk}"
    assert response["RateLimit-Limit"]
    await sync_to_async(write)(draft)
    assert await told(response) == ["phase", "draft", "done"]


async def test_sent_again_it_is_the_same_draft_s_stream(headers: dict[str, str]) -> None:
    body, key = {"facts": FACTS}, {"Idempotency_Key": "a"}
    first = await asked(headers, "/listings?stream=true", body, **key)
    first.close()
    draft = await Generation.objects.aget()
    await sync_to_async(write)(draft)
    again = await asked(headers, "/listings?stream=true", body, **key)
    assert await told(again) == ["phase", "draft", "done"]
    assert await Generation.objects.acount() == 1


async def test_a_job_is_followed_from_where_a_stream_broke_off(headers: dict[str, str]) -> None:
    job = json.loads((await asked(headers, "/listings", {"facts": FACTS})).content)
    draft = await Generation.objects.aget()
    await sync_to_async(write)(draft)
    path = f"/jobs/{job['id']}/events"
    whole = cast(StreamingHttpResponse, await asked(headers, path))
    text = b"".join([chunk async for chunk in whole]).decode()
    first = text.split("id: ")[1].split("\n")[0]
    assert await told(await asked(headers, path, Last_Event_ID=first)) == ["draft", "done"]


async def test_a_stopped_draft_ends_the_stream(person: User, headers: dict[str, str]) -> None:
    response = await asked(headers, "/listings?stream=true", {"facts": FACTS})
    draft = await Generation.objects.select_related("listing").aget()
    await sync_to_async(cancel_draft)(person, draft)
    assert await told(response) == ["cancelled"]


async def test_a_person_follows_a_bounded_number(
    headers: dict[str, str], settings: Settings
) -> None:
    settings.STREAMS_PER_PERSON = 1
    first = await asked(headers, "/listings?stream=true", {"facts": FACTS})
    job = first["Location"].removeprefix("/api/v1")
    refused = await asked(headers, f"{job}/events")
    assert refused.status_code == 429
    assert json.loads(refused.content)["code"] == "streams"
    first.close()

"""What the schema says of every operation: scopes, examples, headers, and trouble's one form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

Schema = dict[str, Any]
PROBLEM: Final = "application/problem+json"
JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"
SECURITY: Final = "token"
_ALLOWANCE: Final = {
    "RateLimit-Limit": "Requests that the token has in a minute",
    "RateLimit-Remaining": "How many of them are left",
    "RateLimit-Reset": "Seconds until they are all there again",
}
_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A name of your own for this request, once used: sent again within a day, it "
    "gives the first answer and does nothing.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
}
_EVENT: Final = {
    "schema": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("id", "event", "data")},
        "required": ["event", "data"],
    },
    "example": {
        "id": "1769860800000-0",
        "event": "draft",
        "data": '{"draw": 1, "title": "Samsung Galaxy", "features": [], "description": ""}',
    },
}
"""One event of a draft; its data is JSON."""


def completed(schema: Schema) -> Schema:
    """The framework's schema with ours."""
    components = schema.setdefault("components", {})
    components["securitySchemes"] = {
        SECURITY: {"type": "http", "scheme": "bearer", "bearerFormat": "wgpt_…"}
    }
    components.setdefault("headers", {}).update(
        {
            name: {"description": said, "schema": {"type": "integer"}}
            for name, said in _ALLOWANCE.items()
        }
    )
    for _path, method, operation in operations(schema):
        _complete(method, operation)
    schema.pop("servers", None)
    return schema


def operations(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Address, method and description of each operation."""
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _complete(method: str, operation: Schema) -> None:
    asked, told = operation.pop("x-asked"), operation.pop("x-told")
    status, streams = operation.pop("x-status"), operation.pop("x-streams")
    operation["security"] = [{SECURITY: [operation["x-scope"]]}]
    if method == "post":
        operation["parameters"].append(_KEY)
    if asked is not None:
        operation["requestBody"]["content"][JSON]["example"] = asked
    responses: dict[int, Schema] = operation["responses"]
    for code, response in responses.items():
        _explain(code, response)
    if told is not None:
        responses[status]["content"][JSON]["example"] = told
    if streams:
        _streams(responses)


def _explain(code: int, response: Schema) -> None:
    if code >= 400:
        content = response.pop("content")[JSON]
        response["content"] = {PROBLEM: content | {"example": _trouble(code)}}
    if code != 401:
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in _ALLOWANCE
        }
    if code == 429:
        response["headers"]["Retry-After"] = {"schema": {"type": "integer"}}


def _trouble(code: int) -> Schema:
    words = {
        400: ("unreadable", "The body is not valid JSON."),
        401: ("expired_token", "This token is no longer valid: make another one."),
        403: ("scope", "This needs a token with the scope “write”."),
        404: ("not_found", "Nothing has this address."),
        409: ("conflict", "This listing has changed since you opened the page."),
        415: ("media_type", "Send the body as JSON."),
        422: ("invalid", "Some fields cannot be used: “errors” names each of them."),
        429: ("rate", "This token has asked 600 times within a minute: wait 12 seconds."),
    }
    said, detail = words[code]
    return {
        "type": f"/api/docs/#problem-{said}",
        "title": detail.partition(":")[0].rstrip("."),
        "status": code,
        "detail": detail,
        "instance": "/api/v1/listings/17",
        "code": said,
    }


def _streams(responses: dict[int, Schema]) -> None:
    """A draft's events are an answer of their own: 200 with another type."""
    responses.setdefault(200, {"description": "The draft’s events, as they come"})
    responses[200]["content"] = {EVENTS: _EVENT}

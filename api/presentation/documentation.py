"""The schema as a page shows it: operations by what they are about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from api.http.replies import JSON
from api.openapi import operations
from api.presentation.fields import Field, fields_of, kind_of

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with everything that its caller needs."""

    key: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: tuple[Field, ...]
    sent: tuple[Field, ...]
    given: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]
    curl: str
    told: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations about one kind of thing."""

    name: str
    operations: tuple[Operation, ...]


def groups_of(schema: Schema, root: str) -> list[Group]:
    """Everything that `schema` has; `root` is the site's address, for the examples."""
    known = schema["components"]["schemas"]
    by_tag: dict[str, list[Operation]] = {}
    for path, method, told in operations(dict(schema)):
        made = _operation(path, method, told, known, root)
        by_tag.setdefault(told["tags"][0], []).append(made)
    return [Group(tag, tuple(found)) for tag, found in by_tag.items()]


def _operation(path: str, method: str, told: Schema, known: Schema, root: str) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get(JSON, {})
    answer = _good(told["responses"])
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=_text(told),
        scope=told["x-scope"],
        parameters=tuple(_parameter(one, known) for one in told["parameters"]),
        sent=tuple(fields_of(body.get("schema", {}), known)),
        given=tuple(fields_of(answer.get("schema", {}), known)),
        statuses=tuple(_statuses(told["responses"])),
        curl=_curl(method.upper(), f"{root}{path}", body.get("example")),
        told=_pretty(answer["example"]) if isinstance(answer.get("example"), dict) else "",
    )


def _text(told: Schema) -> str:
    """What there is to say beyond the summary."""
    words: str = told["description"].removeprefix(told["summary"])
    return words.lstrip(". \n").replace("`", "")


def _good(responses: Schema) -> Schema:
    """The answer of an operation that went well."""
    for code, response in responses.items():
        if int(code) < HTTPStatus.BAD_REQUEST and JSON in response.get("content", {}):
            found: Schema = response["content"][JSON]
            return found
    return {}


def _parameter(told: Schema, known: Schema) -> Field:
    text = told.get("description") or told["schema"].get("description", "")
    where = "" if told["in"] == "query" else f" ({told['in']})"
    return Field(f"{told['name']}{where}", kind_of(told["schema"], known), told["required"], text)


def _statuses(responses: Schema) -> Iterator[tuple[str, str]]:
    for code in sorted(map(int, responses)):
        yield str(code), HTTPStatus(code).phrase


def _curl(method: str, address: str, body: Any) -> str:
    """The request for a shell; the token stands in a variable."""
    lines = ["curl" if method == "GET" else f"curl -X {method}"]
    lines[0] += f" '{address.replace('{', '').replace('}', '')}'"
    lines.append('-H "Authorization: Bearer $WALMARTGPT_TOKEN"')
    if body is not None:
        quoted = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
        lines += ["-H 'Content-Type: application/json'", f"-d '{quoted}'"]
    return " \\\n  ".join(lines)


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


CODES: Final[dict[str, int]] = {
    **{"unreadable": 400, "no_token": 401, "unknown_token": 401, "expired_token": 401},
    **{"revoked_token": 401, "inactive": 401, "forbidden": 403, "scope": 403, "not_found": 404},
    **{"method": 405, "conflict": 409, "approved_meanwhile": 409, "facts_conflict": 409},
    **{"already_writing": 409, "too_many_drafts": 409, "sku_taken": 409, "key_reused": 409},
    **{"under_way": 409, "already_deploying": 409, "too_late": 409, "closed": 409, "taken": 409},
    **{"out_of_step": 409, "sample": 409, "no_claim": 409},
    **{"too_large": 413, "media_type": 415, "invalid": 422, "not_approvable": 422, "gate": 422},
    **{"unknown_model": 422, "no_revision": 422, "rate": 429, "streams": 429, "error": 500},
}
"""The codes of problems that a program is likely to decide by, with their statuses."""

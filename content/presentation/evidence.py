"""The claims a listing makes, each with what stands behind it, as the page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from content.models import Substantiation

ORDER = {"missing": 0, "vouched": 1, "fact": 2}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and the fields that make it; `state` is fact, vouched or missing."""

    key: str
    text: str
    state: str
    places: tuple[dict[str, Any], ...]
    fact: str = ""
    fact_field: str = ""
    voucher: Substantiation | None = None


def claims(judgement: dict[str, Any], vouchers: Iterable[Substantiation]) -> list[Claim]:
    """Claims of a stored judgement, the ones without any support first."""
    vouched = {voucher.key: voucher for voucher in vouchers}
    grouped: dict[str, list[dict[str, Any]]] = {}
    for evidence in judgement.get("evidence", []):
        grouped.setdefault(evidence["key"], []).append(evidence)
    made = [_claim(key, places, vouched.get(key)) for key, places in grouped.items()]
    return sorted(made, key=lambda claim: ORDER[claim.state])


def _claim(key: str, places: list[dict[str, Any]], voucher: Substantiation | None) -> Claim:
    supported = next((place for place in places if place["fact"] is not None), None)
    state = "fact" if supported else "vouched" if places[0]["substantiated"] else "missing"
    return Claim(
        key=key,
        text=places[0]["text"],
        state=state,
        places=tuple({(place["field"], place["index"]): place for place in places}.values()),
        fact=supported["fact"] if supported else "",
        fact_field=supported["fact_field"] or "" if supported else "",
        voucher=voucher if state == "vouched" else None,
    )

"""`python -m benchmarks.api_data`: 100,000 listings, a token, and a text of 1,500 characters."""

from __future__ import annotations

import json
from typing import Any

import django


def prepare() -> dict[str, Any]:
    """Tables and rows; the token's secret and a request for a score."""
    from django.core.management import call_command

    from api.actions.tokens import create_token
    from api.scopes import Scope
    from benchmarks.library import fill
    from content.upkeep import refresh_statistics

    call_command("migrate", verbosity=0)
    user = fill()
    refresh_statistics()
    token = create_token(user, "measurement", [Scope.READ], 1)[1]
    return {"token": token, "score": _score()}


def _score() -> dict[str, Any]:
    facts = {
        "name": "Lumora Termos 12",
        "features": ["750 ml hacim", "12 saat sıcak tutar", "Paslanmaz çelik gövde"],
        "brand": "Lumora",
        "category": "Ev > Mutfak",
        "keyword": "termos",
    }
    listing = {
        "title": "Lumora Termos 12, 750 ml, Paslanmaz Çelik",
        "features": ["750 ml hacim ile gün boyu yeter", "Çayı 12 saat sıcak tutar"],
        "description": "<p>" + "Sabah doldurduğunuz çay akşam da sıcaktır. " * 33 + "</p>",
    }
    return {"facts": facts, "listing": listing}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(prepare()))

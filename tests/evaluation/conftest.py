"""Held-out products of the tests' own, a scripted engine, and versions that it serves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_django.fixtures import Settings

from domain.forms import to_json
from domain.listing import Listing
from domain.prompt import Style
from domain.versions import State
from engines import get_engine
from engines.scripted import ScriptedEngine
from evaluation.actions.validating import request_validation, run
from models_registry.models import Family, ValidationRun, Version
from tests.factories import S24, S24_TEXT

GOOD = to_json(S24_TEXT)
FLAWED = to_json(Listing("Samsung Galaxy S24 Ultra 300MP Kamera", ("IP69",), "<p>Kısa.</p>"))
NONSENSE = '{"title": ""}'
CATEGORIES = (
    "Elektronik > Cep Telefonu",
    "Giyim > Ayakkabı",
    "Mutfak > Çatal",
    "Spor > Kamp",
    "Otomotiv > Lastik",
)
COUNT = 6


def item(number: int) -> dict[str, Any]:
    """A held-out product: S24's facts under another category, the last one English."""
    language = "en" if number == COUNT else "tr"
    return {
        "id": f"held-{number}",
        "input": {
            "product_name": S24.name,
            "features": list(S24.features),
            "category": CATEGORIES[number % len(CATEGORIES)],
            "brand": S24.brand,
            "keyword": S24.keyword,
            "user_context": {"model_used": "-", "language": language, "tone": "professional"},
        },
    }


@pytest.fixture
def products(settings: Settings, tmp_path: Path) -> Path:
    """Six held-out products; the file they stand in."""
    settings.STARTER_DIR = tmp_path / "starter"
    folder = tmp_path / "starter" / "heldout"
    folder.mkdir(parents=True)
    items = [item(number) for number in range(1, COUNT + 1)]
    (folder / "all.json").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return folder / "all.json"


@pytest.fixture
def engine(settings: Settings, products: Path) -> ScriptedEngine:
    """The default engine, which serves what `version` makes."""
    served = [f"served-{number}" for number in range(20)]
    settings.ENGINES = {
        "default": {
            "BACKEND": "engines.scripted.ScriptedEngine",
            "LEVEL": "expert",
            "OPTIONS": {"models": served},
        }
    }
    return cast(ScriptedEngine, get_engine())


@pytest.fixture
def versions(engine: ScriptedEngine) -> tuple[Version, Version]:
    """Two that can be compared: 1.0.1 and 1.0.2."""
    return make_version(1), make_version(2)


def make_version(patch: int = 0, state: str = State.BUILT, **fields: Any) -> Version:
    """A version that was built, of the family walmart-gpt-basic unless told otherwise."""
    name = fields.pop("family", "walmart-gpt-basic")
    family, _new = Family.objects.get_or_create(name=name, defaults={"level": "basic"})
    version = Version(
        family=family,
        major=1,
        minor=0,
        patch=patch,
        state=state,
        engine_name="scripted",
        served_as=f"served-{patch}",
        base="base",
        modelfile="FROM base\n",
        **{"style": Style.TUNED.value, **fields},
    )
    version.save(force_insert=True)
    return version


def validated(version: Version, *answers: str, **wanted: Any) -> ValidationRun:
    """A finished validation for which the model gave `answers`, or the last of them ever after."""
    asked = request_validation(None, version, queue=False, **wanted)
    scripts = [*answers, *[answers[-1]] * (asked.products - len(answers))]
    cast(ScriptedEngine, get_engine()).enqueue(*scripts)
    run(asked.pk)
    asked.refresh_from_db()
    return asked

"""Versions and validations for tests, made through the registry's own actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from accounts.errors import ActionRefused
from accounts.models import User
from domain.gate import Criterion
from domain.modelfile import Modelfile, render
from domain.prompt import Style
from domain.versions import State
from models_registry.actions.adopting import adopt
from models_registry.actions.building import build
from models_registry.actions.entering import Made, enter
from models_registry.actions.moving import move
from models_registry.models import Event, ValidationResult, ValidationRun, Version

EXPERT = "walmart-gpt-expert"
_runs = count(1)


def made(family: str = EXPERT, **fields: Any) -> Made:
    """What a training made: a model that is told, so that it needs no file."""
    told = Modelfile("scripted", system="You write listings.", messages=())
    defaults: dict[str, Any] = {
        "base": "scripted",
        "style": Style.FACTS,
        "why": "training",
        "engine_name": "scripted",
        "modelfile": render(told),
        "recipe": {"rank": 16},
        "run": next(_runs),
    }
    return Made(family=family, **{**defaults, **fields})


def make_version(family: str = EXPERT, **fields: Any) -> Version:
    """A built version, at the scripted engine."""
    version = enter(made(family, **fields))
    assert build(version), version.events.first()
    return version


def make_live(version: Version) -> Version:
    """Live as what came along is."""
    adopt(version)
    return version


def validate(
    version: Version,
    overall: float = 95,
    *,
    products: int = 10,
    suite: str = "suite",
    passed: bool = True,
    by: User | None = None,
) -> ValidationRun:
    """A finished validation in which every product scored `overall` in everything."""
    run = ValidationRun.objects.create(
        version=version,
        status=ValidationRun.Status.DONE,
        came_from=version.state,
        products=products,
        done=products,
        seed=7,
        suite=suite,
        threshold=90,
        margin=2,
        passed=passed,
        requested_by=by,
        summary={"overall": {"mean": overall, "low": overall, "high": overall}},
    )
    ValidationResult.objects.bulk_create(
        ValidationResult(
            run=run,
            product=f"product-{number}",
            language="tr",
            outcome="good",
            scores={criterion.value: overall for criterion in Criterion},
        )
        for number in range(products)
    )
    if not version.is_live:
        move(version, State.VALIDATING, "validation")
        move(version, State.VALIDATED if passed else State.REJECTED, "passed")
    return run


def last_line(version: Version) -> Event:
    """What happened to it last."""
    return version.events.latest("pk")


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done within is refused for that reason, in whichever language."""
    with pytest.raises(ActionRefused) as caught:
        yield
    assert caught.value.code == code, str(caught.value)

"""Experiments for tests, written as rows, and what people answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.roles import Role
from domain.listing import Product
from domain.rating import Choice
from evaluation.actions.campaigns import open_campaign
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit
from evaluation.actions.sidebyside import ask_people
from evaluation.contrasts import contrasts
from evaluation.models import Campaign, Experiment, ExperimentResult
from models_registry.models import Version
from tests.factories import S24, make_user

ClientOf = Callable[[User | None], Client]

SPREAD = (-6, -2, 0, 3, 5)
WOBBLE = (1, -1, 0, 2, -2, 0, 1)


def make_experiment(
    a: Version, b: Version, gain: float = 0, *, products: int = 20, done: int | None = None,
    **fields: Any,
) -> Experiment:  # fmt: skip
    """An experiment in which B scores about `gain` higher than A's 70; finished unless told."""
    given: dict[str, Any] = {"status": "done", "source": "held_out", "margin": 3.0, "seeds": [7]}
    row = Experiment.objects.create(
        a=a,
        b=b,
        products=[[f"held-{n:04}", asdict(_product(n))] for n in range(products)],
        suite="s" * 64,
        spread=10.0,
        needed=171,
        pairs=products,
        **given | fields,
    )
    results = [
        _result(row, number, arm, gain)
        for number in range(products if done is None else done)
        for arm in ExperimentResult.Arm
    ]
    ExperimentResult.objects.bulk_create(results)
    row.done = len(results)
    row.summary = contrasts(row) if row.status == Experiment.Status.DONE else {}
    row.save()
    return row


def _product(number: int) -> Product:
    return Product(**{**asdict(S24), "name": f"Telefon {number}", "language": S24.language})


def _result(row: Experiment, number: int, arm: str, gain: float) -> ExperimentResult:
    is_b = arm == ExperimentResult.Arm.B
    score = 70 + SPREAD[number % 5] + (gain + WOBBLE[number % 7] if is_b else 0)
    score = max(0, min(100, score))
    return ExperimentResult(
        experiment=row,
        product=f"held-{number:04}",
        seed=7,
        arm=arm,
        place=2 * number + 1 + is_b,
        category="electronics",
        language="tr",
        outcome="good",
        listing={
            "title": f"Başlık {arm} {number}",
            "features": ["6.8 inç ekran"],
            "description": f"<p>Açıklama {arm}.</p>",
        },
        scores=dict.fromkeys(("overall", "compliance", "seo", "grounding", "readability"), score),
        figures={"readable": True},
        timings={"total": 10.0 + SPREAD[number % 5] / 10, "queue": 0.5, "load": 2.0},
    )


def answered(row: Experiment, manager: User, *choices: Choice) -> Campaign:
    """A rater for each choice, who gives it for every pair, wherever the sides stand."""
    campaign = open_campaign(manager, ask_people(manager, row))
    for choice in choices:
        rater = make_user(Role.RATER)
        while given := claim(rater, campaign):
            token = given[0].token
            assert token
            submit(rater, campaign, token, Answer(choice=choice))
    return campaign


def page_of(person: User, client_of: ClientOf, path: str) -> str:
    """The page as that person gets it."""
    response = client_of(person).get(path)
    assert response.status_code == 200
    return response.content.decode()

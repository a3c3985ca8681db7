"""Families, versions and validations for tests of pages, written as rows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from domain.gate import Criterion
from domain.statistics import mean_interval
from domain.versions import State
from domain.versions import number as read_number
from models_registry.actions.entering import families
from models_registry.actions.moving import tell
from models_registry.models import Family, ValidationResult, ValidationRun, Version

EXPERT = "walmart-gpt-expert"
CATEGORIES = ("electronics", "clothing", "home_garden", "sports", "automotive")
SPREAD = (-9.0, 4.0, 1.0, -1.0, 5.0)
"""Around the mean, over the products in turn."""
MODELFILE = 'FROM gemma3-270m\nADAPTER ./adapter.gguf\nPARAMETER temperature 0.3\nSYSTEM """{}"""\n'


def family_of(name: str = EXPERT) -> Family:
    """A family of the hierarchy."""
    return families()[name]


def make_version(
    said: str = "1.0.0", state: State = State.BUILT, family: str = EXPERT, **fields: Any
) -> Version:
    """A version in any state, with a history that fits it."""
    line, wanted = family_of(family), read_number(said)
    given: dict[str, Any] = {
        "engine_name": "scripted",
        "served_as": f"{family}:{said}",
        "style": "tuned",
        "base": "gemma3-270m",
        "modelfile": MODELFILE.format(f"Sürüm {said}"),
        "modelfile_sha256": "c" * 64,
        "files": {"adapter": {"path": "a/adapter.gguf", "sha256": "b" * 64, "bytes": 7_611_232}},
        "dataset": dataset(said),
        "recipe": {"strategy": "lora", "rank": 16, "rate": 0.0002, "epochs": 1},
        "losses": {"validation_before": 2.669, "validation_best": 2.607},
        "live_since": timezone.now() if state is State.LIVE else None,
    }
    version = Version(
        family=line,
        major=wanted.major,
        minor=wanted.minor,
        patch=wanted.patch,
        state=state,
        **given | fields,
    )
    version.save(force_insert=True)
    tell(version, "", State.BUILDING.value, "training")
    if state is not State.BUILDING:
        tell(version, State.BUILDING.value, state.value, "built")
    return version


def was_live(version: Version) -> Version:
    """`version`, with a history in which it was live before."""
    tell(version, State.BUILT.value, State.LIVE.value, "adopted")
    tell(version, State.LIVE.value, version.state, "replaced")
    return version


def dataset(said: str) -> dict[str, Any]:
    """What a version learnt from; another number, another hash."""
    counts = {"category": {"electronics": 102, "clothing": 90}, "language": {"tr": 400, "en": 110}}
    return {"hash": said.replace(".", "")[:1] * 64, "training": 457, "validation": 53} | {
        "counts": counts
    }


def validate(
    version: Version, overall: float, *, products: int = 10, suite: str = "s" * 64, **fields: Any
) -> ValidationRun:
    """A finished validation with a result a product, whose scores lie around `overall`."""
    rows = [_scores(overall + SPREAD[place % 5]) for place in range(products)]
    threshold, margin = version.family.threshold, version.family.margin
    told: dict[str, Any] = {
        criterion.value: mean_interval([row[criterion] for row in rows]).as_json()
        for criterion in Criterion
    }
    given: dict[str, Any] = {
        "threshold": threshold,
        "margin": margin,
        "summary": told,
        "status": "done",
        "passed": told["overall"]["low"] >= threshold,
        "finished_at": timezone.now(),
    }
    run = ValidationRun.objects.create(
        version=version,
        products=products,
        done=products,
        seed=7,
        suite=suite,
        **given | fields,
    )
    ValidationResult.objects.bulk_create(
        ValidationResult(
            run=run,
            product=f"held-out-{place:02}",
            category=CATEGORIES[place % 5],
            language="tr" if place % 2 else "en",
            outcome="good",
            listing={
                "title": f"{version.number} başlığı {place}",
                "features": ["6.8 inç ekran", "200 MP kamera"],
                "description": f"<p>{version.number} açıklaması.</p>",
            },
            scores={key.value: value for key, value in row.items()},
        )
        for place, row in enumerate(rows)
    )
    return run


def _scores(overall: float) -> dict[Criterion, float]:
    return dict.fromkeys(Criterion, max(0.0, min(100.0, overall)))

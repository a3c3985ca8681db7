"""What Celery carries of validations."""

from __future__ import annotations

import pytest
from django.conf import settings

from engines.scripted import ScriptedEngine
from evaluation import tasks
from evaluation.actions.validating import request_validation
from models_registry.models import ValidationRun
from tests.evaluation.conftest import COUNT, GOOD, make_version

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_task_does_the_validation_whose_number_it_carries(engine: ScriptedEngine) -> None:
    asked = request_validation(None, make_version(), queue=False)
    engine.enqueue(*[GOOD] * COUNT)
    tasks.validate(asked.pk)
    assert ValidationRun.objects.get().status == "done"
    tasks.validate(asked.pk)
    assert len(engine.requests) == COUNT
    assert tasks.reap() == 0


def test_it_waits_beside_the_trainings_and_nothing_ends_it_early() -> None:
    assert settings.CELERY_TASK_ROUTES[tasks.validate.name] == {"queue": "training"}
    assert tasks.validate.acks_late is False
    assert (tasks.validate.time_limit or 0) > 7 * 24 * 3600
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.reap.name in scheduled

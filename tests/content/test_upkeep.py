"""What the running system does by itself to stay quick."""

from __future__ import annotations

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from content import tasks
from content.models import Listing
from content.queries.search import matching, words
from tests.factories import S24_TEXT, make_listing, make_user

STATISTICS = "content.tasks.refresh_statistics"


@pytest.mark.django_db
def test_the_statistics_know_the_library_and_change_no_answer() -> None:
    make_listing(make_user(), S24_TEXT)
    tasks.refresh_statistics()
    assert matching(Listing.objects.all(), words("galaxy")).count() == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'content_listing'")
            assert {"listing_score", "listing_title"} <= {name for (name,) in cursor}


def test_every_task_on_the_clock_exists() -> None:
    current_app.loader.import_default_modules()
    clock = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert STATISTICS in clock
    assert clock <= set(current_app.tasks)

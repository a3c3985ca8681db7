"""Each text names the version that wrote it: so far, the one that its generation names."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def name_versions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    jobs = apps.get_model("content", "Generation").objects.filter(pk=OuterRef("generation_id"))
    written = apps.get_model("content", "Revision").objects.filter(
        generation__version__isnull=False, version=None
    )
    written.update(version=Subquery(jobs.values("version")[:1]))


class Migration(migrations.Migration):
    dependencies = [("content", "0007_best_of")]
    operations = [migrations.RunPython(name_versions, migrations.RunPython.noop)]

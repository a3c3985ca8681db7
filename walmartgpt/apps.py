"""Makes the Celery app known in every process that sets Django up."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself: its commands, and the Celery app that `shared_task` binds to."""

    name = "walmartgpt"

    def ready(self) -> None:
        from walmartgpt.celery import app

        app.set_default()

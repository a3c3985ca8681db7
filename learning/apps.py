"""Learning from feedback."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Feedback, what it says went wrong, and the retrainings that mend it."""

    name = "learning"
    verbose_name = _("Continuous learning")

    def ready(self) -> None:
        """Hear of approvals and of raters' answers."""
        from learning import receivers

        receivers.connect()

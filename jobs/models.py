"""The columns by which a row is a job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work, from the click to the result; each kind names its own states."""

    ACTIVE = ("queued", "running")

    status = models.CharField(_("status"), max_length=10, default="queued")
    cancel_requested = models.BooleanField(_("stop requested"), default=False)
    cancel_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("stopped by"),
    )
    attempt = models.PositiveSmallIntegerField(_("times taken up"), default=0)
    """How often a worker took this up; more than one after a crash."""
    lease = models.UUIDField(_("worker’s mark"), null=True)
    """Who holds it: a worker that no longer finds its own value here has lost the job."""
    lease_until = models.DateTimeField(_("held until"), null=True)
    error = models.CharField(_("error"), max_length=30, blank=True)
    error_detail = models.TextField(_("technical details"), blank=True)
    created_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        abstract = True

    @property
    def own_task(self) -> str:
        """The task that does it where that is not the one of its kind, so as to wait elsewhere."""
        return ""

    @property
    def is_active(self) -> bool:
        """Whether it is still to be waited for."""
        return self.status in self.ACTIVE

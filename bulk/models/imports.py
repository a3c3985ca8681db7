"""A file of products on its way in, what became of each line, and what could not be taken."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Product
from domain.products_file import Format
from jobs.models import Job


def shelf() -> Path:
    """Where the files of all imports lie, those of each in a folder of its number."""
    return Path(settings.DATA_DIR) / "imports"


class Import(Job):
    """One file: received in pieces, looked at, then imported as a job.

    The counts and the position are written in the transaction that writes the products, so that
    whoever takes the job up after a crash goes on behind the last line that counts.
    """

    class Status(models.TextChoices):
        RECEIVING = "receiving", _("Being uploaded")
        READY = "ready", _("To be looked at")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Importing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")
        REFUSED = "refused", _("Refused")

    class Stage(models.TextChoices):
        READING = "reading", _("Checking the file")
        WRITING = "writing", _("Importing the rows")

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="imports",
        verbose_name=_("asked for by"),
    )
    name = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField(_("bytes"))
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    headers = models.JSONField(_("column names"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    """The place of each fact's column, from 0."""
    over = models.DateTimeField(_("approvals given before this may end"), null=True)
    """None rejects a row that would change the facts of an approved listing."""
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    """Known once the whole file has been read."""
    position = models.PositiveBigIntegerField(_("position"), default=0)
    """Bytes of the rows that were read: what stands before it has been dealt with."""
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    said = models.JSONField(_("details of the error"), default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="import_of_person"),
            models.Index(fields=["status", "lease_until"], name="import_due"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return shelf() / str(self.pk)

    @property
    def file(self) -> Path:
        """What was uploaded, as it is."""
        return self.folder / "file"

    @property
    def lines(self) -> Path:
        """Its rows as they were read, in chunks."""
        return self.folder / "rows"

    @property
    def form(self) -> Format:
        """How the file is read."""
        return Format(self.kind, self.encoding, self.separator or ",")

    @property
    def done(self) -> int:
        """Rows that were dealt with."""
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def taken(self) -> int:
        """Rows that are products now."""
        return self.created + self.updated + self.unchanged

    @property
    def percent(self) -> int:
        """How far the rows are."""
        return min(100, 100 * self.done // self.rows) if self.rows else 0


class RejectedRow(models.Model):
    """A line that could not be taken, as it stands in the file, and why."""

    of = models.ForeignKey(
        Import, models.CASCADE, related_name="rejections", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=list)
    faults = models.JSONField(_("faults"), default=list)
    """Of each: field, code, said."""

    class Meta:
        verbose_name, verbose_name_plural = _("rejected row"), _("rejected rows")
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="rejected_row_once")]

    def __str__(self) -> str:
        return f"{self.of}: {self.number}"


class ImportedProduct(models.Model):
    """A product that an import brought, changed, or found as it was."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("New")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")

    of = models.ForeignKey(
        Import, models.CASCADE, related_name="products", verbose_name=_("import")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, related_name="imported", verbose_name=_("product")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)

    class Meta:
        verbose_name, verbose_name_plural = _("imported product"), _("imported products")
        constraints = [
            models.UniqueConstraint(fields=["of", "product"], name="imported_product_once")
        ]

    def __str__(self) -> str:
        return f"{self.of}: {self.product_id}"

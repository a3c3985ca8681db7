"""An experiment: two versions write for the same products, and what is measured is compared."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from domain.listing import Product
from evaluation.models.campaign import Campaign
from evaluation.models.item import product_of
from jobs.models import Job
from models_registry.models import Measurement, Version

MOST_PRODUCTS: Final = 1_000
MOST_SEEDS: Final = 10


class Experiment(Job):
    """The plan, and how far it is; `a` is the version that `b` is compared with."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    class Source(models.TextChoices):
        HELD_OUT = "held_out", _("Held-out products")
        OWN = "own", _("The team’s own products")

    a = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("version A"))
    b = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("version B"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    source = models.CharField(_("products from"), max_length=8, choices=Source)
    products = models.JSONField(_("products"))
    """Each a pair of its key and its facts, in the order in which they are asked: a copy, so that
    an interrupted experiment goes on with the facts it began with."""
    seeds = models.JSONField(_("seeds"))
    """Each product is written once with each of them by each version."""
    suite = models.CharField(_("suite"), max_length=64)
    """The hash of products, rules and sampling; where an update changes it, the job ends."""
    margin = models.FloatField(_("margin"))
    """Points of 100: a smaller difference does not matter."""
    spread = models.FloatField(_("assumed spread"))
    """The standard deviation of the differences that the plan was made with."""
    needed = models.PositiveIntegerField(_("products needed"))
    """To show a difference as large as the margin with the power of `evaluation.planning`."""
    stops_early = models.BooleanField(_("ends as soon as it is decided"), default=False)
    pairs = models.PositiveIntegerField(_("pairs"))
    """Products times seeds; each is two listings."""
    done = models.PositiveIntegerField(_("listings written"), default=0)
    summary = models.JSONField(_("summary"), default=dict)
    """As `evaluation.contrasts.summary_of` gives it, once there is a result."""
    campaign = models.OneToOneField(
        Campaign,
        models.SET_NULL,
        null=True,
        related_name="experiment",
        verbose_name=_("campaign"),
    )
    """Where people compare the listings side by side."""
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("experiment"), _("experiments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["a", "b"],
                condition=Q(status__in=("queued", "running")),
                name="one_experiment_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(a=models.F("b")), name="experiment_of_two"),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=("queued", "running")),
                name="experiment_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.a} / {self.b} #{self.pk}"

    @property
    def listings(self) -> int:
        """How many are written in all."""
        return 2 * self.pairs

    @property
    def percent(self) -> int:
        """Of the listings, how many have been written."""
        return min(100, round(100 * self.done / self.listings)) if self.pairs else 0

    @property
    def ended_early(self) -> bool:
        """Whether it was decided before every product was asked."""
        return self.status == self.Status.DONE and self.done < self.listings

    def facts(self) -> dict[str, Product]:
        """The products as values, by key, in their order."""
        return {key: product_of(kept) for key, kept in self.products}


class ExperimentResult(Measurement):
    """What one version wrote for one product with one seed."""

    class Arm(models.TextChoices):
        A = "a", "A"
        B = "b", "B"

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="results")
    seed = models.PositiveIntegerField(_("seed"))
    arm = models.CharField(_("arm"), max_length=1, choices=Arm)
    place = models.PositiveIntegerField(_("place"))
    """Which call it was, from 1: odd pairs begin with A, even ones with B."""

    class Meta:
        verbose_name, verbose_name_plural = _("experiment result"), _("experiment results")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "product", "seed", "arm"], name="listing_once_an_experiment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.arm}"

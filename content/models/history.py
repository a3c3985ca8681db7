"""What happened to a listing: append-only, so that it answers who, when, and with what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models.generation import Generation
from content.models.listing import Listing
from domain import listing as domain
from models_registry.models import Version


class Revision(models.Model):
    """One state of a listing's text, with the facts it was judged against and the judgement."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("Draft by the model")
        EDIT = "edit", _("Edit")
        RESTORE = "restore", _("Earlier text restored")
        REJUDGED = "rejudged", _("Judged again")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="revisions", verbose_name=_("listing")
    )
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.TextField(_("title"), blank=True)
    features = models.JSONField(_("features"), default=list)
    description = models.TextField(_("description"), blank=True)
    facts = models.JSONField(_("product facts"))
    """The product facts at that moment."""
    judgement = models.JSONField(_("judgement"))
    """Scores, findings, evidence and omitted features; see `content.judging`."""
    pack_version = models.CharField(_("rule pack"), max_length=40)
    generation = models.ForeignKey(
        Generation,
        models.PROTECT,
        null=True,
        related_name="revisions",
        verbose_name=_("draft request"),
    )
    draw = models.PositiveSmallIntegerField(_("draw"), default=0)
    """Which of the generation's draws this is, from 1; 0 for a person's text."""
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("model version"),
    )
    """What of the registry wrote it: of an ensemble, another one than for the next draw."""
    model = models.CharField(_("model"), max_length=100, blank=True)
    engine = models.CharField(_("engine"), max_length=60, blank=True)
    """The engine's own name: ollama, llamacpp."""
    prompt_version = models.CharField(_("prompt"), max_length=60, blank=True)
    repairs = models.JSONField(_("repairs"), default=list)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("version"), _("versions")
        constraints = [
            models.UniqueConstraint(fields=["listing", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return gettext("Listing %(listing)s, version %(number)s") % {
            "listing": self.listing_id,
            "number": self.number,
        }

    def text(self) -> domain.Listing:
        """This revision's text as a value."""
        return domain.Listing(self.title, tuple(self.features), self.description)


class Event(models.Model):
    """Somebody did something to a listing; rows are only ever added."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Product entered")
        FACTS = "facts", _("Facts changed")
        REQUESTED = "requested", _("Draft requested")
        DRAFTED = "drafted", _("Draft written")
        FAILED = "failed", _("Draft failed")
        CANCELLED = "cancelled", _("Draft stopped")
        EDITED = "edited", _("Edited")
        RESTORED = "restored", _("Earlier text restored")
        SUBSTANTIATED = "substantiated", _("Claim substantiated")
        WITHDRAWN = "withdrawn", _("Substantiation withdrawn")
        APPROVED = "approved", _("Approved")
        REOPENED = "reopened", _("Reopened")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="events", verbose_name=_("listing")
    )
    kind = models.CharField(_("what happened"), max_length=15, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    revision = models.ForeignKey(
        Revision, models.CASCADE, null=True, related_name="events", verbose_name=_("version")
    )
    data = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        indexes = [models.Index(fields=["listing", "-id"], name="event_newest")]

    def __str__(self) -> str:
        return gettext("Listing %(listing)s: %(event)s") % {
            "listing": self.listing_id,
            "event": self.get_kind_display(),
        }


class Substantiation(models.Model):
    """A person's written evidence for a claim that the product's facts do not carry."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="substantiations", verbose_name=_("listing")
    )
    key = models.CharField(_("key"), max_length=200)
    claim = models.CharField(_("claim"), max_length=300)
    evidence = models.TextField(_("evidence"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("substantiation"), _("substantiations")
        constraints = [
            models.UniqueConstraint(fields=["listing", "key"], name="substantiated_once")
        ]

    def __str__(self) -> str:
        return self.claim

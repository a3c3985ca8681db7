"""One version of a family: made once, never changed, and moved from state to state."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from domain.prompt import Style
from domain.versions import Number, State
from models_registry.models.family import Family

STATE_NAMES = {
    State.BUILDING: _("Being built"),
    State.BUILT: _("Built"),
    State.VALIDATING: _("Being validated"),
    State.VALIDATED: _("Validated"),
    State.REJECTED: _("Rejected"),
    State.DEPLOYING: _("Being deployed"),
    State.LIVE: _("Live"),
    State.RETIRED: _("Retired"),
    State.FAILED: _("Failed"),
}
STYLE_CHOICES = [
    (Style.WHOLE.value, _("Instructions, examples and facts")),
    (Style.TUNED.value, _("A few words and the facts")),
    (Style.FACTS.value, _("The facts: the Modelfile says the rest")),
]


class Unchangeable(TypeError):
    """Something tried to change what never changes."""


class Version(models.Model):
    """What was built from what, by whom and why. Only its state moves, by `actions.moving`."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="versions", verbose_name=_("family")
    )
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=12, choices=[(one.value, name) for one, name in STATE_NAMES.items()]
    )
    engine = models.CharField(_("engine in the settings"), max_length=60, default="default")
    """The alias of the engine that it was built for."""
    engine_name = models.CharField(_("engine"), max_length=60)
    served_as = models.CharField(_("model at the engine"), max_length=160)
    """What the engine is asked for: the version's own name, or that of a base nobody built."""
    style = models.CharField(_("request"), max_length=10, choices=STYLE_CHOICES)
    base = models.CharField(_("base model"), max_length=300)
    modelfile = models.TextField("Modelfile", blank=True)
    modelfile_sha256 = models.CharField(max_length=64, blank=True)
    files = models.JSONField(_("files"), default=dict)
    """By kind (adapter, merged) the path in the data folder, the SHA-256 and the bytes."""
    digest = models.CharField(_("digest at the engine"), max_length=80, blank=True)
    """What the engine said when it was built; another one later means that somebody changed it."""
    dataset = models.JSONField(_("dataset"), default=dict)
    """The hash of what it learnt, with the counts."""
    recipe = models.JSONField(_("recipe"), default=dict)
    losses = models.JSONField(_("losses"), default=dict)
    run = models.PositiveBigIntegerField(_("training run"), null=True, unique=True)
    """The number of the training run that made it."""
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("goes on from")
    )
    reason = models.TextField(_("reason"), blank=True)
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("built by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    live_since = models.DateTimeField(_("live since"), null=True)
    """Since when it writes; none while it does not."""

    class Meta:
        verbose_name, verbose_name_plural = _("model version"), _("model versions")
        ordering = ["family_id", "-major", "-minor", "-patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "major", "minor", "patch"], name="one_version_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["family"], condition=Q(state="live"), name="one_live_version_a_family"
            ),
            models.UniqueConstraint(
                fields=["family"], condition=Q(state="deploying"), name="one_deployment_a_family"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="version_state")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once, when it is made."""
        if not self._state.adding:
            raise Unchangeable("A version never changes; its state moves by actions.moving.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never: history keeps what was. A version that is of no more use is retired."""
        raise Unchangeable("A version is retired, not deleted.")

    @property
    def number(self) -> Number:
        """major.minor.patch"""
        return Number(self.major, self.minor, self.patch)

    @property
    def name(self) -> str:
        """family:major.minor.patch"""
        return f"{self.family.name}:{self.number}"

    @property
    def is_live(self) -> bool:
        """Whether it is what its family writes with."""
        return self.state == State.LIVE

    @property
    def dataset_hash(self) -> str:
        """Which examples it learnt; empty for a base model."""
        return str(self.dataset.get("hash", ""))

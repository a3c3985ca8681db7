"""A line of models under one name, of which one version at most writes at a time."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from domain.categories import Category
from domain.gate import MARGIN, THRESHOLD
from domain.levels import LEVELS, LevelRule
from domain.prompt import Level
from models_registry.names import CATEGORY_CHOICES, LEVEL_CHOICES, focus_of, use_of


class Family(models.Model):
    """What versions of one name have in common: what they are for, and what is asked of them."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=LEVEL_CHOICES)
    category = models.CharField(
        _("category"), max_length=20, choices=CATEGORY_CHOICES, blank=True, default=""
    )
    threshold = models.FloatField(
        _("least score"),
        default=THRESHOLD,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("The lower end of the mean overall score’s interval must reach this."),
    )
    margin = models.FloatField(
        _("margin"),
        default=MARGIN,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Points by which a version may score lower than the live one."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("model family"), _("model families")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> LevelRule | None:
        """What its level asks of the examples; nothing of a base model, which learns none."""
        return LEVELS.get(Level(self.level))

    @property
    def field(self) -> Category | None:
        """The category it is specialised for."""
        return Category(self.category) if self.category else None

    @property
    def focus(self) -> str:
        """What its training is about, in the reader's language."""
        return focus_of(Level(self.level), self.field)

    @property
    def use(self) -> str:
        """What it is to be used for, in the reader's language."""
        return use_of(Level(self.level), self.field)

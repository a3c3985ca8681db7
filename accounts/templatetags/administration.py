"""What the pages of the administration say of our rows."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models.options import Options
from django.utils.formats import number_format
from django.utils.translation import get_language

from domain.turkish import lower

register = template.Library()


@register.filter
def counted(count: int, options: Options[Any]) -> str:
    """“3 listings”; in Turkish a noun stays as it is after a number: “3 ilan”."""
    spoken = get_language() or "tr"
    single = count == 1 or spoken == "tr"
    noun = options.verbose_name if single else options.verbose_name_plural
    return f"{number_format(count, force_grouping=True)} {lower(str(noun), spoken)}"

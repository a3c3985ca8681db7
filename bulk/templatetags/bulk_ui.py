"""Sentences in templates."""

from __future__ import annotations

from django import template

from bulk.presentation import reasons

register = template.Library()


@register.filter
def refusal(code: str) -> str:
    """Why an approval in bulk did not take a listing."""
    return reasons.refusal(code)


@register.filter
def approval_trouble(code: str) -> str:
    """Why an approval in bulk failed, or does not begin."""
    return reasons.approval_trouble(code)

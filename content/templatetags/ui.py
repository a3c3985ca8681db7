"""What templates need to show: icons, scores and sentences in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, gettext_lazy

from accounts.models import User
from accounts.roles import Right, rights_of
from content.models import Generation
from content.presentation.contest import Contest, contest_of
from content.presentation.facts import FactChange
from content.presentation.facts import fact_changes as changes_of
from content.presentation.messages import engine_message
from content.presentation.names import market_name, pack_date, score_name, severity_name
from content.presentation.navigation import NavItem, items_for
from content.presentation.places import place_name
from domain.markets.sources import ADVICE, CHECKLIST, CLAIMS, CRITERIA, POLICY
from domain.quality.scores import band as band_of
from models_registry.names import engine_name

register = template.Library()

_COLOURS = {"excellent": "band-good", "good": "band-fair", "poor": "band-poor"}
"""The colour of each band: green, amber, red."""


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A picture from the sprite; decorative, so the words beside it must say everything."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


@register.filter
def band(score: int | None) -> str:
    """The class that colours a score; none for a listing without one."""
    return "" if score is None else _COLOURS[band_of(score)]


@register.filter
def sentence(message: dict[str, str] | None) -> str:
    """A domain message, kept in both languages, in the reader's."""
    if not message:
        return ""
    chosen = "en" if get_language() == "en" else "tr"
    return message.get(chosen) or message.get("tr", "")


@register.filter
def field_label(place: dict[str, Any]) -> str:
    """Where a finding stands, in words: "Title", "Feature 3", "Description"."""
    return place_name(place.get("field", ""), place.get("index"))


@register.filter
def fact_changes(data: dict[str, Any]) -> list[FactChange]:
    """What a change of facts changed, from the history's own record of it."""
    return changes_of(data.get("before", {}), data.get("after", {}))


@register.filter
def initials(person: User | AnonymousUser) -> str:
    """One or two letters that stand for a person."""
    words = str(person).split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.filter
def may(person: User | AnonymousUser, right: str) -> bool:
    """Whether a person holds a right, by its name in `accounts.roles`: "write listings"."""
    return Right(right) in rights_of(person)


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """The theme to show from the first byte: the person's, or this browser's before sign-in."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return User.Theme.AUTO
    person = getattr(request, "user", None)
    chosen = person.theme if isinstance(person, User) else request.COOKIES.get("theme", "")
    return chosen if chosen in User.Theme.values else User.Theme.AUTO


@register.simple_tag(takes_context=True)
def nav_items(context: dict[str, Any]) -> list[NavItem]:
    """The main navigation for the person who looks."""
    request: HttpRequest | None = context.get("request")
    return items_for(request) if request is not None else []


@register.filter
def when(moment: datetime | None) -> str:
    """How long ago within a day, the date otherwise; short enough for a table."""
    if moment is None:
        return ""
    age = timezone.now() - moment
    if timedelta(0) <= age < timedelta(minutes=1):
        return gettext("just now")
    if timedelta(0) <= age < timedelta(days=1):
        return gettext("%(time)s ago") % {"time": timesince(moment, depth=1)}
    return date_format(timezone.localtime(moment), "j M Y")


_EVENT_ICONS = {
    "created": "plus",
    "facts": "edit",
    "requested": "clock",
    "drafted": "spark",
    "failed": "error",
    "cancelled": "stop",
    "edited": "studio",
    "restored": "history",
    "substantiated": "shield",
    "withdrawn": "shield",
    "approved": "check",
    "reopened": "refresh",
}


@register.filter
def event_icon(kind: str) -> str:
    """The picture for something that happened to a listing."""
    return _EVENT_ICONS.get(kind, "info")


@register.filter
def engine_sentence(code: str) -> str:
    """What a person is told about an engine's error."""
    return engine_message(code)


@register.filter
def contest(generation: Generation | None) -> Contest | None:
    """How several drafts of one request came out."""
    return contest_of(generation)


@register.filter
def outcome_label(outcome: str) -> str:
    """What came of one draw of a model, in words."""
    labels = {
        "good": gettext("Fit to use"),
        "flawed": gettext("Readable, with errors"),
        "repeated": gettext("The same text as an earlier draw"),
        "unreadable": gettext("Not a listing"),
        "truncated": gettext("Broken off at the length limit"),
        "stopped": gettext("Stopped by a person"),
    }
    return labels.get(outcome) or engine_message(outcome)


_SOURCES = {
    POLICY.name: gettext_lazy("Walmart product details policy, 21 May 2026"),
    CLAIMS.name: gettext_lazy("Walmart product claims policy, 5 June 2026"),
    CRITERIA.name: gettext_lazy("Own quality criteria"),
    CHECKLIST.name: gettext_lazy("Own content checklist"),
    ADVICE.name: gettext_lazy("General advice, not a Walmart rule"),
}


@register.filter
def source_name(source: str) -> str:
    """Where a rule comes from, in the reader's language."""
    return str(_SOURCES.get(source, source))


@register.filter
def number(value: int) -> str:
    """A count as it is written in the reader's language: 1.234 or 1,234."""
    return number_format(value, force_grouping=True)


register.filter("engine_label", engine_name)
register.filter("market_name", market_name)
register.filter("pack_date", pack_date)
register.filter("severity_label", severity_name)
register.filter("score_label", score_name)

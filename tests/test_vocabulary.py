"""One thing has one name: what pages, commands and messages say in Turkish."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from content.forms import DraftForm
from content.presentation.names import pack_date, score_name
from domain.markets import codes, get
from models_registry.names import LEVEL_NAMES
from tests.test_translations import written

OTHER_NAMES = re.compile(r"\bOkunurluk|Walmart uyumlulu|\bSEO\b|\b[Ss]özcük|\b[Ss]özcü[ğk]")
INFORMAL = re.compile(r"\b(senin|sana|yapabilirsin|edebilirsin|istersen)\b")


def messages() -> list[str]:
    """Everything that rules say in Turkish."""
    return [rule.tr for code in codes() for rule in get(code).rules.values()]


def test_no_second_name_is_in_use() -> None:
    said = [*written().values(), *messages()]
    assert [text for text in said if OTHER_NAMES.search(text)] == []
    assert [text for text in said if INFORMAL.search(text)] == []


def test_scores_have_the_names_of_the_pages() -> None:
    names = ["Genel", "Kurallara uyum", "Arama görünürlüğü", "Dayanak", "Okunabilirlik"]
    with override("tr"):
        keys = ("overall", "compliance", "seo", "grounding", "readability")
        assert [score_name(key) for key in keys] == names


@pytest.mark.django_db
def test_levels_are_offered_by_their_turkish_names() -> None:
    with override("tr"):
        names = [str(name) for name in LEVEL_NAMES.values()]
        assert names == ["Temel model", "Temel", "İleri", "Uzman"]
        offered = dict(getattr(DraftForm()["level"].field, "choices"))  # noqa: B009
        assert [str(offered[level.value]) for level in LEVEL_NAMES] == names


def test_a_pack_of_rules_is_named_by_its_day() -> None:
    with override("tr"):
        assert pack_date("2026-06-05") == "5 Haziran 2026"
        assert pack_date("of old") == "of old"
    with override("en"):
        assert pack_date("2026-06-05") == "5 June 2026"

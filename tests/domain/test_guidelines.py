"""The standard guidelines name what is judged in the words of the criteria, in both languages."""

from __future__ import annotations

import pytest

from domain import guidelines
from domain.rating import ANCHORED, CRITERIA


@pytest.mark.parametrize("language", ["tr", "en"])
def test_each_criterion_and_its_question_is_explained(language: str) -> None:
    text = guidelines.RATING.in_language(language)
    for criterion in CRITERIA:
        assert f"**{criterion.name.in_language(language)}**" in text
        assert criterion.question.in_language(language) in text
    for anchor in ANCHORED:
        assert f"**{anchor}**" in text


@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_comparison_is_told_what_comes_first(language: str) -> None:
    text = guidelines.COMPARISON.in_language(language)
    accuracy = next(one for one in CRITERIA if one.key == "accuracy")
    assert accuracy.name.tr.lower()[:6] in text or accuracy.name.en.lower() in text
    assert "Walmart" in text

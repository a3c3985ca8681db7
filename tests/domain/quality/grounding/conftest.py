"""What a text claims without a source, told in a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.judgement import Severity
from domain.listing import Language, Listing, Product
from domain.quality.grounding import trace

Unsupported = Callable[[str, str, str, Severity], list[str]]


@pytest.fixture(scope="session")
def unsupported() -> Unsupported:
    """Judges a text by facts ("name | feature | feature …"); what it claims without a source."""

    def claims(facts: str, text: str, language: str, severity: Severity) -> list[str]:
        name, *features = facts.split(" | ")
        product = Product(name, tuple(features), language=Language(language))
        tracing = trace(product, Listing("", (), text))
        return [
            f.text
            for f in tracing.findings
            if f.severity is severity and f.code != "grounding.feature_omitted"
        ]

    return claims

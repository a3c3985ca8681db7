"""What rows keep as JSON or markup, as the administration shows it: tables, lists, plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.presentation.evidence import Claim
from content.presentation.evidence import claims as claims_of
from content.presentation.facts import fact_rows
from content.presentation.messages import engine_message
from content.presentation.names import pack_date, score_name
from domain.examples import read
from domain.markup import plain

Rows = Iterable[tuple[str, Iterable[object]]]


def as_lines(lines: Iterable[str]) -> SafeString:
    """A list, an entry a line."""
    return render_to_string("administration/lines.html", {"lines": list(lines)})


def as_text(description: str) -> SafeString:
    """The words of a description without its tags."""
    return render_to_string("administration/text.html", {"text": plain(description)})


def as_facts(facts: Mapping[str, Any]) -> SafeString:
    """Product facts by their labels; those that were not given are left out."""
    return _table(fact_rows(facts))


def as_judgement(judgement: Mapping[str, Any]) -> SafeString:
    """Scores, findings, evidence, and the facts that were left out."""
    shown = {
        "scores": _scores(judgement.get("scores", {})),
        "findings": judgement.get("findings", []),
        "claims": [_claim(claim) for claim in claims_of(dict(judgement), ())],
        "omitted": judgement.get("omitted", []),
    }
    return render_to_string("administration/judgement.html", shown)


def as_repairs(repairs: Iterable[Mapping[str, Any]]) -> SafeString:
    """What was mended, step by step."""
    spoken = get_language() or "tr"
    return as_lines(step["message"].get(spoken) or step["message"]["tr"] for step in repairs)


def as_draws(draws: Iterable[Mapping[str, Any]]) -> SafeString:
    """How each answer of the model went."""
    return render_to_string("administration/draws.html", {"draws": draws})


def as_happening(data: Mapping[str, Any]) -> SafeString:
    """The details of an event; of a change of facts, what they are now."""
    rows: list[tuple[str, Iterable[object]]] = [*fact_rows(data.get("after", {}))]
    if claim := data.get("claim"):
        rows.append((_("Claim"), (claim,)))
    if isinstance(data.get("evidence"), str):
        rows.append((_("Written evidence"), (data["evidence"],)))
    if code := data.get("error"):
        rows.append((_("Error"), (engine_message(code),)))
    if number := data.get("generation"):
        rows.append((_("Draft request"), (number,)))
    if pack := data.get("pack_version"):
        rows.append((_("Rule pack"), (pack_date(pack),)))
    return _table([*rows, *_scores(data.get("scores", {}))])


def as_example(document: str) -> SafeString:
    """A training example's facts and listing, and its JSON for who wants to see it."""
    item = json.loads(document)
    product, listing = read(item)
    text = [
        (_("Title"), (listing.title,)),
        (_("Features"), listing.features),
        (_("Description"), plain(listing.description).splitlines()),
    ]
    shown = {
        "facts": fact_rows(asdict(product)),
        "text": text,
        "document": json.dumps(item, ensure_ascii=False, indent=2),
    }
    return render_to_string("administration/example.html", shown)


def _table(rows: Rows) -> SafeString:
    return render_to_string("administration/table.html", {"rows": list(rows)})


def _scores(scores: Mapping[str, Any]) -> list[tuple[str, Iterable[object]]]:
    return [(score_name(name), (value,)) for name, value in scores.items()]


def _claim(claim: Claim) -> tuple[str, tuple[str, ...]]:
    told = {"vouched": _("Substantiated in writing"), "missing": _("No source")}
    return claim.text, (told.get(claim.state, claim.fact),)

"""One item as a manager sees it: what was judged, who wrote it, and all that was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.models import Product
from content.presentation.descriptions import as_html
from content.presentation.names import score_name
from domain.listing import Listing
from evaluation.forms_gold import CHOICES
from evaluation.models import Assignment, Item, Remark
from evaluation.models.item import text_of
from evaluation.presentation.figures import NOTHING
from evaluation.presentation.selection import skip_name


@dataclass(frozen=True, slots=True)
class Text:
    """A listing, who wrote it, and its automatic scores by name."""

    heading: str
    writer: str
    listing: Listing
    description: SafeString
    scores: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered: a score a criterion, or a choice."""

    rater: str
    scores: tuple[tuple[str, str], ...]
    choice: str
    side: str
    comment: str


def texts_of(item: Item) -> list[Text]:
    """The listing, or the two of a comparison, the first version's first."""
    market = item.product_facts().market
    writer = str(item.version or item.model or _("Written by people"))
    first = _text("A", writer, item.text(), market, item.scores)
    if item.other is None:
        return [first]
    other = str(item.other_version or NOTHING)
    return [first, _text("B", other, text_of(item.other), market, item.other_scores)]


def product_of(item: Item) -> Product:
    """The facts as the row that pages about products show; it is not saved."""
    facts = asdict(item.product_facts())
    names = {field.name for field in Product._meta.concrete_fields}
    return Product(**{name: value for name, value in facts.items() if name in names})


def said_of(rows: Sequence[Assignment], criteria: Mapping[str, str]) -> list[Said]:
    """Every answer that counts, the earliest first."""
    return [
        Said(
            rater=str(row.rater),
            scores=tuple(
                (name, str(row.scores.get(key, NOTHING))) for key, name in criteria.items()
            ),
            choice=_choice(row.choice),
            side=_("B stood on the left") if row.swapped else _("A stood on the left"),
            comment=row.comment,
        )
        for row in rows
    ]


def remarks_of(rows: Sequence[Remark]) -> list[dict[str, Any]]:
    """What was said beside answers: passed on, reported, or too late."""
    return [
        {
            "rater": str(row.rater),
            "kind": row.get_kind_display(),
            "reason": skip_name(row.reason) if row.reason else "",
            "text": row.text or row.answer.get("comment", ""),
            "at": row.at,
        }
        for row in rows
    ]


def expected_of(item: Item, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of a gold item what a careful reader answers."""
    if item.gold is None:
        return []
    if item.other is not None:
        return [(_("Answer"), _choice(item.gold["choice"]))]
    return [(names.get(key, key), str(score)) for key, score in item.gold.items()]


def _choice(choice: str) -> str:
    return str(dict(CHOICES).get(choice, ""))


def _text(
    heading: str, writer: str, listing: Listing, market: str, scores: Mapping[str, Any]
) -> Text:
    named = tuple((score_name(name), score) for name, score in scores.items())
    return Text(heading, writer, listing, as_html(listing.description, market), named)

"""Which mender belongs to which finding, and what each step is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from domain.judgement import Finding, Message, Place
from domain.listing import Listing, Product
from domain.repair import characters, lengths, paragraphs, sentences, wording
from domain.repair.values import Repair, field_text

Mender = Callable[[Product, Listing, Finding], Iterable[Listing]]

MENDERS: Final[dict[str, Mender]] = {
    "title.too_long": lengths.shorten,
    "title.over_limit": lengths.shorten,
    "features.too_long": lengths.shorten,
    "features.repeated": lengths.drop_repeated,
    "features.empty": lengths.drop_empty,
    "title.special_character": characters.drop_special,
    "features.special_character": characters.drop_special,
    "description.special_character": characters.drop_special,
    "features.bullet_character": characters.drop_bullet,
    "text.hidden_character": characters.drop_hidden,
    "title.all_caps": characters.calm,
    "text.all_caps": characters.calm,
    "title.html": paragraphs.strip_tags,
    "features.html": paragraphs.strip_tags,
    "description.html": paragraphs.allowed_only,
    "description.unclosed_tag": paragraphs.allowed_only,
    "description.list": paragraphs.without_bullets,
    "description.several_paragraphs": paragraphs.one_paragraph,
    "description.repetition": sentences.drop_circling,
    "seo.word_stuffing": sentences.drop_stuffing,
    "compliance.promotional_claim": wording.drop_claim,
    "compliance.competitor_claim": wording.drop_claim,
    "compliance.authenticity_claim": wording.drop_claim,
    "compliance.availability_claim": wording.drop_claim,
    "compliance.exclusivity_claim": wording.drop_claim,
    "compliance.urgency_claim": wording.drop_claim,
}
_SHORTENING: Final = frozenset(
    {lengths.shorten, lengths.drop_repeated, sentences.drop_circling, sentences.drop_stuffing}
)

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "too_long": ("{place} kısaltıldı.", "{place} was shortened."),
    "over_limit": ("{place} kısaltıldı.", "{place} was shortened."),
    "repeated": ("{place} başka bir maddenin aynısıydı, çıkarıldı.", "{place} was a repetition."),
    "empty": ("{place} boştu, çıkarıldı.", "{place} was empty and taken out."),
    "special_character": (
        "{place}: “{text}” karakteri silindi.",
        "{place}: the character “{text}” was deleted.",
    ),
    "bullet_character": (
        "{place}: baştaki “{text}” silindi.",
        "{place}: “{text}” at its start was deleted.",
    ),
    "hidden_character": (
        "{place}: görünmeyen karakter silindi.",
        "{place}: an invisible character was deleted.",
    ),
    "all_caps": (
        "{place}: “{text}” büyük harften normal yazıma çevrildi.",
        "{place}: “{text}” is no longer in capitals.",
    ),
    "html": (
        "{place}: izin verilmeyen {text} etiketi silindi.",
        "{place}: the tag {text} is not allowed and was deleted.",
    ),
    "unclosed_tag": (
        "{place}: açık kalan {text} etiketi düzeltildi.",
        "{place}: the tag {text} was left open and is closed now.",
    ),
    "list": (
        "{place}: madde işaretleri silindi.",
        "{place}: bullet characters were deleted.",
    ),
    "several_paragraphs": (
        "{place} tek paragrafta birleştirildi.",
        "{place} was joined into one paragraph.",
    ),
    "spaces": (
        "{place}: fazla boşluklar silindi.",
        "{place}: surplus spaces were deleted.",
    ),
    "entities": (
        "{place}: HTML kodları (“&amp;” gibi) karakterlere çevrildi.",
        "{place}: HTML codes such as “&amp;” became the characters they stand for.",
    ),
    "unfinished": (
        "{place}: yarıda kalan son cümle çıkarıldı.",
        "{place}: its last sentence was broken off and was taken out.",
    ),
    "repetition": (
        "{place}: “{text}” sözlerini yineleyen cümleler çıkarıldı.",
        "{place}: sentences that repeated “{text}” were taken out.",
    ),
    "word_stuffing": (
        "{place}: “{text}” sözcüğünü sık yineleyen cümleler çıkarıldı.",
        "{place}: sentences that said “{text}” too often were taken out.",
    ),
    "paragraph": (
        "{place} paragraf etiketine (<p>) alındı.",
        "{place} was put into paragraph tags (<p>).",
    ),
}
_CLAIM: Final = (
    "{place}: izin verilmeyen “{text}” ifadesi çıkarıldı.",
    "{place}: the wording “{text}” is not allowed and was taken out.",
)


@dataclass(frozen=True, slots=True)
class Mending:
    """A candidate for the next step: the listing as it would be, and what it mends."""

    listing: Listing
    code: str
    place: Place
    text: str = ""
    finding: Finding | None = None
    shortens: bool = False

    def on(self, listing: Listing) -> Mending:
        """The same step with another listing as its result."""
        return replace(self, listing=listing)

    def alone(self) -> Mending:
        """The change to its own field only, by which it is known again after other steps."""
        place = Place(self.place.field)
        text = field_text(self.listing, self.place) if self.place.field != "features" else ""
        features = self.listing.features if self.place.field == "features" else ()
        return Mending(Listing(text, features, ""), self.code, place, self.text)

    def as_repair(self, before: Listing) -> Repair:
        """The step as it is told, seen from the listing before it."""
        place = Place(self.place.field, self.place.index)
        old = field_text(before, place)
        # A feature that was taken out has left the list: what now stands there is another.
        gone = len(self.listing.features) < len(before.features)
        new = "" if gone and place.field == "features" else field_text(self.listing, place)
        if place.field == "description":
            old, new = _changed(old, new)
        return Repair(self.code, place, old, new, self._message())

    def _message(self) -> Message:
        tr, en = _SENTENCES.get(self.code.split(".")[1], _CLAIM)
        named = _named(self.place)
        shown = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        return Message(
            tr=tr.format(place=named.tr, text=shown), en=en.format(place=named.en, text=shown)
        )


def mending_of(listing: Listing, finding: Finding) -> Mending:
    """The candidate that mends a finding."""
    cuts = shortens(finding.code)
    return Mending(listing, finding.code, finding.place, finding.text, finding, cuts)


def shortens(code: str) -> bool:
    """Whether what mends that finding takes words away."""
    return MENDERS.get(code) in _SHORTENING


def _tidy_spaces(product: Product, listing: Listing) -> list[Mending]:
    return [
        Mending(after, "text.spaces", place) for place, after in characters.spaces(product, listing)
    ]


def _tidy_paragraphs(product: Product, listing: Listing) -> list[Mending]:
    place = Place("description")
    return [
        Mending(after, "description.paragraph", place)
        for after in paragraphs.in_paragraphs(product, listing)
    ]


def _tidy_end(product: Product, listing: Listing) -> list[Mending]:
    place = Place("description")
    return [
        Mending(after, "description.unfinished", place, shortens=True)
        for after in paragraphs.finished(product, listing)
    ]


def _tidy_entities(product: Product, listing: Listing) -> list[Mending]:
    return [
        Mending(after, "text.entities", place)
        for place, after in characters.entities(product, listing)
    ]


TIDYING: Final[tuple[Callable[[Product, Listing], list[Mending]], ...]] = (
    _tidy_entities,
    _tidy_spaces,
    _tidy_end,
    _tidy_paragraphs,
)
"""Steps that no finding asks for, because they cost no points."""


def _named(place: Place) -> Message:
    number = (place.index or 0) + 1
    return {
        "title": Message(tr="Başlık", en="The title"),
        "features": Message(tr=f"{number}. özellik", en=f"Feature {number}"),
        "description": Message(tr="Açıklama", en="The description"),
        "listing": Message(tr="İlan", en="The listing"),
    }[place.field]


def _changed(old: str, new: str) -> tuple[str, str]:
    """The stretch in which two texts differ, from word to word."""
    start = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    start = old.rfind(" ", 0, start) + 1
    end = 0
    most = min(len(old), len(new)) - start
    while end < most and old[-1 - end] == new[-1 - end]:
        end += 1
    while 0 < end < len(old) and not old[len(old) - end].isspace():
        end -= 1
    return old[start : len(old) - end].strip(), new[start : len(new) - end].strip()

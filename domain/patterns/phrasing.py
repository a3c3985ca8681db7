"""Patterns in words: those of the texts, and the themes of the comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from domain.patterns.candidates import Candidate, Field, bits, chances, stands_out
from domain.patterns.grouping import Wordings, grouped
from domain.patterns.items import Kind
from domain.patterns.standing import Standing, count
from domain.patterns.traits import Trait
from domain.patterns.vocabulary import Document, frequent
from domain.patterns.words import Phrase

MOST_GROUPS: Final = 40
MOST_TELLING: Final = 500
"""Phrases of which groups are made."""
COMPARED: Final = 20
"""Comments on what did not fail from which on a theme must stand out among comments, too."""


def wordings(field: Field) -> tuple[list[Candidate], int]:
    """Phrases that stand in failed texts and not in their products' facts; of a text that a
    person mended, those that they took out. Only those that rule out chance: any other word of
    a text says nothing."""
    texts = [
        Document(item.text, item.facts, item.better if item.is_negative else ())
        for item in field.items
    ]
    places = {said: bits(found.tolist()) for said, found in frequent(texts, field.least).items()}
    counted = {said: count(its, field.negatives, field.positives) for said, its in places.items()}
    found = chances({said: standing.p for said, standing in counted.items()})
    telling = [one for one in counted if stands_out(counted[one], found[one])]
    # Of two that stand in the same texts the shorter one is the wording: the rest is around it.
    telling.sort(key=lambda one: (-counted[one].weight, len(one), one))
    written = Wordings([(item.text, item.language) for item in field.items])
    return _candidates(Kind.WORDING, telling, places, found, field, written), len(counted)


def themes(field: Field) -> tuple[list[Candidate], int]:
    """What comments are about. Who is content seldom says so in words: where enough of them do,
    a theme must stand out among the comments, too, and not only among all feedback."""
    comments = [Document([item.comment]) for item in field.items]
    places = {said: bits(found.tolist()) for said, found in frequent(comments, field.least).items()}
    counted = {said: count(its, field.negatives, field.positives) for said, its in places.items()}
    speaking = bits(place for place, item in enumerate(field.items) if item.comment)
    ps = {said: standing.p for said, standing in counted.items()}
    if (speaking & field.positives).bit_count() >= COMPARED:
        among = (field.negatives & speaking, field.positives & speaking)
        ps = {said: max(p, count(places[said], *among).p) for said, p in ps.items()}
    found = chances(ps)
    telling = [one for one, its in counted.items() if its.is_told]
    # Of two that stand in the same comments the longer one says more of what is meant.
    telling.sort(key=lambda one: (not found[one], -counted[one].weight, -len(one), one))
    written = Wordings([([item.comment], item.language) for item in field.items])
    return _candidates(Kind.THEME, telling, places, found, field, written), len(counted)


def _candidates(
    kind: Kind,
    telling: Sequence[Phrase],
    places: Mapping[Phrase, int],
    found: Mapping[Phrase, bool],
    field: Field,
    written: Wordings,
) -> list[Candidate]:
    """Phrases that stand together as one candidate each: found where its first phrase is."""
    groups = grouped([(one, places[one]) for one in telling[:MOST_TELLING]], MOST_GROUPS)
    candidates = []
    for group in groups:
        terms = tuple(written.of(one, places[one]) for one in group.phrases)
        standing: Standing = count(group.places, field.negatives, field.positives)
        is_found = stands_out(standing, found[group.phrases[0]])
        candidates.append(Candidate(Trait(kind, terms[0], terms), group.places, standing, is_found))
    return candidates

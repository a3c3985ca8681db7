"""Which examples are shown to a model that is told, not trained."""

from __future__ import annotations

from dataclasses import replace

from domain.listing import Language
from domain.modelfile import parse, render
from domain.prompt import Level
from tests.factories import S24, S24_TEXT
from tests.training.conftest import GOLD
from training.prompting import diverse, instruct, tokens_of

TWIN = (replace(S24, name="Samsung Galaxy S24"), S24_TEXT)


def test_the_best_is_shown_first_and_then_what_differs_most() -> None:
    chosen = diverse([(S24, S24_TEXT), TWIN, GOLD[0]], budget=10_000)
    assert chosen == [(S24, S24_TEXT), GOLD[0], TWIN]


def test_no_more_is_shown_than_there_is_room_for() -> None:
    room = tokens_of(GOLD[0]) + tokens_of(GOLD[1])
    made = instruct("base", Level.EXPERT, GOLD, budget=room)
    assert made.tokens <= room
    assert made.shown == len(made.modelfile.messages) // 2 < made.available


def test_one_modelfile_speaks_one_language() -> None:
    made = instruct("base", Level.BASIC, GOLD)
    turkish = [pair for pair in GOLD if pair[0].language is Language.TR]
    assert made.available == len(turkish)
    assert "Türkçe" in made.modelfile.system


def test_it_can_be_written_and_read() -> None:
    made = instruct("base", Level.EXPERT, GOLD)
    assert parse(render(made.modelfile)) == made.modelfile

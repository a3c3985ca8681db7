"""Drawing, repairing and drawing again, without rows or queues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from content.generation.writing import MOST_DRAWS, Budget, Order, write
from domain import forms
from domain.judgement import Message
from domain.listing import Listing
from domain.prompt import Level
from engines.base import AnswerTruncated, EngineTimeout, EngineUnavailable
from engines.scripted import Script, ScriptedEngine
from tests.factories import S24, S24_TEXT

GOOD = forms.to_json(S24_TEXT)
INVENTED = forms.to_json(replace(S24_TEXT, title=S24_TEXT.title.replace("200MP", "120 MP")))
WORSE = forms.to_json(
    replace(
        S24_TEXT,
        title=S24_TEXT.title.replace("200MP", "120 MP"),
        features=(*S24_TEXT.features, "12 GB bellek ile akıcı kullanım"),
    )
)


class Watching:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.phases: list[tuple[str, int]] = []
        self.reasons: list[Message] = []
        self.pictures: list[Listing] = []

    def phase(self, name: str, draw: int, reasons: Sequence[Message] = ()) -> None:
        self.phases.append((name, draw))
        self.reasons += reasons

    def partial(self, draw: int, listing: Listing) -> None:
        self.pictures.append(listing)


def order(*scripts: Script, level: Level = Level.EXPERT, seed: int | None = None) -> Order:
    engine = ScriptedEngine()
    engine.enqueue(*scripts)
    return Order(S24, engine, "scripted", level, seed=seed)


def never() -> bool:
    return False


def test_a_good_draw_is_the_only_one() -> None:
    watching = Watching()
    written = write(order(GOOD), watching, never)

    assert [draw.outcome for draw in written.draws] == ["good"]
    assert written.chosen
    assert written.chosen.listing == S24_TEXT
    assert watching.phases == [("reading", 1), ("writing", 1), ("repairing", 1)]
    assert any(picture.title and not picture.description for picture in watching.pictures)
    assert watching.pictures[-1] == S24_TEXT


def test_an_invented_number_is_drawn_again_and_the_person_is_told_why() -> None:
    watching = Watching()
    written = write(order(INVENTED, GOOD), watching, never)

    assert [draw.outcome for draw in written.draws] == ["flawed", "good"]
    assert written.chosen
    assert written.chosen.draw == 2
    assert ("redrawing", 2) in watching.phases
    assert any("120" in reason.tr for reason in watching.reasons)


def test_after_the_last_draw_the_least_bad_one_is_kept() -> None:
    written = write(order(WORSE, INVENTED, WORSE), Watching(), never)

    assert len(written.draws) == MOST_DRAWS
    assert written.chosen
    assert written.chosen.draw == 2
    assert written.error is None


@pytest.mark.parametrize("first", ["no listing at all", '{"title": "half', AnswerTruncated()])
def test_an_answer_that_is_no_listing_is_drawn_again(first: Script) -> None:
    written = write(order(first, GOOD), Watching(), never)

    assert written.draws[0].outcome in {"unreadable", "truncated"}
    assert written.draws[0].reasons
    assert written.chosen
    assert written.chosen.draw == 2


def test_a_draw_that_goes_round_in_circles_is_broken_off_and_drawn_again() -> None:
    said = "200MP ana kamera sistemi ile uzun günlerde bile net fotoğraflar çekersiniz. "
    whole = forms.to_json(replace(S24_TEXT, description=said * 40))
    middle = whole.index(said) + 6 * len(said)
    written = write(
        order(lambda _asked: (whole[:middle], 5.0, whole[middle:]), GOOD), Watching(), never
    )

    first, second = written.draws
    assert (first.outcome, second.outcome) == ("flawed", "good")
    assert "yineledi" in first.reasons[0].tr
    assert first.drawn
    assert first.drawn.listing.title == S24_TEXT.title
    assert 4 <= first.drawn.listing.description.count("200MP") < 10
    assert written.chosen is second.drawn


def test_a_model_that_can_be_told_hears_what_was_wrong() -> None:
    asked = order(INVENTED, GOOD)
    write(asked, Watching(), never)

    assert isinstance(asked.engine, ScriptedEngine)
    first, second = [request.prompt for request in asked.engine.requests]
    assert "120" not in first.request
    assert "120" in second.request
    assert first.system == second.system


def test_a_base_model_is_asked_the_same_again() -> None:
    asked = replace(order(INVENTED, GOOD, level=Level.EXPERT), instructed=False)
    write(asked, Watching(), never)

    assert isinstance(asked.engine, ScriptedEngine)
    first, second = [request.prompt for request in asked.engine.requests]
    assert first == second


def test_an_engine_that_fails_at_once_leaves_nothing_but_the_error() -> None:
    written = write(order(EngineUnavailable("gone")), Watching(), never)

    assert written.chosen is None
    assert isinstance(written.error, EngineUnavailable)


def test_an_engine_that_fails_later_costs_only_that_draw() -> None:
    written = write(order(INVENTED, EngineTimeout("slow")), Watching(), never)

    assert written.chosen
    assert written.chosen.draw == 1
    assert isinstance(written.error, EngineTimeout)
    assert [draw.outcome for draw in written.draws] == ["flawed", "timeout"]


def test_stopping_keeps_what_is_on_the_page() -> None:
    watching = Watching()
    half = GOOD[: GOOD.index("Çektiğiniz")]

    def unending(_request: object) -> list[str | float]:
        return [half, *[0.05] * 400]

    written = write(order(unending), watching, lambda: bool(watching.pictures))

    assert written.stopped
    assert written.draws[0].outcome == "stopped"
    assert written.chosen
    assert written.chosen.listing.title == S24_TEXT.title


def test_stopping_before_the_first_word_keeps_nothing() -> None:
    written = write(order(lambda _request: [0.05] * 400), Watching(), lambda: True)

    assert written.stopped
    assert written.chosen is None


def test_stopping_a_later_draw_keeps_the_whole_earlier_one() -> None:
    watching = Watching()
    second: list[str | float] = [GOOD[:20], *[0.05] * 400]
    stop = lambda: ("reading", 2) in watching.phases  # noqa: E731
    written = write(order(INVENTED, lambda _request: second), watching, stop)

    assert written.stopped
    assert written.chosen
    assert written.chosen.draw == 1


def test_a_title_that_breaks_the_schema_is_judged_and_not_thrown_away() -> None:
    titles = ("Samsung Galaxy", "Samsung Galaxy S", "Samsung Galaxy S24")
    short = [forms.to_json(replace(S24_TEXT, title=title)) for title in titles]
    written = write(order(*short), Watching(), never)

    assert written.chosen
    assert written.chosen.listing.title in titles
    assert [draw.outcome for draw in written.draws] == ["flawed"] * MOST_DRAWS


def test_a_draw_that_says_the_same_again_is_none_to_choose() -> None:
    watching = Watching()
    written = write(order(INVENTED, INVENTED, GOOD), watching, never)

    assert [draw.outcome for draw in written.draws] == ["flawed", "repeated", "good"]
    assert written.draws[1].drawn is None
    assert "yineledi" in written.draws[1].reasons[0].tr
    # What was wrong with it is told again: a model that can be told needs it to do better.
    assert any("120" in reason.tr for reason in written.draws[1].reasons)
    assert written.chosen is written.draws[2].drawn


def test_repairs_are_told() -> None:
    twice = (S24_TEXT.features[0], *S24_TEXT.features)
    bulleted = replace(S24_TEXT, features=twice)
    written = write(order(forms.to_json(bulleted)), Watching(), never)

    assert written.chosen
    assert written.chosen.listing.features == S24_TEXT.features
    [step] = written.draws[0].as_json()["repairs"]
    assert step["message"]["tr"]


def test_facts_beyond_their_bound_are_refused_before_the_model_is_asked() -> None:
    asked = replace(order(GOOD), product=replace(S24, features=("x" * 5000,)))
    written = write(asked, Watching(), never)

    assert written.error
    assert written.error.code == "refused"


def test_each_draw_has_a_seed_of_its_own() -> None:
    asked = order(INVENTED, GOOD, seed=7)
    write(asked, Watching(), never)

    assert isinstance(asked.engine, ScriptedEngine)
    assert [request.sampling.seed for request in asked.engine.requests] == [7, 8]


def test_seeds_taken_at_random_differ_too_and_are_recorded() -> None:
    asked = [order(INVENTED, WORSE, GOOD) for _time in range(2)]
    written = [write(one, Watching(), never) for one in asked]

    for one, result in zip(asked, written, strict=True):
        assert isinstance(one.engine, ScriptedEngine)
        used = [request.sampling.seed for request in one.engine.requests]
        assert len(set(used)) == MOST_DRAWS
        assert [draw.as_json()["seed"] for draw in result.draws] == used
    assert written[0].draws[0].seed != written[1].draws[0].seed


@pytest.mark.parametrize(
    ("scripts", "failure"),
    [
        (["none", "none", AnswerTruncated()], "truncated"),
        ([AnswerTruncated(), AnswerTruncated(), "none"], "invalid"),
        ([EngineTimeout("slow")], "timeout"),
        ([INVENTED, EngineTimeout("slow")], ""),
    ],
)
def test_why_there_is_no_listing_is_what_came_of_the_last_draw(
    scripts: list[Script], failure: str
) -> None:
    assert write(order(*scripts), Watching(), never).failure == failure


def slow_answer(text: str, seconds: float) -> Script:
    return lambda _request: [text[:40], seconds, text[40:]]


def test_there_is_no_draw_that_would_not_fit_into_the_budget() -> None:
    asked = order(slow_answer(INVENTED, 0.5), GOOD)
    written = write(asked, Watching(), never, Budget(0.9))

    assert [draw.outcome for draw in written.draws] == ["flawed"]
    assert written.chosen
    assert written.error is None


def test_a_draw_that_outlasts_the_budget_costs_none_that_is_whole() -> None:
    asked = order(INVENTED, slow_answer(GOOD, 60))
    written = write(asked, Watching(), never, Budget(3))

    assert [draw.outcome for draw in written.draws] == ["flawed", "timeout"]
    assert not written.stopped
    assert isinstance(written.error, EngineTimeout)
    assert written.chosen
    assert written.chosen.draw == 1


def test_a_title_is_enough_to_be_kept_when_a_person_stops_it() -> None:
    watching = Watching()
    half = GOOD[: GOOD.index('"features"')]
    written = write(
        order(lambda _request: [half, *[0.05] * 400]), watching, lambda: bool(watching.pictures)
    )

    assert written.is_partial
    assert written.chosen
    assert written.chosen.listing.title == S24_TEXT.title
    assert written.chosen.judgement.errors

"""What raters said as examples for training, in the very forms that the tools read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from domain.forms import read
from domain.listing import Product
from domain.prompt import ask_tuned
from evaluation.actions.campaigns import make_gold
from evaluation.actions.claiming import claim
from evaluation.actions.rating import Answer, submit
from evaluation.exporting.examples import Examples
from evaluation.exporting.reading import Wanted
from evaluation.models import Campaign, Item
from tests.evaluation.rated import make_campaign, make_item, scores
from tests.evaluation.test_export_answers import fetched
from tests.factories import S24, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Kind = Campaign.Kind
PROMPT = ask_tuned(S24)
OTHER = Product(name="Philips Airfryer XXL", brand="Philips", features=("7.3 litre kapasite",))


def answered(campaign: Campaign, *said: list[Answer]) -> Campaign:
    """Each item, by its number, gets these answers, each of another rater."""
    for turn in range(max(map(len, said))):
        rater = make_user(Role.RATER)
        for given in claim(rater, campaign, len(said)):
            answer = said[given.item.number - 1][turn]
            submit(rater, campaign, given.token or "", answer)
    return campaign


def rated(*said: list[int], items: list[Item] | None = None, **plan: Any) -> Campaign:
    """A campaign whose items are texts of one product with these overall ratings."""
    items = items or [make_item(number, product=S24.name) for number in range(1, len(said) + 1)]
    campaign = make_campaign(items=items, raters_each=len(said[0]), **plan)
    return answered(campaign, *[[Answer(scores(3, overall=one)) for one in each] for each in said])


def compared(*said: list[str]) -> Campaign:
    campaign = make_campaign(len(said), kind=Kind.COMPARISON, raters_each=len(said[0]))
    return answered(campaign, *[[Answer(choice=one) for one in each] for each in said])


def title(answer: str) -> int:
    """Which text an answer is: the number that `make_item` ends its title with."""
    return int(read(answer).title.split()[-1])


@pytest.fixture
def examples(manager: User, client_of: ClientOf) -> Callable[..., list[dict[str, Any]]]:
    """The examples of a campaign in a form, as its address gives them."""

    def of(campaign: Campaign, form: str, asked: str = "") -> list[dict[str, Any]]:
        lines = fetched(client_of(manager), campaign, form, asked).split("\n")
        return [json.loads(line) for line in lines[:-1]]

    return of


Get = Callable[..., list[dict[str, Any]]]


def test_labels_as_trl_reads_them(examples: Get) -> None:
    told = examples(rated([5, 4, 1], [1, 2, 5], [3, 3, 3]), "kto-trl")
    assert [(title(one["completion"]), one["label"]) for one in told] == [(1, True), (2, False)]
    assert {tuple(one) for one in told} == {("prompt", "completion", "label")}
    assert {one["prompt"] for one in told} == {PROMPT.as_text()}
    assert json.loads(told[0]["completion"]).keys() == {"title", "features", "description"}


def test_labels_as_llama_factory_reads_them(examples: Get) -> None:
    [one] = examples(rated([5]), "kto-llama-factory")
    assert list(one) == ["instruction", "input", "system", "output", "kto_tag"]
    assert (one["instruction"], one["input"]) == (PROMPT.request, "")
    assert (one["system"], one["kto_tag"]) == (PROMPT.system, True)
    assert title(one["output"]) == 1


def test_good_texts_alone_in_both_forms(examples: Get) -> None:
    campaign = rated([5], [1])
    [alpaca] = examples(campaign, "good-llama-factory")
    assert list(alpaca) == ["instruction", "input", "system", "output"]
    [trl] = examples(campaign, "good-trl")
    assert trl == {"prompt": PROMPT.as_text(), "completion": alpaca["output"]}


def test_pairs_are_of_one_product_and_at_least_two_apart(examples: Get) -> None:
    facts = asdict(OTHER)
    items = [
        *[make_item(number, product=S24.name) for number in (1, 2, 3)],
        make_item(4, product=OTHER.name, facts=facts),
    ]
    campaign = rated([5], [4], [3], [1], items=items)
    for form, asked in (("pairs-trl", "prompt"), ("pairs-llama-factory", "instruction")):
        told = examples(campaign, form)
        assert [(title(one["chosen"]), title(one["rejected"])) for one in told] == [(1, 3)]
        assert told[0][asked] in (PROMPT.as_text(), PROMPT.request)
    assert list(told[0]) == ["instruction", "input", "system", "chosen", "rejected"]


def test_texts_of_other_facts_are_no_pair(examples: Get) -> None:
    newer = asdict(S24) | {"features": ["6.9 inç ekran"]}
    items = [make_item(1, product=S24.name), make_item(2, product=S24.name, facts=newer)]
    assert examples(rated([5], [1], items=items), "pairs-trl") == []


def test_the_same_words_rated_differently_say_nothing(examples: Get) -> None:
    items = [make_item(1, product=S24.name), make_item(1, product=S24.name)]
    assert examples(rated([5], [1], items=items), "pairs-trl") == []


def test_of_comparisons_the_majority_of_the_decisive_answers(examples: Get) -> None:
    campaign = compared(
        ["a", "a", "b"],
        ["b", "both_good", "both_bad"],
        ["a", "b", "both_good"],
        ["both_good", "both_bad", "both_good"],
    )
    told = examples(campaign, "pairs-trl")
    better = [read(one["chosen"]).title.startswith("B ") for one in told]
    assert [(title(one["chosen"]), title(one["rejected"])) for one in told] == [(1, 1), (2, 2)]
    assert better == [False, True]


def test_another_criterion_may_label_them(examples: Get) -> None:
    campaign = make_campaign(1, raters_each=1)
    answered(campaign, [Answer(scores(3, overall=5, accuracy=1))])
    assert [one["label"] for one in examples(campaign, "kto-trl")] == [True]
    assert [one["label"] for one in examples(campaign, "kto-trl", "?criterion=accuracy")] == [False]


def test_a_criterion_that_the_campaign_does_not_ask_for_leads_nowhere(
    manager: User, client_of: ClientOf
) -> None:
    campaign = rated([5])
    address = f"/campaigns/{campaign.pk}/export.kto-trl?criterion=beauty"
    assert client_of(manager).get(address).status_code == 404


def test_gold_is_no_example_unless_asked(manager: User, examples: Get) -> None:
    campaign = make_campaign(2, raters_each=1, gold_every=1)
    make_gold(manager, campaign.items.get(number=1), {"overall": 5})
    rater = make_user(Role.RATER)
    for given in claim(rater, campaign, 2):
        submit(rater, campaign, given.token or "", Answer(scores(5)))
    assert [title(one["completion"]) for one in examples(campaign, "kto-trl")] == [2]
    assert len(examples(campaign, "kto-trl", "?gold=1")) == 2


@pytest.fixture
def hidden(settings: Any, tmp_path: Path) -> str:
    """The S24 is a held-out product, under another spelling."""
    folder = tmp_path / "heldout"
    folder.mkdir()
    item = {
        "id": "held",
        "input": {"product_name": "SAMSUNG GALAXY S24 ULTRA 512 GB", "features": []},
    }
    (folder / "all.json").write_text(json.dumps([item]), encoding="utf-8")
    settings.STARTER_DIR = tmp_path
    return "held"


@pytest.mark.parametrize("form", ["good-trl", "kto-trl", "kto-llama-factory", "pairs-trl"])
def test_held_out_products_never_become_examples(hidden: str, examples: Get, form: str) -> None:
    other = asdict(OTHER)
    items = [
        *[make_item(number, product=hidden) for number in (1, 2)],
        *[make_item(number, product=OTHER.name, facts=other) for number in (3, 4)],
    ]
    told = examples(rated([5], [1], [5], [1], items=items), form)
    assert told
    assert "Samsung" not in json.dumps([one.get("prompt", one.get("instruction")) for one in told])
    assert examples(compared(["a"], ["b"]), "pairs-trl") == []


def test_facts_that_no_model_is_asked_for_are_left_out_and_counted() -> None:
    items = [
        make_item(1, facts=asdict(S24) | {"market": "gone"}),
        make_item(2, facts=asdict(S24) | {"name": "x" * 100_000}),
        make_item(3),
    ]
    told = Examples([rated([5], [5], [5], items=items)], Wanted())
    assert len(list(told.labelled())) == 1
    assert told.tally.unasked == 2


def command(*words: str) -> tuple[str, str]:
    printed, said = io.StringIO(), io.StringIO()
    call_command("ratings", "export", *words, stdout=printed, stderr=said)
    return printed.getvalue(), said.getvalue()


def test_the_command_writes_every_campaign_as_the_file_is_called(tmp_path: Path) -> None:
    campaigns = [rated([5], [1]), rated([4])]
    compared(["a"])
    file = tmp_path / "all.jsonl"
    assert str(file) in command(str(file))[0]
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [one["campaign"] for one in told] == [campaigns[0].pk] * 2 + [campaigns[1].pk]
    assert command("-", "--campaign", str(campaigns[1].pk))[0].count("\r\n") == 2
    assert ",choice," in command("-", "--comparisons")[0].splitlines()[0]


def test_the_command_tells_how_many_examples_and_what_was_left_out(
    hidden: str, tmp_path: Path
) -> None:
    other = asdict(OTHER)
    rated([5], [5], items=[make_item(1, product=hidden), make_item(2, facts=other)])
    printed, said = command("-", "--form", "kto-trl", "--messages", "en")
    assert len(printed.splitlines()) == 1
    assert said.strip() == (
        "1 example. 1 text is of a held-out product, which no model may learn from."
    )


def test_names_in_the_command_only_when_asked(tmp_path: Path) -> None:
    campaign = rated([5])
    name = campaign.assignments.get().rater.username  # type: ignore[union-attr]
    assert name not in command("-")[0]
    assert name in command("-", "--names")[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-", "--campaign", "99999"], "99999"),
        (["-", "--form", "kto-trl", "--criterion", "beauty"], "beauty"),
        (["/proc/none/x.csv"], "/proc/none/x.csv"),
    ],
)
def test_what_the_command_cannot_do_it_says_in_one_line(words: list[str], told: str) -> None:
    rated([5])
    with pytest.raises(CommandError) as refused:
        command(*words)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)

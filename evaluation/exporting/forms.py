"""The forms that what people said is given away in, each under the name that addresses and commands
know it by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.rating import OVERALL
from evaluation.exporting import verdicts
from evaluation.exporting.answers import columns, criteria_of, rows
from evaluation.exporting.examples import Examples, Judged, Pair
from evaluation.exporting.reading import Wanted
from evaluation.models import Campaign
from files import lines

Row = dict[str, Any]
Kind = Campaign.Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A form of the answers."""

    name: str
    extension: str
    content_type: str
    write: Callable[[Sequence[str], Iterator[Row]], Iterator[str]]

    def text(self, campaigns: Sequence[Campaign], kind: Kind, wanted: Wanted) -> Iterator[str]:
        """Piece by piece the answers of the campaigns, which are all of that kind."""
        return self.write(columns(campaigns, kind), rows(campaigns, kind, wanted))


@dataclass(frozen=True, slots=True)
class Training:
    """A form of the examples for training, always as JSON Lines."""

    name: str
    kinds: tuple[Kind, ...]
    """Of which campaigns there are any."""
    rows: Callable[[Examples], Iterator[Row]]
    extension: str = "jsonl"
    content_type: str = "application/jsonl"

    def text(self, examples: Examples) -> Iterator[str]:
        """Piece by piece the examples, which `examples.tally` counts."""
        return lines.as_lines((), self._counted(examples))

    def _counted(self, examples: Examples) -> Iterator[Row]:
        for row in self.rows(examples):
            examples.tally.given += 1
            yield row


def _alpaca(text: Judged | Pair) -> Row:
    """What is asked as LLaMA-Factory's alpaca has it, which puts `input` behind the instruction."""
    return {"instruction": text.prompt.request, "input": "", "system": text.prompt.system}


def _prompt(text: Judged | Pair) -> Row:
    """What is asked as TRL's plain form has it: the very text that training here learns from."""
    return {"prompt": text.prompt.as_text()}


def _good_for_llama_factory(examples: Examples) -> Iterator[Row]:
    return (_alpaca(text) | {"output": text.answer} for text, good in examples.labelled() if good)


def _good_for_trl(examples: Examples) -> Iterator[Row]:
    return (
        _prompt(text) | {"completion": text.answer} for text, good in examples.labelled() if good
    )


def _labels_for_llama_factory(examples: Examples) -> Iterator[Row]:
    for text, good in examples.labelled():
        yield _alpaca(text) | {"output": text.answer, "kto_tag": good}


def _labels_for_trl(examples: Examples) -> Iterator[Row]:
    for text, good in examples.labelled():
        yield _prompt(text) | {"completion": text.answer, "label": good}


def _pairs_for_llama_factory(examples: Examples) -> Iterator[Row]:
    for pair in examples.pairs():
        yield _alpaca(pair) | {"chosen": pair.chosen, "rejected": pair.rejected}


def _pairs_for_trl(examples: Examples) -> Iterator[Row]:
    for pair in examples.pairs():
        yield _prompt(pair) | {"chosen": pair.chosen, "rejected": pair.rejected}


_CSV: Final = "text/csv; charset=utf-8"
TABLES: Final = {
    form.name: form
    for form in (
        Table("csv", "csv", _CSV, lines.as_csv),
        Table("excel", "csv", _CSV, lines.as_excel),
        Table("json", "json", "application/json", lines.as_list),
        Table("jsonl", "jsonl", "application/jsonl", lines.as_lines),
    )
}
_RATED: Final = (Kind.RATING,)
_BOTH: Final = (Kind.RATING, Kind.COMPARISON)
TRAINING: Final = {
    form.name: form
    for form in (
        Training("good-llama-factory", _RATED, _good_for_llama_factory),
        Training("good-trl", _RATED, _good_for_trl),
        Training("kto-llama-factory", _RATED, _labels_for_llama_factory),
        Training("kto-trl", _RATED, _labels_for_trl),
        Training("pairs-llama-factory", _BOTH, _pairs_for_llama_factory),
        Training("pairs-trl", _BOTH, _pairs_for_trl),
    )
}


class NoSuchForm(LookupError):
    """Such a campaign has no such form, or does not ask for that criterion."""


@dataclass(frozen=True, slots=True)
class File:
    """What is given away, of one campaign or of all experiments."""

    name: str
    content_type: str
    pieces: Iterator[str]


def file_of(form: str, campaign: Campaign, wanted: Wanted, criterion: str = "") -> File:
    """A campaign in one form; its examples are labelled by `criterion`, else by the usual one."""
    kind = Kind(campaign.kind)
    if form in TABLES:
        table = TABLES[form]
        name = f"walmartgpt-{campaign.pk}-{kind}s.{table.extension}"
        return File(name, table.content_type, table.text([campaign], kind, wanted))
    if form not in TRAINING or kind not in TRAINING[form].kinds:
        raise NoSuchForm(form)
    training = TRAINING[form]
    keys = criteria_of([campaign])
    chosen = criterion or usual(keys)
    if kind == Kind.RATING and chosen not in keys:
        raise NoSuchForm(chosen)
    name = f"walmartgpt-{campaign.pk}-{form}.{training.extension}"
    pieces = training.text(Examples([campaign], wanted, chosen))
    return File(name, training.content_type, pieces)


def verdicts_file(form: str) -> File:
    """What all experiments say in one form."""
    if form not in TABLES:
        raise NoSuchForm(form)
    table = TABLES[form]
    name = f"walmartgpt-verdicts.{table.extension}"
    pieces = table.write(verdicts.COLUMNS, verdicts.rows(verdicts.done()))
    return File(name, table.content_type, pieces)


def usual(keys: Sequence[str]) -> str:
    """The criterion that labels examples where nobody says which: overall, where it is asked."""
    return OVERALL if OVERALL in keys else next(iter(keys), OVERALL)

"""Examples as tokens: prompt and answer apart, and what is too long left out."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.prompt.tuned import answer_of, ask_tuned
from tests.training.samples import PAIRS
from training.lora.corpus import Sequence, encode, spread


class Letters:
    """A tokenizer with a token for each letter, and one that begins every text."""

    eos_token_id = 2

    def __call__(self, text: str, *, add_special_tokens: bool = True) -> Any:
        return SimpleNamespace(input_ids=[1] * add_special_tokens + [9 + ord(one) for one in text])


TOKENIZER: Any = Letters()


def read(ids: tuple[int, ...]) -> str:
    return "".join(chr(token - 9) for token in ids)


def test_the_prompt_then_the_answer_then_the_end():
    sequences, _ = encode(PAIRS, TOKENIZER, 100_000)
    for (product, listing), one in zip(PAIRS, sequences, strict=True):
        assert one.ids[0] == 1
        assert read(one.ids[1 : one.asked]) == ask_tuned(product).as_text()
        assert read(one.ids[one.asked : -1]) == answer_of(listing)
        assert one.ids[-1] == 2
        assert one.ids.count(1) == 1


@given(count=st.integers(0, 300), most=st.integers(1, 100))
def test_of_many_some_are_taken_from_all_parts(count: int, most: int):
    every = [Sequence((number,), 0) for number in range(count)]
    taken = [one.ids[0] for one in spread(every, most)]
    assert len(taken) == min(count, most)
    assert taken == sorted(set(taken))
    if count > most:
        steps = [after - before for before, after in pairwise([*taken, count])]
        assert taken[0] == 0
        assert max(steps) - min(steps) <= 1


def test_what_is_too_long_is_left_out_whole_and_counted():
    lengths = sorted(len(one.ids) for one in encode(PAIRS, TOKENIZER, 100_000)[0])
    longest = lengths[-1]
    assert encode(PAIRS, TOKENIZER, longest)[1] == 0
    kept, left_out = encode(PAIRS, TOKENIZER, longest - 1)
    assert left_out == lengths.count(longest)
    assert all(len(one.ids) < longest for one in kept)
    assert encode(PAIRS, TOKENIZER, 10) == ([], len(PAIRS))


def test_no_examples_are_no_sequences():
    assert encode([], TOKENIZER, 100) == ([], 0)

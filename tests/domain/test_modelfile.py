"""The Modelfile as text and back, in Ollama's own form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.modelfile import ROLES, Modelfile, ModelfileError, parse, render

said = st.text(st.characters(codec="utf-8")).filter(lambda t: '"""' not in t and t[-1:] != '"')
word = st.from_regex(r"[\w./:-]{1,20}( [\w./:-]{1,9})?", fullmatch=True)
name = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
models = st.builds(
    Modelfile,
    base=word,
    adapter=st.just("") | word,
    template=said,
    system=said,
    parameters=st.lists(st.tuples(name, word), max_size=3).map(tuple),
    messages=st.lists(st.tuples(st.sampled_from(ROLES), said), max_size=4).map(tuple),
)

WRITTEN = '''# The expert
FROM llama3.1:8b
adapter ./adapter.gguf
PARAMETER temperature 0.3
PARAMETER stop "<|eot|>"

TEMPLATE """{{ .System }}

{{ .Prompt }}"""
SYSTEM Kısa ve doğru yaz.
MESSAGE user """İki
satır"""
MESSAGE assistant {"title": "Ad"}
LICENSE """Any"""
'''


@given(models)
def test_what_is_written_is_read_again(model: Modelfile) -> None:
    assert parse(render(model)) == model


def test_a_file_in_ollamas_own_form_is_read() -> None:
    assert parse(WRITTEN) == Modelfile(
        base="llama3.1:8b",
        adapter="./adapter.gguf",
        template="{{ .System }}\n\n{{ .Prompt }}",
        system="Kısa ve doğru yaz.",
        parameters=(("temperature", "0.3"), ("stop", "<|eot|>")),
        messages=(("user", "İki\nsatır"), ("assistant", '{"title": "Ad"}')),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SYSTEM hello\n", "FROM is missing"),
        ("FROM a\nFROBNICATE b\n", "line 2"),
        ("FROM a\nSYSTEM\n", "line 2"),
        ('FROM a\n\nSYSTEM """never closed\n', "line 3"),
        ('FROM a\nSYSTEM """a""" b\n', "line 2"),
        ("FROM a\nMESSAGE narrator hello\n", "narrator"),
        ("FROM a\nPARAMETER temperature\n", "line 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ModelfileError, match=said):
        parse(text)


@pytest.mark.parametrize(
    "model",
    [
        Modelfile("a", system='ends with "'),
        Modelfile("a", system='holds """ three'),
        Modelfile(""),
        Modelfile("a\nSYSTEM b"),
        Modelfile("a", messages=(("narrator", "b"),)),
    ],
)
def test_what_the_form_cannot_carry_is_refused(model: Modelfile) -> None:
    with pytest.raises(ModelfileError):
        render(model)

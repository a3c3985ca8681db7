"""The Modelfile of a trained model, in the one form that every engine builds it from."""

from __future__ import annotations

from typing import Final

from domain.modelfile import Modelfile

TEMPLATE: Final = "{{ if .System }}{{ .System }}\n\n{{ end }}{{ .Prompt }}\n"
"""A base model has no form of conversation: the text is simply continued."""
ADAPTER: Final = "./adapter.gguf"


def laid_over(base: str, adapter: str = ADAPTER) -> Modelfile:
    """`adapter` over `base`."""
    return Modelfile(
        base=base, adapter=adapter, template=TEMPLATE, parameters=(("temperature", "0.3"),)
    )

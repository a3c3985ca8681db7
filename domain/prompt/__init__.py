"""From product facts to a prompt: the constant part first, the product last."""

from domain.prompt.asking import ask
from domain.prompt.build import EXAMPLES, build
from domain.prompt.schema import LONGEST_STRING, answer_schema
from domain.prompt.tuned import ask_tuned
from domain.prompt.values import Level, Prompt, Style

__all__ = [
    "EXAMPLES",
    "LONGEST_STRING",
    "Level",
    "Prompt",
    "Style",
    "answer_schema",
    "ask",
    "ask_tuned",
    "build",
]

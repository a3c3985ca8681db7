"""From product facts to a prompt: the constant part first, the product last."""

from domain.prompt.build import EXAMPLES, build
from domain.prompt.schema import LONGEST_STRING, answer_schema
from domain.prompt.tuned import ask_tuned
from domain.prompt.values import Level, Prompt

__all__ = ["EXAMPLES", "LONGEST_STRING", "Level", "Prompt", "answer_schema", "ask_tuned", "build"]

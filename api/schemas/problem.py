"""Problem details, as RFC 9457 has them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    pointer: str | None = Field(None, description="Where in the body, as a JSON pointer")
    parameter: str | None = Field(None, description="Or which parameter or header")
    code: str = Field(description="A stable word")
    detail: str = Field(description="One sentence in the language of Accept-Language")


class ProblemOut(BaseModel):
    """What was wrong, in one form for every operation."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Where the documentation explains this kind")
    title: str
    status: int
    detail: str = Field(description="One sentence in the language of Accept-Language")
    instance: str = Field(description="The address that was asked for")
    code: str = Field(description="A stable word: what programs decide by")
    errors: list[FieldProblem] | None = Field(None, description="One for each field at fault")

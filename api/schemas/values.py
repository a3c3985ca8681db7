"""Texts and numbers with the bounds that everything sent has to keep."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

LARGEST_ID: Final = 2**53 - 1
"""What every program's numbers can hold."""
MOST_IN_PAGE: Final = 100


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError(_("A text may not contain the character NUL."))
    return text


Clean = AfterValidator(_without_nul)
Word = Annotated[str, StringConstraints(max_length=200), Clean]
"""A filter's or a name's value."""
Line = Annotated[str, StringConstraints(max_length=500), Clean]
Text = Annotated[str, StringConstraints(max_length=20_000), Clean]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Sent(BaseModel):
    """Something that a program sends: an unknown field is a mistake that it is told of."""

    model_config = ConfigDict(extra="forbid")


class Paging(BaseModel):
    """Which part of a list, the newest first."""

    limit: int = Field(25, ge=1, le=MOST_IN_PAGE, description="How many at most")
    cursor: str | None = Field(
        None, max_length=200, description="The “next” of the page before; none for the first"
    )


class Listed(BaseModel):
    """One page of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last")


def example(model: type[BaseModel], value: Any) -> dict[str, Any]:
    """`value`, known to be one of `model`."""
    return model.model_validate(value).model_dump(mode="json")

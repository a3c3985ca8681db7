"""A rater's queue: items without a word of who wrote them, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.listings import TEXT
from api.schemas.products import FACTS, FactsOut
from api.schemas.values import Clean, Sent
from domain.rating import HIGHEST, LONGEST_COMMENT, LOWEST
from evaluation.models import Assignment
from evaluation.presentation.rating import sheet
from evaluation.queries.desk import Work

MOST_CRITERIA: Final = 20
Comment = Annotated[str, StringConstraints(max_length=LONGEST_COMMENT), Clean]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]
Key = Annotated[str, StringConstraints(max_length=40), Clean]
Score = Annotated[int, Field(ge=LOWEST, le=HIGHEST)]


class CriterionOut(BaseModel):
    """One question of a campaign."""

    key: str = Field(description="Names the score in an answer")
    name: dict[str, str]
    question: dict[str, str]


class CampaignOut(BaseModel):
    """A campaign that waits for you."""

    id: int
    name: str
    kind: str = Field(description="rating, or comparison of two texts")
    guidelines: str = Field(description="Markdown")
    criteria: list[CriterionOut]
    deadline: datetime | None
    done: int = Field(description="Your answers")
    left: int = Field(description="Items that you have or could be given")

    @classmethod
    def of(cls, work: Work) -> Self:
        """A campaign as its rater is told of it."""
        campaign = work.campaign
        return cls(
            id=campaign.pk,
            name=campaign.name,
            kind=campaign.kind,
            guidelines=campaign.guidelines,
            criteria=[
                CriterionOut(key=one.key, name=one.name, question=one.question)
                for one in campaign.criteria.all()
            ],
            deadline=campaign.deadline,
            done=work.progress.done,
            left=work.left,
        )


class CampaignsOut(BaseModel):
    """The campaigns that are open, the nearest deadline first."""

    items: list[CampaignOut]


class RatedText(BaseModel):
    """One text of an item; of two, `label` tells which stands on the left (A) and right (B)."""

    label: str
    title: str
    features: list[str]
    description: str


class ItemOut(BaseModel):
    """What is to be judged."""

    token: str = Field(description="Names the item in your answer; it is yours alone")
    language: str
    facts: FactsOut
    texts: list[RatedText]

    @classmethod
    def of(cls, given: Assignment) -> Self:
        """An item as its rater sees it."""
        seen, item = sheet(given), given.item
        kept: list[Mapping[str, Any]] = (
            [item.listing]
            if item.other is None
            else [
                item.listing,
                item.other,
            ]
        )
        if given.swapped:
            kept.reverse()
        labels = [text.label for text in seen.texts]
        names = FactsOut.model_fields
        facts = {name: getattr(seen.product, name) for name in names}
        return cls(
            token=seen.token,
            language=seen.language,
            facts=FactsOut(**facts | {"features": list(seen.product.features)}),
            texts=[
                RatedText(
                    label=label,
                    title=one["title"],
                    features=one["features"],
                    description=one["description"],
                )
                for label, one in zip(labels, kept, strict=True)
            ],
        )


class ItemsOut(BaseModel):
    """What you have before you: two items at most, the first is the one to answer."""

    items: list[ItemOut]
    done: int


class AnswerIn(Sent):
    """What you say of an item: every criterion's score, or which of two texts is better."""

    token: Token
    scores: dict[Key, Score] = Field(default_factory=dict, max_length=MOST_CRITERIA)
    choice: Literal["", "left", "right", "both_good", "both_bad"] = Field(
        "", description="In a comparison: the better side, or both as good or as bad"
    )
    comment: Comment = ""


class SkipIn(Sent):
    """An item that somebody else shall judge."""

    token: Token
    reason: Literal["not_my_field", "unclear", "known", "other"]
    text: Comment = ""


ITEM: Final[dict[str, Any]] = {
    "token": "3f2a9c1b.Xk3_9aQz:1vVq…",
    "language": "tr",
    "facts": FACTS | {"competition": ""},
    "texts": [TEXT | {"label": ""}],
}
CAMPAIGN: Final[dict[str, Any]] = {
    "id": 5,
    "name": "Ocak taslakları",
    "kind": "rating",
    "guidelines": "",
    "criteria": [
        {
            "key": "overall",
            "name": {"tr": "Genel", "en": "Overall"},
            "question": {"tr": "Bu metni yayımlar mıydınız?", "en": "Would you publish this?"},
        }
    ],
    "deadline": None,
    "done": 12,
    "left": 48,
}
ANSWER: Final[dict[str, Any]] = {
    "token": ITEM["token"],
    "scores": {"overall": 4},
    "comment": "Başlık uzun",
}

"""Products: the facts that a listing may use."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.schemas.values import Clean, Listed, Paging, Sent, Word
from content.models import Product
from domain import listing as domain
from domain.bounds import LONGEST_FEATURE, MOST_FEATURES
from domain.markets import codes
from domain.markets import get as get_market

Competition = Literal["", "low", "medium", "high"]
Tone = Literal["professional", "friendly", "enthusiastic", "technical"]


def _market(code: str) -> str:
    if code not in codes():
        known = ", ".join(codes())
        raise ValueError(_("There is no such market. Known: %(known)s.") % {"known": known})
    return code


def _named(name: str) -> str:
    if not name.strip():
        raise ValueError(_("A product needs a name."))
    return name.strip()


Market = Annotated[
    str, Field(max_length=32, json_schema_extra={"enum": list(codes())}), AfterValidator(_market)
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200), Clean, AfterValidator(_named)
]
Short = Annotated[str, StringConstraints(max_length=100), Clean]
Feature = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_FEATURE), Clean]
Features = Annotated[list[Feature], Field(max_length=MOST_FEATURES)]
Sku = Annotated[str, StringConstraints(max_length=64, strip_whitespace=True), Clean]

FACTS: Final[dict[str, Any]] = {
    "name": "Samsung Galaxy S24 Ultra",
    "brand": "Samsung",
    "features": ["6.8 inç Dynamic AMOLED 2X ekran", "200MP ana kamera sistemi"],
    "category": "Elektronik > Cep Telefonu",
    "keyword": "akıllı telefon",
    "price_range": "",
    "competition": "high",
    "tone": "professional",
    "market": "walmart-tr",
}


class Facts(Sent):
    """Everything that may be claimed of a product. The market decides the language."""

    name: Name
    features: Features = Field(default_factory=list)
    brand: Short = ""
    category: Word = ""
    price_range: Short = ""
    competition: Competition = ""
    keyword: Short = ""
    tone: Tone = "professional"
    market: Market = "walmart-tr"

    def value(self) -> domain.Product:
        """As judgements and prompts take it."""
        said = self.model_dump()
        said["features"] = tuple(" ".join(one.split()) for one in said["features"])
        language = domain.Language(get_market(self.market).language)
        return domain.Product(**{**said, "language": language})


class FactsChanged(Sent):
    """The facts that shall be others; what is not sent stays."""

    name: Name | None = None
    features: Features | None = None
    brand: Short | None = None
    category: Word | None = None
    price_range: Short | None = None
    competition: Competition | None = None
    keyword: Short | None = None
    tone: Tone | None = None
    market: Market | None = None
    sku: Sku | None = None
    version: str | None = Field(
        None,
        max_length=40,
        description="The product’s version that you saw: refused where the facts have changed",
    )

    def over(self, product: Product) -> domain.Product:
        """The product's facts with the changes."""
        said = self.model_dump(exclude={"sku", "version"}, exclude_none=True)
        now = {name: getattr(product, name) for name in Facts.model_fields}
        return Facts(**(now | said)).value()


class ProductIn(Sent):
    """A new product."""

    sku: Sku = Field("", description="The shop’s own name for it; once only")
    facts: Facts


class ProductOut(BaseModel):
    """A product with its facts."""

    id: int
    sku: str
    facts: FactsOut
    language: str
    version: str = Field(description="Names this state of the facts")
    listings: list[int] = Field(description="Its listings’ numbers")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, product: Product, listings: list[int]) -> Self:
        """A row as it is given."""
        return cls(
            id=product.pk,
            sku=product.sku,
            facts=FactsOut.of(product),
            language=product.language,
            version=product.version,
            listings=listings,
            created_at=product.created_at,
            updated_at=product.updated_at,
        )


class FactsOut(BaseModel):
    """Facts as they are kept."""

    name: str
    features: list[str]
    brand: str
    category: str
    price_range: str
    competition: str
    keyword: str
    tone: str
    market: str

    @classmethod
    def of(cls, product: Product) -> Self:
        """A row's facts."""
        return cls(**{name: getattr(product, name) for name in cls.model_fields})


ProductOut.model_rebuild()
PRODUCT: Final[dict[str, Any]] = {
    "id": 17,
    "sku": "S24-256",
    "facts": FACTS,
    "language": "tr",
    "version": "2026-01-31T12:00:00+00:00",
    "listings": [17],
    "created_at": "2026-01-31T12:00:00Z",
    "updated_at": "2026-01-31T12:00:00Z",
}


class ProductPage(Listed):
    """Some products."""

    items: list[ProductOut]


class ProductFilter(Paging):
    """Which products."""

    sku: Word | None = Field(None, description="The product of this SKU")
    market: Word | None = None

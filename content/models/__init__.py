"""The rows behind products, listings and what people and models did to them."""

from content.models.example import TrainingExample
from content.models.generation import Generation
from content.models.history import Event, Revision, Substantiation
from content.models.listing import Listing
from content.models.product import Product
from content.models.site import SiteSettings

__all__ = [
    "Event",
    "Generation",
    "Listing",
    "Product",
    "Revision",
    "SiteSettings",
    "Substantiation",
    "TrainingExample",
]

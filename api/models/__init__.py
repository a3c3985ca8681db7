"""What is kept of programs: where they are told of events, and what they were told."""

from api.models.webhooks import Delivery, Endpoint

__all__ = ["Delivery", "Endpoint"]

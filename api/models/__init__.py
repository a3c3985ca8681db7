"""What is kept of programs: tokens with their history, first answers for repeated requests, where
programs are told of events, and what they were told."""

from api.models.answer import Answer
from api.models.token import ApiToken, TokenEvent
from api.models.webhooks import Delivery, Endpoint

__all__ = ["Answer", "ApiToken", "Delivery", "Endpoint", "TokenEvent"]

"""What the API keeps: tokens with their history, and first answers for repeated requests."""

from api.models.answer import Answer
from api.models.token import ApiToken, TokenEvent

__all__ = ["Answer", "ApiToken", "TokenEvent"]

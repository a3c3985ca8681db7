"""A listing as text, both ways: JSON, and the marked-up form that people and models write.

Reading forgives what models are sloppy about; what it cannot read it says in one sentence.
"""

from domain.forms.answer import partial_listing, read, to_json
from domain.forms.marked import from_text, to_text
from domain.forms.normal import MAX_TEXT, FormError, normal

__all__ = [
    "MAX_TEXT",
    "FormError",
    "from_text",
    "normal",
    "partial_listing",
    "read",
    "to_json",
    "to_text",
]

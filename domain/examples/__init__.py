"""Training examples in the document's JSON: what was asked, what was written, how good it is."""

from domain.examples.fields import DocumentError
from domain.examples.reading import read, read_facts, timestamp
from domain.examples.usual import usual_market
from domain.examples.writing import document

__all__ = ["DocumentError", "document", "read", "read_facts", "timestamp", "usual_market"]

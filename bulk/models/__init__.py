"""What is kept of work on many products."""

from bulk.models.imports import Import, ImportedProduct, RejectedRow

__all__ = ["Import", "ImportedProduct", "RejectedRow"]

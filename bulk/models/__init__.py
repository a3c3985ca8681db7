"""What is kept of work on many products."""

from bulk.models.batches import ApprovalLine, Batch, BatchApproval, BatchItem
from bulk.models.imports import Import, ImportedProduct, RejectedRow

__all__ = [
    "ApprovalLine",
    "Batch",
    "BatchApproval",
    "BatchItem",
    "Import",
    "ImportedProduct",
    "RejectedRow",
]

"""What is kept of work on many products."""

from bulk.models.batches import ApprovalLine, Batch, BatchApproval, BatchItem

__all__ = ["ApprovalLine", "Batch", "BatchApproval", "BatchItem"]

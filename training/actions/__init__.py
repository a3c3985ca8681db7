"""Everything that begins or ends a training."""

from training.actions.cancelling import cancel_training
from training.actions.continuing import continue_training
from training.actions.requesting import request_training

__all__ = ["cancel_training", "continue_training", "request_training"]

"""The rows behind feedback, the policies by which it is learnt, and the retrainings."""

from learning.models.correction import Correction
from learning.models.feedback import Feedback, Use
from learning.models.pattern import Pattern
from learning.models.policy import Policy
from learning.models.retraining import Retraining

__all__ = ["Correction", "Feedback", "Pattern", "Policy", "Retraining", "Use"]

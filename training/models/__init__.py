"""The rows behind datasets, training runs and what came of them."""

from training.models.artefact import Artefact
from training.models.dataset import DatasetSnapshot
from training.models.run import TrainingRun
from training.models.verdict import Verdict

__all__ = ["Artefact", "DatasetSnapshot", "TrainingRun", "Verdict"]

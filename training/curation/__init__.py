"""Which examples a model learns from: pure functions from examples to a dataset, with reasons."""

from domain.levels import LEVELS, LevelRule
from training.curation.dataset import Dataset, Exclusion, curate
from training.curation.sample import Sample, Source

__all__ = ["LEVELS", "Dataset", "Exclusion", "LevelRule", "Sample", "Source", "curate"]

"""What tests of learning may ask for."""

from tests.evaluation.conftest import engine, products
from tests.learning.chained import own_steps

__all__ = ["engine", "own_steps", "products"]

"""What is kept of models: families, versions, what happened to them, and what they scored."""

from models_registry.models.canary import Canary
from models_registry.models.deployment import Deployment
from models_registry.models.event import Event
from models_registry.models.family import Family
from models_registry.models.validation import Measurement, ValidationResult, ValidationRun
from models_registry.models.version import Version

__all__ = [
    "Canary",
    "Deployment",
    "Event",
    "Family",
    "Measurement",
    "ValidationResult",
    "ValidationRun",
    "Version",
]

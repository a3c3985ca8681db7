"""Deployments as jobs."""

from __future__ import annotations

from jobs.leases import Jobs
from models_registry.models import Deployment

# Longer than Ollama may take to load a large model; renewed while a listing is written.
JOBS = Jobs(Deployment, "models_registry.tasks.deploy", lease=300, patience=60)

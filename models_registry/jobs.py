"""Deployments as jobs."""

from __future__ import annotations

from jobs.leases import Jobs
from models_registry.models import Deployment

# As long as a health check may take: a golden listing on two cores is written in half a minute.
JOBS = Jobs(Deployment, "models_registry.tasks.deploy", lease=180, patience=60)

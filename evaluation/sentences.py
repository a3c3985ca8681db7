"""What people are told of validations and experiments: one sentence, with what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.presentation.messages import engine_trouble
from evaluation.models import Experiment
from models_registry.models import ValidationRun


def failure(run: ValidationRun) -> str:
    """Why a validation came to nothing, or waits."""
    own = {
        "suite_changed": _(
            "The held-out products or the rules have changed since this validation was asked for. "
            "Start it again: results of both would not mix."
        ),
        "engine_gone": _(
            "The engine that this version was built for is no longer in the settings."
        ),
        "refused": _(
            "The model cannot take one of the held-out products: the prompt is too long for it."
        ),
        "lost": _("The validation was interrupted several times at the same place and given up."),
        "broker": _(
            "The queue is not answering, so the validation has not begun. It begins by itself when "
            "the queue is back."
        ),
    }
    return own.get(run.error) or engine_trouble(run.error, run.version.served_as)


def experiment_failure(experiment: Experiment) -> str:
    """Why an experiment came to nothing, or waits."""
    own = {
        "suite_changed": _(
            "The rules have changed since this experiment was asked for. Start it again: results "
            "of both would not mix."
        ),
        "engine_gone": _(
            "The engine that one of the versions was built for is no longer in the settings."
        ),
        "refused": _("A model cannot take one of the products: the prompt is too long for it."),
        "lost": _("The experiment was interrupted several times at the same place and given up."),
        "broker": _(
            "The queue is not answering, so the experiment has not begun. It begins by itself when "
            "the queue is back."
        ),
    }
    models = f"{experiment.a.served_as}, {experiment.b.served_as}"
    return own.get(experiment.error) or engine_trouble(experiment.error, models)

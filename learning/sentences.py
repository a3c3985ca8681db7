"""What people are told of retrainings: why one ended as it did, and why one came to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.presentation.messages import engine_trouble
from domain.gate import Reason
from evaluation import sentences as evaluated
from learning.models import Retraining
from learning.presentation.naming import pattern_name
from models_registry import sentences as registered
from training import sentences as trained

ENGINES: Final = frozenset({"unavailable", "busy", "timeout", "model_missing", "interrupted"})
"""What may be wrong with the engine that writes the drafts."""


def reason(kept: Mapping[str, Any]) -> str:
    """One reason, as a step or a decision kept it, with its figures."""
    code, figures = str(kept.get("reason", "")), kept.get("figures", {})
    if code in set(Reason):
        return registered.refusal(kept)
    if code in ("not_rarer", "commoner"):
        return _target(code, figures)
    if code == "not_higher":
        return _not_higher(figures)
    if code == "too_few_corrections":
        return ngettext(
            "Only %(kept)s corrective example could be made; at least %(least)s are needed.",
            "Only %(kept)s corrective examples could be made; at least %(least)s are needed.",
            figures["kept"],
        ) % {name: number_format(figures[name]) for name in ("kept", "least")}
    if code == "no_gain":
        return _no_gain(figures)
    if code == "declined":
        return _("A manager declined it: “%(why)s”") % {"why": figures.get("why", "")}
    if code == "deployment_failed" and figures.get("step") == "undone":
        return _("It was found unhealthy at its deployment, and what wrote before writes again.")
    return _plain(code)


def _plain(code: str) -> str:
    """Reasons that need no figures."""
    told = {
        "not_compared": _(
            "Too few products were measured of both versions: they cannot be compared."
        ),
        "not_trained": _("The family is a base model, which learns nothing from feedback."),
        "no_pattern": _(
            "Nothing stands out in the feedback: what failures have in common may be chance."
        ),
        "deployment_failed": _("Its deployment was broken off; what wrote before still writes."),
        "canary_errors": _("Its trial was ended: too many of its drafts failed."),
        "canary_scores": _("Its trial was ended: its drafts scored lower than the live version’s."),
        "trial_ended": _("Its trial has ended, so that a manager decides."),
        "nothing_live": _(
            "Nothing was live that it could be compared with, so that a manager decides."
        ),
        "live_changed": _(
            "Another version is live by now than the one it was compared with, so that it cannot "
            "be approved here: have both validated on the pages about models and deploy it there, "
            "or decline it."
        ),
        "refused_trial": _(
            "Another candidate of the family is being tried already, so that a manager decides."
        ),
        "refused_no_live": _("Nothing is live that a trial could be compared with."),
    }
    if code in told:
        return told[code]
    if code.startswith("refused_"):
        return _("It could not go live by itself, so that a manager decides.")
    return _("It does not write, for a reason that there are no words for.")


def _target(code: str, figures: Mapping[str, Any]) -> str:
    said = {
        "pattern": pattern_name(figures["kind"], figures["key"]),
        "before": number_format(figures["before"]),
        "after": number_format(figures["after"]),
        "products": number_format(figures["products"]),
    }
    if code == "commoner":
        return (
            _(
                "%(pattern)s has become more common: in %(after)s of %(products)s texts, and in "
                "%(before)s of the live version’s."
            )
            % said
        )
    return (
        _(
            "%(pattern)s is not surely rarer: in %(after)s of %(products)s texts, and in "
            "%(before)s of the live version’s."
        )
        % said
    )


def _not_higher(figures: Mapping[str, Any]) -> str:
    return _(
        "No pattern can be shown to be rarer in these texts, and the overall score is not surely "
        "higher: %(after)s after %(before)s, a difference from %(low)s to %(high)s."
    ) % {name: number_format(figures[name], 1) for name in ("after", "before", "low", "high")}


def _no_gain(figures: Mapping[str, Any]) -> str:
    if figures.get("before") is None or figures.get("best") is None:
        return _("The training made the loss on unseen products no lower.")
    said = {name: number_format(figures[name], 3) for name in ("before", "best")}
    return (
        _(
            "The training made the loss on unseen products no lower: it began at %(before)s and "
            "came to %(best)s at best."
        )
        % said
    )


def failure(row: Retraining) -> str:
    """Why a retraining came to nothing, or waits."""
    own = {
        "lost": _("The retraining was interrupted several times at the same place and given up."),
        "broker": _(
            "The queue is not answering, so the retraining has not begun. It begins by itself "
            "when the queue is back."
        ),
        "suite_changed": _(
            "The held-out products or the rules have changed between the two measurements, so "
            "that they cannot be compared."
        ),
        "engine_gone": _("The engine of a version is no longer in the settings."),
        "no_weights": _(
            "The live version has no adapter of its own that a training could go on from."
        ),
        "no_candidate": _("The training left no version that could be measured."),
        "not_measured": _("There is no measurement that could be decided on."),
        "not_registered": _("The training has ended, but no version came of it."),
        "build_failed": _("The engine could not build the version that was trained."),
        "training_failed": _training(row),
        "training_cancelled": _("The training was stopped."),
        "validation_cancelled": _("The measurement of the new version was stopped."),
        "live_validation_cancelled": _("The measurement of the live version was stopped."),
        "live_gone": _(
            "The version that was live when it began can no longer be measured, so that there is "
            "nothing to compare with."
        ),
        "products": _("The learning policy asks for more or fewer products than can be measured."),
        "threshold": _("The learning policy asks for a score outside 0 to 100."),
        "already_validating": _("A version of the family is being measured already."),
        "no_products": _("The held-out products that versions are measured on are missing."),
        "state": _("A version was in a state in which it cannot be measured."),
        "unknown": _("The family is a base model, which learns nothing from feedback."),
        "epochs": _("The learning policy asks for more or fewer rounds than can be trained."),
        "already_training": _("A model of the family is being trained already."),
        "not_built": _("The version that was trained could not be built."),
    }
    if row.error == "validation_failed" and row.validation:
        return evaluated.failure(row.validation)
    if row.error == "live_validation_failed" and row.live_validation:
        return evaluated.failure(row.live_validation)
    if row.error in ENGINES:
        return engine_trouble(row.error, row.live.served_as if row.live else "")
    return own.get(row.error) or _("The retraining failed. The details below say why.")


def _training(row: Retraining) -> str:
    if row.run is None or not row.run.error:
        return _("The training did not end well.")
    return trained.failure(row.run.error, row.run.result)

"""What a person is told when a model could not write."""

from __future__ import annotations

from django.utils.translation import gettext as _


def engine_message(code: str) -> str:
    """One sentence: what happened and what to do; for an unknown code, the general one."""
    return {
        "unavailable": _(
            "The model is not answering. Your facts are kept; try again in a minute, "
            "and tell whoever runs the system if it stays away."
        ),
        "busy": _("The model is busy with other listings. Your facts are kept; try again soon."),
        "timeout": _("The model took too long and was stopped. Your facts are kept; try again."),
        "interrupted": _(
            "The model stopped in the middle of its answer. Your facts are kept; try again."
        ),
        "truncated": _(
            "The model ran out of room before it was done. Try again, or give fewer features."
        ),
        "invalid": _(
            "The model did not answer in the form of a listing. Try again, or choose another model."
        ),
        "model_missing": _(
            "The chosen model is not installed any more. Choose another model and try again."
        ),
        "refused": _("The facts are too long for this model. Shorten the features and try again."),
        "cancelled": _("Writing was stopped."),
        "broker": _(
            "The queue is not answering, so writing has not begun. Your facts are kept; "
            "it starts by itself when the queue is back."
        ),
        "lost": _("Writing was interrupted several times and given up. Try again."),
    }.get(code) or _("Writing failed. Your facts are kept; try again.")

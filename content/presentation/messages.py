"""What a person is told when a model could not write, and a manager when an engine is not ready."""

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


def engine_trouble(code: str, model: str) -> str:
    """For whoever runs the system: what is wrong with an engine and what to look at."""
    told = {
        "unavailable": _(
            "Nothing answers at its address. Look whether the model server runs; if you gave "
            "OLLAMA_HOST, whether it names the right machine and port."
        ),
        "busy": _(
            "It is still loading or has too much to do. If it stays so for minutes, "
            "restart the model server."
        ),
        "timeout": _("It answers too slowly. Look at what keeps its machine busy."),
        "model_missing": _(
            "It answers, but does not have the model “%(model)s”, so no draft can be written. "
            "Install that model there, or name one it has in WALMARTGPT_OLLAMA_MODEL."
        ),
        "interrupted": _(
            "What answers there does not behave like a model server. Look whether another "
            "program has its address, and at the server's log."
        ),
    }.get(code) or _("It refuses to answer. The details below say why.")
    return told % {"model": model}

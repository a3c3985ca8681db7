"""The words that the rating page's scripts say; {braces} are filled in there."""

from __future__ import annotations

from django.utils.translation import gettext as _


def phrases() -> dict[str, str]:
    """Sentences by the names the scripts use."""
    return {
        "offline": _("The server cannot be reached. Your answer is kept in this browser."),
        "refused": _("The server did not accept this. Your answer is kept in this browser."),
        "signed_out": _("You have been signed out. Your answer is kept in this browser."),
        "sign_in": _("Sign in again"),
        "waiting": _(
            "The server cannot be reached. Answers kept in this browser: {count}. "
            "They are sent as soon as it answers."
        ),
        "sent": _("All answers have been sent."),
        "typed": _("You had written: “{text}”"),
        "unsent": _("First the last answer has to be sent: the server cannot be reached."),
        "draft": _("What you had begun here is back."),
        "pace": _("{count} an hour"),
    }

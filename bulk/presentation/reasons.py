"""Why a product of a batch was not written or not approved, or an approval failed, for the
person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.presentation.messages import engine_message


def failure(code: str) -> str:
    """Of a product that failed; empty without a code."""
    if not code:
        return ""
    return {
        "conflict": _(
            "Somebody changed the text after this batch was made, so it was left as it is."
        ),
        "approved_meanwhile": _(
            "Somebody approved the text after this batch was made, so it was left as it is."
        ),
        "no_right": _("Whoever asked for this batch may no longer write listings."),
        "unknown_model": _("The chosen model is no longer there."),
    }.get(code) or engine_message(code)


def refusal(code: str) -> str:
    """Of a listing that an approval in bulk did not take."""
    return {
        "not_approvable": _("It has errors that must be mended first."),
        "conflict": _(
            "Its text has changed since the batch wrote it: read it and approve it by itself."
        ),
        "no_revision": _("It has no text."),
    }.get(code) or _("It could not be approved.")


def approval_trouble(code: str) -> str:
    """Of an approval in bulk that failed, or does not begin; empty without a code."""
    if not code:
        return ""
    return {
        "no_right": _(
            "Whoever asked for this approval may no longer approve listings. What was approved by "
            "then stays approved."
        ),
        "lost": _(
            "The approval was interrupted several times and given up. What was approved by then "
            "stays approved: approve the rest once more."
        ),
        "broker": _("The queue cannot be reached: the approval begins once it is back."),
    }.get(code) or _("The approval failed. What was approved by then stays approved.")


def left_out(reasons: dict[str, int]) -> list[str]:
    """What of a person's choice did not go into the batch."""
    said = {
        "approved": _("approved already: %(count)d"),
        "elsewhere": _("in another batch: %(count)d"),
    }
    return [said[code] % {"count": count} for code, count in reasons.items() if code in said]

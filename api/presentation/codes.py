"""What each kind of problem means, and what its caller does then."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from api.presentation.documentation import CODES


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem."""

    name: str
    status: int
    text: str


def codes() -> list[Code]:
    """All that are explained, by their statuses."""
    words = _words()
    return [Code(name, status, words[name]) for name, status in CODES.items()]


def _words() -> dict[str, str]:
    return _about_requests() | _about_things()


def _about_requests() -> dict[str, str]:
    return {
        "unreadable": _("The body is not JSON in UTF-8. Mend it."),
        "no_token": _("There is no header “Authorization: Bearer …”."),
        "unknown_token": _("No token has this secret. Look whether it is whole."),
        "expired_token": _("The token’s time is over. Make another one."),
        "revoked_token": _("The token was revoked. Make another one."),
        "inactive": _("The account of the token’s person is switched off."),
        "forbidden": _("The role of the token’s person does not allow this."),
        "scope": _("The token lacks the scope that the detail names."),
        "not_found": _("Nothing has this address or number."),
        "method": _("“Allow” names the methods that the address has."),
        "key_reused": _("The Idempotency-Key belongs to another request. Use a new one."),
        "under_way": _("The same request is being done. Ask again after “Retry-After”."),
        "too_large": _("The body is larger than this site takes."),
        "media_type": _("The body has to be sent as application/json."),
        "invalid": _("“errors” names each field that cannot be used, and why."),
        "rate": _("The token asks too often. Wait for “Retry-After” seconds."),
        "streams": _("You follow as many drafts as one person may. End a stream."),
        "error": _("A fault of the site: it is in its log. Try again later."),
    }


def _about_things() -> dict[str, str]:
    return {
        "conflict": _(
            "The text is another one by now. “current” is its version: look, then decide."
        ),
        "approved_meanwhile": _("Somebody approved the listing. “approval” names the approval."),
        "facts_conflict": _("The facts are others by now. “current” is the product’s version."),
        "already_writing": _("A draft of this listing is being written. Wait for it or stop it."),
        "too_many_drafts": _("You have as many drafts on their way as one person may have."),
        "sku_taken": _("Another product has this SKU."),
        "already_deploying": _("A version of the family is being deployed already."),
        "too_late": _("Others judged the item meanwhile. Your answer is kept, but not counted."),
        "closed": _("The campaign is closed."),
        "taken": _("A retraining has used this feedback. It stays as it is."),
        "out_of_step": _("Another piece of the file comes next. “received” is where it begins."),
        "sample": _("Not all of the sample was read, or it has changed. Get another one."),
        "no_claim": _("The listing no longer makes this claim, or a fact carries it."),
        "not_approvable": _("The text has errors. “findings” names them."),
        "gate": _("The version is not good enough. “refusals” has every reason."),
        "unknown_model": _("No model has this name. The detail names those that there are."),
        "no_revision": _("The listing has no text of this version."),
    }

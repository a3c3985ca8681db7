"""Codes in words: what a message is about, and what went wrong with it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from api.webhooks.events import TEST, Kind


def kind_name(code: str) -> str:
    """An event in words."""
    if code == TEST:
        return _("A test")
    return str(Kind(code).label) if code in Kind.values else code


def trouble(code: str) -> str:
    """Why an attempt failed or a message was given up, and what mends it; empty for none."""
    sentences = {
        "address": _("The address cannot be read: add the webhook anew."),
        "private": _(
            "The name leads into a network inside, which WALMARTGPT_WEBHOOK_PRIVATE does not allow."
        ),
        "name": _("The name of the receiver was not found."),
        "away": _("Nobody took the connection: the receiver does not run there."),
        "certificate": _("The receiver’s certificate is not valid for its name."),
        "late": _("The receiver did not answer in time: it should answer first and work then."),
        "broken": _("The receiver broke the connection off without an answer."),
        "redirect": _("The receiver sent on to another address, which is not followed."),
        "status": _("The receiver refused the message."),
        "key": _("The site’s SECRET_KEY has changed: make a new secret for this webhook."),
        "no_turn": _("The receiver was away for too long."),
        "crowded": _("Too many messages waited for this receiver."),
        "lost": _("The workers that sent it ended again and again."),
        "broker": _("The queue is away: the message is sent once it is back."),
    }
    return sentences.get(code, code)

"""Letting a validated version write a share of the drafts, to be watched before it is live."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from accounts.roles import Right, require
from models_registry.actions.deploying import passed_gate
from models_registry.actions.moving import tell
from models_registry.actions.trying import end_trial
from models_registry.models import Canary, Family, Version
from models_registry.models.canary import MOST
from models_registry.queries.live import live_of


def start_trial(
    user: User | None, version: Version, share: int, *, threshold: float | None = None
) -> Canary:
    """Have `version` write for `share` of a hundred products; ActionRefused where the gate is
    closed, nothing is live to compare with, or another candidate is being tried."""
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    version = Version.objects.select_related("family").get(pk=version.pk)
    if not 1 <= share <= MOST:
        raise ActionRefused("share", _("The share is from 1 to %(most)d percent.") % {"most": MOST})
    live = live_of(version.family)
    if live is None or live.pk == version.pk:
        raise ActionRefused(
            "no_live",
            _("A trial needs another live version to be compared with: deploy this one instead."),
        )
    passed_gate(version, threshold)
    try:
        with transaction.atomic():
            _still_at_rest(version)
            canary = Canary.objects.create(
                family=version.family, version=version, share=share, started_by=user
            )
            tell(version, version.state, version.state, "canary", user, {"share": share})
    except IntegrityError as clash:
        raise ActionRefused(
            "trial",
            _("A candidate of %(family)s is being tried already: end that first.")
            % {"family": version.family},
        ) from clash
    return canary


def _still_at_rest(version: Version) -> None:
    """Nobody retires or deploys it while the trial begins."""
    now = Version.objects.select_for_update().get(pk=version.pk)
    if now.state != version.state:
        raise ActionRefused(
            "changed",
            _("%(version)s has changed meanwhile: look at it again.") % {"version": version},
        )


def stop_trial(user: User | None, family: Family) -> None:
    """End the trial by hand; ActionRefused where there is none."""
    if user is not None:
        require(user, Right.MANAGE_MODELS)
    if not end_trial(family.pk, "canary_ended", user):
        raise ActionRefused(
            "no_trial", _("No candidate of %(family)s is being tried.") % {"family": family}
        )

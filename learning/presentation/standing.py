"""How a retraining stands, in one sentence that stays true whatever happens to its version."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from learning import sentences
from learning.models import Retraining
from learning.queries.chain import Told
from models_registry.models import Deployment

Outcome, Status = Retraining.Outcome, Retraining.Status
GOOD, BAD, WARN, OPEN, BUSY = "good", "error", "warning", "advice", "brand"


@dataclass(frozen=True, slots=True)
class Standing:
    """A badge, the sentence beside it, and the colour of both."""

    badge: str
    sentence: str
    tone: str


def standing(told: Told, *, named: bool = True) -> Standing:
    """What to say of a retraining; unless it may be `named`, the version stays without a name."""
    row = told.row
    version = row.candidate.name if named and row.candidate else _("The new version")
    if row.is_active:
        return _active(row)
    if row.status == Status.FAILED:
        said = _("It came to nothing. The feedback stays for the next retraining.")
        return Standing(str(row.get_status_display()), said, BAD)
    if row.status == Status.CANCELLED:
        return Standing(str(row.get_status_display()), _stopped(told, version, named), WARN)
    if row.outcome in (Outcome.AWAITING, Outcome.CANARY):
        return _open(told, version)
    return _decided(told, version, named)


def _active(row: Retraining) -> Standing:
    stage = str(row.get_stage_display())
    if row.cancel_requested:
        return Standing(_("Stopping…"), stage, WARN)
    if row.status == Status.QUEUED and not row.times:
        return Standing(_("Waiting"), _("It begins as soon as a worker is free."), BUSY)
    return Standing(_("Under way"), stage, BUSY)


def _stopped(told: Told, version: str, named: bool) -> str:
    by = told.row.cancel_requested_by
    said = _("Stopped by %(who)s.") % {"who": by} if by and named else _("It was stopped.")
    if told.live is not None and told.live.pk == told.row.candidate_id:
        after = _("%(version)s is live all the same.") % {"version": version}
    else:
        after = _("The feedback stays for the next retraining.")
    return f"{said} {after}"


def _open(told: Told, version: str) -> Standing:
    """What a manager may still decide about, as it is by now."""
    row, name = told.row, {"version": version}
    if row.deployment is None and row.candidate is not None and row.candidate.is_live:
        return _deployed(told, version)  # on the pages about models, a moment ago
    if row.deployment is not None:
        if row.deployment.is_active:
            said = _("%(version)s was approved and is being deployed.") % name
            return Standing(_("Being deployed"), said, BUSY)
        if row.deployment.status == Deployment.Status.DONE:
            return _deployed(told, version)
        said = _("The deployment of %(version)s came to nothing: a manager decides again.") % name
        return Standing(str(row.get_outcome_display()), said, WARN)
    if row.outcome == Outcome.CANARY and told.trial is not None and told.trial.ended_at is None:
        said = _("%(version)s is better and writes for %(share)s of 100 products.") % (
            name | {"share": number_format(told.trial.share)}
        )
        return Standing(str(row.get_outcome_display()), said, GOOD)
    if row.outcome == Outcome.CANARY or row.reasons:
        said = _("A manager decides whether %(version)s is to write.") % name
    else:
        said = (
            _(
                "%(version)s is better on what failed and worse in nothing else. A manager decides "
                "whether it is to write."
            )
            % name
        )
    return Standing(str(Outcome.AWAITING.label), said, OPEN)


def _decided(told: Told, version: str, named: bool) -> Standing:
    row, name = told.row, {"version": version}
    label = str(row.get_outcome_display())
    match row.outcome:
        case Outcome.DEPLOYED:
            return _deployed(told, version)
        case Outcome.NOTHING:
            said = _("Too little could be learnt from the feedback; it stays for the next one.")
            return Standing(label, said, WARN)
        case Outcome.DECLINED:
            said = _("%(version)s does not write: a manager declined it.") % name
            return Standing(label, said, WARN)
        case Outcome.REJECTED:
            said = (
                _("%(version)s does not write. The feedback stays for the next retraining.") % name
            )
            return Standing(label, said, WARN)
    return Standing(label or str(row.get_status_display()), _("It has ended."), WARN)


def _deployed(told: Told, version: str) -> Standing:
    label = str(Outcome.DEPLOYED.label)
    if told.live is None or told.live.pk == told.row.candidate_id:
        return Standing(
            label, _("%(version)s is better, and writes now.") % {"version": version}, GOOD
        )
    said = _("%(version)s was better and wrote; another version has taken its place since.")
    return Standing(label, said % {"version": version}, GOOD)


def reasons(row: Retraining, only: str = "") -> list[str]:
    """Every reason for how it ended, or those of one code `only`."""
    return [sentences.reason(one) for one in row.reasons if only in ("", one["reason"])]

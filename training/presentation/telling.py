"""How far a training is, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from training.models import TrainingRun

MINUTE, HOUR = 60, 3600


def duration(seconds: float) -> str:
    """About how long: seconds below a minute, then minutes, then hours and minutes."""
    if seconds < MINUTE:
        return _("%(count)d s") % {"count": round(seconds)}
    if seconds < HOUR:
        return _("%(count)d min") % {"count": round(seconds / MINUTE)}
    minutes = round(seconds / MINUTE)
    return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def progress_line(run: TrainingRun) -> str:
    """One line for a terminal."""
    if run.stage != TrainingRun.Stage.TRAINING or not run.step:
        return str(run.get_stage_display())
    parts = [
        _("step %(step)d of %(steps)d") % {"step": run.step, "steps": run.steps},
        _("loss %(loss).3f") % {"loss": run.loss or 0},
    ]
    if run.validation_loss is not None:
        parts.append(_("check %(loss).3f") % {"loss": run.validation_loss})
    if run.seconds_left:
        parts.append(_("%(time)s left") % {"time": duration(run.seconds_left)})
    return ", ".join(parts)

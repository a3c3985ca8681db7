"""What is said of each rater: one clear sentence, and why somebody should look closer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from domain.fairness import Gold, Look, Reason
from evaluation.queries.fairness import RaterLook


@dataclass(frozen=True, slots=True)
class Line:
    """One rater as the page shows them."""

    rater: User
    look: Look
    skipped: int
    flagged: int
    late: int
    sentence: str
    reasons: tuple[str, ...]

    @property
    def look_closer(self) -> bool:
        """Whether a figure stands out."""
        return bool(self.reasons)


def lines(looks: Iterable[RaterLook]) -> list[Line]:
    """Each rater's figures in words."""
    return [
        Line(
            one.rater,
            one.look,
            one.skipped,
            one.flagged,
            one.late,
            _sentence(one.look),
            tuple(_reason(reason, one) for reason in one.look.reasons),
        )
        for one in looks
    ]


def percent(share: float | None) -> str:
    """A share as people read it; a dash where there is none."""
    return "–" if share is None else _("%(share)s %%") % {"share": number_format(100 * share, 0)}


def seconds_told(seconds: float | None) -> str:
    """A time in seconds, below ten with a digit; a dash where there is none."""
    if seconds is None:
        return "–"
    return str(number_format(seconds, 1 if seconds < 10 else 0))


def _sentence(look: Look) -> str:
    if not look.ratings:
        return _("Has not rated anything yet.")
    said = ngettext("%(count)s item rated", "%(count)s items rated", look.ratings)
    parts = [said % {"count": number_format(look.ratings)}]
    if look.seconds is not None:
        parts.append(
            _("%(seconds)s seconds an item at the median") % {"seconds": seconds_told(look.seconds)}
        )
    parts.append(_agreement(look.gold))
    return f"{', '.join(parts)}."


def _agreement(gold: Gold) -> str:
    if gold.within_one is not None:
        return _("agrees with the gold items within 1 point in %(share)s") % {
            "share": percent(gold.within_one)
        }
    if gold.exact is not None:
        return _("chose as expected in %(share)s of the gold items") % {
            "share": percent(gold.exact)
        }
    return _("no gold item yet")


def _reason(reason: Reason, one: RaterLook) -> str:
    look = one.look
    figures = {
        "fast": number_format(look.fast),
        "ratings": number_format(look.ratings),
        "distance": number_format(look.gold.distance or 0, 1),
        "within": percent(look.gold.within_one),
        "exact": percent(look.gold.exact),
        "equal": percent(look.equal),
        "side": percent(look.one_side),
        "skipped": number_format(one.skipped),
    }
    if reason is Reason.GOLD and look.gold.exact is not None:
        said = _("Only %(exact)s of the gold items were answered as expected.")
    else:
        said = {
            Reason.FAST: _(
                "%(fast)s of %(ratings)s answers came faster than the text can be read."
            ),
            Reason.GOLD: _(
                "The gold items were missed by %(distance)s points on average, and %(within)s of "
                "the scores lie within 1 point."
            ),
            Reason.EQUAL: _("%(equal)s of the items got the same score for every criterion."),
            Reason.ONE_SIDE: _("%(side)s of the decisions went to the same side of the page."),
            Reason.PASSED: _("%(skipped)s items were passed on, many for so few ratings."),
        }[reason]
    return said % figures

"""The panel of stars as a listing's page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from content.models import Listing
from domain.rating import SCALE
from learning.models.feedback import LONGEST_COMMENT
from learning.queries.stars import stars_of


def panel(
    user: User,
    listing: Listing,
    seen: int,
    typed: Mapping[str, str] | None = None,
    trouble: str = "",
) -> dict[str, Any]:
    """What the panel's template wants; `typed` stands in the form again after a refusal."""
    found = stars_of(user, listing, seen)
    now = found.now
    said = typed or {
        "stars": str(now.rating or "") if now else "",
        "comment": now.comment if now else "",
    }
    return {
        "listing": listing,
        "seen": seen,
        "given": now,
        "is_taken": now is not None and now.taken_by_id is not None,
        "earlier": found.earlier,
        "marks": [(str(each), str(each) == said.get("stars")) for each in SCALE],
        "comment": said.get("comment", ""),
        "longest": LONGEST_COMMENT,
        "trouble": trouble,
    }

"""Whether a person's listings are kept as training examples."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Right, require


def set_collecting(user: User, value: bool | None) -> None:
    """Remember the person's choice; None follows the site's setting."""
    require(user, Right.COLLECT_EXAMPLES)
    user.collect_examples = value
    user.save(update_fields=["collect_examples"])

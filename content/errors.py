"""What an action says when it does not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from content.models import Listing, Product
    from domain.judgement import Finding


class ActionRefused(Exception):
    """The action changed nothing; `str()` is one sentence for the person, `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class EditConflict(ActionRefused):
    """Someone saved the listing after the person's page had been loaded."""

    def __init__(self, current: Listing) -> None:
        super().__init__(
            "conflict",
            _(
                "Someone else changed this listing while you were working on it. "
                "Your text is kept here: compare the two and save again."
            ),
        )
        self.current = current


class FactsConflict(ActionRefused):
    """Someone changed the product's facts after the person's page had been loaded."""

    def __init__(self, current: Product) -> None:
        super().__init__(
            "facts_conflict",
            _("Someone else changed these facts while you were working on them."),
        )
        self.current = current


class NotApprovable(ActionRefused):
    """The listing still has errors."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            "not_approvable",
            _("This listing cannot be approved yet: mend its %(count)d errors first.")
            % {"count": len(findings)}
            if findings
            else _("There is no text to approve yet: write the listing first."),
        )
        self.findings = tuple(findings)

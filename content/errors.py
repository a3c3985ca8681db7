"""What the actions on listings say when they do not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.errors import ActionRefused

if TYPE_CHECKING:
    from content.models import Listing, Product
    from domain.judgement import Finding


class EditConflict(ActionRefused):
    """The listing got another text after the person's page had been loaded."""

    def __init__(self, current: Listing) -> None:
        super().__init__(
            "conflict",
            _("This listing has changed since you opened the page: look at it, then try again."),
        )
        self.current = current


class ApprovedMeanwhile(ActionRefused):
    """The listing was approved after the person's page had been loaded."""

    def __init__(self, current: Listing) -> None:
        super().__init__(
            "approved_meanwhile",
            _(
                "%(who)s approved this listing after you had opened the page. Nothing was "
                "changed: look at it, then decide."
            )
            % {"who": current.approved_by},
        )
        self.current = current


class FactsConflict(ActionRefused):
    """Someone changed the product's facts after the person's page had been loaded."""

    def __init__(self, current: Product) -> None:
        super().__init__(
            "facts_conflict",
            _("These facts have changed since you opened the page."),
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

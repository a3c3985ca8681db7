"""What an example scored under a rule pack: judging thousands anew would take minutes."""

from __future__ import annotations

from django.db import models


class Verdict(models.Model):
    """The scores of one product with one listing; other rules make another row."""

    key = models.CharField(max_length=64, primary_key=True)
    """SHA-256 over product, listing and the version of the rules."""
    scores = models.JSONField()
    judged_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key[:8]

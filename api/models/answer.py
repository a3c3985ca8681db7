"""The first answer to a request that names itself, so that sending it again does nothing again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Answer(models.Model):
    """One person's `Idempotency-Key`: held while the request is done, then its answer.

    Without a status the request is under way; a lease that ran out belongs to a process that died
    before its transaction ended, so that nothing was done.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    """SHA-256 of the method, the address and the body."""
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    stream = models.PositiveBigIntegerField(null=True)
    """The draft that the answer was the stream of."""
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key

"""A request that names itself by `Idempotency-Key` is done once, however often it is sent.

The key is held in a transaction of its own; then what was asked for and its answer are kept in one.
A process that is killed between leaves a lease that runs out, and nothing done.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from api.http.authentication import ApiRequest
from api.http.fields import one
from api.http.problems import Problem
from api.http.refusals import KNOWN, problem_from
from api.http.replies import Reply
from api.models import Answer

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200
KEPT: Final = timedelta(hours=24)
LEASE: Final = timedelta(seconds=60)
"""For how long a request is taken for being under way; none takes nearly as long."""


class LostLease(Exception):
    """Another process has taken the request over: what was done here is undone."""


@dataclass(frozen=True, slots=True)
class Claim:
    """This process's right to do a request."""

    row: int
    lease: uuid.UUID

    def keep(self, said: Reply) -> None:
        """Keep the answer; LostLease where the request is somebody else's by now."""
        kept = Answer.objects.filter(pk=self.row, lease=self.lease).update(
            status=said.status,
            headers=dict(said.headers),
            body=said.body,
            stream=said.stream,
            lease=None,
            lease_until=None,
        )
        if not kept:
            raise LostLease

    def drop(self) -> None:
        """Nothing was done, and nothing is to be kept: the same request may come again."""
        Answer.objects.filter(pk=self.row, lease=self.lease).delete()


def once(request: ApiRequest, act: Callable[[], Reply]) -> Reply:
    """What `act` gives, or gave when this request came first; what it refuses is kept as well,
    unless that could not be read."""
    taken = take(request)
    if taken is None:
        return act()
    if isinstance(taken, Reply):
        return taken
    try:
        with transaction.atomic():
            said = act()
            taken.keep(said)
    except LostLease as lost:
        raise _under_way() from lost
    except KNOWN as known:
        problem = problem_from(known)
        said = Reply.trouble(request, problem)
        if problem.code == "invalid":  # as where validation found it: the mended request may come
            taken.drop()
        else:
            taken.keep(said)
    except BaseException:
        taken.drop()
        raise
    return said


def take(request: ApiRequest) -> Claim | Reply | None:
    """The right to do the request, the answer it had, or None where it does not name itself."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return None
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise one("header", HEADER, "key", _key_sentence())
    user, print_ = request.auth.user, _print(request)
    return _claimed(user, key, print_) or _known(user, key, print_)


def _key_sentence() -> str:
    return _("A key has 1 to %(most)d printable ASCII characters.") % {"most": LONGEST}


def _claimed(user: User, key: str, print_: str) -> Claim | None:
    """The key, held for the first time; None where somebody was before."""
    now, lease = timezone.now(), uuid.uuid4()
    Answer.objects.filter(person=user, key=key, created_at__lt=now - KEPT).delete()
    if Answer.objects.filter(person=user, key=key).exists():
        return None
    try:
        with transaction.atomic():
            row = Answer.objects.create(
                person=user,
                key=key,
                request=print_,
                lease=lease,
                lease_until=now + LEASE,
                created_at=now,
            )
    except IntegrityError:
        return None
    return Claim(row.pk, lease)


def _known(user: User, key: str, print_: str) -> Claim | Reply:
    """The first answer; the claim where whoever did it died."""
    row = Answer.objects.filter(person=user, key=key).first()
    if row is None:  # dropped in this moment
        raise _under_way()
    if row.request != print_:
        raise Problem(
            409,
            "key_reused",
            _("This Idempotency-Key was used for another request: use a new one for this one."),
        )
    if row.status is not None:
        return Reply(row.body, row.status, row.headers, row.stream)
    return _taken_over(row) or _raise_under_way()


def _taken_over(row: Answer) -> Claim | None:
    now, lease = timezone.now(), uuid.uuid4()
    dead = Answer.objects.filter(pk=row.pk, lease=row.lease, lease_until__lt=now)
    return Claim(row.pk, lease) if dead.update(lease=lease, lease_until=now + LEASE) else None


def _raise_under_way() -> Claim:
    raise _under_way()


def _under_way() -> Problem:
    return Problem(
        409,
        "under_way",
        _("The same request is being done at this moment: ask again in a second."),
        headers={"Retry-After": "1"},
    )


def _print(request: ApiRequest) -> str:
    """Names what is asked for: another method, address or body is another request."""
    hashed = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    hashed.update(request.body)
    return hashed.hexdigest()


def forget() -> int:
    """Delete what is older than it is kept; how many that were."""
    gone, _each = Answer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return gone

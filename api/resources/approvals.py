"""Approving a batch from a score on, having read a sample."""

from __future__ import annotations

import secrets
from typing import Final

from ninja import Query

from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import batches as queries
from api.schemas.approvals import (
    APPROVAL,
    SAMPLED,
    BatchApprovalIn,
    BatchApprovalList,
    BatchApprovalOut,
    SampleFilter,
    SampleItem,
    SampleOut,
)
from api.schemas.values import Id
from bulk.actions.approving import request_approval
from bulk.queries.approvals import approvals_of, sample_of

resource = Resource("batches")
SEEDS: Final = 2**31


@resource.get("/batches/{batch}/sample", gives=SampleOut, told=SAMPLED)
def get_batch_sample(request: ApiRequest, batch: Id, wanted: Query[SampleFilter]) -> SampleOut:
    """Get a sample to read before a batch is approved.

    Of the drafts that score so much and are not approved yet; another one each time.
    """
    require(request.auth.user, Right.APPROVE_LISTINGS)
    row, least = queries.batch(batch), wanted.threshold
    items, count = sample_of(row, least, secrets.randbelow(SEEDS))
    return SampleOut(threshold=least, count=count, sample=[SampleItem.of(one) for one in items])


@resource.get(
    "/batches/{batch}/approvals", gives=BatchApprovalList, told={"items": [APPROVAL | {"left": 0}]}
)
def list_batch_approvals(request: ApiRequest, batch: Id) -> BatchApprovalList:
    """List the last approvals of a batch.

    With what became of them, the newest first.
    """
    require(request.auth.user, Right.WRITE_LISTINGS)
    found = approvals_of(queries.batch(batch))
    return BatchApprovalList(items=[BatchApprovalOut.of(one) for one in found])


@resource.post(
    "/batches/{batch}/approvals",
    gives=BatchApprovalOut,
    status=202,
    asked={"threshold": 85, "read": [{"item": 61, "number": 3}]},
    told=APPROVAL,
)
def create_batch_approval(request: ApiRequest, batch: Id, sent: BatchApprovalIn) -> Reply:
    """Approve a batch from a score on.

    In the token’s person’s name, each listing by the rules of any approval; refused unless all of
    a sample was read.
    """
    user, row = require(request.auth.user, Right.APPROVE_LISTINGS), queries.batch(batch)
    read = [(one.item, one.number) for one in sent.read]
    made = request_approval(user, row, sent.threshold, read)
    told = next(one for one in approvals_of(row) if one.approval.pk == made.pk)
    return reply(BatchApprovalOut.of(told), 202, at=f"/api/v1/batches/{row.pk}/approvals")

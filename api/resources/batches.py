"""Batches: start one, look at it, pause it, let it go on, stop it, try again what failed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Query

from accounts.models import User
from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.fields import one
from api.http.replies import Reply, reply
from api.http.serving import Resource
from api.queries import batches as queries
from api.queries.finding import found
from api.queries.listings import page
from api.schemas.batches import (
    BATCH,
    ITEM,
    BatchIn,
    BatchItemFilter,
    BatchItemOut,
    BatchItemPage,
    BatchOut,
    BatchPage,
)
from api.schemas.values import Id, Paging
from bulk.actions import batches as actions
from bulk.models import Batch
from bulk.queries.batches import counts_of
from bulk.queries.imports import brought_by, visible
from content.models import Listing

resource = Resource("batches")
_LIST, _ITEMS = "batches", "batch-items"


@resource.get("/batches", gives=BatchPage, told={"items": [BATCH], "next": None})
def list_batches(request: ApiRequest, wanted: Query[Paging]) -> BatchPage:
    """List batches.

    The newest first.
    """
    require(request.auth.user, Right.WRITE_LISTINGS)
    found, last = page(queries.batches(), read(_LIST, wanted.cursor), wanted.limit)
    counts = counts_of(row.pk for row in found)
    return BatchPage(
        items=[BatchOut.of(row, counts[row.pk]) for row in found],
        next=written(_LIST, last),
    )


@resource.get("/batches/{batch}", gives=BatchOut, told=BATCH)
def get_batch(request: ApiRequest, batch: Id) -> BatchOut:
    """Get a batch."""
    require(request.auth.user, Right.WRITE_LISTINGS)
    return _shown(queries.batch(batch))


@resource.get("/batches/{batch}/items", gives=BatchItemPage, told={"items": [ITEM], "next": None})
def list_batch_items(
    request: ApiRequest, batch: Id, wanted: Query[BatchItemFilter]
) -> BatchItemPage:
    """List the products of a batch.

    The last ones first; `status` says which.
    """
    require(request.auth.user, Right.WRITE_LISTINGS)
    rows = queries.items(queries.batch(batch), wanted.status)
    found, last = page(rows, read(_ITEMS, wanted.cursor), wanted.limit)
    return BatchItemPage(items=[BatchItemOut.of(row) for row in found], next=written(_ITEMS, last))


@resource.post(
    "/batches",
    gives=BatchOut,
    status=202,
    may=[404],
    asked={"listings": [17, 18], "name": "Spring", "best_of": 1},
    told=BATCH,
)
def create_batch(request: ApiRequest, sent: BatchIn) -> Reply:
    """Have many products written.

    Of `listings`, or of everything that an import brought. Approved texts and what another batch
    is about to write are left out. `batch.finished` is told to webhooks.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    made = actions.start_batch(user, _chosen(user, sent), sent.options())
    return reply(_shown(made), 202, at=f"/api/v1/batches/{made.pk}")


@resource.post("/batches/{batch}/pause", gives=BatchOut, told=BATCH | {"status": "paused"})
def pause_batch(request: ApiRequest, batch: Id) -> BatchOut:
    """Pause a batch.

    What is being written is finished, and nothing more is begun.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    return _shown(actions.pause_batch(user, queries.batch(batch)))


@resource.post("/batches/{batch}/resume", gives=BatchOut, told=BATCH)
def resume_batch(request: ApiRequest, batch: Id) -> BatchOut:
    """Let a paused batch go on."""
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    return _shown(actions.resume_batch(user, queries.batch(batch)))


@resource.post("/batches/{batch}/retry", gives=BatchOut, told=BATCH)
def retry_batch(request: ApiRequest, batch: Id) -> BatchOut:
    """Try again what failed.

    Over the text that is there now. What somebody approved since stays failed, unless the failure
    was that the text had been changed or approved.
    """
    row = queries.batch(batch)
    actions.retry_failed(require(request.auth.user, Right.WRITE_LISTINGS), row)
    return _shown(queries.batch(batch))


@resource.delete(
    "/batches/{batch}", gives=BatchOut, may=[409], told=BATCH | {"status": "cancelled"}
)
def cancel_batch(request: ApiRequest, batch: Id) -> BatchOut:
    """Stop a batch.

    What was written by then stays.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    return _shown(actions.cancel_batch(user, queries.batch(batch)))


def _chosen(user: User, sent: BatchIn) -> QuerySet[Listing]:
    if (sent.listings is None) == (sent.imported is None):
        said = _("Send either “listings” or the number of an import as “imported”.")
        raise one("body", "listings", "one_of", said)
    if sent.listings is not None:
        return Listing.objects.filter(pk__in=sent.listings)
    return brought_by(found(visible(user).filter(pk=sent.imported or 0).first()).pk)


def _shown(row: Batch) -> BatchOut:
    return BatchOut.of(row, counts_of([row.pk])[row.pk])

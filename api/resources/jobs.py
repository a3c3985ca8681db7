"""Jobs: one's own drafts, how far they are, their events, and stopping them."""

from __future__ import annotations

from ninja import Query

from accounts.roles import Right, require
from api.http.authentication import ApiRequest
from api.http.cursors import read, written
from api.http.replies import Reply
from api.http.serving import Resource
from api.queries import listings as queries
from api.schemas.jobs import JOB, JobFilter, JobOut, JobPage
from api.schemas.values import Id
from content.actions import cancel_draft

resource = Resource("jobs")
_LIST = "jobs"


@resource.get("/jobs", gives=JobPage, told={"items": [JOB], "next": None})
def list_jobs(request: ApiRequest, wanted: Query[JobFilter]) -> JobPage:
    """List your own jobs.

    The newest first.
    """
    user = require(request.auth.user, Right.READ_LISTINGS)
    rows = queries.jobs(user.pk, active=wanted.active)
    found, last = queries.page(rows, read(_LIST, wanted.cursor), wanted.limit)
    return JobPage(items=[JobOut.of(row) for row in found], next=written(_LIST, last))


@resource.get("/jobs/{job}", gives=JobOut, told=JOB)
def get_job(request: ApiRequest, job: Id) -> JobOut:
    """Get a job."""
    require(request.auth.user, Right.READ_LISTINGS)
    return JobOut.of(queries.job(job))


@resource.get("/jobs/{job}/events", gives=None, streams=True)
def follow_job(request: ApiRequest, job: Id) -> Reply:
    """Follow a job.

    Server-sent events of the draft as it is written: `phase`, `draft` (the text so far), and at the
    end `done`, `failed` or `cancelled`. `Last-Event-ID` goes on where a stream broke off.
    """
    require(request.auth.user, Right.READ_LISTINGS)
    return Reply(stream=queries.job(job).pk)


@resource.delete("/jobs/{job}", gives=JobOut, told=JOB | {"cancel_requested": True})
def cancel_job(request: ApiRequest, job: Id) -> JobOut:
    """Stop a job.

    At once while it waits, within a second while it is being written; one that has ended stays.
    """
    user = require(request.auth.user, Right.WRITE_LISTINGS)
    row = queries.job(job)
    if row.is_active:
        cancel_draft(user, row)
    return JobOut.of(queries.job(job))

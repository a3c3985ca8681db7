"""What went wrong: the patterns of a retraining, and those of the feedback that waits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Right, require
from learning.models import Policy, Retraining
from learning.presentation.patterns_page import page_of
from learning.queries.patterns import newest, policies, retrainings


@require_safe
@never_cache
@login_required
def patterns(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Of one retraining, or of the newest of the policy that `?policy=` names."""
    require(request.user, Right.TRAIN_MODELS)
    row, found = None, policies()
    if pk is not None:
        row = get_object_or_404(Retraining.objects.select_related("candidate__family"), pk=pk)
        policy: Policy | None = next(one for one in found if one.pk == row.policy_id)
    else:
        policy = _policy(found, request.GET.get("policy", ""))
    context: dict[str, Any] = {"policies": found, "policy": policy}
    if policy is not None:
        rows = retrainings(policy)
        row = row or next(iter(rows), None)
        context |= {"rows": rows, "page": page_of(policy, row)}
    return render(request, "learning/patterns.html", context)


def _policy(found: list[Policy], asked: str) -> Policy | None:
    """The one that is asked for, else the one that learnt last; None where there is none."""
    if not asked:
        number = newest()
        return next((one for one in found if one.pk == number), found[0] if found else None)
    for one in found:
        if str(one.pk) == asked:
            return one
    raise Http404

"""What people think of versions: their overall ratings, from every campaign that asked for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Avg, FloatField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from domain.rating import HIGHEST, LOWEST, OVERALL
from evaluation.figures import Measure, mean_of
from evaluation.models import Assignment


def satisfaction(versions: Sequence[int]) -> dict[int, Measure]:
    """By version the mean overall rating with its interval, over the rated texts; one query.

    Of a text's raters the mean counts once: they judge the same words, so that three ratings of
    one text say less than three texts would, and an interval over single ratings is too narrow.
    Versions that nobody has rated are left out, and so is gold, which shows whether raters read.
    """
    rated = Assignment.objects.filter(
        state=Assignment.State.RATED,
        item__version__in=versions,
        item__gold__isnull=True,
        **{f"scores__{OVERALL}__isnull": False},
    )
    overall = Cast(KT(f"scores__{OVERALL}"), FloatField())
    means: dict[int, list[float]] = defaultdict(list)
    texts = rated.order_by().values("item__version", "item").annotate(mean=Avg(overall))
    for version, mean in texts.values_list("item__version", "mean").iterator():
        means[version].append(mean)
    return {version: mean_of(found, HIGHEST, LOWEST) for version, found in means.items()}

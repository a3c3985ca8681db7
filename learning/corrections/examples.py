"""A corrective example as it is kept, and as curation sees it."""

from __future__ import annotations

from typing import Any, Final

from domain.examples import document, read
from learning.corrections.making import Text
from learning.models import Correction, Feedback, Retraining
from training.curation import Sample, Source
from training.queries.samples import KEPT
from training.queries.verdicts import scores_of

Origin = Correction.Origin
SOURCES: Final = {
    Origin.EDIT: Source.EDITED,
    Origin.PREFERRED: Source.RATED,
    Origin.RATED: Source.RATED,
    Origin.REPAIRED: Source.CORRECTED,
    Origin.FRESH: Source.CORRECTED,
}


def example_of(
    feedback: Feedback, origin: str, text: Text, *, writer: str, rating: float | None = None
) -> dict[str, Any]:
    """The exchange JSON, with where it comes from and which feedback it answers."""
    made = document(
        feedback.product(),
        text.listing,
        text.judgement,
        timestamp=feedback.created_at,
        model_used=writer,
    )
    told = {"id": f"feedback-{feedback.pk}", "origin": origin, "feedback": feedback.pk}
    return {**told, **({"rating": round(rating, 2)} if rating is not None else {}), **made}


def samples_of(row: Retraining) -> list[Sample]:
    """What a retraining has to learn that is new, judged by today's rules."""
    kept = list(row.corrections.filter(outcome=Correction.Outcome.KEPT).order_by("feedback_id"))
    pairs = [read(one.document) for one in kept]
    return [
        Sample(
            key=one.document["id"],
            source=SOURCES[Origin(one.origin)],
            product=product,
            listing=listing,
            scores=scores,
            document={name: one.document[name] for name in KEPT if name in one.document},
            rating=one.document.get("rating"),
        )
        for one, (product, listing), scores in zip(kept, pairs, scores_of(pairs), strict=True)
    ]

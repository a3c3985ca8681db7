"""Data of which others published the statistics."""

from __future__ import annotations

from typing import Final

_: Final = None

KRIPPENDORFF_C: Final = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
"""Krippendorff (2011), "Computing Krippendorff's alpha-reliability", C: 4 raters x 12 units."""

SHROUT_FLEISS: Final = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)
"""Shrout & Fleiss (1979), "Intraclass correlations", table 2: 6 targets x 4 judges."""

FLEISS: Final = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
"""The example of Fleiss' kappa: 10 subjects, 14 raters, 5 categories."""

CROSSED: Final = (
    (23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12),
    (17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18),
)
"""Darwin (1876): heights of crossed and self-fertilised maize, inches, in pairs."""

BENJAMINI_HOCHBERG: Final = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
)
"""Benjamini & Hochberg (1995), section 4: 15 comparisons."""

BASEBALL: Final = {
    "Milwaukee": {"Detroit": (4, 3), "Toronto": (4, 2), "New York": (4, 3)}
    | {"Boston": (6, 1), "Cleveland": (4, 2), "Baltimore": (6, 0)},
    "Detroit": {"Milwaukee": (3, 3), "Toronto": (4, 2), "New York": (4, 3)}
    | {"Boston": (6, 0), "Cleveland": (6, 1), "Baltimore": (4, 3)},
    "Toronto": {"Milwaukee": (2, 5), "Detroit": (4, 3), "New York": (2, 4)}
    | {"Boston": (4, 3), "Cleveland": (4, 2), "Baltimore": (6, 0)},
    "New York": {"Milwaukee": (3, 3), "Detroit": (5, 1), "Toronto": (2, 5)}
    | {"Boston": (4, 3), "Cleveland": (4, 2), "Baltimore": (6, 1)},
    "Boston": {"Milwaukee": (5, 1), "Detroit": (2, 5), "Toronto": (3, 3)}
    | {"New York": (4, 2), "Cleveland": (5, 2), "Baltimore": (6, 0)},
    "Cleveland": {"Milwaukee": (2, 5), "Detroit": (3, 3), "Toronto": (3, 4)}
    | {"New York": (4, 3), "Boston": (4, 2), "Baltimore": (2, 4)},
    "Baltimore": {"Milwaukee": (2, 5), "Detroit": (1, 5), "Toronto": (1, 6)}
    | {"New York": (2, 4), "Boston": (1, 6), "Cleveland": (3, 4)},
}
"""Agresti, "Categorical Data Analysis": games at home, won and lost, American League 1987."""


def krippendorff_ratings() -> list[tuple[int, int, float]]:
    """Data C as (rater, unit, value)."""
    return [
        (rater, unit, value)
        for rater, row in enumerate(KRIPPENDORFF_C)
        for unit, value in enumerate(row)
        if value is not None
    ]

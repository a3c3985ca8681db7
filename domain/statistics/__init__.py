"""What ratings, scores and comparisons can show: thin over numpy and scipy.

Nothing here knows what is measured. `intervals` alone is loaded with the package; whoever asks for
the rest imports its module.
"""

from domain.statistics.intervals import (
    CONFIDENCE,
    Interval,
    mean_interval,
    quantile,
    share_interval,
)

__all__ = ["CONFIDENCE", "Interval", "mean_interval", "quantile", "share_interval"]

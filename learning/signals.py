"""What others may want to hear of retrainings, sent inside the transaction that did it.

A receiver that fails takes the whole of it back: what follows is kept with it, or neither is.
"""

from __future__ import annotations

from django.dispatch import Signal

finished = Signal()
"""A retraining has ended, whatever came of it: `retraining`, as it is kept."""

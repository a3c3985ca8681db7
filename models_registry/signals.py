"""What others may want to hear of versions, sent inside the transaction that did it.

A receiver that fails takes the whole of it back: what follows is kept with it, or neither is.
"""

from __future__ import annotations

from django.dispatch import Signal

deployed = Signal()
"""A version writes and was found healthy, after a deployment or a way back: `deployment`."""

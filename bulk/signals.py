"""What others may want to hear of bulk work, sent inside the transaction that did it.

A receiver that fails takes the whole of it back: what follows is kept with it, or neither is.
"""

from __future__ import annotations

from django.dispatch import Signal

batch_finished = Signal()
"""A batch has come to its end: `number` (its key), `status` (a code), `counts` (by code, how many
products) and `finished_at` (aware). One whose failed rows are tried again ends again."""

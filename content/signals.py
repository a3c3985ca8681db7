"""What others may want to hear of listings, sent inside the transaction that did it.

A receiver that fails takes the whole of it back: what follows from an approval is kept with it,
or neither is.
"""

from __future__ import annotations

from django.dispatch import Signal

approved = Signal()
"""A person approved a text: `listing`, `revision`, `user`."""

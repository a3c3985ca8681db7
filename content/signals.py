"""What others may want to hear of listings."""

from __future__ import annotations

from django.dispatch import Signal

approved = Signal()
"""A person approved a text: `listing`, `revision`, `user`. Sent inside the transaction that did it:
a receiver that fails takes the whole of it back, so that what follows from an approval is kept with
it, or neither is."""
behind_ended = Signal()
"""A draft that goes after people's own has ended, however: `generation` is its number. Sent once
that is kept; whoever hears it must do without, since a process may die before it is sent."""

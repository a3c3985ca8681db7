"""What others may want to hear of answers, sent inside the transaction that keeps them.

A receiver that fails takes the answer back: what follows from it is kept with it, or neither is.
"""

from __future__ import annotations

from django.dispatch import Signal

answered = Signal()
"""A rater answered, or changed an answer: `assignment`."""

taken_back = Signal()
"""A rater took an answer back: `assignment`."""

"""Grounding: each checkable claim of a listing is traced to the product fact it comes from."""

from domain.quality.grounding.trace import Tracing, trace

__all__ = ["Tracing", "trace"]

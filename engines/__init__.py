"""How text is asked of a model: one interface and several backends, chosen by a setting."""

from __future__ import annotations

import os
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from engines.base import Engine

_engines: dict[str, Engine] = {}
_lock = Lock()


def get_engine(alias: str = "default") -> Engine:
    """The engine that the setting ENGINES configures under `alias`, one a process."""
    with _lock:
        if alias not in _engines:
            _engines[alias] = _build(alias)
        return _engines[alias]


def _build(alias: str) -> Engine:
    try:
        config = settings.ENGINES[alias]
    except KeyError:
        raise ImproperlyConfigured(f"The setting ENGINES has no engine {alias!r}.") from None
    engine: Engine = import_string(config["BACKEND"])(**config.get("OPTIONS", {}))
    return engine


def _forget(setting: str = "ENGINES", **_kwargs: Any) -> None:
    """Build anew in a forked child, and after a test changed the setting."""
    global _engines, _lock
    if setting == "ENGINES":
        _engines, _lock = {}, Lock()


os.register_at_fork(after_in_child=_forget)
setting_changed.connect(_forget, dispatch_uid="engines")

"""Which models the model server offers: it watches the files, and takes up what is new.

A new adapter needs a new llama.cpp, which is loaded beside the old one: the old one answers until
the new one does, finishes what it is writing, and is freed. What is told rather than trained, or
taken away, needs none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from engines import llamacpp_built, llamacpp_info, llamacpp_model
from engines.llamacpp_loading import TOKENS_PER_SLOT, Loaded, LoadError, let_go, load

Adapters = dict[str, tuple[Path, str]]
"""Each model's adapter with its SHA-256, by the model's name."""


class Serving:
    """The llama.cpp that answers now, and the file that says so."""

    def __init__(self, base: Path, name: str, models: Path, threads: int, info: Path) -> None:
        self._base, self._name, self._models = base, name, models
        self._threads, self._info_path = threads, info
        self._refused: dict[str, str] = {}
        self._loaded: Loaded | None = None
        self._announced: llamacpp_info.ServerInfo | None = None

    def refresh(self) -> llamacpp_info.ServerInfo:
        """Offer what the files make now; loads only where an adapter is there that is not loaded.

        LoadError where not even the base model can be loaded.
        """
        offers = llamacpp_built.offered(self._models)
        fingerprints = llamacpp_built.fingerprints(offers)
        self._refused = {
            digest: reason
            for digest, reason in self._refused.items()
            if digest in fingerprints.values()
        }
        wanted: Adapters = {
            name: (offer.adapter, fingerprints[name])
            for name, offer in offers.items()
            if offer.adapter and fingerprints[name] not in self._refused
        }
        old = self._loaded
        if old is None or not _digests(wanted).items() <= old.adapters.items():
            self._loaded = self._load(wanted, old)
        assert self._loaded is not None  # noqa: S101 - loaded above
        usable = _digests(wanted).items() & self._loaded.adapters.items()
        told = {name for name, offer in offers.items() if not offer.adapter}
        info = self._info(self._loaded, sorted(told | {name for name, _ in usable}))
        if info != self._announced:
            info.write(self._info_path)
            self._announced = info
        if old is not None and old is not self._loaded:
            let_go(old)
        return info

    def _load(self, wanted: Adapters, old: Loaded | None) -> Loaded:
        """A llama.cpp with `wanted`, or with as much of it as can be loaded."""
        try:
            return load(self._base, wanted, self._threads)
        except LoadError:
            known = old.adapters.items() if old else ()
            fresh = {name for name, item in _digests(wanted).items() if (name, item) not in known}
        # One of the new adapters is bad, and llama.cpp does not say which: try them one by one.
        good = {name: item for name, item in wanted.items() if name not in fresh}
        best = old or load(self._base, good, self._threads)
        for name in sorted(fresh):
            more = {**good, name: wanted[name]}
            try:
                best = load(self._base, more, self._threads)
                good = more
            except LoadError as error:
                path, digest = wanted[name]
                self._refused[digest] = f"{path.name} of {name} cannot be loaded: {error.__cause__}"
                print(f"engine: {self._refused[digest]}", file=sys.stderr, flush=True)
        return best

    def _info(self, loaded: Loaded, names: list[str]) -> llamacpp_info.ServerInfo:
        return llamacpp_info.ServerInfo(
            url=loaded.url,
            key=loaded.key,
            model=self._name,
            models=(self._name, *(name for name in names if name != self._name)),
            adapters=dict(loaded.adapters),
            refused=dict(self._refused),
            pid=os.getpid(),
            n_ctx=TOKENS_PER_SLOT,
            version=llamacpp_model.engine_version(),
        )


def _digests(adapters: Mapping[str, tuple[Path, str]]) -> dict[str, str]:
    return {name: digest for name, (_, digest) in adapters.items()}

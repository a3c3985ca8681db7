"""Building at an Ollama server: blobs first, then one request that names them.

Up to 0.34.0 Ollama lays a GGUF adapter over a base model; from 0.34.1 it takes whole models only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import ollama

from engines.base import (
    Build,
    EngineInterrupted,
    ModelExists,
    ModelMissing,
    RequestRefused,
)
from engines.building import check_build, check_digest, rung, typed
from engines.ollama_wire import awake, digest_of, digests, numbers, tag, translated

WITHOUT_ADAPTERS = (0, 34, 1)
"""The first version that refuses them."""
PROBE_SECONDS = 180.0


def create(url: str, build: Build, *, again: bool, timeout: httpx.Timeout) -> str:
    """See Engine. Nothing of the name is there before Ollama says success."""
    check_build(build)
    version = awake(url)
    known = digests(url)
    if not again and tag(build.name) in map(tag, known):
        raise ModelExists(f"{build.name} was built before.")
    kind, path = _chosen(build.files, version)
    if kind != "merged":
        # A FROM that is not there would be pulled from the internet.
        digest_of(build.modelfile.base, known)
    with ollama.Client(url, timeout=timeout) as client, translated(url):
        fields: dict[str, Any] = {} if kind == "merged" else {"from_": build.modelfile.base}
        if path is not None:
            blob = {path.name: client.create_blob(path)}
            fields |= {"files": blob} if kind == "merged" else {"adapters": blob}
        _follow(client, build, fields)
    return digest_of(build.name, digests(url))


def delete(url: str, name: str, timeout: httpx.Timeout) -> None:
    """See Engine."""
    try:
        with ollama.Client(url, timeout=timeout) as client, translated(url):
            client.delete(name)
    except ModelMissing:
        return


def verify(url: str, name: str, digest: str, *, num_ctx: int, keep_alive: str | float) -> None:
    """See Engine. The last rungs load it, with the context that requests will ask for."""
    with rung("the server answers"):
        awake(url)
    with rung("the model is the one that was built"):
        check_digest(name, digest_of(name, digests(url)), digest)
    timeout = httpx.Timeout(PROBE_SECONDS, connect=5)
    with ollama.Client(url, timeout=timeout) as client:
        with rung("the model loads"), translated(url):
            options = {"num_ctx": num_ctx}
            loaded = client.generate(name, prompt="", options=options, keep_alive=keep_alive)
            if loaded.done_reason != "load":
                raise EngineInterrupted(f"It ended for the reason {loaded.done_reason!r}.")
        with rung("the model stays loaded"), translated(url):
            running = [model.model or model.name or "" for model in client.ps().models]
            if tag(name) not in map(tag, running):
                raise EngineInterrupted(f"Loaded are: {', '.join(running) or 'none'}.")


def _chosen(files: Mapping[str, Path], version: str) -> tuple[str, Path | None]:
    """The file that this version can build from."""
    if "adapter" in files and numbers(version) < WITHOUT_ADAPTERS:
        return "adapter", files["adapter"]
    if "merged" in files:
        return "merged", files["merged"]
    if files:
        raise RequestRefused(f"Ollama {version} takes no adapters: a merged model is needed.")
    return "", None


def _follow(client: ollama.Client, build: Build, fields: Mapping[str, Any]) -> None:
    """Ask, and read the progress to its end: an error may come under status 200."""
    told, last = build.modelfile, ""
    progress = client.create(
        model=build.name,
        template=told.template or None,
        system=told.system or None,
        parameters=typed(told) or None,
        messages=[{"role": role, "content": said} for role, said in told.messages] or None,
        stream=True,
        **fields,
    )
    for line in progress:
        last = line.status or last
    if last != "success":
        raise EngineInterrupted(f"Building {build.name} ended with {last!r}.")

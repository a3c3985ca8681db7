"""What an Ollama server does when models are built, as far as its documentation and source say."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.engines.standin import Reply

BASE = "llama3.1:8b"


class OllamaStore:
    """The models and blobs of one server; `version` decides whether it takes adapters."""

    def __init__(self, version: str = "0.33.0", *, error: str = "") -> None:
        self.version, self.error = version, error
        """`error`: what a build fails with, after its first line."""
        self.last_line = "success"
        self.done_reason = "load"
        self.stays_loaded = True
        self.models = {BASE: "46e0" * 16}
        self.blobs: dict[str, int] = {}
        self.created: list[dict[str, Any]] = []
        self.loaded: list[str] = []

    def answer(self, method: str, path: str, body: bytes) -> Reply | None:
        """The reply to one request; None for one that is not about building."""
        if path.startswith("/api/blobs/"):
            return self._blob(path.rpartition("/")[2], body)
        said = json.loads(body) if body else {}
        match method, path:
            case "GET", "/":
                return Reply(body=b"Ollama is running")
            case "GET", "/api/version":
                return _json({"version": self.version})
            case "GET", "/api/tags":
                return _json({"models": [_entry(*item) for item in self.models.items()]})
            case "GET", "/api/ps":
                return _json({"models": [{"model": name} for name in self.loaded]})
            case "POST", "/api/create":
                return self._create(said)
            case "POST", "/api/generate":
                return self._load(said)
            case "DELETE", "/api/delete":
                gone = self.models.pop(said["model"], None)
                return _not_found(said["model"]) if gone is None else Reply(body=b"{}")
        return None if said.get("model") in self.models else _not_found(str(said.get("model")))

    def _blob(self, name: str, content: bytes) -> Reply:
        if name != f"sha256:{hashlib.sha256(content).hexdigest()}":
            return Reply(status=400, body=b'{"error": "digest mismatch"}')
        self.blobs[name] = len(content)
        return Reply(status=201, body=b"{}")

    def _create(self, said: dict[str, Any]) -> Reply:
        self.created.append(said)
        files = {**said.get("files", {}), **said.get("adapters", {})}
        if "adapters" in said and self.version == "0.34.1":
            return _refusal("adapters are not supported")
        if "from" not in said and "files" not in said:
            return _refusal("neither from or files was specified")
        if not self.blobs.keys() >= set(files.values()):
            return _refusal("blob not found")
        lines = [{"status": "parsing GGUF"}, {"status": "writing manifest"}]
        if self.error:
            return Reply([_line(lines[0]), _line({"error": self.error})])
        if self.last_line == "success":
            self.models[said["model"]] = hashlib.sha256(
                json.dumps({**said, "stream": None}, sort_keys=True).encode()
            ).hexdigest()
        return Reply([*map(_line, lines), _line({"status": self.last_line})])

    def _load(self, said: dict[str, Any]) -> Reply:
        if said["model"] not in self.models:
            return _not_found(said["model"])
        if self.stays_loaded:
            self.loaded.append(said["model"])
        return _json({"response": "", "done": True, "done_reason": self.done_reason})


def _entry(name: str, digest: str) -> dict[str, str]:
    return {"model": name, "name": name, "digest": digest}


def _json(value: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(value).encode())


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _refusal(reason: str) -> Reply:
    return Reply(status=400, body=json.dumps({"error": reason}).encode())


def _not_found(name: str) -> Reply:
    return Reply(status=404, body=json.dumps({"error": f"model {name!r} not found"}).encode())

"""Every engine behind one face, so that the contract's cases are written once."""

from __future__ import annotations

import itertools
import json
import os
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from domain.modelfile import Modelfile
from domain.prompt import Prompt
from engines.base import Build, EngineInterrupted, EngineUnavailable, Sampling
from engines.driver import Request, StreamingEngine
from engines.llamacpp import LlamaCppEngine
from engines.llamacpp_info import FILE_NAME, ServerInfo, read
from engines.llamacpp_model import SHIPPED
from engines.ollama import OllamaEngine
from engines.scripted import ScriptedEngine
from tests.engines.standin import Reply, StandIn

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 20, "maxLength": 80},
        "features": {
            "type": "array",
            "items": {"type": "string", "minLength": 3, "maxLength": 30},
            "minItems": 2,
            "maxItems": 3,
        },
    },
    "required": ["title", "features"],
    "additionalProperties": False,
}
SHIPPED_ADAPTER = SHIPPED / "walmart-gpt-expert@1.0.0.gguf"
LONG_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1990}
IMPOSSIBLE_SCHEMA: dict[str, Any] = {"type": "boolean", "not": {}}
"""No value satisfies it, and no grammar carries it: any answer is invalid."""
ANSWER = json.dumps(
    {"title": "Kırmızı bez çanta, günlük 😀", "features": ["Fermuarlı", "Yıkanır"]},
    ensure_ascii=False,
)


def short_prompt() -> Prompt:
    """A request with nothing special about it."""
    return Prompt(system="Ürünlerin ilanlarını yazarsın.", request="Ürün: kırmızı bez çanta.")


class Subject(ABC):
    """One engine, and the means to bring it into each of the contract's situations."""

    model: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """Where this engine's places are."""

    @abstractmethod
    def engine(self, **limits: float) -> StreamingEngine:
        """The engine, with these limits."""

    @abstractmethod
    def down(self) -> StreamingEngine:
        """The engine where nothing answers."""

    @abstractmethod
    def idle(self) -> bool:
        """Whether the server itself says that no request is being answered."""

    @abstractmethod
    def will_lack_the_model(self) -> None:
        """The next request names a model that the server does not have."""

    @abstractmethod
    def will_answer(self, text: str) -> None:
        """The next answer."""

    @abstractmethod
    def will_write_for_ever(self) -> None:
        """The next answer has no end."""

    @abstractmethod
    def will_read_for_ever(self) -> None:
        """The next answer never begins."""

    @abstractmethod
    def will_be_cut_short(self, text: str) -> None:
        """The next answer stops at the length limit."""

    def build(self, name: str, *, trained: bool = True) -> Build:
        """What a model can be built from; a trained one where the engine can be given one."""
        modelfile = Modelfile(
            self.model,
            system="" if trained else "Ürünlerin ilanlarını kısa yazarsın.",
            parameters=(("temperature", "0.3"), ("top_k", "40")),
            messages=() if trained else (("user", "Ürün: kalem."), ("assistant", "Mavi kalem.")),
        )
        return Build(name, modelfile, {"adapter": SHIPPED_ADAPTER} if trained else {})

    def short_sampling(self) -> Sampling:
        """A length limit that `will_be_cut_short` runs into."""
        return Sampling(max_tokens=5, seed=1)

    def long_prompt(self) -> Prompt:
        """A prompt that takes seconds to read, and that no cache has."""
        words = "Ürünün her özelliğini kendi kaynağından yaz ve hiçbir şey uydurma. " * 120
        return Prompt(system=f"{uuid.uuid4()} {words}", request="Ürün: kırmızı bez çanta.")


class Served(Subject):
    """An engine whose server is another process or thread, so that any process can make it."""

    @abstractmethod
    def options(self) -> dict[str, Any]:
        """What makes the engine, as in the settings."""


class Wire(Subject):
    """An engine whose server's behaviour is written by the case: also for failures."""

    def will_lack_the_model(self) -> None:
        """Engines that know their models ask nobody."""

    @abstractmethod
    def will_fail_after(self, text: str) -> None:
        """The server reports an error after `text`."""

    @abstractmethod
    def will_be_cut_after(self, text: str) -> None:
        """The connection breaks after `text`."""

    @abstractmethod
    def will_be_silent_after(self, text: str) -> None:
        """No token follows on `text`."""


class Scripted(Wire):
    """The engine for tests has to keep the contract too, or tests would prove nothing."""

    model = "scripted"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.made = ScriptedEngine()

    def engine(self, **limits: float) -> StreamingEngine:
        scripts = self.made._scripts
        self.made = ScriptedEngine(
            parallel=1, slots_dir=self.folder, limits={"backoff": 0.01, **limits}
        )
        self.made.enqueue(*scripts)
        return self.made

    def down(self) -> StreamingEngine:
        self.made.enqueue(EngineUnavailable("down"))
        return self.engine()

    def idle(self) -> bool:
        return self.made.streaming == 0

    def will_answer(self, text: str) -> None:
        self.made.enqueue(text)

    def will_write_for_ever(self) -> None:
        self.made.enqueue(lambda _: itertools.cycle(["yaz ", 0.01]))

    def will_read_for_ever(self) -> None:
        self.made.enqueue(lambda _: [3600.0])

    def will_be_cut_short(self, text: str) -> None:
        self.made.enqueue(text)

    def will_fail_after(self, text: str) -> None:
        def script(_: Request) -> Iterator[str]:
            yield text
            raise EngineInterrupted("broken")

        self.made.enqueue(script)

    def will_be_cut_after(self, text: str) -> None:
        self.will_fail_after(text)

    def will_be_silent_after(self, text: str) -> None:
        self.made.enqueue(lambda _: [text, 3600.0])


class OverWire(Wire, Served):
    """An engine before a stand-in; its dialect says how a piece and an end are written."""

    PAGES: dict[str, tuple[int, bytes]]

    def __init__(self, folder: Path, server: StandIn) -> None:
        super().__init__(folder)
        self.server = server

    @staticmethod
    @abstractmethod
    def piece(text: str) -> bytes:
        """One line with a piece of text."""

    @staticmethod
    @abstractmethod
    def end(finish: str) -> bytes:
        """The last line."""

    @staticmethod
    @abstractmethod
    def error(message: str) -> bytes:
        """A line that reports an error under status 200."""

    def reply(self, reply: Reply) -> None:
        """The next request gets this."""
        self.server.replies.append(reply)

    def idle(self) -> bool:
        return self.server.seen.active == 0

    def pieces(self, text: str) -> list[bytes]:
        """`text` in lines of five characters."""
        return [self.piece(text[i : i + 5]) for i in range(0, len(text), 5)]

    def will_answer(self, text: str) -> None:
        self.reply(Reply([*self.pieces(text), self.end("stop")]))

    def will_write_for_ever(self) -> None:
        self.reply(Reply(itertools.repeat(self.piece("yaz ")), pause=0.01))

    def will_read_for_ever(self) -> None:
        self.reply(Reply(then="hang"))

    def will_be_cut_short(self, text: str) -> None:
        self.reply(Reply([*self.pieces(text), self.end("length")]))

    def will_fail_after(self, text: str) -> None:
        self.reply(Reply([*self.pieces(text), self.error("out of memory")]))

    def will_be_cut_after(self, text: str) -> None:
        self.reply(Reply(self.pieces(text), then="cut"))

    def will_be_silent_after(self, text: str) -> None:
        self.reply(Reply(self.pieces(text), then="hang"))


class OllamaOverWire(OverWire):
    """Ollama's NDJSON."""

    model = "llama3.1:8b"
    PAGES = {
        "/": (200, b"Ollama is running"),
        "/api/version": (200, b'{"version": "0.33.0"}'),
        "/api/tags": (200, b'{"models": [{"model": "llama3.1:8b", "digest": "46e0"}]}'),
    }

    def options(self) -> dict[str, Any]:
        return {"host": self.server.url, "slots_dir": self.folder}

    def engine(self, **limits: float) -> OllamaEngine:
        return OllamaEngine(**self.options(), limits={"backoff": 0.01, **limits})

    def down(self) -> OllamaEngine:
        return OllamaEngine(host="http://127.0.0.1:9", limits={"backoff": 0.01})

    def will_lack_the_model(self) -> None:
        self.reply(Reply(status=404, body=b'{"error": "model \'no-such-model\' not found"}'))

    @staticmethod
    def piece(text: str) -> bytes:
        return _line({"message": {"role": "assistant", "content": text}, "done": False})

    @staticmethod
    def end(finish: str) -> bytes:
        return _line(
            {
                "message": {"role": "assistant", "content": ""},
                "done": True,
                "done_reason": finish,
                "total_duration": 5_000_000_000,
                "load_duration": 1_000_000_000,
                "prompt_eval_count": 700,
                "prompt_eval_duration": 1_500_000_000,
                "eval_count": 120,
                "eval_duration": 2_500_000_000,
            }
        )

    @staticmethod
    def error(message: str) -> bytes:
        return _line({"error": message})


class LlamaCppOverWire(OverWire):
    """llama.cpp's events, for the failures that the real one cannot be made to have."""

    model = "gemma3-270m"
    PAGES = {"/health": (200, b'{"status": "ok"}')}

    def announce(self, **changes: Any) -> None:
        """Leave the file by which the engine finds its server."""
        fields: dict[str, Any] = {
            "url": self.server.url,
            "key": "a key",
            "model": self.model,
            "models": (self.model, "basic:1.0.0", "expert:1.0.0"),
            "adapters": {"basic:1.0.0": "b" * 64, "expert:1.0.0": "e" * 64},
            "refused": {},
            "pid": os.getpid(),
            "n_ctx": 4096,
            "version": "xllamacpp 1",
        }
        ServerInfo(**{**fields, **changes}).write(self.folder / FILE_NAME)

    def options(self) -> dict[str, Any]:
        return {"data_dir": self.folder, "slots_dir": self.folder}

    def engine(self, **limits: float) -> LlamaCppEngine:
        self.announce()
        return LlamaCppEngine(**self.options(), parallel=1, limits={"backoff": 0.01, **limits})

    def down(self) -> LlamaCppEngine:
        return LlamaCppEngine(data_dir=self.folder / "nothing", limits={"backoff": 0.01})

    @staticmethod
    def piece(text: str) -> bytes:
        return b"data: " + _line({"content": text, "stop": False}) + b"\n"

    @staticmethod
    def end(finish: str) -> bytes:
        figures = {"prompt_ms": 1500, "predicted_ms": 2500, "prompt_n": 400, "cache_n": 300}
        record = {
            "content": "",
            "stop": True,
            "stop_type": "limit" if finish == "length" else "eos",
            "timings": {**figures, "predicted_n": 120},
        }
        return b"data: " + _line(record) + b"\n"

    @staticmethod
    def error(message: str) -> bytes:
        return b"data: " + _line({"error": {"code": 500, "message": message}}) + b"\n"


class Real(Served):
    """A real model cannot be told what to do: a case brings it about by what it asks."""

    def will_lack_the_model(self) -> None:
        """It says so by itself."""

    def will_answer(self, text: str) -> None:
        """It writes its own."""

    def will_write_for_ever(self) -> None:
        """The case asks for a very long one."""

    def will_read_for_ever(self) -> None:
        """The case gives it a long prompt."""

    def will_be_cut_short(self, text: str) -> None:
        """The case sets a low limit."""


class LlamaCppReal(Real):
    """The embedded engine itself."""

    model = "gemma3-270m"

    def __init__(self, folder: Path, data_dir: Path) -> None:
        super().__init__(folder)
        self.data_dir = data_dir

    def options(self) -> dict[str, Any]:
        return {"data_dir": self.data_dir, "slots_dir": self.folder}

    def engine(self, **limits: float) -> LlamaCppEngine:
        return LlamaCppEngine(**self.options(), parallel=1, limits=limits)

    def down(self) -> LlamaCppEngine:
        return LlamaCppEngine(data_dir=self.folder / "nothing", limits={"backoff": 0.01})

    def slots(self) -> list[dict[str, Any]]:
        """What llama.cpp says of its slots."""
        info = read(self.data_dir / FILE_NAME)
        headers = {"Authorization": f"Bearer {info.key}"}
        slots: list[dict[str, Any]] = httpx.get(f"{info.url}/slots", headers=headers).json()
        return slots

    def idle(self) -> bool:
        return not any(slot["is_processing"] for slot in self.slots())


class OllamaReal(Real):
    """The Ollama that OLLAMA_HOST names."""

    def __init__(self, folder: Path, host: str) -> None:
        super().__init__(folder)
        self.host = host
        wanted = os.environ.get("WALMARTGPT_OLLAMA_MODEL", "llama3.1:8b")
        known = OllamaEngine(host=host).models()
        self.model = wanted if wanted in known else known[0]

    def options(self) -> dict[str, Any]:
        return {"host": self.host, "model": self.model, "slots_dir": self.folder}

    def engine(self, **limits: float) -> OllamaEngine:
        return OllamaEngine(**self.options(), limits=limits)

    def build(self, name: str, *, trained: bool = True) -> Build:
        return super().build(name, trained=False)  # no adapter of ours fits its model

    def down(self) -> OllamaEngine:
        return OllamaEngine(host="http://127.0.0.1:9", limits={"backoff": 0.01})

    def idle(self) -> bool:
        """Ollama does not tell; that it takes the next request at once is what can be seen."""
        return self.engine().health(self.model).ready


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"

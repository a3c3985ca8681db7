"""One part as a process: started, listened to, restarted when it dies, stopped with all it made."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from walmartgpt.runtime import BASE_DIR
from walmartgpt.supervisor import tether
from walmartgpt.supervisor.output import Log

MOST_DEATHS = 5
DEATHS_WITHIN = 60.0
GRACE = 10.0
BACK_OFF = (0.2, 1.0, 2.0, 4.0)


class PartFailed(Exception):
    """A part cannot be kept alive; its text says which and why."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be run, and how it is told to stop."""

    name: str
    argv: Sequence[str]
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: Sequence[int] = ()
    shown: bool = True  # on the terminal; the log file has it in any case


class Child:
    """A part's process and everything that it starts, which is one process group."""

    def __init__(self, part: Part, log: Log, environment: Mapping[str, str]) -> None:
        self.part = part
        self.log = log
        self._environment = {**environment, **part.environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._changed = asyncio.Event()
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def notice(self) -> None:
        """Some process ended: time to look whether it was this one."""
        self._changed.set()

    async def once(self) -> None:
        """Runs the part to its end; PartFailed unless it ends well."""
        self._start()
        code = await self._ended()
        if code != 0:
            raise PartFailed(self._epitaph(code))

    async def keep(self) -> None:
        """Runs the part for ever; PartFailed when it keeps dying."""
        loop = asyncio.get_running_loop()
        while True:
            self._start()
            code = await self._ended()
            now = loop.time()
            self._deaths.append(now)
            recent = [death for death in self._deaths if now - death < DEATHS_WITHIN]
            if len(recent) >= MOST_DEATHS:
                raise PartFailed(f"{self._epitaph(code)} It died {MOST_DEATHS} times in a minute.")
            pause = BACK_OFF[min(len(recent), len(BACK_OFF)) - 1]
            self.log.feed(f"{_end_of(code)}; starts again in {pause:g} s\n".encode())
            await asyncio.sleep(pause)

    async def stop(self, grace: float = GRACE) -> None:
        """Asks the part to end, makes it end after `grace` seconds, and waits until it has."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(self.part.stop_signal)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended(), grace)
        await self._sweep()

    def kill(self) -> None:
        """Ends the part and all that it started at once."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _start(self) -> None:
        self._changed.clear()
        try:
            self._process = self._open()
        except OSError as error:
            raise PartFailed(f"The part '{self.part.name}' cannot be started: {error}.") from error
        assert self._process.stdout is not None  # noqa: S101 - we asked for a pipe
        os.set_blocking(self._process.stdout.fileno(), False)
        asyncio.get_running_loop().add_reader(self._process.stdout, self._read)

    def _open(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            tether.command(list(self.part.argv), self.part.death_signal),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=self._environment,
            cwd=BASE_DIR,
            pass_fds=self.part.descriptors,
        )

    def _read(self) -> None:
        """Passes on what can be read now; at the end of the output stops listening."""
        process = self._process
        if process is None or process.stdout is None or process.stdout.closed:
            return
        with suppress(BlockingIOError):
            if data := os.read(process.stdout.fileno(), 65_536):
                self.log.feed(data)
            else:
                asyncio.get_running_loop().remove_reader(process.stdout)

    async def _ended(self) -> int:
        """Waits for the process itself, then ends whatever it left; its exit code."""
        process = self._process
        if process is None:
            return 0
        while (code := process.poll()) is None:
            await self._changed.wait()
            self._changed.clear()
        await self._sweep()
        return code

    async def _sweep(self) -> None:
        """Kills what is left of the group, waits for it, and reads the last words."""
        process = self._process
        if process is None:
            return
        self.kill()
        await asyncio.to_thread(_bury, process)
        if process.stdout is not None:
            asyncio.get_running_loop().remove_reader(process.stdout)
            with suppress(BlockingIOError):
                while data := os.read(process.stdout.fileno(), 65_536):
                    self.log.feed(data)
            process.stdout.close()
        self.log.end()
        self._process = None

    def _epitaph(self, code: int) -> str:
        last = self.log.last[-1] if self.log.last else "it said nothing"
        return f"The part '{self.part.name}' {_end_of(code)}: {last.rstrip('.')}."


def _end_of(code: int) -> str:
    if code < 0:
        return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


def _bury(process: subprocess.Popen[bytes]) -> None:
    """Waits for the process and for those of its group whose parent we became."""
    process.wait()
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-process.pid, 0)

"""The whole system: the parts in the order in which they need each other."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from walmartgpt import runtime
from walmartgpt.supervisor import parts, probe
from walmartgpt.supervisor.broker import Broker
from walmartgpt.supervisor.child import Child, Part, PartFailed
from walmartgpt.supervisor.options import Options
from walmartgpt.supervisor.output import Log, Terminal

BROKER_STARTS_WITHIN = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class System:
    """Brings every part up, keeps it up until told to stop, and takes all of them down."""

    def __init__(self, options: Options, server: socket.socket, terminal: Terminal) -> None:
        self._options = options
        self._server = server
        self._terminal = terminal
        self._children: list[Child] = []
        self._environment: Mapping[str, str] = {}
        self._asked = 0.0
        self._logs = options.data_dir / "log"
        self._begun = time.monotonic()
        self._ready = asyncio.Event()

    async def run(self) -> None:
        """Returns after a signal to stop; raises PartFailed when a part cannot be kept alive."""
        self._logs.mkdir(mode=0o700, exist_ok=True)
        self._listen_to_signals(asyncio.current_task())
        try:
            async with asyncio.TaskGroup() as group:
                await self._bring_up(group)
                await self._announce()
        except* PartFailed as failures:
            raise failures.exceptions[0] from None
        except* asyncio.CancelledError:
            self._terminal.line("", "Stopping…")
        finally:
            await self._take_down()

    def _listen_to_signals(self, task: asyncio.Task[None] | None) -> None:
        loop = asyncio.get_running_loop()

        def stop() -> None:
            if task is None:
                return
            if not task.cancelling():
                self._asked = time.monotonic()
                task.cancel()
            # Asked again: no more patience. But make and a terminal both pass one signal on.
            elif time.monotonic() - self._asked > 1.0:
                for child in self._children:
                    child.kill()

        def look() -> None:
            for child in self._children:
                child.notice()

        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGCHLD, look)

    async def _bring_up(self, group: asyncio.TaskGroup) -> None:
        """Starts the parts; the model loads while the tables and the files are seen to."""
        embedded = None
        if not self._options.broker_url:
            embedded = Broker.prepare(self._options.data_dir / "broker")
        broker_url = embedded.url if embedded else self._options.broker_url
        self._environment = parts.environment(self._options, broker_url)
        if embedded:
            self._keep(group, parts.broker(embedded))
        if not self._options.ollama:
            self._keep(group, parts.engine(self._options))
        prepared = group.create_task(self._child(parts.prepare(self._options)).once())
        if embedded:
            await _until_answering(embedded)
        runtime.publish(
            self._options.data_dir, runtime.Runtime(os.getpid(), self._options.url, broker_url)
        )
        await prepared
        self._keep(group, parts.worker(self._options))
        for later in (parts.beat(), parts.batches(self._options), parts.training()):
            group.create_task(self._keep_from_ready(later), name=later.name)
        self._keep(group, parts.web(self._server.fileno()))

    def _child(self, part: Part) -> Child:
        log = Log(part.name, self._logs, self._terminal if part.shown else None)
        child = Child(part, log, self._environment)
        self._children.append(child)
        return child

    def _keep(self, group: asyncio.TaskGroup, part: Part) -> None:
        group.create_task(self._child(part).keep(), name=part.name)

    async def _keep_from_ready(self, part: Part) -> None:
        """Starts a part that nobody waits for once it takes the processor from no other start."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), probe.PATIENCE)
        await self._child(part).keep()

    async def _announce(self) -> None:
        """Says where to go and how to sign in as soon as everything is ready to serve."""
        port = self._server.getsockname()[1]
        host = self._options.host
        told = self._begun
        while missing := await asyncio.to_thread(probe.missing, host, port):
            if time.monotonic() - told > probe.PATIENCE:
                self._terminal.line("", f"Still not ready: {missing}. Logs: {self._logs}")
                told = time.monotonic()
            await asyncio.sleep(0.25)
        self._ready.set()
        seconds = time.monotonic() - self._begun
        self._terminal.line("", f"WalmartGPT is ready after {seconds:.1f} s: {self._options.url}")
        for line in _sign_ins(self._options.data_dir) if self._options.demo else ():
            self._terminal.line("", line)
        self._terminal.line("", "Ctrl-C stops everything.")

    async def _take_down(self) -> None:
        """Stops the parts in the reverse of the order in which they were started."""
        for child in reversed(self._children):
            await child.stop()
        runtime.withdraw(self._options.data_dir)


async def _until_answering(broker: Broker) -> None:
    """Waits for the broker to have read its file."""
    deadline = time.monotonic() + BROKER_STARTS_WITHIN
    while not await asyncio.to_thread(broker.answers):
        if time.monotonic() > deadline:
            raise PartFailed(f"The broker did not answer within {BROKER_STARTS_WITHIN:g} s.")
        await asyncio.sleep(0.05)


def _sign_ins(data_dir: Path) -> list[str]:
    """What the demo command said about signing in."""
    try:
        return (data_dir / "demo.txt").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []

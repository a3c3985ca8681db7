"""`python -m walmartgpt.supervisor`: the whole system in one command."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from walmartgpt import runtime
from walmartgpt.supervisor import tether
from walmartgpt.supervisor.child import PartFailed
from walmartgpt.supervisor.options import Options, StartError, listen, make_folder
from walmartgpt.supervisor.output import Terminal
from walmartgpt.supervisor.system import System


def main() -> int:
    """Runs until stopped; 0 after an orderly stop, 1 with one line that says why otherwise."""
    if "MAKELEVEL" in os.environ:
        # make passes TERM on, but cannot when it is killed itself.
        tether.die_with_parent(signal.SIGTERM)
    tether.adopt_orphans()
    terminal = Terminal()
    try:
        _run(Options.read(), terminal)
    except (StartError, PartFailed) as error:
        terminal.close()
        print(error, file=sys.stderr)
        return 1
    terminal.line("", "Everything has stopped.")
    terminal.close()
    return 0


def _run(options: Options, terminal: Terminal) -> None:
    make_folder(options.data_dir)
    try:
        with runtime.hold(options.data_dir):
            server = listen(options)
            terminal.line("", f"WalmartGPT starts on {options.url} with {options.data_dir} …")
            asyncio.run(System(options, server, terminal).run())
    except runtime.AlreadyRunning as error:
        raise StartError(_already(options)) from error


def _already(options: Options) -> str:
    other = runtime.running(options.data_dir)
    where = f" at {other.url}, process {other.pid}" if other else ""
    return (
        f"WalmartGPT already runs with the data folder {options.data_dir}{where}; stop it first, "
        "or give this one another folder and port: make run WALMARTGPT_DATA=/path PORT=8001"
    )


if __name__ == "__main__":
    sys.exit(main())

"""Which parts the system has, and the command of each."""

from __future__ import annotations

import os
import signal
import sys
import uuid
from collections.abc import Mapping

from walmartgpt.supervisor.broker import Broker
from walmartgpt.supervisor.child import Part
from walmartgpt.supervisor.options import Options

PYTHON = (sys.executable, "-u", "-m")


def environment(options: Options, broker_url: str) -> Mapping[str, str]:
    """What every part finds in its environment beside what the supervisor was given."""
    hosts = os.environ.get("ALLOWED_HOSTS", "")
    return {
        # `make run` serves plain HTTP; behind a proxy that speaks HTTPS it is switched on again.
        "WALMARTGPT_HTTPS": "0",
        "WALMARTGPT_LOG": "console",
        "WALMARTGPT_RUN": uuid.uuid4().hex,
        **os.environ,
        **({"ALLOWED_HOSTS": f"{hosts},127.0.0.1"} if hosts else {}),
        "WALMARTGPT_DATA": str(options.data_dir),
        "REDIS_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "walmartgpt.settings",
    }


def broker(embedded: Broker) -> Part:
    """Valkey; a TERM makes it write its file out before it ends."""
    return Part("broker", embedded.command, death_signal=signal.SIGTERM, shown=False)


def engine(options: Options) -> Part:
    """The process that owns the embedded model."""
    folder = str(options.data_dir)
    return Part("engine", [*PYTHON, "engines.llamacpp_server", "--data-dir", folder])


def prepare(options: Options) -> Part:
    """What must be done once before anything serves: tables, static files, demo data."""
    demo = ["--demo"] if options.demo else []
    return Part("prepare", [sys.executable, "-u", "manage.py", "prepare", *demo])


def worker(options: Options) -> Part:
    """The Celery worker; QUIT gives a running task five seconds, then returns it to its queue."""
    pool = ["--concurrency", str(options.workers), "--queues", "generation,default"]
    quiet = ["--without-gossip", "--without-mingle"]
    return Part(
        "worker",
        [*PYTHON, "celery", "-A", "walmartgpt", "-q", "worker", *pool, *quiet],
        stop_signal=signal.SIGQUIT,
    )


def batches(options: Options) -> Part:
    """The worker of batches, apart so that no person's draft waits for a process: one more than
    the other has, which takes the next product up while others are being written."""
    pool = ["--concurrency", str(options.workers + 1), "--queues", "batches"]
    quiet = ["--hostname", "batches@%h", "--without-gossip", "--without-mingle"]
    return Part(
        "batches",
        [*PYTHON, "celery", "-A", "walmartgpt", "-q", "worker", *pool, *quiet],
        stop_signal=signal.SIGQUIT,
    )


def training() -> Part:
    """The worker that has models trained, apart so that no draft waits for hours."""
    alone = ["--concurrency", "1", "--queues", "training", "--hostname", "training@%h"]
    quiet = ["--without-gossip", "--without-mingle"]
    return Part(
        "training",
        [*PYTHON, "celery", "-A", "walmartgpt", "-q", "worker", *alone, *quiet],
        stop_signal=signal.SIGQUIT,
    )


def beat() -> Part:
    """The clock that sends the periodic tasks."""
    return Part("beat", [*PYTHON, "celery", "-A", "walmartgpt", "-q", "beat", "--pidfile="])


def web(descriptor: int) -> Part:
    """The ASGI server, on a socket that the supervisor holds open across restarts."""
    return Part("web", [*PYTHON, "walmartgpt.web", str(descriptor)], descriptors=[descriptor])

"""A script: deployments that are killed at random moments, and what is found afterwards.

It prints one JSON object. Run by test_killed_deployments.py on a data folder of its own, for what
SIGKILL leaves must really be on disk: each deployment is done by a forked process.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "walmartgpt.settings")

import django
from django.test.utils import override_settings

TIMES = int(sys.argv[1])
CHECK = 0.05
"""Seconds of the health check."""


def main() -> None:
    """Deploy back and forth, each time killed, looked at, taken up again and looked at."""
    from django.core.management import call_command
    from django.db import connection

    from models_registry import golden
    from models_registry.actions import deploying
    from models_registry.actions.entering import families
    from models_registry.models import Deployment, Version
    from tests.models_registry.making import make_live, make_version, validate

    call_command("migrate", verbosity=0)
    golden.check = lambda *_args, **_more: time.sleep(CHECK)
    family = families()["walmart-gpt-expert"]
    first, second = make_live(make_version()), make_version()
    for version in (first, second):
        validate(version)
    counts = dict.fromkeys(("killed", "broken", "unfinished"), 0)
    steps: Counter[str] = Counter()
    chance = random.Random(7)
    longest = 0.0
    for turn in range(-3, TIMES):  # the first few are let live, to see how long they take
        live = Version.objects.get(family=family, state="live")
        target = second if live.pk == first.pk else first
        connection.close()
        child = os.fork()
        if child == 0:
            deployment = deploying.request_deployment(None, target, threshold=0, queue=False)
            deploying.run(deployment.pk)
            os._exit(0)
        started = time.monotonic()
        if turn >= 0:
            time.sleep(chance.random() * longest)
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if turn < 0:
            longest = max(longest, time.monotonic() - started)
        counts["killed"] += os.WIFSIGNALED(status)
        counts["broken"] += Version.objects.filter(family=family, state="live").count() != 1
        for left in Deployment.objects.filter(status__in=("queued", "running")):
            steps[left.step] += 1
            long_ago = left.created_at - timedelta(hours=1)
            Deployment.objects.filter(pk=left.pk).update(lease_until=long_ago)
        deploying.resume()
        counts["unfinished"] += Deployment.objects.filter(status__in=("queued", "running")).count()
        counts["unfinished"] += Version.objects.filter(state="deploying").count()
        counts["broken"] += Version.objects.filter(family=family, state="live").count() != 1
    print(json.dumps({**counts, "steps": steps}))


if __name__ == "__main__":
    django.setup()
    with override_settings(
        ENGINES={"default": {"BACKEND": "engines.scripted.ScriptedEngine", "LEVEL": "expert"}}
    ):
        main()

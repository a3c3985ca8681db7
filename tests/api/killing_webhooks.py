"""A script: approvals and deliveries that are killed at random moments, and what is found then.

It prints one JSON object. Run by test_webhook_killed.py on a data folder of its own, for what
SIGKILL leaves must really be on disk: each turn is done by a forked process. The receiver runs in
the test's own process.
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

TIMES, ADDRESS = int(sys.argv[1]), sys.argv[2]


def main() -> None:
    """Approve and send, each turn killed somewhere; then let everything come to its end."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from accounts.roles import Role
    from api.models import Delivery
    from api.webhooks import delivering, upkeep
    from api.webhooks.actions import add_endpoint
    from content.actions import approve_listing
    from content.models import Listing
    from tests.factories import S24_TEXT, make_listing, make_user

    call_command("migrate", verbosity=0)
    author = make_user(Role.AUTHOR)
    add_endpoint(make_user(Role.MANAGER), ADDRESS, ["listing.approved"])
    listings = [make_listing(author, S24_TEXT) for _ in range(TIMES + 2)]
    chance, longest, killed = random.Random(5), 0.0, 0
    states: Counter[str] = Counter()
    for turn, listing in enumerate(listings, -2):  # the first two live, to see how long they take
        connection.close()
        child = os.fork()
        if child == 0:
            approve_listing(author, listing, seen=1)
            for pk in Delivery.objects.filter(status="queued").values_list("pk", flat=True):
                delivering.run(pk)
            os._exit(0)
        started = time.monotonic()
        if turn >= 0:
            time.sleep(chance.random() * longest)
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        if turn < 0:
            longest = max(longest, time.monotonic() - started)
        states.update(Delivery.objects.exclude(status="done").values_list("status", flat=True))
        past = timezone.now() - timedelta(hours=1)
        Delivery.objects.filter(status="running").update(lease_until=past)
        upkeep.tend()
    for pk in Delivery.objects.filter(status="queued").values_list("pk", flat=True):
        delivering.run(pk)
    stand = Listing.objects.filter(status="approved").values_list("pk", flat=True)
    rows = list(Delivery.objects.values_list("message", "status", "body"))
    found = {
        "killed": killed,
        "left": states,
        "approved": sorted(stand),
        "told": sorted(json.loads(body)["data"]["listing"]["id"] for _id, _status, body in rows),
        "ends": Counter(status for _id, status, _body in rows),
        "messages": sorted(message for message, _status, _body in rows),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    main()

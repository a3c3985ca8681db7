"""Every page with a broker that nobody answers for: what needs no queue goes on as before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from walmartgpt.runtime import BASE_DIR

pytestmark = pytest.mark.real

# In a process of its own: the broker's address is read once, when settings are.
VISIT = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from content import demo
from content.models import Generation, Listing
sign_ins = demo.load()
flawed = Listing.objects.get(product__sku="DEMO-FLAWED").pk
said = {}
def ask(client, name, address, data=None):
    answer = client.post(address, data) if data is not None else client.get(address)
    said[name] = answer.status_code
    return answer
author, manager = Client(), Client()
ask(author, "wrong password", "/sign-in/", {"username": "author", "password": "wrong"})
for client, name in ((author, "author"), (manager, "manager")):
    ask(client, f"sign in {name}", "/sign-in/", {"username": name, "password": sign_ins[name]})
ask(author, "home", "/")
ask(author, "library", "/listings/")
ask(author, "search", "/listings/?q=samsung&model=x")
ask(author, "listing", f"/listings/{flawed}/")
ask(author, "studio", "/studio/")
ask(author, "studio of a listing", f"/studio/{flawed}/")
ask(author, "ask for a draft", f"/studio/{flawed}/write/", {"model": "", "level": ""})
ask(author, "studio while it waits", f"/studio/{flawed}/")
said["waiting"] = Generation.objects.filter(status="queued").count()
ask(author, "preferences", "/preferences/")
ask(manager, "manager's home", "/")
ask(manager, "people", "/admin/accounts/user/?q=author")
ask(manager, "search of the administration", "/admin/search/?s=people")
ask(manager, "readyz", "/readyz")
print(json.dumps(said))
"""


def test_every_page_works_while_the_broker_is_away(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    result = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=BASE_DIR,
        env=kept
        | {
            "DJANGO_SETTINGS_MODULE": "walmartgpt.settings",
            "WALMARTGPT_DATA": str(tmp_path),
            "REDIS_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout.splitlines()[-1])
    assert said.pop("waiting") == 1  # it is kept as a row and sent when the broker is back
    assert said.pop("readyz") == 503
    moved = {name for name, status in said.items() if status == 302}
    assert moved == {"sign in author", "sign in manager", "ask for a draft"}
    assert {name: status for name, status in said.items() if status not in (200, 302)} == {}

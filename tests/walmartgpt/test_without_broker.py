"""Every page with a broker that nobody answers for: what needs no queue goes on as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walmartgpt.visiting import visit

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]

VISIT = """
from content.models import Generation, Listing
flawed = Listing.objects.get(product__sku="DEMO-FLAWED").pk
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
ask(author, "ask for a draft", f"/studio/{flawed}/write/", {"model": "", "level": "", "seen": 1})
ask(author, "studio while it waits", f"/studio/{flawed}/")
said["waiting"] = Generation.objects.filter(status="queued").count()
ask(author, "preferences", "/preferences/")
ask(manager, "manager's home", "/")
ask(manager, "people", "/admin/accounts/user/?q=author")
ask(manager, "search of the administration", "/admin/search/?s=people")
ask(manager, "readyz", "/readyz")
"""


def test_every_page_works_while_the_broker_is_away(tmp_path: Path) -> None:
    said = visit(tmp_path, VISIT, REDIS_URL="redis://127.0.0.1:1/0")
    assert said.pop("waiting") == 1  # it is kept as a row and sent when the broker is back
    assert said.pop("readyz") == 503
    moved = {name for name, status in said.items() if status == 302}
    assert moved == {"sign in author", "sign in manager", "ask for a draft"}
    assert {name: status for name, status in said.items() if status not in (200, 302)} == {}

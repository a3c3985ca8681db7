"""`manage.py products import`: the same rules from a shell."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from content.actions import approve_listing
from content.models import Event, Listing, Product
from tests.bulk.importing import HEADER, rows
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "products.csv"


def run(file: Path | str, *options: str) -> str:
    out = io.StringIO()
    call_command(
        "products", "import", str(file), "--messages", "en", *options, stdout=out, stderr=out
    )
    return out.getvalue()


def told(file: Path | str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(file, "--json", *options))
    return found


def test_products_come_in_by_name_of_the_first_manager(manager: User, file: Path) -> None:
    file.write_bytes(rows(3) + b";x;;f\n")
    assert told(file) == {
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "rejected": [
            {
                "row": 5,
                "field": "sku",
                "message": "Missing: products are told apart by it.",
            }
        ],
    }
    assert set(Listing.objects.values_list("owner", flat=True)) == {manager.pk}
    assert Event.objects.filter(data={}).count() == 3
    assert told(file)["unchanged"] == 3


def test_a_dry_run_does_nothing(author: User, file: Path) -> None:
    listing = make_listing(author, S24_TEXT, sku="S-0")
    approve_listing(author, listing, seen=1)
    file.write_bytes(rows(3))
    before = list(Product.objects.values())
    found = told(file, "--dry-run")
    assert (found["created"], found["updated"], len(found["rejected"])) == (2, 0, 1)
    assert told(file, "--dry-run", "--approved")["updated"] == 1
    assert "Nothing was done" in run(file, "--dry-run")
    assert list(Product.objects.values()) == before


def test_approvals_end_only_where_it_is_said(author: User, file: Path) -> None:
    listing = make_listing(author, S24_TEXT, sku="S-0")
    approve_listing(author, listing, seen=1)
    file.write_bytes(rows(1))
    assert len(told(file, "--user", "author")["rejected"]) == 1
    assert told(file, "--user", "author", "--approved")["updated"] == 1


def test_people_read_a_few_lines(manager: User, file: Path) -> None:
    file.write_text(HEADER + ";\x1b[31m;;f\n" * 30)
    said = run(file)
    assert "Row 2: SKU: Missing" in said
    assert "and 10 more errors" in said
    assert "0 new, 0 changed, 0 unchanged, 30 rejected." in said


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.4", "kind PDF"),
        (b"name;brand\nA;B\n", "No column is named for the SKU"),
        (b"sku;brand;BRAND\nA;B;C\n", "Columns 2 and 3 are both named for"),
        (b"sku;brand\n", "no rows below"),
        (HEADER.encode() + b'A;"open\n', "never closed"),
    ],
)
def test_a_file_that_is_refused_ends_with_an_error(
    manager: User, file: Path, raw: bytes, sentence: str
) -> None:
    file.write_bytes(raw)
    with pytest.raises(CommandError, match=sentence) as refused:
        run(file, "--json")
    assert refused.value.returncode == 1
    assert not Product.objects.exists()


def test_a_file_that_cannot_be_read(manager: User, file: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        run(file)
    with pytest.raises(CommandError, match="a folder"):
        run(file.parent)


def test_standard_input_is_read(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows(2))))
    assert told("-")["created"] == 2


def test_in_whose_name(outsider: User, file: Path) -> None:
    file.write_bytes(rows(1))
    with pytest.raises(CommandError, match="no manager"):
        run(file)
    with pytest.raises(CommandError, match="nobody called"):
        run(file, "--user", "who")
    with pytest.raises(CommandError, match="may not write"):
        run(file, "--user", "outsider")
    assert not Product.objects.exists()

"""Imports by the API: a file in pieces, how it is read, what was imported and what was not."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from accounts.models import User
from api.scopes import Scope
from bulk.importing.running import run_import
from bulk.models import Import
from content.models import Product
from tests.api.speaking import Program, program_of, told, trouble

pytestmark = pytest.mark.django_db
FILE = (
    "SKU;Ürün adı;Özellikler\n"
    "A-1;Bosch Matkap;18V akü | 2 vites\n"
    "A-2;Arçelik Süpürge;2200W motor\n"
    ";Adsız;Özellik\n"
).encode()


@pytest.fixture
def program(author: User) -> Program:
    return program_of(author)


def sent(program: Program, file: bytes = FILE, *, piece: int = 1000) -> dict[str, Any]:
    """The import after all pieces were sent, as it is looked at."""
    made = told(program.post("/imports", {"name": "bahar.csv", "size": len(file)}), 201)
    path = f"/imports/{made['id']}"
    for start in range(0, len(file), piece):
        body = {"start": start, "data": in_base64(file[start : start + piece])}
        told(program.post(f"{path}/pieces", body))
    shown: dict[str, Any] = told(program.get(path))
    return shown


def in_base64(piece: bytes) -> str:
    return base64.b64encode(piece).decode()


def test_a_file_is_sent_in_pieces_and_imported(program: Program) -> None:
    shown = sent(program, piece=30)
    assert (shown["status"], shown["separator"]) == ("ready", ";")
    assert shown["headers"] == ["SKU", "Ürün adı", "Özellikler"]
    assert shown["columns"] == {"sku": 0, "name": 1, "features": 2}
    path = f"/imports/{shown['id']}"
    begun = program.post(f"{path}/start", {})
    assert told(begun, 202)["status"] == "queued"
    assert begun["Location"] == f"/api/v1{path}"
    run_import(shown["id"])
    done = told(program.get(path))
    assert (done["status"], done["rows"], done["created"], done["rejected"]) == ("done", 3, 2, 1)
    assert set(Product.objects.values_list("sku", flat=True)) == {"A-1", "A-2"}
    (row,) = told(program.get(f"{path}/rejected"))["items"]
    assert row["cells"] == ["", "Adsız", "Özellik"]
    assert [one["code"] for one in row["faults"]] == ["no_sku"]
    assert row["faults"][0]["detail"].startswith("Missing: ")
    assert told(program.get("/imports"))["items"][0]["id"] == shown["id"]


def test_the_same_file_twice_changes_nothing(program: Program) -> None:
    for outcome in ("created", "unchanged"):
        shown = sent(program)
        told(program.post(f"/imports/{shown['id']}/start", {}), 202)
        run_import(shown["id"])
        assert told(program.get(f"/imports/{shown['id']}"))[outcome] == 2


def test_a_piece_that_does_not_come_next_is_refused(program: Program) -> None:
    made = told(program.post("/imports", {"name": "bahar.csv", "size": len(FILE)}), 201)
    path = f"/imports/{made['id']}/pieces"
    body = {"start": 5, "data": in_base64(FILE)}
    assert trouble(program.post(path, body), 409, "out_of_step")["received"] == 0
    trouble(program.post(path, {"start": 0, "data": "ä" * 8}), 422, "invalid")
    trouble(program.post(path, {"start": 0, "data": "AAA"}), 422, "invalid")
    trouble(program.post(path, {"start": 0, "data": "AAAAA"}), 422, "invalid")
    too_much = {"start": 0, "data": in_base64(FILE + b"\n")}
    trouble(program.post(path, too_much), 409, "piece_size")
    trouble(program.post(f"/imports/{made['id']}/start", {}), 409, "receiving")


def test_a_lost_answer_is_given_again(program: Program) -> None:
    made = told(program.post("/imports", {"name": "bahar.csv", "size": len(FILE)}), 201)
    path, body = f"/imports/{made['id']}/pieces", {"start": 0, "data": in_base64(FILE)}
    for _time in range(2):
        answer = told(program.post(path, body, Idempotency_Key="piece-1"))
        assert answer["received"] == len(FILE)


def test_columns_are_chosen_by_hand(program: Program) -> None:
    shown = sent(program, b"Kod;Ne;Nasil\nA-1;Matkap;18V\n")
    path = f"/imports/{shown['id']}"
    assert shown["columns"] == {}
    trouble(program.post(f"{path}/start", {}), 409, "no_sku_column")
    columns = {"sku": 0, "name": 1, "features": 2}
    assert told(program.patch(path, {"columns": columns}))["columns"] == columns
    trouble(program.patch(path, {"columns": {"sku": 0, "name": 9}}), 409, "column")
    trouble(program.patch(path, {"columns": {"sku": 0, "colour": 1}}), 422, "invalid")
    trouble(program.patch(path, {"columns": {"name": 1}}), 409, "no_sku_column")
    trouble(program.patch(path, {"encoding": "klingon"}), 409, "form")
    assert told(program.patch(path, {"separator": ","}))["headers"] == ["Kod;Ne;Nasil"]


def test_what_is_no_table_is_refused_with_a_sentence(program: Program) -> None:
    shown = sent(program, b"%PDF-1.7 something")
    assert shown["status"] == "refused"
    assert "PDF" in shown["detail"]


def test_a_file_is_forgotten(program: Program) -> None:
    shown = sent(program)
    assert told(program.delete(f"/imports/{shown['id']}"))["status"] == "ready"
    trouble(program.get(f"/imports/{shown['id']}"), 404, "not_found")
    assert not Import.objects.exists()


def test_an_import_is_stopped(program: Program) -> None:
    shown = sent(program)
    path = f"/imports/{shown['id']}"
    told(program.post(f"{path}/start", {}), 202)
    assert told(program.delete(path))["status"] == "cancelled"
    trouble(program.delete(path), 409, "imported")


def test_who_may(outsider: User, author: User, colleague: User) -> None:
    shown = sent(program_of(author))
    body = {"name": "bahar.csv", "size": 9}
    trouble(program_of(outsider).post("/imports", body), 403, "forbidden")
    trouble(program_of(outsider).get("/imports"), 403, "forbidden")
    trouble(program_of(author, Scope.READ).post("/imports", body), 403, "scope")
    trouble(program_of(colleague).get(f"/imports/{shown['id']}"), 404, "not_found")
    trouble(program_of(colleague).post(f"/imports/{shown['id']}/start", {}), 404, "not_found")
    trouble(Program("").get("/imports"), 401, "no_token")
    trouble(program_of(author).post("/imports", {"name": "x", "size": 10**12}), 422, "invalid")

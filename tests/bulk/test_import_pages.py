"""From a file to products through the pages, and who may see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from bulk.actions.importing import start_import
from bulk.importing.running import run_import
from bulk.models import Import
from bulk.presentation import import_messages
from bulk.presentation.import_messages import fault_sentence, refusal_sentence
from content.actions import approve_listing
from content.models import Product
from domain.formulas import harmless
from tests.bulk.importing import HEADER, counts, imported, rows, uploaded
from tests.factories import S24_TEXT, make_listing

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def send(client: Client, raw: bytes, size: int) -> str:
    """What the page's script does; the address of the import."""
    begun = client.post("/imports/", {"name": "ürünler.csv", "size": len(raw)})
    assert begun.status_code == 201
    place, start = begun.json()["pieces"], 0
    while True:
        piece = raw[start : start + size]
        said = client.post(
            f"{place}?start={start}", piece, content_type="application/octet-stream"
        ).json()
        start = said["received"]
        if "page" in said:
            return str(said["page"])


def test_a_file_goes_from_the_upload_to_the_products(author: User, client_of: ClientOf) -> None:
    client = english(client_of(author))
    raw = rows(3) + b";Adsiz;;f\n"
    page = send(client, raw, 50)
    row = Import.objects.get()
    assert row.file.read_bytes() == raw
    shown = client.get(page)
    assert [sample.outcome for sample in shown.context["preview"].samples] == [
        *["created"] * 3,
        "rejected",
    ]
    assert "Missing: products" in shown.content.decode()
    fields = {f"column_{fact}": place for fact, place in row.columns.items()}
    text = {"encoding": row.encoding, "separator": row.separator}
    answer = client.post(f"{page}columns/", {**fields, **text, "do": "start"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    waiting = client.get(page, headers={"HX-Request": "true"})
    assert "every 2s" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    run_import(row.pk)
    done = client.get(page).content.decode()
    assert "every 2s" not in done
    assert Product.objects.count() == 3
    assert "rejected.csv" in done
    assert client.get("/imports/").status_code == 200


def test_the_last_answer_may_be_lost(author: User, client_of: ClientOf) -> None:
    client, raw = client_of(author), rows(2)
    place = client.post("/imports/", {"name": "a.csv", "size": len(raw)}).json()["pieces"]

    def piece(start: int, body: bytes) -> tuple[int, dict[str, object]]:
        answer = client.post(
            f"{place}?start={start}", body, content_type="application/octet-stream"
        )
        return answer.status_code, answer.json()

    assert piece(0, raw[:5]) == (200, {"received": 5})
    assert piece(0, raw[:5]) == (409, {"received": 5})
    last = piece(5, raw[5:])
    assert last == piece(5, raw[5:])
    assert last[1]["page"]
    assert piece(5, raw[5:])[0] == 200
    begun = client.post("/imports/", {"name": "a.csv", "size": "9" * 12})
    assert begun.status_code == 422
    assert begun.json()["message"]


def test_columns_are_corrected_and_shown_before_anything_is_imported(
    author: User, client_of: ClientOf
) -> None:
    client = client_of(author)
    row = uploaded(author, "Kod X;Ad;Özellikler;Not\nA;N;f;g\n".encode())
    page = f"/imports/{row.pk}/"
    assert client.get(page).context["preview"].trouble
    said = {
        "column_sku": "0",
        "column_name": "1",
        "column_features": "3",
        "encoding": "utf-8-sig",
        "separator": ";",
    }
    assert client.post(f"{page}columns/", said | {"do": "start"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.columns) == ("ready", {"sku": 0, "name": 1, "features": 3})
    twice = client.post(f"{page}columns/", said | {"column_name": "0"})
    assert twice.status_code == 422
    assert client.post(f"{page}columns/", said | {"column_name": "99"}).status_code == 422
    client.post(f"{page}columns/", said | {"separator": ","})
    row.refresh_from_db()
    assert row.headers == ["Kod X;Ad;Özellikler;Not"]


def test_columns_of_the_same_name_are_chosen_by_hand(author: User, client_of: ClientOf) -> None:
    row = uploaded(author, b"sku;name;features;brand;BRAND\nA;N;f;x;y\n")
    shown = english(client_of(author)).get(f"/imports/{row.pk}/")
    assert "Columns 4 and 5 are both named for" in shown.content.decode()
    assert "brand" not in row.columns


def test_a_rejected_row_comes_back_corrected(author: User, client_of: ClientOf) -> None:
    raw = HEADER + 'A;Ad;=1+1;f\nB;;M;f\n"B" C;N;M;f\nC;N;M;f;g\nD;"24" TV;M;f\n'
    row = imported(author, raw.encode())
    assert counts(row) == (1, 0, 0, 4)
    client = english(client_of(author))
    sent = client.get(f"/imports/{row.pk}/rejected.csv")
    assert sent["Content-Disposition"].startswith("attachment")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[0] == ["Row", "Errors", "Stok Kodu", "Ürün Adı", "Marka", "Özellikler"]
    assert table[1][0] == "3"
    assert "Missing: every product" in table[1][1]
    assert table[4][2:] == ["D", '24" TV', "M", "f"]
    table[1][3], table[2][2], table[3] = "Ad", "E", table[3][:6]
    again = io.StringIO()
    csv.writer(again, delimiter=";").writerows(table)
    assert counts(imported(author, again.getvalue().encode())) == (4, 0, 0, 0)
    assert Product.objects.get(sku="A").brand == "=1+1"


def test_no_spreadsheet_runs_what_is_given_back(author: User, client_of: ClientOf) -> None:
    row = imported(author, (HEADER + "=cmd|' /C calc'!A0;;@x;-1+1\n").encode())
    sent = client_of(author).get(f"/imports/{row.pk}/rejected.csv")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1][2:] == [
        "'=cmd|' /C calc'!A0",
        "",
        "'@x",
        "'-1+1",
    ]


@pytest.mark.parametrize("begin", [" - ", "\n=", "'=", "''- ", "\t", "   +"])
def test_what_begins_like_a_formula_comes_back_as_it_was(
    author: User, client_of: ClientOf, begin: str
) -> None:
    said = f"{begin}5000 mAh"
    raw = io.StringIO()
    csv.writer(raw, delimiter=";").writerow(["A", "", harmless(said), "f"])
    row = imported(author, (HEADER + raw.getvalue()).encode())
    assert row.rejections.get().cells[2] == said
    sent = client_of(author).get(f"/imports/{row.pk}/rejected.csv")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert table[1][4] == f"'{said}", "no spreadsheet runs it"
    table[1][3] = "Ad"
    again = io.StringIO()
    csv.writer(again, delimiter=";").writerows(table)
    assert counts(imported(author, again.getvalue().encode())) == (1, 0, 0, 0)
    assert Product.objects.get().brand == " ".join(said.split())


def test_an_approved_listing_is_asked_about(author: User, client_of: ClientOf) -> None:
    listing = make_listing(author, S24_TEXT, sku="S-1")
    approve_listing(author, listing, seen=1)
    row = uploaded(author, b"sku;brand\nS-1;Yeni\n")
    client = client_of(author)
    page = f"/imports/{row.pk}/"
    assert client.get(page).context["preview"].samples[0].outcome == "rejected"
    said = {"column_sku": "0", "column_brand": "1", "over_approved": "on", "do": "start"}
    client.post(f"{page}columns/", said | {"encoding": "utf-8-sig", "separator": ";"})
    run_import(row.pk)
    row.refresh_from_db()
    assert counts(row) == (0, 1, 0, 0)


def test_without_scripts_a_short_file_is_sent_by_the_form(
    author: User, client_of: ClientOf
) -> None:
    client = client_of(author)
    answer = client.post("/imports/", {"file": SimpleUploadedFile("a.csv", rows(2))})
    assert answer["Location"] == f"/imports/{Import.objects.get().pk}/"
    for raw in (b"", b"x" * (2 * 1024 * 1024 + 5)):
        refused = client.post("/imports/", {"file": SimpleUploadedFile("a.csv", raw)})
        assert refused.status_code == 422
    assert client.post("/imports/", {}).status_code == 422


def test_a_file_that_is_none_says_why(author: User, client_of: ClientOf) -> None:
    client = english(client_of(author))
    page = send(client, b"%PDF-1.7 ...", 100)
    shown = client.get(page).content.decode()
    assert "This is a file of the kind PDF" in shown
    assert client.post(f"{page}drop/")["Location"] == "/imports/"
    assert not Import.objects.exists()


@pytest.mark.parametrize("error", ["lost", "broken"])
def test_an_import_that_was_given_up_says_what_to_do(
    author: User, client_of: ClientOf, error: str
) -> None:
    raw = rows(2)
    row = imported(author, raw)
    Import.objects.update(status="failed", error=error)
    shown = english(client_of(author)).get(f"/imports/{row.pk}/").content.decode()
    assert "send the file once more. What is in already stays as it is." in shown
    assert counts(imported(author, raw)) == (0, 0, 2, 0)


def test_an_import_is_stopped(author: User, client_of: ClientOf) -> None:
    row = start_import(author, uploaded(author, rows(2)))
    client = client_of(author)
    client.post(f"/imports/{row.pk}/stop/")
    row.refresh_from_db()
    assert (row.status, row.cancel_requested_by) == ("cancelled", author)
    assert client.post(f"/imports/{row.pk}/stop/").status_code == 302
    assert client.post(f"/imports/{row.pk}/drop/").status_code == 302
    assert Import.objects.filter(pk=row.pk).exists()


def test_who_sees_an_import(
    author: User, colleague: User, manager: User, outsider: User, client_of: ClientOf
) -> None:
    row = imported(author, rows(1))
    page = f"/imports/{row.pk}/"
    for path in (page, f"{page}rejected.csv"):
        seen = [
            client_of(person).get(path).status_code
            for person in (author, manager, colleague, outsider, None)
        ]
        assert seen == [200, 200, 404, 403, 302]
    for path in ("columns/", "stop/", "drop/", "pieces/"):
        sent = [
            client_of(person).post(page + path).status_code
            for person in (colleague, outsider, None)
        ]
        assert sent == [404, 403, 302]
    assert client_of(outsider).get("/imports/").status_code == 403
    assert client_of(outsider).post("/imports/", {"size": 5}).status_code == 403
    assert list(client_of(colleague).get("/imports/").context["page"]) == []


def test_the_list_takes_a_fixed_number_of_queries(author: User, client_of: ClientOf) -> None:
    client = client_of(author)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/imports/")
        return len(captured)

    imported(author, rows(1))
    few = queries()
    for _number in range(4):
        imported(author, rows(1))
    assert queries() == few


def test_every_fault_and_refusal_has_its_sentence() -> None:
    names = "count most number value market language first row encoding kind size next column"
    said = dict.fromkeys(names.split(), 7)
    with override("en"):
        for code in import_messages._FAULTS:
            assert "%" not in fault_sentence(code, said)
        for code in import_messages._REFUSALS:
            assert "%" not in refusal_sentence(code, said)

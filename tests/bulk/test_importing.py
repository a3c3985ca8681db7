"""A file becomes products: once, by the rules of the page, and however often a worker dies."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.errors import ActionRefused
from accounts.models import User
from bulk.actions import importing
from bulk.actions.importing import (
    OutOfStep,
    begin_import,
    choose_columns,
    drop_import,
    keep_chunk,
    look_at_import,
    read_otherwise,
    receive_piece,
    start_import,
    stop_import,
)
from bulk.actions.sweeping import sweep_imports
from bulk.importing import portions, running
from bulk.importing.running import run_import
from bulk.jobs import IMPORTS, reap_imports
from bulk.models import Import, ImportedProduct, RejectedRow
from bulk.models.imports import shelf
from content.actions import approve_listing, change_facts, create_listing, entering_many
from content.actions.entering import facts_as_json
from content.actions.entering_many import enter_many
from content.models import Event, Listing, Product
from domain.products_file import Chunk
from tests.bulk.importing import HEADER, counts, imported, rows, uploaded
from tests.factories import S24, S24_TEXT, make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.products_file.spooling.CHUNK", 4)
    monkeypatch.setattr(portions, "TOGETHER", 1)


@pytest.fixture
def _own_disk(settings: Settings, tmp_path: Path) -> None:
    """A data folder in which no earlier test has left anything."""
    settings.DATA_DIR = tmp_path


def as_row(model: Any, **kept: Any) -> dict[str, Any]:
    """A row's values without what differs from row to row."""
    found = model.objects.filter(**kept).values().get()
    times = {"created_at", "updated_at", "at", "id", "product_id", "listing_id"}
    return {name: value for name, value in found.items() if name not in times}


def test_new_products_are_what_the_page_makes_of_them(author: User) -> None:
    row = imported(author, rows(10))
    assert (row.status, counts(row), row.rows) == ("done", (10, 0, 0, 0), 10)
    product = Product.objects.get(sku="S-7")
    facts = replace(
        S24,
        name="Termos 7",
        brand="Poyra",
        features=("750 ml", "çelik"),
        category="",
        keyword="",
    )
    assert product.facts() == facts
    by_page = create_listing(author, facts, sku="S-x")
    assert as_row(Product, sku="S-7") | {"sku": ""} == as_row(Product, sku="S-x") | {"sku": ""}
    own = as_row(Listing, product=product)
    assert own.pop("search") == "termos 7 poyra s-7"
    page = as_row(Listing, pk=by_page.pk)
    page.pop("search")
    assert own == page
    event = as_row(Event, listing__product=product)
    assert event.pop("data") == {"import": row.pk}
    page_event = as_row(Event, listing=by_page)
    page_event.pop("data")
    assert event == page_event


def test_the_same_file_twice_changes_nothing(author: User) -> None:
    imported(author, rows(10))
    before = list(Product.objects.values()), list(Listing.objects.values()), Event.objects.count()
    row = imported(author, rows(10))
    assert counts(row) == (0, 0, 10, 0)
    after = list(Product.objects.values()), list(Listing.objects.values()), Event.objects.count()
    assert before == after
    assert row.products.filter(outcome="unchanged").count() == 10


def test_changed_facts_are_in_the_history_as_the_page_writes_them(author: User) -> None:
    listing = create_listing(author, S24, sku="S-1")
    other = create_listing(author, S24, sku="S-2")
    row = imported(author, b"sku;brand\nS-1;Yeni\n")
    assert counts(row) == (0, 1, 0, 0)
    change_facts(author, other, replace(S24, brand="Yeni"))
    told, page = (Event.objects.get(listing=one, kind=Event.Kind.FACTS) for one in (listing, other))
    assert told.data.pop("import") == row.pk
    for side in ("before", "after"):
        assert told.data[side].pop("sku") == "S-1"
        assert page.data[side].pop("sku") == "S-2"
    assert (told.data, told.actor) == (page.data, page.actor)
    own, by_page = (as_row(Listing, pk=one.pk) for one in (listing, other))
    assert own.pop("search").replace("s-1", "s-2") == by_page.pop("search")
    assert own == by_page
    product = Product.objects.get(sku="S-1")
    assert product.updated_at > listing.product.updated_at
    assert facts_as_json(product)["features"] == S24.features


def test_a_text_that_is_there_is_judged_anew(author: User) -> None:
    listing = make_listing(author, S24_TEXT, sku="S-1")
    row = imported(author, "sku;features\nS-1;6.8 inç ekran\n".encode())
    assert counts(row) == (0, 1, 0, 0)
    listing.refresh_from_db()
    assert (listing.number, listing.title) == (2, S24_TEXT.title)
    assert listing.revisions.get(number=2).facts["features"] == ["6.8 inç ekran"]
    assert listing.events.get(kind=Event.Kind.FACTS).revision is not None
    assert listing.errors > 0


def test_an_approval_ends_only_by_somebody_who_knew_of_it(author: User) -> None:
    raw = b"sku;brand\nS-1;Yeni\n"
    listing = make_listing(author, S24_TEXT, sku="S-1")
    approve_listing(author, listing, seen=1)
    row = imported(author, raw)
    assert counts(row) == (0, 0, 0, 1)
    assert row.rejections.get().faults[0]["code"] == "approved"
    waiting = start_import(author, uploaded(author, raw), over_approved=True)
    Listing.objects.update(approved_at=timezone.now())  # meanwhile
    run_import(waiting.pk)
    waiting.refresh_from_db()
    assert counts(waiting) == (0, 0, 0, 1)
    row = imported(author, raw, over_approved=True)
    assert counts(row) == (0, 1, 0, 0)
    listing.refresh_from_db()
    assert listing.status == Listing.Status.DRAFT
    assert listing.events.get(kind=Event.Kind.FACTS).data["approval_withdrawn"] is True


def test_rejected_rows_are_kept_with_their_cells(author: User) -> None:
    raw = HEADER + "A;Ad;M;f\n;Ad;M;f\nB;;M;\nA;Ad;M;f\nC;N\0;M;f\n"
    row = imported(author, raw.encode())
    assert counts(row) == (1, 0, 0, 4)
    found = [
        (one.number, one.cells, [(fault["field"], fault["code"]) for fault in one.faults])
        for one in row.rejections.order_by("number")
    ]
    assert found == [
        (3, ["", "Ad", "M", "f"], [("sku", "no_sku")]),
        (4, ["B", "", "M", ""], [("name", "no_name"), ("features", "no_features")]),
        (5, ["A", "Ad", "M", "f"], [("sku", "sku_twice")]),
        (6, ["C", "N\ufffd", "M", "f"], [("name", "unstorable")]),
    ]


def test_a_file_that_breaks_off_is_refused_before_anything_is_written(author: User) -> None:
    row = imported(author, rows(9) + b'S-99;"open\n')
    assert (row.status, row.error, row.said) == ("refused", "open_quote", {"row": 11})
    assert not Product.objects.exists()


class Killed(BaseException):
    """What SIGKILL is to a worker: nothing after it happens."""


@pytest.mark.parametrize("place", ["before", "within", "after"])
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_a_worker_that_dies_leaves_counts_that_are_right(
    author: User, monkeypatch: pytest.MonkeyPatch, place: str, chunk: int
) -> None:
    imported(author, rows(2))
    row = start_import(author, uploaded(author, rows(11) + b";no sku;;f\n"))
    calls = 0
    real, real_entering = keep_chunk, enter_many

    def keep(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == chunk and place == "before":
            raise Killed
        found = real(*args)
        if calls == chunk and place == "after":
            raise Killed
        return found

    def enter(*args: Any, **options: Any) -> Any:
        found = real_entering(*args, **options)
        if calls == chunk and place == "within":
            raise Killed
        return found

    monkeypatch.setattr(running, "keep_chunk", keep)
    monkeypatch.setattr(importing, "enter_many", enter)
    monkeypatch.setattr(IMPORTS.__class__, "give_back", lambda *_args, **_options: True)
    with pytest.raises(Killed):
        run_import(row.pk)
    row.refresh_from_db()
    assert row.status == "running"
    assert Product.objects.count() == max(2, row.created + 2)
    run_import(row.pk)  # another worker, while the lease holds
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert reap_imports() == 1
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, counts(row)) == ("done", (9, 0, 2, 1))
    assert Product.objects.count() == 11
    assert RejectedRow.objects.count() == 1
    assert ImportedProduct.objects.filter(of=row).count() == 11


def test_many_are_written_together_unless_their_texts_are_judged_anew(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        make_listing(author, S24_TEXT, sku=f"S-{number}")
    monkeypatch.setattr("domain.products_file.spooling.CHUNK", 2)
    monkeypatch.setattr(portions, "TOGETHER", 4)
    monkeypatch.setattr(portions, "MOST_TEXTS", 4)
    row = start_import(author, uploaded(author, rows(17)))
    sizes = []

    def keep(row: Import, chunk: Chunk) -> Any:
        sizes.append(len(chunk.lines))
        if len(sizes) == 2:
            raise Killed
        return keep_chunk(row, chunk)

    monkeypatch.setattr(running, "keep_chunk", keep)
    monkeypatch.setattr(IMPORTS.__class__, "give_back", lambda *_args, **_options: True)
    with pytest.raises(Killed):
        run_import(row.pk)
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    reap_imports()
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, counts(row)) == ("done", (11, 6, 0, 0))
    assert sizes == [4, 8, 8, 5], "the second one was not written"
    assert set(Listing.objects.filter(number__gt=0).values_list("number", flat=True)) == {2}


def test_a_worker_that_dies_while_reading_leaves_it_to_the_next(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = start_import(author, uploaded(author, rows(9)))
    with monkeypatch.context() as broken:
        broken.setattr(IMPORTS.__class__, "hold", lambda *_args: (_ for _ in ()).throw(Killed))
        broken.setattr(IMPORTS.__class__, "give_back", lambda *_args, **_options: True)
        with pytest.raises(Killed):
            run_import(row.pk)
    assert not row.lines.exists()
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    reap_imports()
    run_import(row.pk)
    row.refresh_from_db()
    assert counts(row) == (9, 0, 0, 0)


def test_a_worker_that_lost_the_job_writes_nothing(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = start_import(author, uploaded(author, rows(9)))
    real = keep_chunk

    def taken(*args: Any) -> Any:
        Import.objects.filter(pk=row.pk).update(status="queued", lease=None)
        return real(*args)

    monkeypatch.setattr(running, "keep_chunk", taken)
    run_import(row.pk)
    assert not Product.objects.exists()


def test_a_long_import_lets_others_have_their_turn(author: User) -> None:
    row = start_import(author, uploaded(author, rows(9)))
    run_import(row.pk, turn=-1)
    row.refresh_from_db()
    assert (row.status, row.stage, row.attempt, counts(row)) == (
        "queued",
        "writing",
        0,
        (0, 0, 0, 0),
    )
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, counts(row)) == ("done", (9, 0, 0, 0))


def test_stopping_ends_behind_a_chunk(author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    row = start_import(author, uploaded(author, rows(9)))
    real = keep_chunk

    def stopped(*args: Any) -> Any:
        found = real(*args)
        stop_import(author, row)
        return found

    monkeypatch.setattr(running, "keep_chunk", stopped)
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, counts(row)) == ("cancelled", (4, 0, 0, 0))
    with pytest.raises(ActionRefused):
        stop_import(author, row)


def test_whoever_lost_the_right_imports_no_more(author: User) -> None:
    row = start_import(author, uploaded(author, rows(2)))
    author.groups.clear()
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error) == ("failed", "right_gone")
    assert not Product.objects.exists()


def test_a_file_that_is_gone_is_told(author: User) -> None:
    row = start_import(author, uploaded(author, rows(2)))
    row.file.unlink()
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error) == ("failed", "file_gone")


def test_a_sku_that_is_entered_at_the_same_moment_is_met(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = start_import(author, uploaded(author, rows(2)))
    calls = 0

    def late(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:  # after it was decided that the product is new
            Product.objects.create(sku="S-1", name="x", created_by=author)
            raise IntegrityError
        return create(*args)

    create = entering_many._create
    monkeypatch.setattr(entering_many, "_create", late)
    run_import(row.pk)
    row.refresh_from_db()
    assert (row.status, counts(row), calls) == ("done", (2, 0, 0, 0), 2)


def test_pieces_come_in_their_order(author: User) -> None:
    raw = rows(3)
    row = begin_import(author, "../../etc/a.csv", len(raw))
    assert row.name == "a.csv"
    receive_piece(author, row, 0, raw[:10])
    for start in (0, 20):
        with pytest.raises(OutOfStep) as told:
            receive_piece(author, row, start, raw[10:])
        assert told.value.received == 10
    for piece in (b"", raw + b"x"):
        with pytest.raises(ActionRefused) as refused:
            receive_piece(author, row, 10, piece)
        assert refused.value.code == "piece_size"
    assert look_at_import(author, row).status == "receiving"
    receive_piece(author, row, 10, raw[10:])
    found = look_at_import(author, row)
    assert found.file.read_bytes() == raw
    assert (found.status, len(found.digest)) == ("ready", 64)
    assert found.columns == {"sku": 0, "name": 1, "brand": 2, "features": 3}


def test_files_are_of_a_size_and_few(author: User) -> None:
    for size in (0, -1, 200 * 1024 * 1024 + 1):
        with pytest.raises(ActionRefused, match="200"):
            begin_import(author, "a.csv", size)
    for _number in range(5):
        begin_import(author, "a.csv", 5)
    with pytest.raises(ActionRefused) as refused:
        begin_import(author, "a.csv", 5)
    assert refused.value.code == "too_many_files"
    assert Import.objects.count() == 5


def test_only_a_file_that_is_long_not_touched_makes_room_for_another(author: User) -> None:
    files = [begin_import(author, f"{number}.csv", 5) for number in range(5)]
    Import.objects.update(created_at=timezone.now() - timedelta(hours=2))
    for row in files[:2]:
        receive_piece(author, row, 0, b"sku")
    long_ago = time.time() - 7200
    os.utime(files[1].file, (long_ago, long_ago))
    begin_import(author, "5.csv", 5)
    left = [files[0].name, *(row.name for row in files[2:]), "5.csv"]
    assert [row.name for row in Import.objects.order_by("pk")] == left


def test_a_file_that_is_none_is_refused_at_once(author: User) -> None:
    row = uploaded(author, b"%PDF-1.7 ...")
    assert (row.status, row.error, row.said) == ("refused", "wrong_kind", {"kind": "PDF"})
    assert not row.file.exists()
    with pytest.raises(ActionRefused):
        start_import(author, row)


def test_columns_are_chosen_by_hand(author: User) -> None:
    row = uploaded(author, "Kod X;Ürün Adı;Şeyler;Özellikler\nA;N;a;b\n".encode())
    assert row.columns == {"name": 1, "features": 3}
    for columns, code in (
        ({"name": 1}, "no_sku_column"),
        ({"sku": 9}, "column"),
        ({"sku": 0, "name": 0}, "column_twice"),
    ):
        with pytest.raises(ActionRefused) as told:
            choose_columns(author, row, columns)
        assert told.value.code == code
    with pytest.raises(ActionRefused):
        start_import(author, row)
    chosen = choose_columns(author, row, {"sku": 0, "name": 1, "features": 2})
    start_import(author, chosen)
    run_import(row.pk)
    assert Product.objects.get(sku="A").features == ["a"]


def test_letters_and_signs_are_chosen_by_hand(author: User) -> None:
    raw = "sku,name;x\nA,Çay;f\n".encode("windows-1254")
    row = uploaded(author, raw)
    assert (row.encoding, row.separator) == ("windows-1254", ",")
    row = read_otherwise(author, row, "iso-8859-9", ";")
    assert row.headers == ["sku,name", "x"]
    with pytest.raises(ActionRefused):
        read_otherwise(author, row, "latin-5000", ";")


def test_nobody_else_goes_on_with_a_file(
    author: User, colleague: User, manager: User, outsider: User
) -> None:
    row = uploaded(author, rows(2))
    for person in (colleague, outsider):
        for act in (look_at_import, start_import, drop_import, stop_import):
            with pytest.raises(PermissionDenied):
                act(person, row)
    with pytest.raises(PermissionDenied):
        begin_import(outsider, "a.csv", 5)
    start_import(manager, row)
    with pytest.raises(ActionRefused):
        drop_import(manager, row)


@pytest.mark.usefixtures("_own_disk")
def test_files_that_nobody_needs_are_taken_away(author: User) -> None:
    done, waiting = imported(author, rows(2)), uploaded(author, rows(2))
    assert sweep_imports() == 0
    past = timezone.now() - timedelta(days=2)
    Import.objects.update(created_at=past, finished_at=past)
    fresh = uploaded(author, rows(2))
    assert sweep_imports() == 2
    assert not done.folder.exists()
    assert not waiting.folder.exists()
    assert fresh.folder.exists()
    assert set(Import.objects.values_list("pk", flat=True)) == {done.pk, fresh.pk}


@pytest.mark.usefixtures("_own_disk")
def test_after_a_weekend_no_folder_stays_that_nobody_needs(author: User) -> None:
    """However many there are, and also where their rows are gone."""
    waiting = start_import(author, uploaded(author, rows(2)))
    past = timezone.now() - timedelta(days=3)
    Import.objects.bulk_create(
        Import(requested_by=author, name="a.csv", size=5, status=status, finished_at=past)
        for status in ("ready", "done")
        for _number in range(120)
    )
    Import.objects.update(created_at=past)
    foreign = shelf() / "somebody-else-s"
    for folder in (*(row.folder for row in Import.objects.all()), shelf() / "999999", foreign):
        folder.mkdir(exist_ok=True, parents=True)
    assert sweep_imports() == 241
    assert {path.name for path in shelf().iterdir()} == {str(waiting.pk), foreign.name}
    assert Import.objects.filter(status="done").count() == 120


def test_a_chunk_takes_a_fixed_number_of_queries(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(raw: bytes) -> int:
        monkeypatch.setattr("domain.products_file.spooling.CHUNK", 100)
        row = start_import(author, uploaded(author, raw))
        with CaptureQueriesContext(connection) as captured:
            run_import(row.pk)
        return len(captured)

    assert queries(rows(5, sku="A-")) == queries(rows(40, sku="B-"))  # new
    assert queries(rows(5, sku="B-")) == queries(rows(40, sku="B-"))  # unchanged
    assert queries(rows(5, "X", "B-")) == queries(rows(40, "Y", "B-"))  # changed


def test_asdict_is_what_the_history_would_say(author: User) -> None:
    imported(author, rows(1))
    product = Product.objects.get()
    assert asdict(product.facts()) | {"sku": "S-0"} == facts_as_json(product)

"""Products in: new rows and the same file again, beside django-import-export on the same files.

Each import is a process of its own, ours the command as a person runs it, so that the memory is
its own. Ours validates, enters listings and history too; theirs, with its bulk options, enters
products alone. BENCH_ROWS, 100,000 by default, says how many.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.figures import Figure

ROWS: Final = int(os.environ.get("BENCH_ROWS", "100000"))
COLUMNS: Final = (
    *("sku", "name", "brand", "category", "features"),
    *("price_range", "competition", "keyword", "language", "market"),
)
OURS, THEIRS = "WalmartGPT", "django-import-export"
AIMS: Final = {("csv", "new"): "under 10", ("csv", "again"): "no slower"}


def measure() -> list[Figure]:
    """By kind of file and by what is there already, seconds; by kind, the most memory."""
    folder = Path(os.environ["WALMARTGPT_DATA"])
    figures: list[Figure] = []
    for kind, write in (("csv", write_table), ("xlsx", write_workbook)):
        few, many = folder / f"few.{kind}", folder / f"many.{kind}"
        write(few, rows(ROWS // 10))
        write(many, rows(ROWS))
        small = _ours(folder / f"few-{kind}", few)
        ours = [_ours(folder / kind, many) for _time in range(2)]
        theirs = [_theirs(folder / f"theirs-{kind}", many) for _time in range(2)]
        name = kind.upper()
        for when, own, other in zip(("new", "again"), ours, theirs, strict=True):
            told = f"import of {ROWS:,} rows as {name}, {when}"
            aim = AIMS.get((kind, when), "")
            figures += [
                Figure(f"{told}: {OURS}", [own[0]], "s", aim),
                Figure(f"{told}: {THEIRS}, products alone", [other[0]], "s"),
                Figure(f"{told}: {OURS}, processor", [own[1]], "s"),
                Figure(f"{told}: {THEIRS}, processor", [other[1]], "s"),
            ]
        figures += [
            Figure(
                f"import as {name}: memory, at {ROWS // 10:,} and {ROWS:,}: {OURS}",
                [small[2], ours[0][2]],
                "MiB",
                "equal",
            ),
            Figure(f"import as {name}: memory: {THEIRS}", [theirs[0][2]], "MiB"),
        ]
    return figures


def rows(count: int) -> Iterator[Sequence[str]]:
    """The names of the columns, then so many products, all of them different."""
    yield COLUMNS
    for number in range(count):
        yield (
            f"TRM-{number:06}",
            f"Poyra Çelik Termos {number} İçecek Şişesi",
            "Poyra",
            "Ev ve Bahçe > Mutfak > Termos",
            f"{300 + number % 700} ml hacim | çift cidarlı çelik | ışık geçirmez kapak",
            f"{100 + number % 400}-{200 + number % 400} TL",
            ("low", "medium", "high")[number % 3],
            "çelik termos",
            "tr",
            "walmart-tr",
        )


def write_table(path: Path, lines: Iterator[Sequence[str]]) -> None:
    """A table as Turkish Excel saves it, in UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)


def write_workbook(path: Path, lines: Iterator[Sequence[str]]) -> None:
    """A workbook whose cells share their texts, as Excel saves it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    places: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, line in enumerate(lines, 1):
                cells = "".join(
                    f'<c r="{chr(65 + at)}{number}" t="s">'
                    f"<v>{places.setdefault(text, len(places))}</v></c>"
                    for at, text in enumerate(line)
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in places)
        for name, text in {
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Products" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
            f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": f'<Types xmlns="{content}">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
            "</Types>",
        }.items():
            packed.writestr(name, text)


def _ours(data: Path, file: Path) -> tuple[float, float, float]:
    _prepare(data)
    command = ["manage.py", "products", "import", str(file), "--json", "--user", "bench"]
    return _timed(data, command)


def _theirs(data: Path, file: Path) -> tuple[float, float, float]:
    _prepare(data)
    return _timed(data, ["-m", "benchmarks.imports_theirs", str(file)])


def _prepare(data: Path) -> None:
    """A database of its own with somebody who may write; once."""
    if data.exists():
        return
    (data / "static").mkdir(parents=True)
    make = (
        "from accounts.models import User; User.objects.create(username='bench', is_superuser=True)"
    )
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", make]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            env=_environment(data),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "WALMARTGPT_DATA": str(data)}


def _timed(data: Path, command: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the most memory in MiB that the process ever held."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=_environment(data), stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    took = time.perf_counter() - started
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

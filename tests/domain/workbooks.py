"""Workbooks as small as they can be, and as wrong as a test wants them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(place: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def workbook(
    rows: str, *, strings: Sequence[str] = (), formats: Sequence[str] = (), before: str = ""
) -> bytes:
    """The bytes of a workbook with one sheet; `formats` are the number formats of its styles."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        packed.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
        styles = "".join(f'<xf numFmtId="{one}"/>' for one in formats)
        packed.writestr("xl/styles.xml", f"<styleSheet><cellXfs>{styles}</cellXfs></styleSheet>")
        packed.writestr(
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return file.getvalue()

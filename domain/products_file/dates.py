"""Which styles of a workbook show a number as a date: Excel makes one of "10-20"."""

from __future__ import annotations

import re
from typing import Final

from domain.products_file.faults import FileRefused
from domain.products_file.packed import Package, Parsing

_PART: Final = "xl/styles.xml"
_BUILT_IN: Final = frozenset(
    str(number) for span in ((14, 23), (27, 37), (45, 48), (50, 59)) for number in range(*span)
)
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_MOST: Final = 100_000


def date_styles(package: Package) -> frozenset[str]:
    """The numbers of the styles, as cells name them."""
    formats: set[str] = set()
    styles: list[str] = []
    within = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        name = name.rpartition(":")[2]
        if name == "numFmt" and _is_date(attributes.get("formatCode", "")[:500]):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            within = True
        elif name == "xf" and within:
            styles.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal within
        if name.rpartition(":")[2] == "cellXfs":
            within = False

    if _PART not in package.names:
        return frozenset()
    with package.open(_PART) as source:
        parsing = Parsing(source, start, end)
        while parsing.step():
            if len(styles) + len(formats) > _MOST:
                raise FileRefused("broken_workbook")
    dates = formats | _BUILT_IN
    return frozenset(str(place) for place, style in enumerate(styles) if style in dates)


def _is_date(code: str) -> bool:
    return bool(_DATE.search(_QUOTED.sub("", code)))

"""Products in a file as people have it: CSV, XLSX or JSON, read a line at a time.

Whatever the file holds, reading takes little memory and ends in lines, faults of lines, or one
FileRefused that says what the file as a whole is at fault for.
"""

from domain.products_file.columns import FIELDS, Columns, match
from domain.products_file.faults import Fault, FileRefused
from domain.products_file.formats import Format, guess, open_sheet
from domain.products_file.lines import Line, Sheet
from domain.products_file.merging import complete
from domain.products_file.spooling import Chunk, chunks, joined, spool, stated
from domain.products_file.stating import Stated, sku_of, state

__all__ = [
    "FIELDS",
    "Chunk",
    "Columns",
    "Fault",
    "FileRefused",
    "Format",
    "Line",
    "Sheet",
    "Stated",
    "chunks",
    "complete",
    "guess",
    "joined",
    "match",
    "open_sheet",
    "sku_of",
    "spool",
    "state",
    "stated",
]

"""Why a file could not be read or written, in the person's language."""

from __future__ import annotations

import errno

from django.utils.translation import gettext as _


def file_name(name: str) -> str:
    """The file as a person knows it; `-` stands for what is typed or piped in."""
    return _("Standard input") if name == "-" else name


def refusal_of(error: OSError) -> str:
    """What the operating system says, which speaks only its own language."""
    told = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EISDIR: _("this is a folder, not a file"),
        errno.ENOTDIR: _("a part of the path is not a folder"),
        errno.EACCES: _("you are not allowed to"),
        errno.EPERM: _("you are not allowed to"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EBADF: _("it is closed"),
    }
    return told.get(error.errno or 0) or error.strerror or str(error)


def fault_of(error: Exception) -> str:
    """What is wrong with a JSON text; Python says it in English."""
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    said = getattr(error, "msg", None) or str(error)
    told = {
        "Expecting value": _("a value is missing"),
        "Expecting ',' delimiter": _("a comma is missing"),
        "Expecting ':' delimiter": _("a colon is missing"),
        "Expecting property name enclosed in double quotes": _(
            "a name in double quotes is missing"
        ),
        "Extra data": _("there is something after its end"),
        "Unterminated string starting at": _("a quotation mark is not closed"),
        "Invalid control character at": _("a text holds a control character"),
        "Illegal trailing comma before end of object": _("the last comma is one too many"),
        "Illegal trailing comma before end of array": _("the last comma is one too many"),
    }
    return told.get(said, said[:100])

"""Decodes files: byte order marks, Unicode, code pages of spreadsheets; repairs mojibake."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Final

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, longer ones first, with the encoding of each."""

CODE_PAGES: Final = ("cp1252", "cp1250", "cp1251", "mac_roman", "koi8-r", "latin-1")
"""Code pages of spreadsheets that do not save Unicode, the likelier ones first."""

_MANGLED: Final = ("mac_roman", "cp1252", "cp1250", "latin-1")
_HEAD = 64 * 1024


def encoding_of(content: bytes, known: Callable[[str], int]) -> str:
    """Return the encoding of a file.

    Parameters
    ----------
    content
        The whole file.
    known
        Returns the number of known words in a text; the code page with the highest number wins,
        of equal ones the earlier of :data:`CODE_PAGES`.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    wide = _wide(content[:_HEAD])
    if wide:
        return wide
    try:
        codecs.lookup("utf-8").decode(content)
    except UnicodeDecodeError:
        return max(_possible(content), key=lambda name: known(content[:_HEAD].decode(name)))
    return "utf-8"


def _wide(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _possible(content: bytes) -> list[str]:
    found = []
    for name in CODE_PAGES:
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        found.append(name)
    return found


def mangled_as(cells: list[str]) -> str | None:
    """Return the code page as which UTF-8 was once read, if the cells show it.

    A spreadsheet that takes UTF-8 for a code page, and saves the result, leaves ``Œ£`` in place of
    ``Σ``. This shows where encoding a cell in the code page gives valid UTF-8.

    Parameters
    ----------
    cells
        The header; other texts can look mangled by chance, those of a header do not.
    """
    odd = [cell for cell in cells if not cell.isascii()]
    for name in _MANGLED:
        if any(mended(cell, name) != cell for cell in odd):
            return name
    return None


def mended(cell: str, code_page: str) -> str:
    """Return the original text of a cell that was read as a code page, if that is possible.

    Parameters
    ----------
    cell
        The text in the file.
    code_page
        The code page as which it was read.
    """
    if cell.isascii():
        return cell
    try:
        return cell.encode(code_page).decode("utf-8")
    except UnicodeError:
        return cell

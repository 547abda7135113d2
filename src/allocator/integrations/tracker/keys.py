"""Finds the rows of a file that are work: those with a key of the usual form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from allocator.integrations.input_files import fault
from allocator.wording import shorten

JIRA: Final = re.compile(r"[^\W\d_][\w.]{0,60}-\d{1,18}")
"""``CLP-12``."""

NUMBER: Final = re.compile(r"\d{1,18}")
"""``4711``."""

DATE_LIKE: Final = re.compile(
    r"\d{1,2}-[A-Za-z]{3}|[A-Z][a-z]{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
)
"""Keys that a spreadsheet has turned into dates; their rows are work all the same."""

_MAX_KEY_CHARACTERS: Final = 100
_NO_KEY = re.compile(r'[\s,;"|]')


class KeyCheck:
    """Recognises rows that are no work: totals, footers, a second header.

    Parameters
    ----------
    path
        The file.
    form
        Pattern of a key.
    keys
        All cells of the key column. If none of them has the usual form, every word without blanks
        may be a key.

    Attributes
    ----------
    left_out
        Rows that are no work: reason, then content.
    """

    def __init__(self, path: Path, form: re.Pattern[str], keys: Iterable[str]) -> None:
        self._path, self._form = path, form
        self._is_usual = any(form.fullmatch(key) for key in keys)
        self._inside = re.compile(rf"(?:{form.pattern})\s*[,;\t|]")
        self.left_out: dict[str, list[str]] = {}

    def is_work(self, key: str, line: int, title: str) -> bool:
        """Return whether a row with this key is work; other rows are noted.

        A key of an unusual form needs a title.

        Raises
        ------
        FormatError
            The row begins like work, but is a single cell.
        """
        if self._form.fullmatch(key) or DATE_LIKE.fullmatch(key):
            return True
        if self._inside.match(key):
            raise fault(
                self._path,
                line,
                f'the whole row is one cell, "{shorten(key)}", and does not fall into as many '
                "cells as there are columns",
                "a spreadsheet has saved the file twice: export it anew, or mend the quotes of "
                "this row",
            )
        if (
            title
            and not self._is_usual
            and len(key) <= _MAX_KEY_CHARACTERS
            and not _NO_KEY.search(key)
        ):
            return True
        reason = "what stands for the key has not the form of one"
        self._leave(reason, f'"{shorten(key)}" on line {line}')
        return False

    def is_titled(self, title: str, line: int) -> bool:
        """Return whether a row without a key is work, which needs a title; other rows are noted."""
        if not title:
            self._leave("neither a key nor a title", f"line {line}")
        return bool(title)

    def _leave(self, reason: str, row: str) -> None:
        self.left_out.setdefault(reason, []).append(row)

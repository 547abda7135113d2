"""Reads numbers of trackers and spreadsheets, with the decimal mark found from whole columns.

28.800 is 28.8 in one country and 28,800 in another. A text with only one meaning decides for its
column, and a decided column for the other columns; numbers that stay ambiguous are reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

Mark = Literal[".", ","]
MARKS: Final[tuple[Mark, Mark]] = (".", ",")
"""Decimal marks."""

MAX_NUMBER: Final = 1e9
"""Larger numbers are no amounts of work."""

_MAX_CHARACTERS: Final = 40
_MAX_EXAMPLES: Final = 3
_SURE: Final = "\x01"  # a decimal mark of which there is no doubt
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\ufeff"),
        **dict.fromkeys("’ʼ`´\u066c\u00b7\u02d9", "'"),
        "\uff0c": ",",
        "\uff0e": ".",
        "\u066b": _SURE,
    }
)
_HEADS: Final = r"\d+|[1-9]\d{{0,2}}(?:(?P<sep>[ '{other}])\d{{3}})(?:(?P=sep)\d{{3}})*"
_INDIAN: Final = r"|[1-9]\d?(?:,\d\d)+,\d{3}"
_FORMS: Final[Mapping[Mark, re.Pattern[str]]] = {
    ".": re.compile(
        rf"(?P<whole>{_HEADS.format(other=',')}{_INDIAN})?(?:[.{_SURE}](?P<part>\d*))?"
        r"(?P<power>e[+-]?\d{1,2})?"
    ),
    ",": re.compile(
        rf"(?P<whole>{_HEADS.format(other='.')})?(?:[,{_SURE}](?P<part>\d*))?"
        r"(?P<power>e[+-]?\d{1,2})?"
    ),
}


@lru_cache(maxsize=4096)
def readings(text: str) -> Mapping[Mark, float]:
    """Return the number of a text by decimal mark, for the marks with which it is one.

    Parameters
    ----------
    text
        A cell: digits of any script; groups of three, or as in India, between blanks of any
        width, apostrophes, commas or full stops; a power of ten as spreadsheets write it.
    """
    if len(text) > _MAX_CHARACTERS:
        return {}
    plain = text.translate(_PLAIN).strip().lower()
    plain = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else " " if c.isspace() else c for c in plain
    )
    plain = plain.lstrip("+'")
    if not any(c.isdigit() for c in plain):
        return {}
    found: dict[Mark, float] = {}
    for mark in MARKS:
        match = _FORMS[mark].fullmatch(plain)
        if match is not None and (match["whole"] or match["part"]):
            whole = re.sub(r"\D", "", match["whole"] or "0")
            found[mark] = float(f"{whole}.{match['part'] or '0'}{match['power'] or ''}")
    return found


def _marks_told_by(texts: Iterable[str]) -> dict[Mark, str]:
    """Return the decimal marks of unambiguous texts, each with an example."""
    found: dict[Mark, str] = {}
    for text in sorted(texts):
        says = readings(text)
        if len(says) == 1:
            found.setdefault(next(iter(says)), text)
    return found


@dataclass
class NumberReader:
    """Reads the numbers of one file.

    Attributes
    ----------
    whole
        Fields whose numbers have no decimals, unless a number of their column has.
    marks
        Decimal mark of each field; fields with an unknown mark are missing.
    mixed
        Fields that use both marks, with an example of each.
    unread
        Texts that are no numbers from 0 to :data:`MAX_NUMBER`: field, text, number of occurrences.
    """

    whole: frozenset[str] = frozenset()
    marks: dict[str, Mark] = field(default_factory=dict)
    mixed: dict[str, tuple[str, str]] = field(default_factory=dict)
    unread: dict[str, dict[str, int]] = field(default_factory=dict)
    _doubted: dict[str, dict[str, float]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        texts: Mapping[str, Collection[str]],
        *,
        whole: Collection[str] = (),
        given: Mark | None = None,
    ) -> NumberReader:
        """Return a reader with the decimal mark of each field, as far as the file decides it.

        Parameters
        ----------
        texts
            All cells of the columns of each field.
        whole
            Fields whose numbers have no decimals, such as seconds.
        given
            The mark by the user; None to find it from the file.
        """
        reader = cls(frozenset(whole))
        told = {name: _marks_told_by(some) for name, some in texts.items()}
        of_file = {mark for marks in told.values() for mark in marks}
        for name, marks in told.items():
            if given is not None:
                reader.marks[name] = given
            elif len(marks) == 2:
                reader.mixed[name] = (marks["."], marks[","])
            elif marks:
                reader.marks[name] = next(iter(marks))
            elif len(of_file) == 1 and name not in reader.whole:
                reader.marks[name] = next(iter(of_file))
        return reader

    def read(self, name: str, text: str) -> float | None:
        """Return the number of a cell; None if it is empty, or no number, which is counted.

        Parameters
        ----------
        name
            The field.
        text
            The cell.
        """
        text = text.strip()
        if not text:
            return None
        says = readings(text)
        found = self._chosen(name, text, says) if says else None
        if found is None or not found < MAX_NUMBER:
            some = self.unread.setdefault(name, {})
            some[text] = some.get(text, 0) + 1
            return None
        return found

    def _chosen(self, name: str, text: str, says: Mapping[Mark, float]) -> float:
        """Return the reading by the file's mark; without a mark the likelier one, as a doubt."""
        values = set(says.values())
        if len(values) == 1:
            return values.pop()
        mark = self.marks.get(name)
        if mark is not None:
            return says[mark]
        found = max(values) if name in self.whole else min(values)
        if name not in self.whole or name in self.mixed:
            self._doubted.setdefault(name, {})[text] = found
        return found

    def doubts(self, label: Mapping[str, str]) -> list[str]:
        """Return lines on ambiguous numbers, and how to resolve them.

        Parameters
        ----------
        label
            Column name of each field.
        """
        lines = [
            f'"{label.get(name, name)}" has numbers with a decimal point ("{point}") and with a '
            f'decimal comma ("{comma}"): each is read by its own form'
            for name, (point, comma) in self.mixed.items()
        ]
        for name, texts in self._doubted.items():
            some = ", ".join(
                f'"{text}" (taken for {value:g})'
                for text, value in list(texts.items())[:_MAX_EXAMPLES]
            )
            lines.append(
                f'numbers of "{label.get(name, name)}" that could be others, as nothing tells '
                f"whether . or , stands before their decimals: {len(texts)}, such as {some}; say "
                'which in the mapping, decimal: "." or decimal: ","'
            )
        return lines

"""Edits what stands between brackets: ``[A, B]``, ``{id: A, effort: 2d}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from allocator.scenario.merge.edits import TextEdits

Span = tuple[int, int]
"""First character, and the one behind the last."""

_BEFORE_COMMA: Final = re.compile(r"(?:[^,#]|#[^\r\n]*)*")


class FlowEdits:
    """Removes and adds entries with their commas.

    Parameters
    ----------
    edits
        Of the text.
    """

    def __init__(self, edits: TextEdits) -> None:
        self._edits = edits

    def remove(self, spans: Sequence[Span], removed: Sequence[int]) -> None:
        """Remove some of the entries, not all.

        Parameters
        ----------
        spans
            Of all entries, in their order.
        removed
            Their numbers, from 0, in order.
        """
        first_kept = next((n for n in range(len(spans)) if n not in set(removed)), 0)
        for number in removed:
            start, end = spans[number]
            if number < first_kept:
                self._cut(start, end, gap=(end, spans[number + 1][0]))
            else:
                self._cut(start, end, gap=(spans[number - 1][1], start))

    def _cut(self, start: int, end: int, gap: Span) -> None:
        between = self._edits.text[gap[0] : gap[1]]
        if "#" not in between:
            self._edits.replace(min(start, gap[0]), max(end, gap[1]), "")
            return
        before = _BEFORE_COMMA.match(between)
        comma = gap[0] + (0 if before is None else before.end())
        self._edits.replace(comma, comma + 1, "")
        self._edits.replace(start, end, "")

    def insert(self, opening: int, before: int | None, new: str) -> None:
        """Add an entry to others.

        Parameters
        ----------
        opening
            Behind the opening bracket.
        before
            Behind the entry that it follows; None for the first place.
        new
            Its text.
        """
        if before is None:
            self._edits.replace(opening, opening, f"{new}, ")
        else:
            self._edits.replace(before, before, f", {new}")

"""Finds the known name that is nearest to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from allocator.scenario import limits
from allocator.wording import enumerated

_MAX_CHARACTERS = 80

_MAX_REMEMBERED_NAMES = 64
"""Most names, as of fields, among which the nearest one is remembered."""


class Suggester:
    """Suggests known names within a budget, so that many unknown names are refused quickly."""

    def __init__(self, comparisons: int = limits.MAX_COMPARISONS) -> None:
        self._left = comparisons
        self._answers: dict[tuple[str, ...], str | None] = {}

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """Return the known name that is nearest to the word.

        Parameters
        ----------
        word
            What was written.
        known
            The names that would have been right.

        Returns
        -------
        str or None
            None where nothing comes near, or where the budget is used up.
        """
        if len(word) > _MAX_CHARACTERS or self._left <= 0:
            return None
        names = [name for name in known if len(name) <= _MAX_CHARACTERS]
        asked = (word, *names) if len(names) <= _MAX_REMEMBERED_NAMES else None
        if asked is not None and asked in self._answers:
            return self._answers[asked]
        if len(names) > self._left:
            return None
        self._left -= len(names)
        by_folded = {name.casefold(): name for name in reversed(names)}
        near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
        found = by_folded[near[0]] if near else None
        if asked is not None:
            self._answers[asked] = found
        return found

    def did_you_mean(self, word: str, known: Sequence[str], what: str) -> str | None:
        """Return a hint: the nearest name, or all of them where they are few.

        Parameters
        ----------
        word
            What was written.
        known
            The names that would have been right, in the order to list them.
        what
            What they are, in the plural.
        """
        near = self.nearest(word, known)
        if near is not None:
            return f'did you mean "{near}"?'
        return f"{what}: {enumerated(known, most=13)}" if known else None

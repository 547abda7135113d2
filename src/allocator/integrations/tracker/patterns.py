"""Searches with regular expressions of a mapping, within a limit of time."""

from __future__ import annotations

import time
from typing import Final

from allocator.domain.base import invalid
from allocator.errors import FormatError
from allocator.wording import shorten

MAX_PATTERN_CHARACTERS: Final = 1_000
"""Characters of an expression at most."""

MAX_SEARCH_SECONDS: Final = 2.0
"""Processor time that one expression may take for all titles of an import.

A sound one takes some microseconds for a title, 100,000 titles well under a second.
"""


def check_pattern(text: str) -> str:
    """Return a regular expression.

    Parameters
    ----------
    text
        The expression in the mapping.

    Raises
    ------
    ValueError
        It is no regular expression, or too long.
    """
    import regex

    if len(text) > MAX_PATTERN_CHARACTERS:
        raise invalid(
            "invalid-pattern",
            f"a regular expression has at most {MAX_PATTERN_CHARACTERS:,} characters",
        )
    try:
        regex.compile(text, regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise invalid(
            "invalid-pattern", f'"{shorten(text)}" is not a regular expression: {error}'
        ) from None
    return text


class TimedSearch:
    """Searches texts with an expression until its time is used up."""

    def __init__(self) -> None:
        self._left = MAX_SEARCH_SECONDS

    def finds(self, pattern: str, text: str, key: str) -> bool:
        """Return whether an expression is found in a text, ignoring case.

        Parameters
        ----------
        pattern, text
            The expression and the text.
        key
            Key of the ticket, for the message.

        Raises
        ------
        FormatError
            The time is used up.
        """
        import regex

        began = time.process_time()
        try:
            if self._left <= 0:
                raise TimeoutError
            found = regex.search(pattern, text, regex.IGNORECASE, timeout=self._left)
        except (TimeoutError, MemoryError, RecursionError):
            raise FormatError(
                f'the pattern "{shorten(pattern)}" of the mapping takes too long: more than '
                f"{MAX_SEARCH_SECONDS:g} s in all, on the title of {shorten(key)} at last",
                hint="write it without one repetition inside another, for example "
                '"a+$" in place of "(a+)+$"',
            ) from None
        self._left -= time.process_time() - began
        return found is not None

"""Ids, titles and names of the user, safe to print.

==================== ===================================== ======================
function             for                                   example
==================== ===================================== ======================
:func:`label`        id and title in a cell of a table     ``PAY-12 Pay by inv…``
:func:`printable`    any text of the user                  ``Pay by invoice``
:func:`shorten`      a text quoted in a message            ``Pay by...invoice``
:func:`person_name`  a person                              ``Ana Souza``
==================== ===================================== ======================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.domain import Scenario


def printable(text: str) -> str:
    """Return text of the user without characters that would steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def label(*parts: str, most: int = 60) -> str:
    """Return id and title, or a name, for a cell of a table; a long text is cut.

    Parameters
    ----------
    parts
        Joined with spaces; empty ones are left out.
    most
        Characters that there is room for.
    """
    text = printable(" ".join(part for part in parts if part))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shorten(text: str, *, most: int = 60) -> str:
    """Return a text in one line for a quotation; a long text is cut in the middle.

    Parameters
    ----------
    text
        Of any length.
    most
        Characters up to which the text is returned whole.
    """
    if len(text) > most:
        half = (most - 3) // 2
        text = f"{text[:half]}...{text[-half:]}"
    return " ".join(text.split())


def person_name(scenario: Scenario, person_id: str) -> str:
    """Return the name of a person; the id where the person has no name or is not known."""
    found = scenario.person_by_id.get(person_id)
    return (found.name if found is not None else "") or person_id

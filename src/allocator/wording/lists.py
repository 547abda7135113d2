"""Names in a row.

=================== ==================================== ==========================
function            for                                  example
=================== ==================================== ==========================
:func:`joined`      names as a part of a sentence        ``A, B and C``
:func:`enumerated`  names in brackets or behind a colon  ``A, B, C``
=================== ==================================== ==========================

Both shorten long lists in the same way: ``A, B and 4 more``, never ``and 1 more``.
"""

from __future__ import annotations

from collections.abc import Iterable


def joined(names: Iterable[str], last: str = "and", *, most: int | None = None) -> str:
    """Write names as a part of a sentence: ``A, B and C``; empty where there are none.

    Parameters
    ----------
    names
        In the order in which they are written.
    last
        The word before the last name.
    most
        Entries that there is room for; of more names the first ``most - 1`` are written, and how
        many more there are.
    """
    names = list(names)
    if most is not None and len(names) > most:
        return enumerated(names, most=most)
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def enumerated(names: Iterable[str], *, most: int = 9) -> str:
    """Write names in brackets or behind a colon: ``A, B, C``, or ``A, B and 4 more``.

    Parameters
    ----------
    names
        In the order in which they are written.
    most
        Entries that there is room for, as for :func:`joined`.
    """
    names = list(names)
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"

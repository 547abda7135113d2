"""Numbers with their nouns.

================================ =================
call                             gives
================================ =================
``count(1, "item")``             ``1 item``
``count(2, "item")``             ``2 items``
``count(3, "person", "people")`` ``3 people``
``count(0, "error")``            ``no errors``
================================ =================
"""

from __future__ import annotations


def count(amount: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun; none is ``no``.

    Parameters
    ----------
    amount
        How many there are.
    one
        The noun for one.
    many
        The noun for none and for several; default: with an s.
    """
    return f"{amount or 'no'} {one if amount == 1 else many or one + 's'}"

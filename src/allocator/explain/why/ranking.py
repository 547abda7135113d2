"""Puts causes in order: what can be changed before the work itself, unless that counts far more."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.explain.why.models import GIVEN, WhyCause

CHANGEABLE_SHARE = 1 / 3
"""Share of the days of the work itself with which a cause that can be changed comes before it.

An estimate of a hundredth gains nearly all that an item takes, also where it is held by a border
or a small share of the day, each of which costs a part of that.
"""

LINK_WEIGHT = 0.5
"""What a day of a mere link counts among the work itself."""


def ranked(causes: Iterable[WhyCause]) -> list[WhyCause]:
    """Return causes in the order in which they are told: the one that holds most first.

    What can be changed comes before all of the work itself (``work``, ``predecessor``) where it
    gains a third as much at least.
    """
    found = list(causes)
    given = [one.days for one in found if one.kind in GIVEN]
    least = CHANGEABLE_SHARE * max(given, default=0.0)

    def key(cause: WhyCause) -> tuple[bool, float]:
        first = cause.kind not in GIVEN and cause.days >= least
        return not first, -cause.days * (LINK_WEIGHT if cause.kind == "predecessor" else 1.0)

    return sorted(found, key=key)

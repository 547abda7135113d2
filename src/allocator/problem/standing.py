"""The plan that people go by, as far as a new one is to stay near it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Baseline:
    """Where the plan that people go by has the activities.

    Attributes
    ----------
    starts
        By activity: first slot at or after its start in the baseline; None without one.
    people
        By activity: indices of those who do it there and are still here, as the baseline names
        them.
    changes
        (activity, need, person) -> what it weighs in ticks that the person is new on it; those
        who are not new are left out.
    drops
        Item position -> what it weighs that it is dropped.
    """

    starts: tuple[int | None, ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
    changes: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    drops: Mapping[int, int] = field(default_factory=dict)

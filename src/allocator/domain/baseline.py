"""Where an earlier plan has what is still to be done, and what a change of it weighs."""

from __future__ import annotations

import datetime as dt

from allocator.domain.base import Id, Model

PERSON_DAYS = 20
"""Working days that an item may move before that weighs as much as another person on it."""

NEARNESS = ((7, 4), (28, 2))
"""Changes of what the baseline starts within so many days from now weigh so many times as much."""


class BaselineItem(Model):
    """An item of the baseline, the plan that people go by."""

    item: Id
    """Its id; it is no milestone, and not done."""
    start: dt.datetime
    """When it is started; of an item in progress, when what remains of it is taken up."""
    people: tuple[Id, ...] = ()
    """Who is on it, in the order of its needs; they may have left since."""
    frozen: bool = False
    """Whether it may neither move nor change hands."""

    def weight(self, now: dt.datetime) -> int:
        """Return how many times as much a change of it weighs as one of what is far away."""
        days = (self.start - now) / dt.timedelta(days=1)
        return next((weight for within, weight in NEARNESS if days < within), 1)

"""A RAG status (red, amber, green): one colour for a project, milestone or task with a hard date.

======== ========= ====================================================================
colour   word      where
======== ========= ====================================================================
red      late      the plan misses its due date, its deadline, its fixed date or a promise
red      likely    the chance that it is on time is below :data:`EVEN_CHANCE`
         late
amber    at risk   the chance is below the confidence; without a chance, the days to spare
                   are fewer than :func:`least_spare_days`; or it needs something that is
                   blocked, or awaited without a date that is still to come; or something in
                   the project that has a date is late
green    on time   none of these
none     no date   nobody has given it a date, nor anything in the project
done     done      nothing of it remains (``failed``, ``stopped``: it came to nothing)
======== ========= ====================================================================

The first that holds counts. A project without a date of its own stands as the worst of its
milestones and of its tasks that have dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allocator.analysis.date_lines import DateLine
from allocator.analysis.rag.chances import DateChance

Colour = Literal["red", "amber", "green", "none", "done"]

SEVERITY: dict[Colour, int] = {"red": 0, "amber": 1, "green": 2, "none": 3, "done": 4}
"""Colours from the worst to what needs no attention."""

EVEN_CHANCE = 0.5
"""Chance of being on time below which a date is likelier to be missed than kept."""

LEAST_SPARE_SHARE = 0.1
"""Days to spare that a date needs, as a share of the working days until it."""

LEAST_SPARE_DAYS = 1.0
"""Working days to spare that every date needs."""

MAX_SPARE_DAYS = 5.0
"""Working days to spare that are enough for every date: a week."""


@dataclass(frozen=True, kw_only=True)
class RagStatus:
    """How something stands, with the facts that say so.

    Attributes
    ----------
    line
        Its dates.
    colour, word
        As the table of the module has them; ``nothing planned`` where all of it is left out.
    amount
        What decides, in a few words: ``3 d late``, ``2 d past its deadline``, ``on time with
        72 %``, ``1.5 d to spare``; empty where ``worst`` decides.
    sure
        The chance that it is on time, and how sure that has to be; None without a forecast of it.
    spare_days, least_spare_days
        Working days from its finish to its date, and how many it needs; None without a date, or
        where that is missed.
    awaited
        What it needs that nobody has given a date for: ``GPU quota (Platform)``.
    worst
        The milestone or task that decides for a project; None where its own date does.
    """

    line: DateLine
    colour: Colour
    word: str
    amount: str = ""
    sure: DateChance | None = None
    spare_days: float | None = None
    least_spare_days: float | None = None
    awaited: tuple[str, ...] = ()
    worst: RagStatus | None = None

    @property
    def text(self) -> str:
        """The word and the amount: ``at risk: on time with 72 %``, ``3 d late``."""
        if self.word in self.amount:
            return self.amount
        return ": ".join(filter(None, (self.word, self.amount)))

    @property
    def needs_words(self) -> bool:
        """Whether it is to be said why, and what is being done."""
        return self.colour in ("red", "amber")


def least_spare_days(days_until: float) -> float:
    """Return the working days to spare that a date needs.

    Parameters
    ----------
    days_until
        Working days from now to the date.
    """
    return min(MAX_SPARE_DAYS, max(LEAST_SPARE_DAYS, LEAST_SPARE_SHARE * days_until))

"""Turns seconds and story points into effort, and marks guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.quantities import working_minutes
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import points_to_minutes
from allocator.integrations.tracker.structure import TicketNode
from allocator.integrations.tracker.ticket import Ticket

_MIN_REMAINING_MINUTES = 60
"""Minutes left of unfinished work for which the tracker says that nothing is left."""


@dataclass(frozen=True)
class Estimate:
    """The effort of an item.

    Attributes
    ----------
    minutes
        Minutes of work, above zero.
    left
        Minutes still to do, if the tracker says it and some are done.
    why
        Source of the estimate, as a comment; empty if the tracker has it in time.
    is_guess
        Whether nobody has estimated it.
    is_share
        Whether it is a share of its parent's estimate.
    """

    minutes: int
    left: int | None = None
    why: str = ""
    is_guess: bool = False
    is_share: bool = False


class Estimator:
    """Reads the estimates of tickets.

    Parameters
    ----------
    rules
        The mapping.
    day_hours
        Hours of a working day of the scenario.
    week_days
        Working days of a week.
    """

    def __init__(self, rules: Rules, *, day_hours: float, week_days: int) -> None:
        self._rules = rules
        self._day_hours, self._week_days = Fraction(str(day_hours)), week_days
        self._scale = day_hours / rules.hours_per_day / 60
        self._spans: dict[int, str] = {}
        self._points = {points: self._minutes(span) for points, span in rules.points.items()}

    def of(self, node: TicketNode, share: int | None = None) -> Estimate:
        """Return the estimate of an item.

        Parameters
        ----------
        node
            The item.
        share
            Minutes from its parent's estimate, if it has none of its own.
        """
        ticket = node.ticket
        if node.state == "done" and ticket.spent:
            return Estimate(max(1, round(ticket.spent * self._scale)))
        minutes, why = self.own(ticket)
        guess = minutes is None
        is_share = guess and share is not None
        if minutes is None and share is not None:
            minutes, why = share, "guessed: a share of its parent's estimate"
        elif minutes is None:
            minutes, why = self._default(ticket)
        total, left = self._progress(node, max(1, round(minutes)), why)
        return Estimate(total, left, why, guess, is_share)

    def own(self, ticket: Ticket) -> tuple[float | None, str]:
        """Return the ticket's own estimate in minutes, None without one, and a comment."""
        if ticket.original:
            return ticket.original * self._scale, ""
        if ticket.remaining:
            return (ticket.remaining + (ticket.spent or 0)) * self._scale, ""
        if ticket.points is not None and ticket.points > 0:
            minutes = points_to_minutes(ticket.points, self._points)
            return minutes, f"{ticket.points:g} point{'' if ticket.points == 1 else 's'}"
        return None, ""

    def minutes(self, ticket: Ticket, name: str) -> int | None:
        """Return the field original, remaining, spent or points of a ticket, in minutes."""
        value: float | None = getattr(ticket, name)
        if value is None:
            return None
        if name == "points":
            return round(points_to_minutes(value, self._points)) if value > 0 else 0
        return round(value * self._scale)

    def span(self, minutes: int) -> str:
        """Write minutes of work: ``1.5d``, ``3h``, ``45m``."""
        if minutes not in self._spans:
            quarters = Fraction(minutes) / (self._day_hours * 60) * 4
            if quarters.denominator == 1 and quarters >= 4:
                self._spans[minutes] = f"{float(quarters / 4):g}d"
            else:
                hours, rest = divmod(minutes, 60)
                self._spans[minutes] = f"{minutes}m" if rest else f"{hours}h"
        return self._spans[minutes]

    def _progress(self, node: TicketNode, total: int, why: str) -> tuple[int, int | None]:
        """Return the whole effort and the remaining effort."""
        ticket = node.ticket
        remaining, spent = ticket.remaining, ticket.spent
        if node.state == "done":
            return total, None
        if node.state == "todo":
            left = None if remaining is None else round(remaining * self._scale)
            return (left if left and left > 0 and not why else total), None
        if remaining is not None:
            return total, round(remaining * self._scale) or _MIN_REMAINING_MINUTES
        if spent and not why:
            return total, max(total - round(spent * self._scale), _MIN_REMAINING_MINUTES)
        return total, None

    def _default(self, ticket: Ticket) -> tuple[float, str]:
        own = self._rules.rule(ticket.type).effort
        if own is not None:
            return self._minutes(own), "guessed: no estimate"
        return self._minutes(self._rules.effort), "guessed: no estimate"

    def _minutes(self, span: str) -> float:
        minutes = working_minutes(span, day_hours=self._day_hours, week_days=self._week_days)
        return float(minutes)

    def shares(self, parent: TicketNode, children: Sequence[TicketNode]) -> tuple[int | None, bool]:
        """Divide the estimate of a parent among its parts.

        Parameters
        ----------
        parent
            A ticket with parts.
        children
            Its parts.

        Returns
        -------
        tuple
            Minutes for each part, None if the parent has no estimate or a part has its own; and
            whether the parent's estimate is left out, since parts have estimates.
        """
        whole, _ = self.own(parent.ticket)
        if whole is None or not children:
            return None, False
        if any(self.own(child.ticket)[0] is not None for child in children):
            return None, True
        return max(1, round(whole / len(children) / 30) * 30 or 15), False

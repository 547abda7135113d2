"""Reports fields of a ticket that contradict each other, which of them counts, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from allocator.domain.quantities import iso
from allocator.integrations.tracker.estimates import Estimate
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.structure import Structure, TicketNode, is_resolved
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.timeframe import Timeframe
from allocator.wording import count, enumerated, shorten

_MAX_SHOWN_TICKETS: Final = 5
_MINUTE: Final = 60
_YEAR_DAYS: Final = 250
"""Working days of a year; a longer estimate is doubted."""


class _ContradictionKind(NamedTuple):
    """A kind of contradiction."""

    what: str
    """The contradiction, written after the number of tickets."""
    details: Callable[[TicketNode], str | None]
    """Gives the detail to show of a ticket with this contradiction; None for other tickets."""


@dataclass(frozen=True)
class TicketContradictions:
    """Finds contradictions in the tickets of one import.

    Attributes
    ----------
    structure, rules, timeframe
        The hierarchy of tickets, the mapping, and the time of the plan.
    estimates
        Estimates by key.
    """

    structure: Structure
    rules: Rules
    timeframe: Timeframe
    estimates: Mapping[str, Estimate]

    def lines(self) -> list[str]:
        """Return a line for each kind of contradiction."""
        nodes = list(self.structure.nodes.values())
        lines = [*self._resolved(nodes), *self._over(nodes)]
        for kind in (*_dates(self.timeframe.now), *self._amounts(), *self._states(nodes)):
            found = {
                node.key: details for node in nodes if (details := kind.details(node)) is not None
            }
            if found:
                lines.append(f"{count(len(found), 'ticket')} {kind.what}: {_some(found)}")
        return lines

    def _resolved(self, nodes: Iterable[TicketNode]) -> Iterator[str]:
        """Yield tickets with a resolution whose status is not done."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for node in nodes:
            ticket = node.ticket
            is_open = node.state in ("todo", "in_progress")
            if is_open and is_resolved(ticket) and find(self.rules.statuses, ticket.status) is None:
                some = found.setdefault((ticket.status, ticket.category), {})
                some[node.key] = _resolution(ticket)
        for (status, category), keys in found.items():
            by = f'the status "{shorten(status)}"' + (
                f' of the category "{shorten(category)}"' if category else ""
            )
            yield (
                f"{count(len(keys), 'ticket')} resolved, but not done by {by}, which counts: "
                f"{_some(keys)}; if that is wrong, say in the mapping statuses: "
                f"{{{_word(status)}: done}}"
            )

    def _over(self, nodes: Iterable[TicketNode]) -> Iterator[str]:
        """Yield unfinished tickets whose sprint is over."""
        found: dict[str, dict[str, str]] = {}
        for node in nodes:
            sprint = node.ticket.sprints[-1] if node.ticket.sprints else ""
            end = self.timeframe.sprint_ends.get(sprint)
            if end is not None and end < self.timeframe.now.date() and node.state != "done":
                found.setdefault(sprint, {})[node.key] = ""
        for sprint, keys in found.items():
            yield (
                f'{count(len(keys), "ticket")} not done, in the sprint "{shorten(sprint)}", '
                f"which ended on {self.timeframe.sprint_ends[sprint]}: {_some(keys)}"
            )

    def _amounts(self) -> Iterator[_ContradictionKind]:
        """Yield the contradictions of amounts of work."""
        day = self.rules.hours_per_day * 3600
        limit = _YEAR_DAYS * self.timeframe.calendar.day_hours * 60

        def small(node: TicketNode) -> str | None:
            ticket = node.ticket
            times = (ticket.original, ticket.remaining, ticket.spent)
            short = [time for time in times if time and time < _MINUTE]
            return f"{short[0]:g} s" if short else None

        def large(node: TicketNode) -> str | None:
            estimate = self.estimates.get(node.key)
            if estimate is None or not node.is_work or estimate.minutes <= limit:
                return None
            return _days(estimate.minutes * 60, self.timeframe.calendar.day_hours * 3600)

        def more(node: TicketNode) -> str | None:
            ticket = node.ticket
            if node.state == "done" or not ticket.original or not ticket.remaining:
                return None
            if ticket.remaining <= ticket.original:
                return None
            return f"{_days(ticket.remaining, day)} of {_days(ticket.original, day)}"

        yield _ContradictionKind("with times under a minute, which are hardly meant", small)
        yield _ContradictionKind(
            "with an estimate of more than a working year of one person", large
        )
        yield _ContradictionKind(
            "of which more remains than was estimated; what remains counts", more
        )

    def _states(self, nodes: Iterable[TicketNode]) -> Iterator[_ContradictionKind]:
        """Yield the contradictions of states."""
        done = [node for node in nodes if node.state == "done"]
        has_resolutions = any(is_resolved(node.ticket) for node in done)

        def unresolved(node: TicketNode) -> str | None:
            is_mapped = find(self.rules.statuses, node.ticket.status) is not None
            is_odd = node.state == "done" and not is_resolved(node.ticket) and not is_mapped
            return _quoted(node.ticket.status) if is_odd and has_resolutions else None

        def spent(node: TicketNode) -> str | None:
            is_odd = node.state == "todo" and node.ticket.spent and not node.children
            return _quoted(node.ticket.status) if is_odd else None

        def rest(node: TicketNode) -> str | None:
            return "" if node.state == "done" and node.ticket.remaining else None

        def nothing(node: TicketNode) -> str | None:
            is_odd = node.state == "in_progress" and node.is_work and node.ticket.remaining == 0
            return "" if is_odd else None

        def early(node: TicketNode) -> str | None:
            is_odd = node.kind == "container" and node.state == "done"
            parts = [c for c in node.children if self.structure.nodes[c].state != "done"]
            return ", ".join(parts[:_MAX_SHOWN_TICKETS]) if is_odd and parts else None

        yield _ContradictionKind(
            "done by the status, which counts, without a resolution", unresolved
        )
        yield _ContradictionKind(
            "on which time was spent, though not begun by the status, which counts; "
            "say otherwise in the mapping, under statuses",
            spent,
        )
        yield _ContradictionKind("done, though time remains of them; done counts", rest)
        yield _ContradictionKind(
            "in progress with nothing left; an hour is planned for each", nothing
        )
        yield _ContradictionKind(
            "that hold others done, though parts of them are not; the parts count", early
        )


def _dates(now: dt.datetime) -> Iterator[_ContradictionKind]:
    """Yield the contradictions of dates."""

    def future(node: TicketNode) -> str | None:
        ticket = node.ticket
        for name in ("created", "updated", "resolved", "changed"):
            when = getattr(ticket, name)
            if when is not None and when >= now:
                return f"{name} {iso(when)}"
        return None

    def later(
        first: str, second: str, states: tuple[str, ...]
    ) -> Callable[[TicketNode], str | None]:
        def details(node: TicketNode) -> str | None:
            begin, end = getattr(node.ticket, first), getattr(node.ticket, second)
            if begin is None or end is None or begin.date() <= end.date():
                return None
            return f"{begin.date()}, {end.date()}" if node.state in states else None

        return details

    def ahead(node: TicketNode) -> str | None:
        start = node.ticket.start
        is_odd = node.state == "in_progress" and start is not None and start > now
        return str(start.date()) if is_odd and start is not None else None

    open_, any_ = ("todo", "in_progress"), ("todo", "in_progress", "done")
    yield _ContradictionKind(
        f"with dates of what has happened that lie after {now.date()}, not used", future
    )
    yield _ContradictionKind("that start after they are due", later("start", "due", open_))
    yield _ContradictionKind(
        "that started after they were resolved; the start is not used",
        later("start", "resolved", ("done",)),
    )
    yield _ContradictionKind(
        "resolved before they were created", later("created", "resolved", any_)
    )
    yield _ContradictionKind("due before they were created", later("created", "due", any_))
    yield _ContradictionKind(
        "in progress, but with a start still to come, which is not used", ahead
    )


def _resolution(ticket: Ticket) -> str:
    when = "" if ticket.resolved is None else str(ticket.resolved.date())
    return ", ".join(filter(None, (shorten(ticket.resolution), when)))


def _word(status: str) -> str:
    """Return a status as a key of YAML."""
    return status if status.replace(" ", "").isalnum() else f'"{shorten(status)}"'


def _quoted(status: str) -> str:
    return f'"{shorten(status)}"'


def _days(seconds: float, day: float) -> str:
    return f"{round(seconds / day, 2):g}d"


def _some(found: Mapping[str, str]) -> str:
    """Write keys with their details; long lists are shortened."""
    some = (f"{key} ({what})" if what else key for key, what in found.items())
    return enumerated(some, most=_MAX_SHOWN_TICKETS + 1)

"""Makes finished tasks of the tickets of a tracker."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.domain.history import PastTask
from allocator.domain.template_estimates import TemplateEstimate
from allocator.integrations.histories.history_file import HistoryFile
from allocator.integrations.histories.working_time import working_hours
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import state_of
from allocator.integrations.tracker.ticket import Ticket
from allocator.integrations.tracker.ticket_source import TicketSource, one_each

_HOUR = 3600  # seconds


def tasks_of_tickets(source: TicketSource, rules: Rules) -> HistoryFile:
    """Return the finished tickets that have an original estimate.

    The actual is the time spent. Where no finished ticket with an estimate has any, it is the
    working time between start and finish; the two are not mixed, as they mean different things.
    Persons have the ids that an import of the same files gives them.

    Parameters
    ----------
    source
        Tickets of one file.
    rules
        How the tracker's words are understood.
    """
    found = HistoryFile(notes=list(source.notes))
    for what, texts in source.unread.items():
        some = ", ".join(f'"{text}" ({times})' for text, times in texts.items())
        found.notes.append(f"{what} that could not be read, so taken as empty: {some}")
    tickets, again = one_each(source.tickets)
    for key in again:
        found.leave("given twice, of which the newer counts", key)
    usable = [ticket for ticket in tickets.values() if _is_usable(ticket, rules, found)]
    by_dates = bool(usable) and not any(ticket.spent for ticket in usable)
    if by_dates:
        found.notes.append(
            "no finished ticket has time spent: the working time between start and finish (Monday "
            "to Friday, eight hours a day) stands for the actual"
        )
    staff = Staff(rules)
    for ticket in usable:
        _add(found, ticket, staff.person(ticket.assignee) or "", by_dates=by_dates)
    return found


def _is_usable(ticket: Ticket, rules: Rules, found: HistoryFile) -> bool:
    """Return whether a ticket is finished and estimated; else leave it out."""
    state, _ = state_of(ticket, rules)
    reasons: Sequence[tuple[bool, str]] = (
        (ticket.is_container, "they hold other tickets"),
        (state == "removed", "closed, but not done"),
        (state != "done", "not finished"),
        (ticket.original is None, "no original estimate"),
        (not ticket.original, "an original estimate of zero"),
    )
    reason = next((reason for holds, reason in reasons if holds), None)
    if reason is not None:
        found.leave(reason, f"{ticket.place} {ticket.key}")
    return reason is None


def _add(found: HistoryFile, ticket: Ticket, person: str, *, by_dates: bool) -> None:
    assert ticket.original is not None
    hours = (ticket.spent or 0.0) / _HOUR
    reason = "no time spent"
    if by_dates:
        reason = "no working time between start and finish"
        known = ticket.start is not None and ticket.resolved is not None
        hours = working_hours(ticket.start, ticket.resolved) if known else 0.0  # type: ignore[arg-type]
    if hours <= 0:
        found.leave(reason, f"{ticket.place} {ticket.key}")
        return
    finished = ticket.resolved or ticket.changed
    found.tasks.append(
        PastTask(
            item=ticket.key,
            estimate=ticket.original / _HOUR,
            actual=hours,
            person=person,
            project=ticket.project or ticket.project_name,
            kind=ticket.type,
            finished=None if finished is None else finished.date(),
            origin=TemplateEstimate.of(ticket.labels),
        )
    )

"""The difference between two plans as rows, one for each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from allocator.analysis.comparison import Comparison
from allocator.analysis.why.reason import Why


class ChangeRow(NamedTuple):
    """One change; what does not apply to it is None."""

    what: str
    """project, milestone, added, removed, taken_up, dropped, moved, reassigned, newly_late or
    no_longer_late."""
    id: str
    title: str
    project: str | None = None
    was: dt.datetime | None = None
    now: dt.datetime | None = None
    """Finishes before and after."""
    days: float | None = None
    """Working days of the team between them, negative for earlier; of what is late, by how many."""
    people_before: str | None = None
    people_now: str | None = None
    """Ids, ``ana; bob``."""
    why: str | None = None
    cause: str | None = None
    """The reason, and the change of the scenario from which it follows."""
    was_day: dt.date | None = None
    now_day: dt.date | None = None
    """The days of the finishes."""


def change_rows(difference: Comparison) -> Iterator[ChangeRow]:
    """Yield all changes: dates first, then items that came, went, moved, and are late."""
    yield from _dates(difference)
    for what in ("added", "removed", "taken_up", "dropped"):
        for item in getattr(difference, what):
            yield ChangeRow(what, item.id, item.title, why=item.reason or None)
    for move in difference.moved:
        why, cause = _sentences(move.why)
        yield ChangeRow(
            *("moved", move.id, move.title, move.project, move.was_finish, move.finish),
            days=move.finish_days,
            why=why,
            cause=cause,
            was_day=move.was_finish_day,
            now_day=move.finish_day,
        )
    for change in difference.reassigned:
        why, cause = _sentences(change.why)
        yield ChangeRow(
            *("reassigned", change.id, change.title, change.project),
            people_before="; ".join(change.was),
            people_now="; ".join(change.now),
            why=why,
            cause=cause,
        )
    for what in ("newly_late", "no_longer_late"):
        for late in getattr(difference, what):
            yield ChangeRow(what, late.id, late.title, days=late.late_days)


def _dates(difference: Comparison) -> Iterator[ChangeRow]:
    for date in difference.dates:
        if date.changed:
            why, cause = _sentences(date.why)
            yield ChangeRow(
                *(date.kind, date.id, date.name, None, date.was, date.now, date.days),
                why=why,
                cause=cause,
                was_day=date.was_day,
                now_day=date.now_day,
            )


def _sentences(why: Why | None) -> tuple[str | None, str | None]:
    """Return the reason, and the cause where there is one."""
    if why is None:
        return None, None
    return why.reason.sentence, why.cause.sentence if why.cause else None

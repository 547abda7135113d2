"""What differs between two plans, grouped by what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from allocator import wording
from allocator.analysis.comparison import Comparison, DateChange, ItemMove
from allocator.analysis.why.reason import Why
from allocator.domain.answers import MovedDate, MoveGroup

NO_CAUSE: dict[str | None, str] = {
    "other_plan": "no change: the search found another plan",
    "not_tried": "not tried",
    None: "no change, as far as the plans tell",
}
"""What stands in place of a cause where there is none."""

MAX_DATES = 3
"""Dates of projects and milestones that a group names."""


@dataclass
class Effects:
    """What one difference between two scenarios is behind of.

    Attributes
    ----------
    cause
        What was and is, in a sentence.
    is_cause
        Whether there is one.
    moves
        Items that moved, those that moved most first.
    reassigned, newly_late, dropped
        Items that changed hands, are late now, are left out now.
    dates
        Projects and milestones, those that moved most first.
    """

    cause: str
    is_cause: bool
    moves: list[ItemMove] = field(default_factory=list)
    reassigned: int = 0
    newly_late: int = 0
    dropped: int = 0
    dates: list[DateChange] = field(default_factory=list)

    @property
    def days(self) -> float:
        """Working days of all moves of items together."""
        return sum(abs(_days(move)) for move in self.moves)

    @property
    def text(self) -> str:
        """What it did, in words: ``14 items later, Launch +6 d``."""
        later = sum(_days(move) > 0 for move in self.moves)
        counted = {
            "later": later,
            "earlier": len(self.moves) - later,
            "with other people": self.reassigned,
            "late now": self.newly_late,
            "dropped": self.dropped,
        }
        parts = [f"{wording.count(n, 'item')} {what}" for what, n in counted.items() if n]
        parts += [f"{date.name or date.id} {date.moved_by}" for date in self.dates[:MAX_DATES]]
        if len(self.dates) > MAX_DATES:
            parts.append(wording.count(len(self.dates) - MAX_DATES, "more date"))
        return ", ".join(parts)

    def shown(self) -> MoveGroup:
        """Return it as reports show it."""
        return MoveGroup(
            text=self.cause,
            items=tuple(move.id for move in self.moves),
            days=_days(self.moves[0]) if self.moves else 0.0,
            dates=tuple(
                MovedDate(kind=date.kind, id=date.id, title=date.name, days=date.days or 0.0)
                for date in self.dates
            ),
        )


def effects_by_cause(difference: Comparison) -> list[Effects]:
    """Return what differs by its main cause, the one behind most days first.

    What no change is behind comes last.
    """
    found: dict[str, Effects] = {}

    def of(why: Why) -> Effects:
        cause = _cause(why)
        text = cause or NO_CAUSE.get(why.finding, NO_CAUSE[None])
        return found.setdefault(text, Effects(text, cause is not None))

    for move in sorted(difference.moved, key=lambda move: -abs(_days(move))):
        of(move.why).moves.append(move)
    for change in difference.reassigned:
        of(change.why).reassigned += 1
    for late in difference.newly_late:
        if late.why is not None:
            of(late.why).newly_late += 1
    for name in difference.dropped:
        if name.why is not None:
            of(name.why).dropped += 1
    for date, why in _moved_dates(difference.dates):
        of(why).dates.append(date)
    return sorted(found.values(), key=lambda one: (not one.is_cause, -one.days, -one.reassigned))


def _days(move: ItemMove) -> float:
    return move.finish_days or move.start_days


def _moved_dates(dates: Iterable[DateChange]) -> Iterator[tuple[DateChange, Why]]:
    largest = sorted(dates, key=lambda date: -abs(date.days or 0.0))
    return ((date, date.why) for date in largest if date.changed and date.why is not None)


def _cause(why: Why) -> str | None:
    """Return the main cause in words; None without one."""
    if why.cause is not None:
        return why.cause.sentence
    return f"either alone would do it: {why.causes[0].text}" if why.causes else None

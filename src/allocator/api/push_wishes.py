"""What a plan wants issues to be like, in the terms of a push."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from allocator import domain, wording
from allocator.domain.links import has_lag
from allocator.domain.quantities import beginning
from allocator.exports.lost_rules import lost_item_rules, team_rules
from allocator.exports.tracker.rows import tracker_sheet
from allocator.exports.tracker.tracker_row import TrackerRow
from allocator.integrations.live.push.changes import (
    AFTER,
    MARKER,
    Fields,
    NewIssue,
    RefusedIssue,
    WantedIssue,
)
from allocator.integrations.live.push.estimates import minutes_to_points
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.wording import count

_NO_LINE = (
    "no issue is made of it: it comes from a template (use) or an included file, so that its key "
    "could not be written to it, and the next pull would bring the issue in as a second item; "
    "write it out under items (allocator template expand), plan and push again"
)


@dataclass
class PushWishes:
    """What a plan wants.

    Attributes
    ----------
    issues
        What issues should be like, parents before their parts.
    refused
        Items that cannot be written, and why.
    notes
        Lines on what the tracker has no place for.
    """

    issues: list[WantedIssue] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)


class NamingTarget(Protocol):
    """A tracker that knows people and sprints by name."""

    def account_of(self, names: tuple[str, ...]) -> str | None:
        """Return the account of a person; None if there is none, or not exactly one."""

    def sprint_id(self, name: str) -> int | str | None:
        """Return what the tracker calls a sprint; None without one that is open."""


@dataclass(frozen=True, kw_only=True)
class WishRules:
    """How the wishes of a plan are put into a tracker's fields.

    Attributes
    ----------
    fields
        The fields that the site has.
    rules
        The mapping.
    is_key
        Whether an id has the form of a key of the tracker.
    takes_hours
        Whether issues of a row's type have estimates in hours.
    plan_dates
        Whether the plan's dates are written.
    counts_points
        Whether issues without an estimate get story points in place of hours.
    not_made
        Ids of items of which no issues are made, since no key can be written to them.
    """

    fields: Collection[str]
    rules: Rules
    is_key: Callable[[str], bool]
    takes_hours: Callable[[TrackerRow], bool]
    plan_dates: bool
    counts_points: bool
    not_made: Collection[str] = ()


class WishMaker:
    """Makes wishes of a plan.

    Parameters
    ----------
    plan
        The plan.
    base
        The scenario as the last pull made it; dates, estimates and links that are still as there
        are not written.
    written
        The scenario as it is now: what remains is written if it stands there, since a plan may
        have assumed it.
    keys
        Key of each item that has one.
    target
        The tracker.
    how
        How wishes are put into its fields.
    """

    def __init__(
        self,
        plan: domain.Plan,
        base: domain.Scenario | None,
        written: domain.Scenario | None,
        keys: Mapping[str, str],
        target: NamingTarget,
        how: WishRules,
    ) -> None:
        likely = plan.scenario.model_copy(update={"plan_on": "likely"})  # what people estimate
        self._plan = plan.model_copy(update={"scenario": likely})
        self._base, self._keys = base, keys
        self._written = {} if written is None else written.item_by_id
        self._target, self._how = target, how
        self._allowed = frozenset(how.rules.push)
        self._accounts: dict[str, list[str]] = {}
        for account, person in how.rules.people.accounts.items():
            self._accounts.setdefault(str(person), []).append(account)

    @property
    def rows(self) -> list[TrackerRow]:
        """The items of the plan that are not done, parents before their parts."""
        sheet = tracker_sheet(self._plan, lambda name: name in self._keys)
        return [row for row in sheet.rows if row.entry is not None]

    def order(self) -> list[str]:
        """Return the items that are work, by key or id, as the plan begins and ends them."""
        rows = [row for row in self.rows if not row.is_parent]
        rows = [row for row in rows if row.id in self._keys or self._may_be_made(row.id)]
        dated = [
            (row.entry.start, row.entry.finish, number, row)
            for number, row in enumerate(rows)
            if row.entry is not None and row.entry.start and row.entry.finish
        ]
        return [
            self._keys.get(row.id, row.id) for *_, row in sorted(dated, key=lambda one: one[:3])
        ]

    def _may_be_made(self, item: str) -> bool:
        return "items" in self._allowed and item not in self._how.not_made

    def wishes(self, current: Mapping[str, Fields]) -> PushWishes:
        """Return what the plan wants.

        Parameters
        ----------
        current
            By key, what the tracker holds now.
        """
        found = PushWishes()
        new = {row.id for row in self.rows if row.id not in self._keys}
        if new and "items" not in self._allowed:
            found.notes[f"{count(len(new), 'new item')} not made, as the mapping says"] = None
        for row in self.rows:
            if row.id in new and "items" not in self._allowed:
                continue
            if row.id in new and self._how.is_key(row.id):
                why = "it looks like a key, and the last pull has no such issue"
                found.refused.append(RefusedIssue(row.id, why))
                continue
            if row.id in new and row.id in self._how.not_made:
                found.refused.append(RefusedIssue(row.id, _NO_LINE))
                continue
            key = self._keys.get(row.id, row.id)
            fields = dict(self._wanted(row, current.get(key, {}), found))
            made = self._new(row, new) if row.id in new else None
            found.issues.append(WantedIssue(item=row.id, key=key, fields=fields, new=made))
        return found

    def lost(self, written: Collection[str]) -> Iterator[str]:
        """Yield what no tracker has a place for in what is written.

        Parameters
        ----------
        written
            The issues that the push makes or changes: keys, and ids of new items.
        """
        rows = [row for row in self.rows if self._keys.get(row.id, row.id) in written]
        items = [row.item for row in rows if row.item is not None]
        of_team = team_rules(self._plan.scenario) if items else []
        lost = [*lost_item_rules(items), *([wording.joined(of_team)] if of_team else [])]
        if lost:
            yield f"Not in the tracker: {'; '.join(lost)}."
        zone = self._plan.scenario.calendar.timezone
        if items and zone is not None and self._how.plan_dates:
            yield f"Dates are days of {zone}."

    def _new(self, row: TrackerRow, new: set[str]) -> NewIssue:
        parent = row.parent
        return NewIssue(
            item=row.id,
            title=row.title,
            type=row.type or ("Epic" if row.is_parent else "Task"),
            parent=self._keys.get(parent or "", parent if self._is_made(parent, new) else None),
            marker=MARKER + secrets.token_hex(8),
        )

    def _is_made(self, item: str | None, new: Collection[str]) -> bool:
        return item in new and item not in self._how.not_made

    def _wanted(self, row: TrackerRow, now: Fields, found: PushWishes) -> Iterator[tuple[str, Any]]:
        allowed = self._allowed
        if row.sprint is not None and {"sprint"} <= allowed & {*self._how.fields}:
            number = self._target.sprint_id(row.sprint.name)
            if number is not None:
                yield "sprint", number
            else:
                found.notes[f'the tracker has no open sprint "{row.sprint.name}"'] = None
        if row.people and "assignee" in allowed:
            account = self._target.account_of(self._names(row.people[0]))
            if account is not None:
                yield "assignee", account
            else:
                found.notes[f"the tracker has no account of {row.people[0].id}"] = None
        before = None if self._base is None else self._base.item_by_id.get(row.id)
        if self._base is not None or row.id not in self._keys:
            yield from self._dates(row, before, found) if "dates" in allowed else ()
            yield from self._estimates(row, before, now, found) if "estimates" in allowed else ()
            yield from self._links(row, before, found) if "links" in allowed else ()

    def _names(self, person: domain.Person) -> tuple[str, ...]:
        known = (*self._accounts.get(person.id, ()), person.email, person.name, person.id)
        return tuple(filter(None, known))

    def _dates(
        self, row: TrackerRow, before: domain.WorkItem | None, found: PushWishes
    ) -> Iterator[tuple[str, str | None]]:
        assert row.item is not None
        if self._how.plan_dates and row.finish is not None:
            start, finish = ("target_start", "target_end")
            if finish not in self._how.fields:
                start, finish = ("start", "due")
            if start not in self._how.fields:
                found.notes["the tracker has no field for the start, so it is not written"] = None
            elif row.start is not None:
                yield start, row.start.date().isoformat()
            yield finish, row.finish.date().isoformat()
            if finish == "due":
                return
        wanted = row.item.due or row.item.date
        if wanted != (None if before is None else before.due or before.date):
            yield "due", None if wanted is None else beginning(wanted).date().isoformat()

    def _estimates(
        self,
        row: TrackerRow,
        before: domain.WorkItem | None,
        now: Fields,
        found: PushWishes,
    ) -> Iterator[tuple[str, Any]]:
        item = row.item
        assert item is not None
        same_effort = before is not None and (before.effort, before.needs) == (
            item.effort,
            item.needs,
        )
        if row.effort_hours and not same_effort and not item.guessed:
            has_hours = now.get("original") is not None
            has_points = now.get("points") is not None or self._how.counts_points
            if not self._how.takes_hours(row) or (has_points and not has_hours):
                points = self._points(row.effort_hours)
                if points is None:
                    hours = wording.hours(row.effort_hours)
                    note = f"the estimate of {row.id} is not written: {hours} are no number of"
                    found.notes[f"{note} story points by the mapping"] = None
                else:
                    yield "points", points
            else:
                yield "original", self._seconds(row.effort_hours)
        there = self._written.get(self._keys.get(row.id, row.id))
        is_written = there is not None and there.remaining == item.remaining
        is_other = before is None or before.remaining != item.remaining
        if item.remaining is not None and is_written and is_other and row.remaining_hours:
            yield "remaining", self._seconds(row.remaining_hours)

    def _points(self, effort_hours: float) -> float | None:
        minutes_of = self._plan.scenario.effort_minutes
        table = {points: float(minutes_of(span)) for points, span in self._how.rules.points.items()}
        return minutes_to_points(effort_hours * 60, table)

    def _seconds(self, effort_hours: float) -> int:
        """Return seconds of the tracker, whose days may have other hours."""
        day_hours = float(self._plan.scenario.calendar.day_hours)
        return round(effort_hours / day_hours * self._how.rules.hours_per_day * 60) * 60

    def _links(
        self, row: TrackerRow, before: domain.WorkItem | None, found: PushWishes
    ) -> Iterator[tuple[str, bool | None]]:
        old = set() if before is None else {link.item for link in before.after}
        assert row.item is not None
        mine = {link.item for link in row.item.after}
        found.notes |= dict.fromkeys(_unwritten(row, old))
        for name in row.after:
            if name not in old and (name in self._keys or self._may_be_made(name)):
                yield AFTER + self._keys.get(name, name), True
        for name in sorted(old - mine):
            if name in self._keys:
                yield AFTER + self._keys[name], None


def _unwritten(row: TrackerRow, old: Collection[str]) -> Iterator[str]:
    """Yield notes on what trackers have no place for in the new links of an item."""
    assert row.item is not None
    for link in row.item.after:
        if link.item in old:
            continue
        words = f"the link by which {row.id} comes after {link.item}"
        if link.type is not domain.LinkType.FS:
            yield f"{words} is not written: trackers have none of type {link.type}"
            continue
        if has_lag(link):
            yield f"{words} is written without its lag"
        if link.handover:
            yield f"{words} is written as a plain one, without its handover"

"""The hard rules between items: links, dates, people's shares, resources (paragraphs 10 to 17)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from allocator.domain import Link, Scenario, WorkItem
from support.oracle.amounts import Minutes, lag_of, plain
from support.oracle.clock import DAY, Clock
from support.oracle.past import binding
from support.oracle.staffing import Crew, Run, Staffing


def release(scenario: Scenario, clock: Clock, item: WorkItem) -> int:
    """Return the earliest start: the plan's, the item's not_before, its project's, what it awaits.

    Of an item in progress it is what remains that may not start before.
    """
    dates = [clock.begin]
    dates += [clock.first(one.expected) for one in item.waits_for if one.expected is not None]
    if item.blocked is not None and item.blocked.until is not None:
        dates.append(clock.first(item.blocked.until))
    if item.state != "todo":
        return max(dates)
    if item.not_before is not None:
        dates.append(clock.first(item.not_before))
    if item.date is not None:
        dates.append(clock.first(item.date))
    if item.project is not None:
        project = scenario.project_by_id[item.project]
        if project.not_before is not None:
            dates.append(clock.first(project.not_before))
    return max(dates)


def deadline(scenario: Scenario, clock: Clock, item: WorkItem) -> int | None:
    """Return the tightest of the item's date or deadline, its project's and the calendar's end."""
    limits = [] if item.deadline is None else [last_minute(scenario, clock, item.deadline, [item])]
    if scenario.calendar.end is not None:
        limits.append(last_minute(scenario, clock, scenario.calendar.end, scenario.items))
    if item.project is not None:
        date = scenario.project_by_id[item.project].deadline
        members = [other for other in scenario.items if other.project == item.project]
        limits += [] if date is None else [last_minute(scenario, clock, date, members)]
    if item.date is not None:
        limits.append(clock.first(item.date))
    return min(limits, default=None)


def last_minute(scenario: Scenario, clock: Clock, date: dt.date, items: Iterable[WorkItem]) -> int:
    """Return by when a date is kept: its end, or 23:59 where one of the items begins the next day.

    That is a milestone which dates hold at that midnight, its own or those of milestones that it
    comes after without lag.
    """
    end = clock.last(date)
    if isinstance(date, dt.datetime):
        return end
    return end - any(_opens(scenario, clock, item) == end for item in items)


def _opens(scenario: Scenario, clock: Clock, item: WorkItem) -> int | None:
    if item.state == "done":
        return _done_on(scenario, clock, item)
    if item.kind != "milestone":
        return None
    before = [
        _opens(scenario, clock, scenario.item_by_id[link.item])
        for link in item.after
        if lag_of(link, scenario.calendar)[1] == 0
    ]
    found = [opening for opening in before if opening is not None]
    return max([release(scenario, clock, item), *found])


def _done_on(scenario: Scenario, clock: Clock, item: WorkItem) -> int | None:
    """Return the beginning of the day on which all of it was done; of an instant, its release."""
    assert item.finished is not None
    if not isinstance(item.finished, dt.datetime):
        day = clock.first(item.finished)
        return day if item.started is None or clock.first(item.started) >= day else None
    if item.kind != "milestone":
        return None
    dates = [item.not_before, item.date, *(one.expected for one in item.waits_for)]
    dates.append(None if item.blocked is None else item.blocked.until)
    if item.project is not None:
        dates.append(scenario.project_by_id[item.project].not_before)
    return max((clock.first(date) for date in dates if date is not None), default=None)


def link_holds(clock: Clock, link: Link, before: Run, after: Run) -> bool:
    """Return whether a link holds between the runs of its two ends."""
    a = before.began if link.type in ("SS", "SF") else before.finish
    b = after.began if link.type in ("FS", "SS") else after.finish
    kind, lag = lag_of(link, clock.calendar)
    if kind == "working":
        return clock.worked(b) - clock.worked(a) >= lag
    return b >= a + lag


def handed_over(scenario: Scenario, clock: Clock, link: Link, before: Run, after: Run) -> bool:
    """Return whether a handover is kept between the runs of its two ends (paragraph 62)."""
    if not link.handover:
        return True
    done = scenario.item_by_id[link.item]
    handing = done.people if done.state == "done" else before.people
    here = {clock.place(scenario.person_by_id[name]) for name in handing}
    taking = [scenario.person_by_id[name] for name in after.people]
    if not here or not taking or here & {clock.place(person) for person in taking}:
        return True
    until = int(after.start) + DAY
    return any(after.start in clock.mornings(person, until) for person in taking)


def milestone_instant(clock: Clock, item: WorkItem, earliest: int, runs: Mapping[str, Run]) -> Run:
    """Return the milestone at the first instant that its release and links allow.

    Every link of an item only ever holds it back to an instant or later, the more so the later
    its predecessor is; an earlier milestone is therefore never worse for any successor,
    deadline or objective, and this is the only instant that has to be tried.
    """
    instant: Minutes = earliest
    for link in item.after:
        before = runs[link.item]
        a = before.began if link.type in ("SS", "SF") else before.finish
        kind, lag = lag_of(link, clock.calendar)
        if kind == "working":
            instant = max(instant, clock.reaches(clock.worked(a) + lag, earliest))
        else:
            instant = max(instant, plain(Fraction(a + lag)))
    run = Run(instant, instant, {})
    assert all(link_holds(clock, link, runs[link.item], run) for link in item.after)
    return run


def loads_hold(scenario: Scenario, placed: Iterable[tuple[Crew, Run]]) -> bool:
    """Return whether no person and no resource is ever overloaded by these items.

    Loads are constant but for beginnings and ends, and grow at beginnings only.
    """
    holdings: dict[tuple[str, str], list[tuple[Minutes, Minutes, Minutes]]] = {}
    for crew, run in placed:
        for kind, name, amount in crew.holds:
            begin, end = run.held or (run.start, run.finish)
            if kind == "person":
                begin, end = run.start, run.people[name]
            holdings.setdefault((kind, name), []).append((begin, end, amount))
    for (kind, name), held in holdings.items():
        limit = 1 if kind == "person" else scenario.resource_by_id[name].capacity
        most = len(held) if kind != "person" else _most_items(scenario, name)
        for instant, _, _ in held:
            now = [amount for begin, end, amount in held if begin <= instant < end]
            if sum(now) > limit or (most is not None and len(now) > most):
                return False
    return True


def _most_items(scenario: Scenario, name: str) -> int | None:
    """Paragraph 75."""
    own = scenario.person_by_id[name].max_items
    return scenario.max_items if own is None else own


def people_agree(scenario: Scenario, teams: Mapping[str, Staffing]) -> bool:
    """Return whether items have different people, or the same, as they ask (paragraphs 71 to 74).

    Parameters
    ----------
    teams
        People by need of the planned items about which something is open.
    """
    for item in scenario.items:
        for field, agree in (("not_same_as", _different), ("same_as", _same)):
            for name in getattr(item, field):
                other = scenario.item_by_id.get(name)
                if other is None or name == item.id:
                    continue
                there = [one.state == "done" or one.id in teams for one in (item, other)]
                settled = _has_people(item) and _has_people(other)
                if all(there) and not settled and not agree(item, other, teams):
                    return False
    return True


def _has_people(item: WorkItem) -> bool:
    return item.state == "done" or bool(item.people and not item.reassign)


def _on(item: WorkItem, teams: Mapping[str, Staffing]) -> set[str]:
    if item.state == "done":
        return set(item.people)
    return {person for part in teams[item.id] for person in part}


def _different(one: WorkItem, other: WorkItem, teams: Mapping[str, Staffing]) -> bool:
    """Paragraph 72."""
    for a, b in ((one, other), (other, one)):
        own = set() if a.reassign else set(a.people)
        if (_on(a, teams) - own) & (_on(b, teams) | set(b.people)):
            return False
    return True


def _same(one: WorkItem, other: WorkItem, teams: Mapping[str, Staffing]) -> bool:
    """Paragraph 73."""
    few, many = sorted((_on(one, teams), _on(other, teams)), key=len)
    return few <= many


def planned_sets(scenario: Scenario) -> Iterator[tuple[WorkItem, ...]]:
    """Yield every set of items that may be planned, the largest first (paragraph 15)."""
    optional = [item.id for item in scenario.items if item.optional and item.state == "todo"]
    for count in range(len(optional) + 1):
        for dropped in itertools.combinations(optional, count):
            kept = tuple(item for item in scenario.items if item.id not in dropped)
            ids = {item.id for item in kept}
            if all(link.item in ids for item in kept for link in binding(item)):
                yield kept


def in_link_order(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Return the items so that each stands behind all that it comes after."""
    waiting = list(items)
    ordered: list[WorkItem] = []
    while waiting:
        placed = {item.id for item in ordered}
        ready = [item for item in waiting if all(link.item in placed for link in binding(item))]
        assert ready, "the links run in a circle"
        ordered += ready
        waiting = [item for item in waiting if item not in ready]
    return ordered

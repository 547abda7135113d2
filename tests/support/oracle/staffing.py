"""Who can do an item, and when each of them is done (paragraphs 6 to 9)."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field
from fractions import Fraction

from allocator.domain import Need, Person, Rest, Scenario, WorkItem
from support.oracle.amounts import Minutes, effort_of, elapsed, exact, needs_of, plain, working
from support.oracle.clock import Clock, Slot
from support.oracle.sprints import Period, must_fit, sprints_of

Staffing = tuple[tuple[str, ...], ...]
"""Ids of the people of each need, in the needs' order; () without needs."""


def candidates(scenario: Scenario, item: WorkItem, need: Need) -> list[str]:
    """Return the ids of those with all the skills, in assign if given, not in avoid.

    Of an item that people work on already it is those of them with the skills, or all of them
    where these are too few (paragraph 33).
    """
    if isinstance(need, Rest) and need.person is not None:
        return [need.person]
    if item.people and not item.reassign and not isinstance(need, Rest):
        own = [person for person in scenario.people if person.id in item.people]
        able = [p.id for p in own if all(p.skills.get(s, -1) >= n for s, n in need.skills.items())]
        return able if len(able) >= need.people else [person.id for person in own]
    return [
        person.id
        for person in scenario.people
        if (not item.assign or person.id in item.assign)
        and person.id not in item.avoid
        and all(person.skills.get(skill, -1) >= level for skill, level in need.skills.items())
    ]


def numbers_of(item: WorkItem, need: Need) -> range:
    """Return how many people may fill a need (paragraphs 8 and 77)."""
    if need.up_to is None:
        return range(need.people, need.people + 1)
    if item.people and (not item.reassign or item.remaining is not None):
        others = sum(other.people for other in item.needs if other.up_to is None)
        return range(len(item.people) - others, len(item.people) - others + 1)
    return range(need.people, need.up_to + 1)


def staffings(scenario: Scenario, item: WorkItem) -> list[Staffing]:
    """Return every way to staff an item; people of one need are interchangeable."""
    if item.is_milestone:
        return [()]
    found: list[Staffing] = [()]
    for need in needs_of(item):
        able = candidates(scenario, item, need)
        numbers = numbers_of(item, need)
        found = [
            (*chosen, team)
            for chosen in found
            for number in numbers
            for team in itertools.combinations(able, number)
            if not any(person in others for person in team for others in chosen)
        ]
    return found


def speed(scenario: Scenario, person: Person, need: Need) -> Fraction:
    """Return the proficiency of the lowest of the needed skills' levels."""
    if not scenario.proficiency or not need.skills:
        return Fraction(1)
    levels = [person.skills[skill] for skill in need.skills if skill in person.skills]
    return exact(scenario.proficiency[min(levels)]) if levels else Fraction(1)


@dataclass(frozen=True)
class Run:
    """An item run from a start: when each person and when the item is done.

    Of an item in progress the start is where it is taken up, and `since` its start; `held` is
    the time for which it holds resources, where that is another.
    """

    start: Minutes
    finish: Minutes
    people: dict[str, Minutes]
    since: Minutes | None = None
    held: tuple[Minutes, Minutes] | None = None

    @property
    def began(self) -> Minutes:
        """When the item was started."""
        return self.start if self.since is None else self.since


@dataclass
class Crew:
    """An item with its people: its possible starts, and what comes of each."""

    item: WorkItem
    staffing: Staffing
    starts: list[int]
    """Every minute at which it may start, releases and links aside, ascending."""
    work: dict[str, tuple[list[Slot], list[int], Fraction]]
    """A person's slots, the slots' begins, and slot minutes needed at capacity 1."""
    least: Minutes
    """The item's elapsed time."""
    holds: list[tuple[str, str, Minutes]]
    """("person", id, share) or ("resource", id, amount)."""
    runs: dict[int, Run | None] = field(default_factory=dict)
    since: Minutes | None = None
    """When an item in progress was started."""
    over: Minutes | None = None
    """When the elapsed time of an item in progress is over."""
    begin: Minutes = 0
    """The beginning of the plan."""

    def run(self, start: int) -> Run | None:
        """Return the run from a start, None where somebody never finishes."""
        if start not in self.runs:
            self.runs[start] = self._run(start)
        return self.runs[start]

    def running(self) -> tuple[Crew, Run]:
        """Return the elapsed time of an item in progress alone, and what it holds."""
        assert self.over is not None
        holds = [each for each in self.holds if each[0] == "resource"]
        run = Run(self.begin, self.over, {}, held=(self.begin, self.over))
        return Crew(self.item, (), [], {}, self.least, holds), run

    def _run(self, start: int) -> Run | None:
        people: dict[str, Minutes] = {}
        for person, (slots, begins, load) in self.work.items():
            done = Fraction(0)
            for slot in slots[bisect_left(begins, start) :]:
                done += (slot.end - slot.begin) * slot.capacity
                if done >= load:
                    people[person] = slot.end
                    break
            else:
                return None
        if self.since is None:
            return Run(start, max([*people.values(), plain(Fraction(start + self.least))]), people)
        held = None if self.over is None else (self.begin, self.over)
        ends = [*people.values(), *([] if self.over is None else [self.over])]
        return Run(start, max(ends), people, since=self.since, held=held)


def crew(
    scenario: Scenario,
    clock: Clock,
    item: WorkItem,
    team: Staffing,
    until: int,
    *,
    since: Minutes | None = None,
    over: Minutes | None = None,
) -> Crew:
    """Return the item with these people, on the slots up to the minute.

    Of an item in progress: `since` when, and when its elapsed time is over.
    """
    work: dict[str, tuple[list[Slot], list[int], Fraction]] = {}
    holds: list[tuple[str, str, Minutes]] = []
    for need, people in zip(needs_of(item), team, strict=True):
        for person in people:
            whole = scenario.person_by_id[person]
            slots = clock.person_slots(whole, until)
            # slot hours x share x capacity x speed >= effort, share and speed taken to the right
            pace = exact(need.share) * speed(scenario, whole, need)
            load = effort_of(scenario, item, need, len(people)) / pace
            work[person] = (slots, [slot.begin for slot in slots], load)
            holds.append(("person", person, plain(exact(need.share))))
    holds += [("resource", name, amount) for name, amount in item.resources.items()]
    if len(work) > 1 and isinstance(item.remaining, dict):
        own = (begin for _, begins, _ in work.values() for begin in begins)
        starts = sorted({*own, *(slot.begin for slot in clock.team_slots(until))})
    elif work:
        starts = sorted(set.intersection(*(set(begins) for _, begins, _ in work.values())))
    else:
        starts = [slot.begin for slot in clock.team_slots(until)]
    least = elapsed(item.elapsed) if item.elapsed is not None else 0
    found = Crew(item, team, starts, work, least, holds)
    if item.state == "in_progress":
        found.since, found.over, found.begin = since, over, clock.begin
    if item.state == "todo":
        found.starts = together(scenario, clock, found, until)
    found.starts = _when_it_has_to(scenario, clock, found)
    if must_fit(scenario, item):
        found.starts = [start for start in found.starts if _fits(scenario, clock, found, start)]
    return found


def together(scenario: Scenario, clock: Clock, crew: Crew, until: int) -> list[int]:
    """Return the starts from which everybody has enough time in common (paragraph 60)."""
    item, starts = crew.item, crew.starts
    placed = [(k, name) for k, part in enumerate(crew.staffing) for name in part]
    for (k, one), (m, other) in itertools.combinations(placed, 2):
        spans = [item.overlap, needs_of(item)[k].overlap if k == m else None]
        least = max((working(span, scenario.calendar) for span in spans if span), default=None)
        if least is not None:
            thin = _thin_days(scenario, clock, crew, (one, other), least, until)
            starts = [start for start in starts if _keeps_clear(crew, start, (one, other), thin)]
    return starts


def _thin_days(
    scenario: Scenario,
    clock: Clock,
    crew: Crew,
    pair: tuple[str, str],
    least: Minutes,
    until: int,
) -> list[tuple[int, int]]:
    """Return the days of either one on which both work, but not for so long together."""
    thin = []
    for name in pair:
        for begin, end in clock.days_of(scenario.person_by_id[name], until):
            mine, theirs = ({at for at in crew.work[each][1] if begin <= at < end} for each in pair)
            if mine and theirs and len(mine & theirs) * clock.slot_length < least:
                thin.append((begin, end))
    return thin


def _keeps_clear(
    crew: Crew, start: int, pair: tuple[str, str], thin: list[tuple[int, int]]
) -> bool:
    """Return whether no thin day lies within what two people do together from a start on."""
    run = crew.run(start)
    if run is None:
        return True
    done = min(run.people[name] for name in pair)
    return not any(start <= begin and end <= done for begin, end in thin)


def _when_it_has_to(scenario: Scenario, clock: Clock, crew: Crew) -> list[int]:
    """Return the starts at which an item has to start, or is taken up (paragraphs 79 and 80)."""
    item = crew.item
    if item.fixed is not None and item.state == "todo":
        first, last = clock.first(item.fixed), clock.last(item.fixed)
        return [s for s in crew.starts if s == first or first <= s < last]
    if not (item.uninterrupted and item.state == "in_progress" and item.people):
        return crew.starts
    dates = [clock.begin]
    dates += [clock.first(one.expected) for one in item.waits_for if one.expected is not None]
    if item.blocked is not None and item.blocked.until is not None:
        dates.append(clock.first(item.blocked.until))
    own = [set(begins) for name, (_, begins, _) in crew.work.items() if name in item.people]
    if len(crew.work) > 1 and isinstance(item.remaining, dict):
        there = set().union(*own)
    else:
        there = set.intersection(*own) if own else set()
    first_there = min((s for s in there if s >= max(dates)), default=None)
    return [s for s in crew.starts if s == first_there] if own else crew.starts


def _fits(scenario: Scenario, clock: Clock, crew: Crew, start: int) -> bool:
    """Return whether nobody's work from a start on crosses a sprint border (paragraph 25)."""
    run = crew.run(start)
    if run is None:
        return True  # it is never done: that is found elsewhere
    return all(
        _within_one(clock, sprints_of(scenario, scenario.person_by_id[name]), start, end)
        for name, end in run.people.items()
    )


def _within_one(clock: Clock, sprints: list[Period], start: Minutes, end: Minutes) -> bool:
    if not sprints or end <= clock.first(sprints[0].first):
        return True
    if start >= clock.last(sprints[-1].last):
        return True
    return any(clock.first(s.first) <= start and end <= clock.last(s.last) for s in sprints)

"""Finds work that nobody can finish in time, whatever else is planned."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from allocator.domain import Need, Person, WorkItem
from allocator.domain.quantities import elapsed_minutes, exact
from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.earliest import DAY, LAST, WorkTimes
from allocator.scenario.text.located import Step
from allocator.scenario.validate.commitments import in_the_way
from allocator.scenario.validate.context import Context, called, label
from allocator.wording import enumerated, joined

_HINT = "move a date, cut the work, split it among more people, or add somebody faster"
_OR_RELAX = f"{_HINT}; or plan with --relax, which breaks deadlines as little as possible"

_MAX_FASTEST_NAMED = 3
_MAX_NEEDS = 200
_MAX_PEOPLE_LOOKED_AT = 50


def out_of_reach(context: Context) -> Iterator[Finding]:
    """Yield items that take too long for their deadline, or that nobody stays long enough for.

    Each item is taken alone: its people start on it as soon as they may and do nothing else.
    """
    if context.times is None or not _levels_known(context):
        return
    left = limits.MAX_FINISHES
    for path, item in context.parts.items():
        if item.is_milestone or not context.is_planned(item) or not _is_staffed(context, item):
            continue
        if left <= 0:
            return  # thousands of items are late: the findings so far are more than enough
        reach = _Reach(context, context.times, path, item)
        found = reach.finding()
        left -= reach.finishes
        if found is not None:
            yield found


def _levels_known(context: Context) -> bool:
    table = context.scenario.proficiency
    levels = {level for person in context.scenario.people for level in person.skills.values()}
    return "proficiency" in context.parts.sound and (not table or levels <= table.keys())


def _is_staffed(context: Context, item: WorkItem) -> bool:
    """Whether there are people for an item; that there are none is another finding."""
    needs = item.least_needs
    return len(needs) <= _MAX_NEEDS and all(
        len(context.candidates(item, need)) >= need.people for need in needs
    )


class _Reach:
    """One item against its tightest deadline."""

    def __init__(
        self, context: Context, times: WorkTimes, path: tuple[Step, ...], item: WorkItem
    ) -> None:
        self._context, self._times, self._path, self._item = context, times, path, item
        self._staffing = item.least_needs
        self._release = times.minutes(context.release(item).at)
        self._deadline = context.deadline(item)
        by = LAST if self._deadline is None else times.minutes(self._deadline.at)
        self._by = min(by, LAST)
        self.finishes = 0

    def finding(self) -> Finding | None:
        """Return what makes the item too late, or None where it can be done in time."""
        if self._release >= self._by:
            return None  # no time at all: another finding
        start = self._start(self._times)
        if start is None:
            return self._no_slot()
        for number, need in enumerate(self._staffing):
            in_time = (f for _, f in self._finishes(need, start, self._by) if f is not None)
            if len(list(islice(in_time, need.people))) < need.people:
                return self._too_slow(number, need, start)
        if self._item.elapsed is not None:
            begun = start
            if self._item.is_started:
                begun = self._times.minutes(self._context.scenario.started_at(self._item))
            finish = begun + math.ceil(elapsed_minutes(self._item.elapsed))
            if self._deadline is not None and finish > self._by:
                return self._too_long(finish)
        return None

    def _start(self, times: WorkTimes) -> int | None:
        """Return a time before which the item cannot start: each need has people by then."""
        staffing, by = self._staffing, self._by
        if not staffing:
            return times.team.first_slot(self._release, before=by)
        if len(staffing) == 1 and staffing[0].people == 1 and self._item.elapsed is None:
            return self._release  # everybody's own first slot is looked up with their finish
        latest = self._release
        for need in staffing:
            people = self._context.candidates(self._item, need)
            slots = (times.of(p).first_slot(self._release, before=by) for p in people)
            found = sorted(slot for slot in slots if slot is not None)
            if len(found) < need.people:
                return None
            latest = max(latest, found[need.people - 1])
        return latest

    def _finishes(
        self, need: Need, start: int, by: int, times: WorkTimes | None = None
    ) -> Iterator[tuple[Person, int | None]]:
        """Yield when each candidate would be done with a need."""
        assert need.effort is not None
        effort = self._context.scenario.effort_minutes(need.effort)
        share = exact(need.share)
        for person in self._context.candidates(self._item, need):
            self.finishes += 1
            rate = share * self._context.scenario.speed(person, need)
            own = (times or self._times).of(person)
            yield person, own.finish(effort, rate, start, by=by)

    def _done_by(self, need: Need, start: int, times: WorkTimes) -> dict[str, Person]:
        """Return who would be done in time with a need, by id, the first one first."""
        found = self._finishes(need, start, self._by, times)
        done = sorted((f, number, p) for number, (p, f) in enumerate(found) if f is not None)
        return {person.id: person for *_, person in done}

    def _committed(self, need: Need, start: int) -> tuple[str, str] | None:
        """Return without which meetings and duties a need is done in time, and by whom."""
        free = self._context.free_times
        people = [] if free is None else [*self._done_by(need, start, free).values()]
        chosen = people[: need.people]

        def enough(times: WorkTimes) -> bool:
            return {one.id for one in chosen} <= self._done_by(need, start, times).keys()

        if len(chosen) < need.people:
            return None
        names = in_the_way(self._context, chosen, start, self._by, enough)
        shown = chosen[:_MAX_FASTEST_NAMED]
        who = joined(map(called, shown)) if len(shown) == len(chosen) else "all of them"
        return (joined(names, most=13), who) if names else None

    def _too_slow(self, number: int, need: Need, start: int) -> Finding:
        by = self._by + limits.LOOK_PAST_DAYS * DAY
        later = [(f, p) for p, f in self._finishes(need, start, by) if f is not None]
        later.sort(key=lambda pair: pair[0])
        candidates = self._context.candidates(self._item, need)
        names = enumerated(map(called, candidates), most=13)
        found = f"those who could do it are not there long enough: {names}"
        if len(later) < need.people < len(candidates) + 1 and later:
            there = enumerated((called(person) for _, person in later), most=13)
            found = f"it needs {need.people} of {names}, of whom only {there} is there long enough"
        elif later:
            fastest = later[: min(need.people, _MAX_FASTEST_NAMED)]
            first = self._times.of(fastest[0][1]).first_slot(start)
            ends = [f"{called(p)}, who would finish on {self._shown(f)}" for f, p in fastest]
            verb = "is" if len(ends) == 1 else "are"
            found = f"the fastest {verb} {', and '.join(ends)}, starting on {self._shown(first)}"
        if len(self._staffing) > 1 or self._staffing[0].people > 1:
            found += f"; all whom it needs are there from {self._shown(start)} on at the earliest"
        done = [person for _, person in later]
        leaving = [one for one in candidates if one.leaves is not None and one not in done]
        hint = _OR_RELAX if self._has_deadline else _HINT
        if len(later) < need.people:
            hint = _HINT
        if len(later) < need.people and leaving:
            stay = enumerated(map(called, leaving), most=13)
            hint = f"let {stay} be there longer, move a date, or add a person"
        committed = self._committed(need, start)
        if committed is not None:
            names, who = committed
            found += f"; without {names} {who} would be done in time"
            hint = f"let {who} miss {names}, or {hint}"
        has_own = bool(self._item.needs) and self._item.needs[number].effort is not None
        field: tuple[Step, ...] = ("needs", number, "effort") if has_own else ("effort",)
        limit = "in time" if self._has_deadline else f"within {LAST // DAY // 366} years"
        text = f"cannot be done {limit} by anybody: {self._dates()}; {found}"
        return self._found(text, field, hint, code="too-much-work")

    def _too_long(self, finish: int) -> Finding:
        text = f"lasts {self._item.elapsed} and cannot end before {self._shown(finish)}"
        return self._found(
            f"{text}: {self._dates()}", ("elapsed",), _OR_RELAX, code="elapsed-beyond-dates"
        )

    def _no_slot(self) -> Finding:
        who = "the people it needs work" if self._staffing else "the team works"
        text = f"finds no time at which {who}: {self._dates()}"
        names = self._all_taken()
        if not names:
            return self._found(text, (), code="no-working-time")
        text += f"; without {joined(names, most=13)} they would"
        return self._found(
            text, (), f"let them miss some of that, or {_HINT}", code="no-working-time"
        )

    def _all_taken(self) -> list[str]:
        """Return the meetings and duties without which the people of an item would work."""
        people = {p.id: p for n in self._staffing for p in self._context.candidates(self._item, n)}
        if not self._staffing or len(people) > _MAX_PEOPLE_LOOKED_AT:
            return []

        def enough(times: WorkTimes) -> bool:
            return self._start(times) is not None

        return in_the_way(self._context, people.values(), self._release, self._by, enough)

    @property
    def _has_deadline(self) -> bool:
        return self._deadline is not None and self._by < LAST

    def _dates(self) -> str:
        release = self._context.release(self._item).text
        return f"{release}, and {self._deadline.text}" if self._deadline else release

    def _found(
        self, text: str, field: tuple[Step, ...], hint: str = _HINT, *, code: str
    ) -> Finding:
        return self._context.parts.finding(
            f"{label(self._item)} {text}{self._context.consequence(self._item)}",
            (*self._path, *field),
            hint,
            code=code,
            subjects=(self._item.id,),
            severity=self._context.severity_of_dates(self._item),
        )

    def _shown(self, minutes: int | None) -> str:
        assert minutes is not None, "who finishes has started"
        return f"{self._times.instant(minutes):%Y-%m-%d %H:%M}"

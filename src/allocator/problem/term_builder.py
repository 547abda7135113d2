"""Objective terms and deadlines: which finishes are measured, from when, with what weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain import Scenario
from allocator.domain.quantities import When, end_of, exact
from allocator.problem.activity import Activity, Endpoint
from allocator.problem.lateness import MIN_LATE_MINUTES, ClockLateness
from allocator.problem.objective import Finish, Limit, Term
from allocator.problem.precedence import Source
from allocator.problem.scaling import scale_to_integers
from allocator.problem.timeline import IntArray, Table, Timeline


@dataclass(frozen=True)
class _RawTerm:
    """A term before its weight is an integer and its times are ticks: in minutes of W."""

    weight: float
    finish: Finish
    due: int = 0
    instant: int | None = None
    """What lies after it (backward: before it) is late by the clock."""


FinishSources = Callable[[int], tuple[Source, ...]]


class TermBuilder:
    """Builds the terms of every tier that is about time, and the deadlines."""

    def __init__(
        self,
        scenario: Scenario,
        timeline: Timeline,
        sources: FinishSources,
        activities: Sequence[Activity] = (),
    ) -> None:
        self._scenario = scenario
        self._activities = activities
        self._timeline = timeline
        self._sources = sources
        self._dues: dict[When, tuple[int, int]] = {}
        self._tables: dict[Table, IntArray] = {}
        self._members: dict[str, list[int]] = {project.id: [] for project in scenario.projects}
        for k, item in enumerate(scenario.items):
            if item.project is not None:
                self._members[item.project].append(k)

    def _finish(self, nodes: Iterable[int]) -> Finish:
        nodes = tuple(nodes)
        return Finish(nodes, tuple((n, source) for n in nodes for source in self._sources(n)))

    def _due(self, when: When) -> tuple[int, int]:
        """Return W of a due date, and its instant."""
        if when not in self._dues:
            instant = self._timeline.minutes(end_of(when))
            self._dues[when] = self._team_minutes(instant), instant
        return self._dues[when]

    def _team_minutes(self, instant: int) -> int:
        return int(self._timeline.team_minutes(np.array([instant]))[0])

    def _tardiness(self) -> list[_RawTerm]:
        found = []
        for k, item in enumerate(self._scenario.items):
            if item.due is not None:
                weight = self._scenario.priority_of(item)
                due = self._due(self._scenario.kept_until(item, item.due))
                found.append(_RawTerm(weight, self._finish([k]), *due))
        for project in self._scenario.projects:
            if project.due is not None and self._members[project.id]:
                finish = self._finish(self._members[project.id])
                due = self._due(self._scenario.kept_until(project, project.due))
                found.append(_RawTerm(project.priority, finish, *due))
        return found

    def _flow(self) -> list[_RawTerm]:
        found = [
            _RawTerm(project.priority, self._finish(self._members[project.id]))
            for project in self._scenario.projects
            if self._members[project.id]
        ]
        for k, item in enumerate(self._scenario.items):
            if item.project is None:
                found.append(_RawTerm(self._scenario.priority_of(item), self._finish([k])))
        return found

    def _stability(self) -> list[_RawTerm]:
        """Return how late, and how early, the start of each activity of the baseline is."""
        found = []
        starts = self._timeline.slot_instants
        for activity in self._activities:
            baseline_item = self._scenario.baseline_by_item.get(activity.id)
            if baseline_item is None:
                continue
            weight = float(baseline_item.weight(self._scenario.present))
            instant = self._timeline.minutes(baseline_item.start)
            at = self._team_minutes(instant)
            for backward in (False, True):
                source = Source(activity.index, Endpoint.START, starts, backward)
                finish = Finish((activity.node,), ((activity.node, source),))
                found.append(_RawTerm(weight, finish, -at if backward else at, instant))
        return found

    def terms(self) -> tuple[dict[str, tuple[Term, ...]], int, dict[str, int]]:
        """Return the terms by tier, the tick in minutes, and the weight scales by tier."""
        everything = [_RawTerm(1.0, self._finish(range(len(self._scenario.items))))]
        drafts = {"tardiness": self._tardiness(), "flow": self._flow(), "makespan": everything}
        drafts["stability"] = self._stability()
        wanted = {name: draft for name, draft in drafts.items() if name in self._scenario.tiers}
        late = {name: [self._late(one) for one in draft] for name, draft in wanted.items()}
        tick = self._tick([one for draft in wanted.values() for one in draft])
        if any(one is not None for found in late.values() for one in found):
            tick = math.gcd(tick, MIN_LATE_MINUTES)
        terms: dict[str, tuple[Term, ...]] = {}
        scales: dict[str, int] = {}
        for name, draft in wanted.items():
            weights, scales[name] = scale_to_integers(
                [exact(d.weight) for d in draft], "priorities"
            )
            terms[name] = tuple(
                Term(weight, one.due // tick, one.finish, past and past.in_ticks(tick))
                for weight, one, past in zip(weights, draft, late[name], strict=True)
                if weight
            )
        return terms, tick, scales

    def _late(self, draft: _RawTerm) -> ClockLateness | None:
        """Return when a term is late by the clock; None where working time always shows it."""
        instant = draft.instant
        if instant is None or not any(
            self._late_by_clock(source, instant) for _, source in draft.finish.sources
        ):
            return None
        return ClockLateness(instant, draft.due + MIN_LATE_MINUTES)

    def _late_by_clock(self, source: Source, instant: int) -> bool:
        """Return whether a source can be past an instant with no working time between."""
        instants = source.instants
        at = int(
            np.searchsorted(instants.values, instant, side="left" if source.backward else "right")
        )
        at -= source.backward
        if not 0 <= at < len(instants):
            return False
        return int(self._reached(instants)[at]) == self._team_minutes(instant)

    def _reached(self, instants: Table) -> IntArray:
        """Return W of a source's instants in minutes."""
        if instants not in self._tables:
            self._tables[instants] = self._timeline.team_minutes(instants.values)
        return self._tables[instants]

    def _tick(self, draft: list[_RawTerm]) -> int:
        tick = self._timeline.slot_minutes
        seen: set[Table] = set()
        for one in draft:
            tick = math.gcd(tick, one.due)
            for _, source in one.finish.sources:
                if source.instants not in seen:
                    seen.add(source.instants)
                    tick = math.gcd(tick, int(np.gcd.reduce(self._reached(source.instants))))
        return tick

    def limits(self) -> tuple[Limit, ...]:
        """Return the deadlines of items, projects and the calendar, for what is not done."""
        found = []
        open_items = [k for k, item in enumerate(self._scenario.items) if not item.is_done]
        for k in open_items:
            item = self._scenario.items[k]
            if item.hard_end is not None:
                until = self._scenario.kept_until(item, item.hard_end)
                found.append(self._limit("item", item.id, until, [k]))
        for project in self._scenario.projects:
            members = [k for k in self._members[project.id] if not self._scenario.items[k].is_done]
            if project.deadline is not None and members:
                until = self._scenario.kept_until(project, project.deadline)
                found.append(self._limit("project", project.id, until, members))
        if self._scenario.calendar.end is not None:
            until = self._scenario.kept_until(None, self._scenario.calendar.end)
            found.append(self._limit("calendar", None, until, open_items))
        return tuple(found)

    def _limit(self, kind: str, owner: str | None, when: When, nodes: Iterable[int]) -> Limit:
        instant = self._timeline.minutes(end_of(when))
        return Limit(kind, owner, instant, self._finish(nodes))  # type: ignore[arg-type]


def item_values(scenario: Scenario) -> tuple[Mapping[int, int], int]:
    """Return the scaled value of every optional item by position, and the scale."""
    optional = [k for k, item in enumerate(scenario.items) if item.is_droppable]
    worths = [exact(scenario.items[k].worth) for k in optional]
    values, scale = scale_to_integers(worths, "values")
    return dict(zip(optional, values, strict=True)), scale

"""Objective terms and deadlines: which finishes are measured, from when, with what weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from allocator.domain import Scenario
from allocator.domain.quantities import When, end_of, exact
from allocator.problem.exact import scale_to_integers
from allocator.problem.model import Activity, Finish, Limit, Part, Source, Term
from allocator.problem.timeline import Timeline

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
        self._dues: dict[When, int] = {}
        self._members: dict[str, list[int]] = {project.id: [] for project in scenario.projects}
        for k, item in enumerate(scenario.items):
            if item.project is not None:
                self._members[item.project].append(k)

    def _finish(self, nodes: Iterable[int]) -> Finish:
        nodes = tuple(nodes)
        return Finish(nodes, tuple((n, source) for n in nodes for source in self._sources(n)))

    def _due(self, when: When) -> int:
        if when not in self._dues:
            instant = np.array([self._timeline.minutes(end_of(when))])
            self._dues[when] = int(self._timeline.team_minutes(instant)[0])
        return self._dues[when]

    def _tardiness(self) -> list[tuple[float, int, Finish]]:
        found = []
        for k, item in enumerate(self._scenario.items):
            if item.due is not None:
                weight = self._scenario.priority_of(item)
                found.append((weight, self._due(item.due), self._finish([k])))
        for project in self._scenario.projects:
            if project.due is not None and self._members[project.id]:
                finish = self._finish(self._members[project.id])
                found.append((project.priority, self._due(project.due), finish))
        return found

    def _flow(self) -> list[tuple[float, int, Finish]]:
        found = [
            (project.priority, 0, self._finish(self._members[project.id]))
            for project in self._scenario.projects
            if self._members[project.id]
        ]
        for k, item in enumerate(self._scenario.items):
            if item.project is None:
                found.append((self._scenario.priority_of(item), 0, self._finish([k])))
        return found

    def _stability(self) -> list[tuple[float, int, Finish]]:
        """Return how late, and how early, the start of each activity of the baseline is."""
        found = []
        starts = self._timeline.starts
        for activity in self._activities:
            standing = self._scenario.standing.get(activity.item.id)
            if standing is None:
                continue
            weight = float(standing.weight(self._scenario.present))
            instant = np.array([self._timeline.minutes(standing.start)])
            at = int(self._timeline.team_minutes(instant)[0])
            for backward in (False, True):
                source = Source(activity.index, Part.START, starts, backward)
                finish = Finish((activity.node,), ((activity.node, source),))
                found.append((weight, -at if backward else at, finish))
        return found

    def terms(self) -> tuple[dict[str, tuple[Term, ...]], int, dict[str, int]]:
        """Return the terms by tier, the tick in minutes, and the weight scales by tier."""
        everything = [(1.0, 0, self._finish(range(len(self._scenario.items))))]
        drafts = {"tardiness": self._tardiness(), "flow": self._flow(), "makespan": everything}
        drafts["stability"] = self._stability()
        wanted = {name: draft for name, draft in drafts.items() if name in self._scenario.tiers}
        tick = self._tick([term for draft in wanted.values() for term in draft])
        terms: dict[str, tuple[Term, ...]] = {}
        scales: dict[str, int] = {}
        for name, draft in wanted.items():
            weights, scales[name] = scale_to_integers([exact(d[0]) for d in draft], "priorities")
            terms[name] = tuple(
                Term(weight, due // tick, finish)
                for weight, (_, due, finish) in zip(weights, draft, strict=True)
                if weight > 0
            )
        return terms, tick, scales

    def _tick(self, draft: list[tuple[float, int, Finish]]) -> int:
        tick = self._timeline.slot_minutes
        seen = set()
        for _, due, finish in draft:
            tick = math.gcd(tick, due)
            for _, source in finish.sources:
                if id(source.instants) not in seen:
                    seen.add(id(source.instants))
                    reached = self._timeline.team_minutes(source.instants)
                    tick = math.gcd(tick, int(np.gcd.reduce(reached)))
        return tick

    def limits(self) -> tuple[Limit, ...]:
        """Return the deadlines of items, projects and the calendar, for what is not done."""
        found = []
        open_items = [k for k, item in enumerate(self._scenario.items) if not item.is_done]
        for k in open_items:
            item = self._scenario.items[k]
            if item.deadline is not None:
                found.append(self._limit("item", item.id, item.deadline, [k]))
        for project in self._scenario.projects:
            members = [k for k in self._members[project.id] if not self._scenario.items[k].is_done]
            if project.deadline is not None and members:
                found.append(self._limit("project", project.id, project.deadline, members))
        if self._scenario.calendar.end is not None:
            found.append(self._limit("calendar", None, self._scenario.calendar.end, open_items))
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

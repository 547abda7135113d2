"""The lexicographic optimum, by enumeration.

Enumerated are all sets of items to plan, all ways to staff them, and for each of these the
starts of the items in chronological order. What is left out, and why no optimum is lost:

* Milestones stand at their first possible instant (see ``milestone_instant``).
* A partial plan is given up where its relaxation is no better than the best plan known. The
  relaxation gives every item not yet placed the first start that the links, its release and the
  chronological order allow, whatever its people and resources do meanwhile. No completion has
  an earlier finish of anything, and every tier grows with the finishes, so no completion is
  better in any tier. A relaxation in which nothing is overloaded is itself the best completion.
* An item whose predecessors are all placed is tried at one start only: the first, S, at which it
  fits in among what is placed. Take, of the optimal plans, one whose starts have the least sum.
  Were the item to start later there, it could be moved to S: up to its old start only items
  placed before it run, with which it fits; from then on it runs at S only while it also ran
  before (finishes grow with starts); links to its successors become slacker. Nothing gets worse
  and the sum of starts is less: a contradiction. (Items with predecessors still to be placed,
  which FF, SF and negative lags make possible, are tried at every start.)
* Starts behind the horizon are not tried (see ``horizon``).
"""

from __future__ import annotations

import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from allocator.domain import Link, Scenario, WorkItem
from support.oracle.amounts import Minutes
from support.oracle.clock import Clock
from support.oracle.experiments import ordinary
from support.oracle.horizon import horizon
from support.oracle.past import binding, fixed_runs, is_fixed, over, started
from support.oracle.rules import (
    deadline,
    handed_over,
    in_link_order,
    link_holds,
    loads_hold,
    milestone_instant,
    people_agree,
    planned_sets,
    release,
)
from support.oracle.staffing import Crew, Run, Staffing, crew, staffings
from support.oracle.tiers import keeps_limits, measure


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """The best values of all tiers, and one plan that reaches them.

    Attributes
    ----------
    values
        Value of every tier, in the scenario's order: hours, cost or value.
    starts, finishes
        Of the planned items; dropped items are missing.
    people
        Of the planned items: ids of the people of each need.
    done
        When each person of a planned item is done with their part.
    """

    values: dict[str, Fraction]
    starts: dict[str, dt.datetime]
    finishes: dict[str, dt.datetime]
    people: dict[str, Staffing]
    done: dict[str, dict[str, dt.datetime]]


def best(scenario: Scenario) -> Optimum | None:
    """Return the lexicographic optimum of the scenario's tiers, None if there is no plan.

    Parameters
    ----------
    scenario
        About five items and three people; holidays by date, not by country.
    """
    scenario = ordinary(scenario)
    clock = Clock(scenario)
    search = _Search(scenario, clock, horizon(scenario, clock))
    ways = [
        crews
        for kept in planned_sets(scenario)
        for crews in itertools.product(*map(search.crews, open_items(kept)))
        if people_agree(scenario, {one.item.id: one.staffing for one in crews})
        if keeps_limits(scenario, {one.item.id: one.staffing for one in crews})
    ]
    if any(search.is_late(one) for one in search.standing):
        return None
    for crews in sorted(ways, key=search.promise):
        search.extend((*search.standing, *crews), search.fixed, (-1, 0))
    return search.best


def open_items(kept: tuple[WorkItem, ...]) -> list[WorkItem]:
    """Return the items about which something is open, those that others come after first."""
    return [item for item in in_link_order(kept) if not is_fixed(item)]


@dataclass
class _Search:
    scenario: Scenario
    clock: Clock
    until: int
    best: Optimum | None = None
    cache: dict[str, list[Crew]] = field(default_factory=dict)
    release: dict[str, int] = field(default_factory=dict)
    deadline: dict[str, int | None] = field(default_factory=dict)
    standing: list[Crew] = field(default_factory=list)
    fixed: dict[str, Run] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.standing, self.fixed = fixed_runs(self.scenario, self.clock)
        for item in self.scenario.items:
            self.release[item.id] = release(self.scenario, self.clock, item)
            self.deadline[item.id] = deadline(self.scenario, self.clock, item)

    def is_late(self, one: Crew) -> bool:
        """Return whether what runs is over after its deadline; what is done has none."""
        limit = self.deadline[one.item.id]
        finish = self.fixed[one.item.id].finish
        return one.item.state != "done" and limit is not None and finish > limit

    def crews(self, item: WorkItem) -> list[Crew]:
        """Return the item with each choice of its people."""
        if item.id not in self.cache:
            self.cache[item.id] = [
                self._crew(item, team) for team in staffings(self.scenario, item)
            ]
        return self.cache[item.id]

    def _crew(self, item: WorkItem, team: Staffing) -> Crew:
        since = started(self.clock, item) if item.state == "in_progress" else None
        end = over(self.clock, item) if item.state == "in_progress" else None
        return crew(self.scenario, self.clock, item, team, self.until, since=since, over=end)

    def promise(self, crews: tuple[Crew, ...]) -> tuple[bool, tuple[Fraction, ...]]:
        """Return a key that sorts likely good choices to the front, so that others go early."""
        bound = self._bound((*self.standing, *crews), self.fixed, -1)
        return bound is None, () if bound is None else bound[1]

    def extend(
        self, crews: tuple[Crew, ...], placed: dict[str, Run], now: tuple[Minutes, int]
    ) -> None:
        """Complete a partial plan in every way.

        Parameters
        ----------
        crews
            All items to plan, those that others come after first.
        placed
            Runs of the items, but for milestones, that are placed.
        now
            Start and position in crews of the last item placed: the next one has a greater pair,
            so that each set of starts comes up once.
        """
        if not self._promising(crews, placed, now):
            return
        known = self._with_milestones(crews, placed)
        for position, one in enumerate(crews):
            if one.item.id in placed or one.item.is_milestone:
                continue
            if all(link.item in known or self._begun(link) for link in binding(one.item)):
                run = self._first_fit(crews, placed, known, one)
                if run is not None and (run.start, position) > now:
                    self.extend(crews, {**placed, one.item.id: run}, (run.start, position))
            else:
                self._extend_anywhere(crews, placed, now, position)

    def _extend_anywhere(
        self,
        crews: tuple[Crew, ...],
        placed: dict[str, Run],
        now: tuple[Minutes, int],
        position: int,
    ) -> None:
        one = crews[position]
        if self._must_follow(one, crews, placed):
            return
        for run in self._runs(one, self.release[one.item.id]):
            if (run.start, position) > now and self._fits(crews, placed, one, run):
                self.extend(crews, {**placed, one.item.id: run}, (run.start, position))

    def _must_follow(self, one: Crew, crews: tuple[Crew, ...], placed: Mapping[str, Run]) -> bool:
        """Return whether a predecessor still to be placed cannot start after the item."""
        waiting = {c.item.id for c in crews if c.item.id not in placed and not c.item.is_milestone}
        return any(
            link.type in ("FS", "SS")
            and link.lag is None
            and link.item in waiting
            and not self._begun(link)
            for link in binding(one.item)
        )

    def _with_milestones(
        self, crews: tuple[Crew, ...], placed: Mapping[str, Run]
    ) -> dict[str, Run]:
        """Return what is placed and every milestone whose predecessors are all there."""
        known = dict(placed)
        for one in crews:
            item = one.item
            if item.id in known:
                continue
            if item.is_milestone and all(link.item in known for link in item.after):
                known[item.id] = milestone_instant(self.clock, item, self.release[item.id], known)
        return known

    def _runs(self, one: Crew, earliest: Minutes) -> Iterator[Run]:
        """Yield the item's runs from an instant on that keep its deadline, in time's order."""
        limit = self.deadline[one.item.id]
        for start in one.starts[bisect_left(one.starts, earliest) :]:
            run = one.run(start)
            if run is None or (limit is not None and run.finish > limit):
                return  # finishes grow with starts
            yield run

    def _fits(
        self, crews: tuple[Crew, ...], placed: Mapping[str, Run], one: Crew, run: Run
    ) -> bool:
        others = [(c, placed[c.item.id]) for c in crews if c.item.id in placed]
        # what runs holds its resources whenever its people take it up (paragraph 32)
        others += [
            c.running()
            for c in crews
            if c.over is not None and c is not one and c.item.id not in placed
        ]
        return loads_hold(self.scenario, [*others, (one, run)])

    def _linked(self, one: Crew, runs: Mapping[str, Run], run: Run) -> bool:
        return all(
            link_holds(self.clock, link, self._begun(link) or runs[link.item], run)
            and handed_over(self.scenario, self.clock, link, runs.get(link.item, run), run)
            for link in binding(one.item)
        )

    def _begun(self, link: Link) -> Run | None:
        """Return a run with the start that a link counts from, where that has happened already.

        What is taken up again later than what waits for its start is placed after it.
        """
        item = self.scenario.item_by_id[link.item]
        if link.type not in ("SS", "SF") or item.state != "in_progress":
            return None
        since = started(self.clock, item)
        return Run(since, since, {}, since=since)

    def _first_fit(
        self,
        crews: tuple[Crew, ...],
        placed: Mapping[str, Run],
        known: Mapping[str, Run],
        one: Crew,
    ) -> Run | None:
        for run in self._runs(one, self.release[one.item.id]):
            if self._linked(one, known, run) and self._fits(crews, placed, one, run):
                return run
        return None

    def _promising(
        self, crews: tuple[Crew, ...], placed: Mapping[str, Run], now: tuple[Minutes, int]
    ) -> bool:
        """Bound the partial plan from below; keep its relaxation if that is a plan."""
        bound = self._bound(crews, placed, now[0])
        if bound is None:
            return False
        runs, values = bound
        if self.best is not None and values >= tuple(self.best.values.values()):
            return False
        if not loads_hold(self.scenario, [(one, runs[one.item.id]) for one in crews]):
            return True
        self.best = Optimum(
            values=dict(zip(self.scenario.tiers, values, strict=True)),
            starts={name: self.clock.instant(run.began) for name, run in runs.items()},
            finishes={name: self.clock.instant(run.finish) for name, run in runs.items()},
            people={one.item.id: one.staffing for one in crews},
            done={
                name: {person: self.clock.instant(end) for person, end in run.people.items()}
                for name, run in runs.items()
            },
        )
        return False

    def _bound(
        self, crews: tuple[Crew, ...], placed: Mapping[str, Run], now: Minutes
    ) -> tuple[dict[str, Run], tuple[Fraction, ...]] | None:
        """Return the relaxation and its value in every tier, None if there is none."""
        runs = self._relaxation(crews, placed, now)
        if runs is None:
            return None
        teams = {one.item.id: one.staffing for one in crews}
        finish = {name: run.finish for name, run in runs.items()}
        return runs, measure(self.scenario, self.clock, teams, finish)

    def _relaxation(
        self, crews: tuple[Crew, ...], placed: Mapping[str, Run], now: Minutes
    ) -> dict[str, Run] | None:
        """Return the runs of all items when those not placed ignore people and resources.

        None if a deadline or a link cannot be kept even so.
        """
        runs: dict[str, Run] = {}
        for one in crews:
            item = one.item
            if item.id in self.fixed:
                run = self.fixed[item.id]
            elif item.is_milestone:
                run = milestone_instant(self.clock, item, self.release[item.id], runs)
                limit = self.deadline[item.id]
                if limit is not None and run.finish > limit:
                    return None
            elif item.id in placed:
                run = placed[item.id]
                if not self._linked(one, runs, run):
                    return None
            else:
                found = next(
                    (
                        run
                        for run in self._runs(one, max(now, self.release[item.id]))
                        if self._linked(one, runs, run)
                    ),
                    None,
                )
                if found is None:
                    return None
                run = found
            runs[item.id] = run
        return runs

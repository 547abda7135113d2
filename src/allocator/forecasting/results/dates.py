"""When everything is finished in each future, as instants to the minute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.domain import Scenario
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.results.quantiles import NEVER, NOT_DONE, Minutes, is_done
from allocator.forecasting.simulation.arrays import Bools, Futures
from allocator.problem.activity import Endpoint
from allocator.problem.model import Problem
from allocator.problem.precedence import Source
from allocator.problem.started import started_dates


class FutureDates:
    """The instants of items, projects and the whole in the futures.

    Parameters
    ----------
    problem
        The widened scenario as it was simulated; its timeline turns slots into minutes.
    possible
        The widened scenario, and what in it stands for what.
    futures
        What came out; its entries are the problem's activities, then others.
    failed
        By entry of a try that may fail: shape (F,), whether it was done and failed.
    stopped
        By project that a failure may stop: shape (F,), whether it was stopped.
    """

    def __init__(
        self,
        problem: Problem,
        possible: PossibleWork,
        futures: Futures,
        failed: Mapping[str, Bools] | None = None,
        stopped: Mapping[str, Bools] | None = None,
    ) -> None:
        self.timeline = problem.timeline
        self.count = futures.count
        self._problem, self._possible, self._futures = problem, possible, futures
        self._failed, self._stopped = failed or {}, stopped or {}
        self._wide: Scenario = possible.scenario
        self._node = {item.id: k for k, item in enumerate(self._wide.items)}
        self._past = started_dates(self._wide, problem.timeline)
        self._finishes: dict[int, Minutes] = {}
        self._days: dict[str, npt.NDArray[np.float64]] = {}

    def item(self, item_id: str) -> Minutes:
        """Return when an item is finished: the last of its tries that was done.

        Parameters
        ----------
        item_id
            Of the scenario that was planned, or of an entry of the widened one.
        """
        return self.latest(self._possible.attempts.get(item_id, (item_id,)))

    def project(self, project_id: str) -> Minutes:
        """Return when a project is finished, with all that was added to it; not if stopped."""
        found = self.latest(item.id for item in self._wide.items if item.project == project_id)
        return np.where(self._stopped.get(project_id, False), NOT_DONE, found)

    @cached_property
    def whole(self) -> Minutes:
        """When everything is finished."""
        return self.latest(item.id for item in self._wide.items)

    def latest(self, entries: Iterable[str]) -> Minutes:
        """Return the latest finish of some entries, of those that come about."""
        found = np.full(self.count, NOT_DONE)
        for entry in entries:
            if self.knows(entry):
                np.maximum(found, self._finish(self._node[entry]), out=found)
        return found

    def knows(self, item_id: str) -> bool:
        """Whether an item may come about at all."""
        return item_id in self._node

    def activity_finishes(self) -> Minutes:
        """Return when each entry that takes time is finished, shape (F, activities)."""
        found = np.full((self.count, len(self._problem.activities)), NOT_DONE)
        for activity in self._problem.activities:
            found[:, activity.index] = self._finish(activity.node)
        return found

    def skipped(self, activity: int) -> Bools:
        """Return in which futures an entry was not needed."""
        start, held = self._column("start", activity), self._column("held", activity)
        return np.asarray((start == held) & (start >= 0) & (start < self.timeline.horizon))

    def dropped(self, activity: int) -> Bools:
        """Return in which futures an entry was given up."""
        return np.asarray(self._futures.dropped[:, activity])

    def working_days(self, minutes: Minutes) -> npt.NDArray[np.float64]:
        """Return working days of the team from the plan's start to some instants.

        NaN where there is none.
        """
        known = is_done(minutes)
        worked = self.timeline.team_minutes(np.where(known, minutes, 0))
        return np.where(known, worked / self.timeline.day_minutes, np.nan)

    def moments(self, items: Sequence[str]) -> npt.NDArray[np.datetime64]:
        """Return when items are finished as datetime64[m], shape (F, items); NaT where never."""
        origin = np.datetime64(self.timeline.origin, "m")
        found = np.empty((self.count, len(items)), dtype="datetime64[m]")
        for k, name in enumerate(items):
            minutes = self.item(name)
            known = is_done(minutes)
            at = origin + np.where(known, minutes, 0).astype("timedelta64[m]")
            found[:, k] = np.where(known, at, np.datetime64("NaT", "m"))
        return found

    def item_days(self, item_id: str) -> npt.NDArray[np.float64]:
        """Return working days of the team until an item is finished; NaN where it never is."""
        if item_id not in self._days:
            self._days[item_id] = self.working_days(self.item(item_id))
        return self._days[item_id]

    def _column(self, name: str, activity: int) -> Minutes:
        return np.asarray(getattr(self._futures, name)[:, activity], dtype=np.int64)

    def _finish(self, node: int) -> Minutes:
        if node not in self._finishes:
            self._finishes[node] = self._make_finish(node)
        return self._finishes[node]

    def _make_finish(self, node: int) -> Minutes:
        problem = self._problem
        if node in problem.milestones:
            return self._milestone(node)
        past, found = self._past.get(node), np.full(self.count, NOT_DONE)
        if past is not None and past.finish is not None:
            found[:] = past.finish
        if node in problem.fixed:
            found = np.maximum(found, self._frozen(node))
        activity = problem.activity_of.get(node)
        if activity is None:
            return found
        found = np.maximum(found, self._own_finish(activity))
        return np.where(self.skipped(activity) | self.dropped(activity), NOT_DONE, found)

    def _own_finish(self, index: int) -> Minutes:
        """Return when the people of an activity are done and its elapsed time is over."""
        activity, found = self._problem.activities[index], np.full(self.count, NOT_DONE)
        if activity.staffing:
            found = _looked_up(self.timeline.ends, self._column("end", index))
        if activity.elapsed is not None:
            first = _looked_up(self.timeline.starts, self._column("start", index))
            over = np.where(first == NEVER, NEVER, first + activity.elapsed)
            found = np.maximum(found, over)
        return np.where(self._column("end", index) >= self.timeline.horizon, NEVER, found)

    def _frozen(self, node: int) -> int:
        fixed = self._problem.fixed[node]
        ends = [int(self.timeline.ends[fixed.end])]
        if fixed.activity.elapsed is not None:
            ends.append(int(self.timeline.starts[fixed.start]) + fixed.activity.elapsed)
        return max(ends)

    def _milestone(self, node: int) -> Minutes:
        """Return the latest of what holds a milestone; it goes with the tries that drop it.

        It has come before a try failed if all that holds it has, and nothing of that is given up.
        """
        found, void = np.full(self.count, NOT_DONE), np.zeros(self.count, dtype=bool)
        for source in self._problem.milestones[node]:
            np.maximum(found, self._source(source), out=found)
            void |= False if source.activity is None else self.dropped(source.activity)
        name = self._wide.items[node].id
        for attempt, given_up in self._possible.drops.items():
            if name in given_up and attempt in self._failed:
                after = void | (found > self._finish(self._node[attempt]))
                found = np.where(self._failed[attempt] & after, NOT_DONE, found)
        return found

    def _source(self, source: Source) -> Minutes:
        """Return the instant that a source has; NOT_DONE where its activity was not done."""
        if source.activity is None:
            return np.full(self.count, source.instants[0])
        name = "end" if source.endpoint is Endpoint.WORK_END else "start"
        found = _looked_up(source.instants.values, self._column(name, source.activity))
        beyond = self._column("end", source.activity) >= self.timeline.horizon
        found = np.where(beyond, NEVER, found)
        absent = self.dropped(source.activity) | self.skipped(source.activity)
        return np.where(absent, NOT_DONE, found)


def _looked_up(instants: Minutes, places: Minutes) -> Minutes:
    """Return instants by slot or boundary; NEVER beyond them."""
    inside = np.clip(places, 0, len(instants) - 1)
    return np.where(places < len(instants), instants[inside], NEVER)

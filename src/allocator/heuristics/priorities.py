"""Priority rules: the order in which the schedule-generation scheme takes activities.

Every rule returns one number per activity; less goes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.heuristics.network import Network
from allocator.heuristics.params import DEFAULT_PARAMS, RuleParams
from allocator.problem.activity import Activity, Endpoint
from allocator.problem.model import Problem
from allocator.problem.objective import Term
from allocator.problem.timeline import IntArray

FloatArray = npt.NDArray[np.float64]


def shortest_duration(problem: Problem, activity: Activity) -> int:
    """Return the fewest slots that an activity can take, whoever does it."""
    longest = 1
    for staffing in activity.least:
        longest = max(longest, staffing.fewest_slots or problem.horizon)
    if activity.hold is not None:
        longest = max(longest, activity.hold.fewest_slots)
    return longest


class Rules:
    """The priority rules of one problem."""

    def __init__(
        self, problem: Problem, network: Network, params: RuleParams = DEFAULT_PARAMS.rules
    ) -> None:
        self._params = params
        self._problem = problem
        self._network = network
        self.duration = np.array(
            [shortest_duration(problem, a) for a in problem.activities], dtype=np.float64
        )
        self._topological = [
            problem.activity_of[n] for n in problem.order if n in problem.activity_of
        ]
        self.tail = self._tails()

    def _tails(self) -> FloatArray:
        """Return, per activity, slots from its start to the end of its longest chain."""
        tail = self.duration.copy()
        for index in reversed(self._topological):
            after = [tail[f] for f in self._network.followers[index]]
            tail[index] = self.duration[index] + max(after, default=0.0)
        return tail

    def all(self) -> Mapping[str, FloatArray]:
        """Return all rules by name."""
        latest = self._latest_starts(self._due_terms())
        never = np.isinf(latest)
        slack = np.where(never, 1e9, latest)
        rules = {
            "tail": -self.tail,
            "slack": latest,
            "slack, then tail": slack - 1e-3 * self.tail,
            "projects in turn": self._projects_in_turn(),
        }
        if never.all():
            return rules
        urgent = ranks(self._urgent_projects(latest))
        for weight in self._params.latest_start_weights:
            rules[f"urgent projects and {weight:g} slack"] = urgent + weight * ranks(slack)
        return rules

    def _due_terms(self) -> tuple[Term, ...]:
        names = self._problem.tier_names
        return self._problem.tier("tardiness").terms if "tardiness" in names else ()

    def _latest_starts(self, terms: tuple[Term, ...]) -> FloatArray:
        """Return the latest start that meets the due dates, by chains alone, in slots."""
        latest = np.full(len(self._problem.activities), np.inf)
        per_slot = self._problem.timeline.slot_minutes / self._problem.tick
        for term in terms:
            for _, source in term.finish.sources:
                if source.activity is not None:
                    offset = (
                        0.0 if source.endpoint is Endpoint.START else self.duration[source.activity]
                    )
                    due = term.due / per_slot - offset
                    latest[source.activity] = min(latest[source.activity], due)
        for index in reversed(self._topological):
            for follower in self._network.followers[index]:
                latest[index] = min(latest[index], latest[follower] - self.duration[index])
        return latest

    @cached_property
    def groups(self) -> tuple[IntArray, list[str]]:
        """The number of the project of every activity, and the projects' names."""
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(a.group, len(numbers)) for a in self._problem.activities]
        return np.array(found, dtype=np.int64), list(numbers)

    def _work_per_priority(self) -> tuple[FloatArray, FloatArray]:
        """Return, by project, slots of people's work, and the same for each unit of priority."""
        problem, (group, names) = self._problem, self.groups
        people = [max(1, sum(s.count for s in a.least)) for a in problem.activities]
        work = np.bincount(group, self.duration * people, len(names)).astype(np.float64)
        weight = problem.group_weights
        return work, work / np.array([max(1e-6, weight.get(name, 1.0)) for name in names])

    def _projects_in_turn(self) -> FloatArray:
        """Smith's rule over projects: least work per priority first; inside, longest tail first."""
        group, _ = self.groups
        ratio = self._work_per_priority()[1]
        return _as_order(np.argsort(ratio, kind="stable"))[group] - 1e-6 * self.tail

    def _urgent_projects(self, latest: FloatArray) -> FloatArray:
        """Return ranks of projects, one after another by the index of apparent tardiness cost.

        The index is priority over work, less the more slack is left when the staff, working
        through the projects so far, comes to it (Vepsalainen, Morton, 1987, "Priority rules for
        job shops with weighted tardiness costs").
        """
        group, names = self.groups
        work, ratio = self._work_per_priority()
        by = np.full(len(names), np.inf)
        np.minimum.at(by, group, latest)
        if len(names) > self._params.max_ranked_projects:
            return _as_order(np.lexsort((by, ratio)))[group]
        scale = max(1.0, self._params.look_ahead * float(np.mean(self.tail)))
        pace = max(1, len(self._problem.people))
        now, order = 0.0, []
        left = np.ones(len(names), dtype=bool)
        for _ in names:
            urgency = -np.log(ratio) - np.maximum(0.0, by - now) / scale
            chosen = int(np.argmax(np.where(left, urgency, -np.inf)))
            if not left[chosen]:
                chosen = int(np.argmax(left))
            left[chosen] = False
            order.append(chosen)
            now += work[chosen] / pace
        return _as_order(np.array(order))[group]


def _as_order(order: IntArray) -> FloatArray:
    """Return the position of each in an order."""
    position = np.empty(len(order))
    position[order] = np.arange(len(order))
    return position


def ranks(values: FloatArray) -> FloatArray:
    """Return ranks scaled to [0, 1]."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    return ranks / max(1, len(values) - 1)

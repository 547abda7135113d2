"""Priority rules: the order in which the schedule-generation scheme takes activities.

Every rule returns one number per activity; less goes first.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from allocator.heuristics.network import Network
from allocator.problem.finish import fewest_slots
from allocator.problem.model import Activity, Part, Problem, Term

FloatArray = npt.NDArray[np.float64]


def shortest_duration(problem: Problem, activity: Activity) -> int:
    """Return the fewest slots that an activity can take, whoever does it."""
    longest = 1
    for staffing in activity.staffing:
        longest = max(longest, staffing.fewest_slots or problem.horizon)
    if activity.hold is not None:
        longest = max(longest, fewest_slots(activity.hold))
    return longest


class Rules:
    """The priority rules of one problem."""

    def __init__(self, problem: Problem, network: Network) -> None:
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
        latest = self._latest_starts(self._problem.terms.get("tardiness", ()))
        smith = self._projects_in_turn()
        return {
            "tail": -self.tail,
            "slack": latest,
            "slack, then tail": np.where(np.isinf(latest), 1e9, latest) - 1e-3 * self.tail,
            "projects in turn": smith,
            "mixed": _ranks(np.where(np.isinf(latest), 1e9, latest)) + 0.5 * _ranks(smith),
        }

    def _latest_starts(self, terms: tuple[Term, ...]) -> FloatArray:
        """Return the latest start that meets the due dates, by chains alone, in slots."""
        latest = np.full(len(self._problem.activities), np.inf)
        per_slot = self._problem.timeline.slot_minutes / self._problem.tick
        for term in terms:
            for _, source in term.finish.sources:
                if source.activity is not None:
                    offset = 0.0 if source.part is Part.START else self.duration[source.activity]
                    due = term.due / per_slot - offset
                    latest[source.activity] = min(latest[source.activity], due)
        for index in reversed(self._topological):
            for follower in self._network.followers[index]:
                latest[index] = min(latest[index], latest[follower] - self.duration[index])
        return latest

    def _projects_in_turn(self) -> FloatArray:
        """Smith's rule over projects: least work per priority first; inside, longest tail first."""
        problem = self._problem
        work: dict[str, float] = {}
        names = []
        for activity in problem.activities:
            name = activity.group
            people = sum(staffing.count for staffing in activity.staffing)
            work[name] = work.get(name, 0.0) + self.duration[activity.index] * max(1, people)
            names.append(name)
        weight = {
            f"project {project.id}": project.priority for project in problem.scenario.projects
        }
        ratio = {name: w / max(1e-6, weight.get(name, 1.0)) for name, w in work.items()}
        rank = {name: k for k, name in enumerate(sorted(ratio, key=lambda n: (ratio[n], n)))}
        return np.array([rank[name] for name in names]) - 1e-6 * self.tail


def _ranks(values: FloatArray) -> FloatArray:
    """Return ranks scaled to [0, 1]."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    return ranks / max(1, len(values) - 1)

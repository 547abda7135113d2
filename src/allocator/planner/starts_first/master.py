"""The model of starts alone: what people allow at the very least, and what is learnt of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ortools.sat.python import cp_model

from allocator.cpmodel.build import MAX_TIER_VALUE, build
from allocator.cpmodel.crowd_loads import add_crowd_loads
from allocator.cpmodel.whole_grains import keep_to_grain
from allocator.planner.cpsat import Outcome, Run
from allocator.planner.starts_first.people_for_starts import Overlap
from allocator.problem.crowds import crowds
from allocator.problem.model import Problem, Solution
from allocator.problem.time_windows import TimeWindows


class Master:
    """Starts of all activities, without people.

    Parameters
    ----------
    problem, windows
        With people.
    tier, kept
        The tier to minimise, and the values of those before it.
    most_crowds
        See ``crowds``.
    relax
        Whether deadlines may be broken.
    """

    def __init__(
        self,
        problem: Problem,
        windows: TimeWindows,
        tier: str,
        kept: Iterable[tuple[str, int]],
        *,
        most_crowds: int,
        relax: bool,
    ) -> None:
        self._problem = problem
        self._built = build(problem, windows=windows, relax=relax, with_people=False)
        self._variables, self._model = self._built.variables, self._built.variables.model
        keep_to_grain(self._variables)
        add_crowd_loads(self._variables, crowds(problem, most_crowds), problem.booked)
        for name, value in kept:
            if name in self._built.tiers:
                self._model.add(self._built.tiers[name] <= value)
        self._objective = self._built.objective(tier)
        self._value = self._model.new_int_var(0, MAX_TIER_VALUE, "value")
        self._model.add(self._objective == self._value)
        self._before: dict[tuple[int, int, int], cp_model.IntVar] = {}

    def hint(self, solution: Solution) -> None:
        """Begin from the starts of a solution."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, start in zip(self._variables.start, solution.starts, strict=True):
            if start is not None:
                self._model.add_hint(variable, start)

    def forbid(self, overlaps: Collection[Overlap]) -> None:
        """Let two activities at least be apart that overlap."""
        apart: list[cp_model.LiteralT] = []
        for each in overlaps:
            apart.append(self._is_over(each.first, each.second, each.first_slots))
            apart.append(self._is_over(each.second, each.first, each.second_slots))
        planned = {each.first for each in overlaps} | {each.second for each in overlaps}
        for a in planned:
            node = self._problem.activities[a].node
            if self._variables.droppable(node):
                apart.append(self._variables.planned[node].negated())
        self._model.add_bool_or(apart)

    def _is_over(self, first: int, second: int, slots: int) -> cp_model.IntVar:
        """Return the literal that one activity is over, so many slots on, before another starts."""
        key = first, second, slots
        if key not in self._before:
            literal = self._before[key] = self._model.new_bool_var("before")
            start = self._variables.start
            self._model.add(start[first] + slots <= start[second]).only_enforce_if(literal)
        return self._before[key]

    def lowest(self, run: Run, seconds: float, *, most: int, least: int) -> Outcome:
        """Look for the starts of the lowest value, between two limits."""
        self._limit(least, most)
        return run.minimize(self._variables, self._objective, seconds)

    def any_within(self, run: Run, seconds: float, *, most: int, least: int) -> Outcome:
        """Look for some starts of a value between two limits."""
        self._limit(least, most)
        return run.minimize(self._variables, None, seconds)

    @contextmanager
    def near(self, found: Solution, slots: int) -> Iterator[None]:
        """Let starts be at most so many slots from those of a solution, inside a ``with`` block."""
        kept = []
        for variable, start in zip(self._variables.start, found.starts, strict=True):
            if start is None:
                continue
            domain = variable.proto.domain
            kept.append((domain, list(domain)))
            low, high = domain[0], domain[len(domain) - 1]
            _set(domain, [max(low, start - slots), min(high, start + slots)])
        try:
            yield
        finally:
            for domain, before in kept:
                _set(domain, before)

    def _limit(self, least: int, most: int) -> None:
        _set(self._value.proto.domain, [least, most])


def _set(domain: Any, borders: Iterable[int]) -> None:
    """Give a variable another domain."""
    domain.clear()
    domain.extend(borders)

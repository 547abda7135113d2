"""The variables of the model, each made once, with what it is worth in a known solution."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from allocator.problem.activity import Activity, Endpoint
from allocator.problem.evaluation import Evaluation, Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem, Solution
from allocator.problem.precedence import Arrow, Source
from allocator.problem.time_windows import TimeWindows

KnownSolution = tuple[Solution, Evaluation]
HintOf = Callable[[KnownSolution], int | None]
"""Value of a variable in a known solution; None where the solution leaves it open."""

Literal = cp_model.IntVar
Linear = cp_model.LinearExpr | int


@dataclass
class Variables:
    """Variables by activity, need and person.

    Attributes
    ----------
    evaluator
        Scores solutions of the problem.
    start
        Start slot by activity.
    end
        By activity: boundary at which the last of its people is done; the start if it has none.
    size
        By activity: slots from start to end.
    pick
        (activity, need, person) -> whether the person fills the need.
    piece
        (activity, need, person) -> durations in slots, each with the literal that the person
        fills the need and takes so long; for teams only.
    filled
        (activity, need) -> whether the need is the one that is filled of those to choose from.
    planned
        By item position.
    with_people
        Whether it is part of the model who does what; see ``starts_alone.py``.
    steps
        Literals of a step function's shifts, by variable and table; see ``step_functions.py``.
    orders
        Literals that a variable is at least a value, by variable and value.
    latest
        The greatest end boundary of a group of items, by their positions.
    """

    problem: Problem
    windows: TimeWindows
    omit: frozenset[str] = frozenset()
    with_people: bool = True
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    start: list[cp_model.IntVar] = field(default_factory=list)
    end: list[cp_model.IntVar] = field(default_factory=list)
    size: list[cp_model.IntVar] = field(default_factory=list)
    pick: dict[tuple[int, int, int], Literal] = field(default_factory=dict)
    filled: dict[tuple[int, int], Literal] = field(default_factory=dict)
    planned: list[Literal] = field(default_factory=list)
    hints: dict[int, tuple[cp_model.IntVar, HintOf]] = field(default_factory=dict)
    piece: dict[tuple[int, int, int], list[tuple[int, Literal]]] = field(default_factory=dict)
    steps: dict[tuple[int, bytes], list[tuple[int, Literal]]] = field(default_factory=dict)
    orders: dict[tuple[int, int], Literal] = field(default_factory=dict)
    latest: dict[tuple[int, ...], cp_model.IntVar] = field(default_factory=dict)

    def int_var(self, low: int, high: int, name: str, hint: HintOf) -> cp_model.IntVar:
        """Make an integer variable and say what it is worth in a known solution."""
        variable = self.model.new_int_var(low, high, name)
        self.hints[variable.index] = variable, hint
        return variable

    def hint(self, variable: cp_model.IntVar) -> HintOf:
        """Return what a variable is worth in a known solution."""
        return self.hints[variable.index][1]

    def low(self, source: Source) -> int:
        """Return the least value of a source's variable that any plan can have."""
        return self.windows.value(source) if self.tight else 0

    def high(self, source: Source) -> int:
        """Return the greatest value of a source's variable that any plan can have."""
        if source.activity is None:
            return 0
        return self.windows.greatest(source) if self.tight else self.problem.horizon

    def start_window(self, activity: Activity) -> tuple[int, int]:
        """Return the first and the last slot in which any plan can start an activity."""
        if not self.tight:
            return 0, self.problem.horizon - 1
        return int(self.windows.earliest[activity.index]), int(self.windows.latest[activity.index])

    def literal(self, name: str, hint: HintOf) -> Literal:
        """Make a literal and say what it is worth in a known solution."""
        return self.int_var(0, 1, name, hint)

    def of(self, source: Source) -> cp_model.IntVar | None:
        """Return the variable of a source; None for a fixed instant."""
        if source.activity is None:
            return None
        return (self.end if source.endpoint is Endpoint.WORK_END else self.start)[source.activity]

    def arrows_from(self, source: Source) -> list[Arrow]:
        """Return the links that wait for a source."""
        if not self._arrows:
            for arrow in self.problem.arrows:
                key = arrow.source.activity, arrow.source.endpoint
                self._arrows.setdefault(key, []).append(arrow)
        found = self._arrows.get((source.activity, source.endpoint), [])
        return [arrow for arrow in found if arrow.source.instants is source.instants]

    def present(self, activity: Activity) -> Literal:
        """Return the literal that says whether an activity is planned."""
        return self.planned[activity.node]

    def droppable(self, node: int) -> bool:
        """Return whether an item's planned literal is open."""
        return node in self._droppable

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.problem)
        self._arrows: dict[tuple[int | None, Endpoint], list[Arrow]] = {}
        problem = self.problem
        kept = mandatory(problem) if "optional" not in self.omit else frozenset()
        count = len(problem.items)
        self._droppable = frozenset(k for k in range(count) if k not in kept)
        for k in range(count):
            if k in kept:
                self.planned.append(self.model.new_constant(1))
            else:
                self.planned.append(
                    self.literal(f"planned[{k}]", lambda known, k=k: int(known[0].planned[k]))  # type: ignore[misc]
                )
        for activity in problem.activities:
            self._make(activity)

    def _make(self, activity: Activity) -> None:
        a, horizon = activity.index, self.problem.horizon
        source = Source(a, Endpoint.WORK_END, self.problem.timeline.boundary_instants)
        start_of: HintOf = lambda known: known[0].starts[a]  # noqa: E731
        end_of: HintOf = lambda known: known[1].variable(source)  # noqa: E731
        low = int(self.windows.earliest[a]) if self.tight else 0
        high = int(self.windows.latest[a]) if self.tight else horizon
        self.start.append(self.int_var(min(low, horizon), high, f"start[{a}]", start_of))
        if not activity.staffing:
            self.end.append(self.start[a])
            self.size.append(self.model.new_constant(0))
            return
        low_end = int(self.windows.earliest_end[a]) if self.tight else 0
        high_end = int(self.windows.latest_end[a]) if self.tight else horizon
        self.end.append(self.int_var(min(low_end, horizon), high_end, f"end[{a}]", end_of))

        def size_of(known: KnownSolution) -> int | None:
            start, end = start_of(known), end_of(known)
            return None if start is None or end is None else end - start

        self.size.append(self.int_var(0, max(0, high_end - low), f"size[{a}]", size_of))
        self.model.add(self.end[a] == self.start[a] + self.size[a])
        for n, staffing in enumerate(activity.staffing if self.with_people else ()):
            for p in staffing.people:
                self.pick[a, n, p] = self.literal(
                    f"pick[{a},{n},{p}]",
                    lambda known, n=n, p=p: int(p in known[0].people[a][n]),  # type: ignore[misc]
                )

    @property
    def tight(self) -> bool:
        """Whether windows may be used: only when no rule is left out."""
        return not self.omit

    def picks(self, activity: Activity, need: int) -> list[Literal]:
        """Return the literals of all candidates of a need."""
        people: Iterable[int] = activity.staffing[need].people
        return [self.pick[activity.index, need, p] for p in people]

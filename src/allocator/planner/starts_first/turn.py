"""A turn of starts first, people second: from the lowest starts up to those that have people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from allocator.heuristics.kernel.decoder import Decoder
from allocator.planner.cpsat import Outcome, Run, strategies_of
from allocator.planner.incumbent import Gain
from allocator.planner.operators.all_plans import of_all_plans
from allocator.planner.operators.protocol import SearchContext, TimeSlice
from allocator.planner.starts_first.master import Master
from allocator.planner.starts_first.people_for_starts import PeopleForStarts
from allocator.problem.model import Solution

BOUND_SOURCE = "starts alone (CP-SAT)"
"""Where a bound comes from, in a few words."""


class StartsTurn:
    """One turn, which takes all the seconds of a time slice unless nothing is left to find.

    Parameters
    ----------
    context, time_slice
        What is searched, and for how long.
    engine
        Names what found a plan.
    master, people, decoder
        The models of starts and of people, and what makes a plan of both.
    patience
        Factor on the seconds for each question.

    Attributes
    ----------
    exhausted
        Whether no starts are left that are better than the best plan.
    """

    def __init__(
        self,
        context: SearchContext,
        time_slice: TimeSlice,
        engine: str,
        *,
        master: Master,
        people: PeopleForStarts,
        decoder: Decoder,
        patience: int = 1,
    ) -> None:
        self._context, self._engine = context, engine
        self._params = context.params.starts_first
        self._master, self._people, self._decoder = master, people, decoder
        self._target, self._end = time_slice.target, time_slice.end
        self._now = time_slice.now
        self._valid = of_all_plans(context, time_slice.target.tier)
        self._gains: list[Gain] = []
        self._level, self._patience = 0, patience
        self._step = 1
        self._misses = self._proofs_missed = 0
        self.exhausted = False

    @property
    def _left(self) -> float:
        return self._end - self._now()

    @property
    def _over(self) -> bool:
        context = self._context
        proved = context.incumbent.proved(self._target.tier)
        return self.exhausted or proved or context.clock.over or self._left <= 0

    def run(self) -> Gain | None:
        """Look for the lowest starts first, then for starts that have people, from there up."""
        self._master.hint(self._context.best.solution)
        self._look_for_lowest()
        while not self._over:
            self._raise_by_proof()
            if not self._over:
                self._search_level()
        return Gain(self._gains[0].old, self._gains[-1].new) if self._gains else None

    def _value(self) -> int:
        value = self._context.incumbent.value(self._target.tier)
        assert value is not None
        return value

    def _bound(self) -> int:
        return self._context.incumbent.bounds.get(self._target.tier, 0)

    def _look_for_lowest(self) -> None:
        """Look for the lowest starts, and give people to what is found."""
        most = self._level = self._value() - 1
        fraction = self._params.first_time_fraction if self._patience == 1 else 0.5
        seconds = min(self._patience * self._params.lowest_seconds, fraction * self._left)
        run = self._run(self._raise_bound)
        outcome = self._master.lowest(run, seconds, most=most, least=self._bound())
        if outcome.status == "infeasible":
            self._rule_out(most)
        elif outcome.bound is not None:
            self._raise_bound(outcome.bound)
        if outcome.solution is not None and outcome.value is not None:
            self._level = outcome.value
            if not self._take(outcome.solution):
                self._take_near(outcome.solution, self._level)

    def _any_within(self, most: int, seconds: float) -> Outcome:
        """Look for starts of a value of at most so much."""
        run = self._run(lambda _bound: None)
        seconds = min(seconds, self._left)
        return self._master.any_within(run, seconds, most=most, least=self._bound())

    def _rule_out(self, most: int) -> None:
        """Note that no starts have a value of at most so much."""
        self._raise_bound(most + 1)
        self.exhausted = most >= self._value() - 1

    def _raise_by_proof(self) -> None:
        """Raise the bound, in ever longer steps, as long as that is proved soon."""
        while not self._over and self._proofs_missed < self._params.proofs_missed:
            bound = self._bound()
            most = bound + min(self._step, max(1, (self._value() - bound) // 2)) - 1
            outcome = self._any_within(most, self._params.proof_seconds * 2**self._proofs_missed)
            if outcome.status == "infeasible":
                self._rule_out(most)
                self._step *= 2
                if self._bound() > bound:
                    continue
            self._step = max(1, self._step // 4)
            self._proofs_missed += 1
            if outcome.solution is not None:
                self._level = min(self._level, most)
                self._take(outcome.solution)
            return

    def _search_level(self) -> None:
        """Look for starts of a value; go up where none have people, else down."""
        value, bound = self._value(), self._bound()
        most = self._level = max(bound, min(self._level, value - 1))
        higher = most + max(1, (value - 1 - most) // 2)
        outcome = self._any_within(most, self._patience * self._params.round_seconds)
        if outcome.status == "infeasible":
            self._rule_out(most)
            self._go_to(higher)
        elif outcome.solution is None:
            self._go_to(higher)
        elif self._take(outcome.solution) or self._take_near(outcome.solution, most):
            self._go_to((bound + self._value() - 1) // 2)
        else:
            self._misses += 1
            if self._misses >= self._params.misses:
                self._go_to(higher)

    def _go_to(self, level: int) -> None:
        self._level, self._misses = level, 0

    def _take_near(self, found: Solution, most: int) -> bool:
        """Look for starts with people near those that have none, step by step."""
        slots = self._typical_slots
        for _ in range(self._params.near_rounds):
            if self._over or self._value() <= most:
                break
            with self._master.near(found, slots):
                outcome = self._any_within(most, self._params.near_seconds)
            if outcome.solution is not None:
                found = outcome.solution
                if self._take(found):
                    return True
                continue
            slots *= 2
            if outcome.status != "infeasible" or slots > 4 * self._typical_slots:
                break
        return self._value() <= most

    @property
    def _typical_slots(self) -> int:
        """The median of the fewest slots that an activity takes."""
        activities = self._context.problem.activities
        slots = sorted(max((s.fewest_slots for s in a.staffing), default=1) for a in activities)
        return max(2, slots[len(slots) // 2])

    def _run(self, on_bound: Callable[[int], None]) -> Run:
        context, tier = self._context, self._target.tier
        return Run(
            clock=context.clock,
            cores=context.cores,
            seed=context.seed,
            params=replace(context.params.cpsat, workers_per_core=self._params.workers_per_core),
            on_solution=lambda _found: None,
            on_bound=on_bound,
            enough=lambda: context.incumbent.proved(tier),
            strategies=strategies_of(tier, context.worker),
        )

    def _raise_bound(self, bound: int) -> None:
        tier = self._target.tier
        self._context.incumbent.raise_bound(tier, self._valid(bound), BOUND_SOURCE)

    def _take(self, found: Solution) -> bool:
        """Offer the plan with these starts, or what is near; return whether it has people.

        Where it has none, the model of starts learns why, and begins from there.
        """
        people = self._people.people(found.starts)
        if people is not None:
            self._offer(Solution(found.starts, people, found.planned), named=True)
            return True
        nobody = tuple(tuple(() for _ in a.staffing) for a in self._context.problem.activities)
        self._offer(Solution(found.starts, nobody, found.planned), named=False)
        for overlaps in self._people.conflicts(found.starts):
            self._master.forbid(overlaps)
        self._master.hint(found)
        return False

    def _offer(self, solution: Solution, *, named: bool) -> None:
        """Offer what a solution becomes where each item starts, in its order, as early as it can.

        Who does what is kept; where it is not said, whoever is free first does it.
        """
        decoder = self._decoder
        priority = decoder.lock_to(solution)
        for a in () if named else range(len(solution.starts)):
            decoder.lock(None, a)
        if decoder.decode(priority):
            gain = self._context.incumbent.offer(decoder.solution(), self._engine)
            if gain is not None:
                self._gains.append(gain)

"""Looks for repairs: dates that move, what is loosened instead, and both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from allocator.domain import PlanItem, Scenario
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.feasibility_tests import FeasibilityTests
from allocator.explain.conflict.listing import all_constraints
from allocator.explain.conflict.minimal_set import minimal_set, of_kept_items
from allocator.explain.conflict.repairs.deadline_dates import change_of
from allocator.explain.conflict.repairs.early_plan import early_plan
from allocator.explain.conflict.repairs.least_moves import Moves, least_moves
from allocator.explain.conflict.repairs.loosening import Loosening
from allocator.explain.conflict.repairs.loosenings import loosenings
from allocator.explain.conflict.repairs.repair import Repair, merged, says_more
from allocator.explain.conflict.repairs.steps import (
    RepairSteps,
    changed_or_none,
    goes_further,
    with_loosening,
)

_MAX_ROUNDS = 3
"""Times that deadlines are moved: a fixed date that moves holds back what comes after it."""


_MAX_OF_A_KIND = 2
"""Repairs that loosen constraints of one kind."""


@dataclass(frozen=True)
class Repairs:
    """What resolves all conflicts of a scenario.

    Attributes
    ----------
    repairs
        Each of them gives a plan, by itself.
    relaxable
        Whether there is a plan that breaks deadlines.
    """

    repairs: tuple[Repair, ...]
    relaxable: bool


def find_repairs(
    scenario: Scenario, conflict: Sequence[Constraint], tests: FeasibilityTests
) -> Repairs:
    """Return repairs of a whole scenario, as many as are found in time.

    Parameters
    ----------
    scenario
        Without a plan.
    conflict
        A minimal set of its constraints that no plan satisfies.
    tests
        The means to try changes.
    """
    search = _RepairSearch(scenario, conflict, tests)
    return Repairs(tuple(search.repairs()), search.relaxable)


class _RepairSearch:
    """Looks for the repairs of one scenario."""

    def __init__(
        self, scenario: Scenario, conflict: Sequence[Constraint], tests: FeasibilityTests
    ) -> None:
        self._start = RepairSteps(scenario, {})
        self._conflict, self._tests, self._params = conflict, tests, tests.params
        first_share = self._params.first_moves_time_fraction
        seconds = max(self._params.move_seconds, first_share * tests.clock.left)
        moves = least_moves(scenario, tests, seconds=seconds)
        self.relaxable = moves is not None
        self._moves = moves
        self._further: tuple[Loosening, ...] = ()

    def repairs(self) -> list[Repair]:
        """Return the repairs: dates first, then what helps instead of them or with them."""
        found: list[Repair] = []
        ways = [self._dates(), self._loosened(last=False), self._loosened(last=True)]
        for number, way in enumerate(ways):
            if number == len(ways) - 1 and found:
                break  # what takes from the work is told only where nothing else helps
            for repair in way:
                if not any(says_more(repair.change, other.change) for other in found):
                    found.append(repair)
                if len(found) >= self._params.max_repairs or self._tests.clock.over:
                    return found
        return found

    def _dates(self) -> Iterator[Repair]:
        """Yield all dates that have to move together, then single ones that are enough."""
        together = self._moved(self._start, self._moves)
        if together is not None:
            yield together.repair()
        deadlines = [one for one in self._conflict if one.kind == "deadline"]
        if self._moves is None or len(deadlines) < 2 or len(self._moves.dates) > 2:
            return
        for deadline in deadlines[: self._params.max_single_moves]:
            moves = least_moves(self._start.scenario, self._tests, only=deadline)
            alone = self._moved(self._start, moves, rounds=1)
            if alone is not None:
                yield alone.repair()

    def _loosened(self, *, last: bool) -> Iterator[Repair]:
        """Yield what alone loosens the conflict, then what does with more: dates that move.

        Where no dates help, the first repair is looked for with all it takes, as there may be time
        for one only.
        """
        kinds: Counter[str] = Counter()
        told: list[RepairSteps] = []
        reserve = []
        for kind, loosening in self._helpful(self._start, self._conflict, last=last):
            done = None
            if loosening.tighten is None and goes_further(loosening.covers, told):
                continue
            if self._moves is None and not kinds:
                done = self._with_more(loosening)
            elif kinds[kind] < _MAX_OF_A_KIND:
                done = self._alone(loosening)
                if done is None:
                    reserve.append((kind, loosening))
            if done is not None and not goes_further(done.covers, told):
                kinds[kind] += 1
                told.append(done)
                yield done.repair()
        enough = set(kinds)
        for kind, loosening in reserve:
            if kind in enough or kinds[kind] >= _MAX_OF_A_KIND or self._tests.clock.over:
                continue
            done = self._with_more(loosening)
            if done is not None and not goes_further(done.covers, told):
                kinds[kind] += 1
                told.append(done)
                yield done.repair()

    def _alone(self, loosening: Loosening) -> RepairSteps | None:
        """Return a change after which there is a plan; None in vain."""
        alone = with_loosening(self._start, loosening)
        has_plan = alone is not None and self._tests.has_plan(alone.scenario)
        return self._sound(alone) if alone is not None and has_plan else None

    def _with_more(self, loosening: Loosening) -> RepairSteps | None:
        """Return a change with whatever else it takes; None in vain."""
        done = self._made(self._start, loosening, self._params.max_steps)
        if done is not None and not self._further:
            self._further = tuple(one for _, one in done.made[1:])
        return done

    def _helpful(
        self, steps: RepairSteps, conflict: Sequence[Constraint], *, last: bool
    ) -> Iterator[tuple[str, Loosening]]:
        """Yield what loosens a conflict so that it is none any more."""
        for kind, loosening in loosenings(steps.scenario, conflict, self._params, last=last):
            if self._tests.clock.over:
                return
            loosened = changed_or_none(steps.scenario, loosening.change)
            if loosened is None:
                continue
            still = {*all_constraints(loosened.scope)}
            rest = of_kept_items([one for one in conflict if one in still])
            if not self._tests.conflict(loosened.scope, rest):
                yield kind, loosening

    def _made(self, steps: RepairSteps, loosening: Loosening, left: int) -> RepairSteps | None:
        """Make a change, and whatever else it takes; None in vain."""
        after = None if self._tests.clock.over else with_loosening(steps, loosening)
        return None if after is None else self._completed(after, left - 1)

    def _tightened(self, steps: RepairSteps) -> RepairSteps:
        """Make changes as small as a plan needs: somebody stays until the last day needed."""
        for place, loosening in steps.made:
            if loosening.tighten is None:
                continue
            items = _items(self._conflict)
            plan = early_plan(steps.scenario, items, self._tests, cheap=loosening.cheap)
            tight = loosening.tighten(plan) if plan else None
            after = None if tight is None else changed_or_none(steps.scenario, tight.change)
            if tight is not None and after is not None and self._tests.has_plan(after):
                texts = (*steps.texts[:place], tight.text, *steps.texts[place + 1 :])
                covers = steps.covers - loosening.covers | tight.covers
                change = merged(steps.change, tight.change)
                steps = RepairSteps(after, change, texts, steps.made, covers)
        return steps

    def _completed(self, steps: RepairSteps, left: int) -> RepairSteps | None:
        """Add what it takes until there is a plan: dates, else what loosens the next conflict."""
        if self._tests.has_plan(steps.scenario):
            return self._sound(steps)
        if left <= 0 or self._tests.clock.over:
            return None
        moved = self._moved(steps, least_moves(steps.scenario, self._tests))
        if moved is not None:
            return moved
        done = self._as_before(steps)
        if done is not None:
            return done
        conflict = minimal_set(steps.scenario.scope, self._tests).constraints
        for last in (False, True):
            for _, loosening in self._helpful(steps, conflict, last=last):
                done = self._made(steps, loosening, left)
                if done is not None:
                    return done
        return None

    def _as_before(self, steps: RepairSteps) -> RepairSteps | None:
        """Resolve further conflicts as the first repair found does; None where that is in vain."""
        if len(steps.made) != 1:
            return None
        for loosening in self._further:
            further = with_loosening(steps, loosening)
            if further is None:
                return None
            steps = further
            if self._tests.has_plan(steps.scenario):
                return self._sound(steps)
        if not self._further:
            return None
        return self._moved(steps, least_moves(steps.scenario, self._tests))

    def _moved(
        self, steps: RepairSteps, moves: Moves | None, rounds: int = _MAX_ROUNDS
    ) -> RepairSteps | None:
        """Move deadlines until there is a plan; None where that does not come about."""
        if moves is None or not moves.dates:
            return None
        for number in range(rounds):
            scope = steps.scenario.scope
            change = change_of(scope, moves.dates)
            after = changed_or_none(steps.scenario, change)
            if after is None:
                return None
            text = (moves if not number else replace(moves, least=False)).text(scope)
            change = merged(steps.change, change)
            texts = (*steps.texts, text)
            steps = RepairSteps(after, change, texts, steps.made, steps.covers)
            if self._tests.has_plan(after, moves.items):
                return self._sound(steps, moves.items)
            further = least_moves(after, self._tests) if number + 1 < rounds else None
            if further is None or not further.dates:
                return None
            moves = further
        return None

    def _sound(self, steps: RepairSteps, known: Sequence[PlanItem] = ()) -> RepairSteps | None:
        """Return steps as small as they can be; None where their change as one gives no plan."""
        steps = self._tightened(steps)
        whole = changed_or_none(self._start.scenario, steps.change)
        if whole is None:
            return None
        same = whole == steps.scenario or self._tests.has_plan(whole, known)
        return steps if same else None


def _items(conflict: Collection[Constraint]) -> set[str]:
    return {one.id for one in conflict if one.kind == "item"}

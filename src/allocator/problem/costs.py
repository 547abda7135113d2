"""What people cost on the needs that they can fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from allocator.domain import Scenario
from allocator.domain.quantities import exact
from allocator.problem.activity import Activity, FixedItem
from allocator.problem.budgets import cost_of_frozen
from allocator.problem.scaling import scale_to_integers


class AssignmentCosts(Mapping[tuple[int, int, int], int]):
    """Scaled cost, rate x effort hours x scale, by (activity, need, person).

    A large plan has millions of such triples but few different needs; equal needs share one
    table of their candidates.

    Parameters
    ----------
    tables
        By activity and need: cost of each candidate, by person.
    """

    def __init__(self, tables: Sequence[Sequence[Mapping[int, int]]]) -> None:
        self._tables = tables

    def of(self, activity: int, need: int) -> Mapping[int, int]:
        """Return the scaled costs of the candidates of a need, by person, in their order."""
        return self._tables[activity][need]

    def __getitem__(self, key: tuple[int, int, int]) -> int:
        activity, need, person = key
        if not (0 <= activity < len(self._tables) and 0 <= need < len(self._tables[activity])):
            raise KeyError(key)
        return self._tables[activity][need][person]

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        for activity, needs in enumerate(self._tables):
            for need, table in enumerate(needs):
                for person in table:
                    yield activity, need, person

    def __len__(self) -> int:
        return sum(len(table) for needs in self._tables for table in needs)


def assignment_costs(
    scenario: Scenario,
    activities: Sequence[Activity],
    fixed: Iterable[FixedItem] = (),
    rooms: Iterable[Fraction] = (),
) -> tuple[AssignmentCosts, int]:
    """Return scaled cost by (activity, need, person), and the scale.

    Parameters
    ----------
    scenario
        Gives the people's rates.
    activities
        The problem's activities; those with equal needs share their ``Staffing``.
    fixed
        Items about which nothing is decided: their costs need the scale too.
    rooms
        What is left of budgets, which need it likewise.
    """
    rates = [person.rate for person in scenario.people]
    different = list(dict.fromkeys(s for activity in activities for s in activity.staffing))
    pairs = {
        (rate, staffing): exact(rate) * staffing.effort_hours
        for staffing in different
        for rate in dict.fromkeys(rates[p] for p in staffing.people)
    }
    rest = [*(cost_of_frozen(scenario, each) for each in fixed), *rooms]
    scaled, scale = scale_to_integers([*pairs.values(), *rest], "costs")
    scaled = scaled[: len(pairs)]
    cost = dict(zip(pairs, scaled, strict=True))
    tables = {s: {p: cost[rates[p], s] for p in s.people} for s in different}
    return (
        AssignmentCosts([[tables[s] for s in activity.staffing] for activity in activities]),
        scale,
    )


def fixed_cost(scenario: Scenario, fixed: Iterable[FixedItem], scale: int) -> int:
    """Return the cost of the people of frozen items, times the scale."""
    return int(sum((cost_of_frozen(scenario, each) for each in fixed), Fraction(0)) * scale)

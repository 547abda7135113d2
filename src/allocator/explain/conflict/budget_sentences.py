"""Writes budgets that are limits, and what work costs, as sentences of a conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from fractions import Fraction

from allocator import wording
from allocator.domain import Person, Scenario, WorkItem
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on_all
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.date_sentences import items_inside, owner_name
from allocator.explain.conflict.restriction import restricted


def budget_sentence(
    scenario: Scenario, constraint: Constraint, among: Collection[Constraint]
) -> str:
    """Write what a project may cost, and what an hour of those costs who may do its work.

    Parameters
    ----------
    scenario
        Gives budgets, rates and names.
    constraint
        The budget.
    among
        The conflict, whose items of the project are named.
    """
    name = owner_name(scenario, constraint) + items_inside(scenario, constraint, among)
    limit = _amount(scenario, _limit(scenario, constraint))
    spent = _spent(scenario, constraint.id)
    of_it = f", of which {wording.number(float(spent))} are spent" if spent else ""
    return f"{name} may cost at most {limit}{of_it}{_rates(scenario, constraint, among)}"


def least_costs(scenario: Scenario, conflict: Collection[Constraint]) -> Iterator[str]:
    """Yield what the work in a conflict costs at least, where that is above a limit by itself."""
    kept = restricted(scenario, conflict)
    for constraint in sorted(conflict):
        if constraint.kind == "budget":
            own = [item for item in kept.items if item.project == constraint.id]
            least = sum((_cheapest(kept, item) for item in own), Fraction(0))
            if least + _spent(scenario, constraint.id) > _limit(scenario, constraint):
                least_cost = _amount(scenario, least)
                yield (
                    f"These items of project {constraint.id} still cost at least {least_cost}, "
                    "whoever does them."
                )


def _limit(scenario: Scenario, constraint: Constraint) -> Fraction:
    amount = scenario.project_by_id[constraint.id].budget_amount
    assert amount is not None
    return exact(amount)


def _spent(scenario: Scenario, project: str) -> Fraction:
    return spent_on_all(scenario, (item for item in scenario.items if item.project == project))


def _amount(scenario: Scenario, value: Fraction) -> str:
    return wording.money(float(value), scenario.currency, places=2)


def _cheapest(scenario: Scenario, item: WorkItem) -> Fraction:
    """Return what the people of an item cost at least, need by need."""
    total = Fraction(0)
    for need in item.staffing:
        rates = sorted(exact(person.rate) for person in scenario.candidates(item, need))
        if need.effort is not None:
            hours = scenario.effort_minutes(need.effort) / 60
            total += hours * sum(rates[: need.people], Fraction(0))
    return total


def _rates(scenario: Scenario, constraint: Constraint, among: Collection[Constraint]) -> str:
    """Write what an hour costs of whoever may do the project's work in a conflict."""
    kept = restricted(scenario, among)
    able: dict[str, Person] = {
        person.id: person
        for item in kept.items
        if item.project == constraint.id
        for need in item.staffing
        for person in kept.candidates(item, need)
        if person.id in scenario.person_by_id
    }
    by_rate: defaultdict[float, list[str]] = defaultdict(list)
    for person in able.values():
        by_rate[person.rate].append(person.name or person.id)
    said = [
        f"of {wording.joined(names, 'or')} {'' if number else 'costs '}{wording.number(rate)}"
        for number, (rate, names) in enumerate(sorted(by_rate.items()))
    ]
    return f"; an hour {', '.join(said)}" if said else ""

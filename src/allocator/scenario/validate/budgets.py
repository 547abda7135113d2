"""Finds budgets that nothing counts towards, or that are exceeded before anything is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.domain import Person, Project
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on_all
from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context
from allocator.wording import decimal, enumerated, money, shorten


def impossible(context: Context) -> Iterator[Finding]:
    """Yield budgets where nobody has a rate, and limits that are exceeded already."""
    if not _can_judge(context):
        return
    for path, project in _with_budget(context):
        if any(person.rate for person in context.scenario.people):
            yield from _exceeded(context, path, project)
        else:
            yield _without_rates(context, path, project)


def without_effect(context: Context) -> Iterator[Finding]:
    """Yield budgets that no objective keeps to, and people whose work counts as nothing."""
    if not _can_judge(context):
        return
    found, scenario = _with_budget(context), context.scenario
    chosen = scenario.objectives
    if not found and chosen is not None and "budget" in chosen:
        yield _objective_without_budgets(context, chosen.index("budget"))
    goals = [(path, project) for path, project in found if not project.is_budget_hard]
    if goals and chosen is not None and "budget" not in chosen:
        yield _no_objective(context, goals)
    if any(person.rate for person in scenario.people):
        for path, project in found:
            yield from _unpaid(context, path, project)


def _can_judge(context: Context) -> bool:
    return {"people", "items"} <= context.parts.sound


def _with_budget(context: Context) -> list[tuple[tuple[Step, ...], Project]]:
    return [(path, one) for path, one in context.parts.projects() if one.budget is not None]


def _no_objective(context: Context, goals: Sequence[tuple[tuple[Step, ...], Project]]) -> Finding:
    path, project = goals[0]
    return context.parts.finding(
        f'the budget of project "{shorten(project.id)}" is a goal, but budget is not among the '
        "objectives: nothing keeps to it",
        (*path, "budget"),
        "add budget to the objectives, or write {limit: ...} for a budget that no plan exceeds",
        code="budget-not-an-objective",
        subjects=tuple(one.id for _, one in goals),
        severity="warning",
    )


def _objective_without_budgets(context: Context, place: int) -> Finding:
    return context.parts.finding(
        "budget is an objective, but no project has a budget",
        ("objectives", place),
        "give projects a budget, or leave it out",
        code="budget-objective-without-budgets",
        severity="warning",
    )


def _without_rates(context: Context, path: tuple[Step, ...], project: Project) -> Finding:
    return context.parts.finding(
        f'project "{shorten(project.id)}" has a budget, but nobody has a rate',
        (*path, "budget"),
        "give people a rate, the cost of an hour, or leave the budget out",
        code="budget-without-rates",
        subjects=(project.id,),
    )


def _exceeded(context: Context, path: tuple[Step, ...], project: Project) -> Iterator[Finding]:
    """Yield a limit that is below what is known to be spent."""
    scenario = context.scenario
    if not project.is_budget_hard or project.budget_amount is None or not _people_known(context):
        return
    own = [item for item in scenario.items if item.project == project.id]
    spent = spent_on_all(scenario, own)
    if spent > exact(project.budget_amount):
        limit = money(project.budget_amount, scenario.currency)
        yield context.parts.finding(
            f'project "{shorten(project.id)}" has a limit of {limit}, but '
            f"{money(float(spent))} are spent already",
            (*path, "budget"),
            f"raise the limit, or make it a goal: budget: {decimal(project.budget_amount)}",
            code="budget-spent",
            subjects=(project.id,),
        )


def _people_known(context: Context) -> bool:
    """Return whether all who are named on items exist, which else is another finding."""
    known = context.scenario.person_by_id
    return all(name in known for item in context.scenario.items for name in item.people)


def _unpaid(context: Context, path: tuple[Step, ...], project: Project) -> Iterator[Finding]:
    """Yield people without a rate whose work would count as nothing."""
    scenario = context.scenario
    needs = [
        (item, need)
        for item in scenario.items
        if item.project == project.id and not item.is_done
        for need in item.staffing
    ]
    able: dict[str, Person] = {
        person.id: person for item, need in needs for person in context.candidates(item, need)
    }
    unpaid = [name for name, person in able.items() if not person.rate]
    if unpaid:
        counts = "have no rate and count" if len(unpaid) > 1 else "has no rate and counts"
        yield context.parts.finding(
            f'project "{shorten(project.id)}" has a budget, but '
            f"{enumerated(map(shorten, unpaid), most=5)} {counts} as nothing in it",
            (*path, "budget"),
            "give them a rate",
            code="budget-with-unknown-rates",
            subjects=(project.id, *unpaid),
            severity="warning",
        )

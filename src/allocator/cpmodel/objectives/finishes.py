"""What the tiers about time share: the finish of something, in ticks of W."""

from __future__ import annotations

from ortools.sat.python import cp_model

from allocator.cpmodel.redundant import add_person_loads
from allocator.cpmodel.step_functions import at_least_table
from allocator.cpmodel.variables import KnownSolution, Linear, Literal, Variables
from allocator.problem.activity import Endpoint
from allocator.problem.objective import Finish, Term
from allocator.problem.precedence import Source


def weighted_terms(variables: Variables, terms: tuple[Term, ...]) -> Linear:
    """Return the sum over terms of weight x max(0, W(finish) - due), in ticks x weight scale."""
    total: Linear = 0
    for term in terms:
        total = total + term.weight * late_ticks(variables, term)
    return total


def late_ticks(variables: Variables, term: Term) -> cp_model.IntVar:
    """Return a variable that is at least the ticks by which a finish is past its due date."""
    tables = [variables.evaluator.reached(source, term) for _, source in term.finish.sources]
    most = max((int(table.values.max()) for table in tables), default=0) - term.due

    def hint(known: KnownSolution) -> int:
        return known[1].late_ticks(term)

    late = variables.int_var(0, max(0, most), "late", hint)
    at_least_finish(variables, late, term)
    return late


def at_least_finish(variables: Variables, late: cp_model.IntVar, term: Term) -> None:
    """Constrain late >= W(finish) - due where anything of it is planned."""
    problem = variables.problem
    slope = problem.timeline.slot_minutes // problem.tick
    for source, target, low, enforced in by_variable(variables, term.finish):
        table = variables.evaluator.reached(source, term).values - term.due
        if target is None:
            variables.model.add(late >= int(table[0])).only_enforce_if(*enforced)
        else:
            step = -slope if source.backward else slope
            at_least_table(variables, late, target, table, low, slope=step, enforced=enforced)


def by_variable(
    variables: Variables, finish: Finish
) -> list[tuple[Source, cp_model.IntVar | None, int, list[Literal]]]:
    """Return a finish as sources with their variable, its least value and when they count.

    End boundaries all read the same table, so the greatest of them stands for all.
    """
    ends: dict[int, set[int]] = {}
    found: list[tuple[Source, cp_model.IntVar | None, int, list[Literal]]] = []
    shared: Source | None = None
    for node, source in finish.sources:
        if (
            source.activity is not None
            and source.instants is variables.problem.timeline.boundary_instants
        ):
            shared = source
            ends.setdefault(source.activity, set()).add(node)
        else:
            planned = [variables.planned[node]] if variables.droppable(node) else []
            found.append((source, variables.of(source), variables.low(source), planned))
    if shared is None:
        return found
    if len(ends) == 1:
        nodes = next(iter(ends.values()))
        certain = any(not variables.droppable(node) for node in nodes)
        for node in nodes if not certain else list(nodes)[:1]:
            planned = [] if certain else [variables.planned[node]]
            found.append((shared, variables.of(shared), variables.low(shared), planned))
        return found
    return [*found, _greatest(variables, finish, ends, shared)]


def _greatest(
    variables: Variables, finish: Finish, ends: dict[int, set[int]], shared: Source
) -> tuple[Source, cp_model.IntVar, int, list[Literal]]:
    """Return the greatest end boundary of several activities, made once per group."""
    kept = [a for a, nodes in ends.items() if any(not variables.droppable(n) for n in nodes)]
    low = max(
        (variables.low(Source(a, Endpoint.WORK_END, shared.instants)) for a in kept), default=0
    )
    if finish.nodes not in variables.latest:
        variables.latest[finish.nodes] = _make_greatest(variables, finish, ends, low)
    if kept:
        return shared, variables.latest[finish.nodes], low, []
    some = variables.literal("some planned", lambda known: int(_any(known, finish)))
    for node in finish.nodes:
        variables.model.add_implication(variables.planned[node], some)
    return shared, variables.latest[finish.nodes], low, [some]


def _any(known: KnownSolution, finish: Finish) -> bool:
    return any(known[0].planned[node] for node in finish.nodes)


def _make_greatest(
    variables: Variables, finish: Finish, ends: dict[int, set[int]], low: int
) -> cp_model.IntVar:
    problem = variables.problem

    def hint(known: KnownSolution) -> int:
        return max([low, *(known[1].ends[a] or 0 for a in ends)])

    greatest = variables.int_var(low, problem.horizon, "latest", hint)
    for activity, nodes in ends.items():
        certain = any(not variables.droppable(node) for node in nodes)
        for node in list(nodes)[:1] if certain else nodes:
            planned = [] if certain else [variables.planned[node]]
            variables.model.add(greatest >= variables.end[activity]).only_enforce_if(*planned)
    if variables.tight:
        add_person_loads(variables, greatest, frozenset(ends))
    return greatest

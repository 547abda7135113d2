"""What the tiers about time share: the finish of something, in ticks of W."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from allocator.cpmodel.last_sources import last_sources, worked_before
from allocator.cpmodel.redundant import add_person_loads
from allocator.cpmodel.step_functions import at_least_table
from allocator.cpmodel.variables import KnownSolution, Linear, Literal, Variables
from allocator.problem.activity import Endpoint
from allocator.problem.objective import Finish, Term
from allocator.problem.precedence import Source
from allocator.problem.timeline import IntArray


def weighted_terms(variables: Variables, terms: tuple[Term, ...]) -> Linear:
    """Return the sum over terms of weight x max(0, W(finish) - due), in ticks x weight scale."""
    total: Linear = 0
    for term in terms:
        total = total + term.weight * late_ticks(variables, term)
    return total


def late_ticks(variables: Variables, term: Term) -> cp_model.IntVar:
    """Return a variable that is at least the ticks by which a finish is past its due date."""
    most = max((_most(variables, term, source) for _, source in term.finish.sources), default=0)

    def hint(known: KnownSolution) -> int:
        return known[1].late_ticks(term)

    late = variables.int_var(0, max(0, most), "late", hint)
    at_least_finish(variables, late, term)
    return late


def _most(variables: Variables, term: Term, source: Source) -> int:
    """Return the most ticks by which a source can be past the due date."""
    reached = variables.evaluator.reached(source, term).values
    low, high = variables.low(source), variables.high(source)
    return int(reached[low : high + 1].max(initial=term.due)) - term.due


def at_least_finish(variables: Variables, late: cp_model.IntVar, term: Term) -> None:
    """Constrain late >= W(finish) - due where anything of it is planned."""
    problem = variables.problem
    slope = problem.timeline.slot_minutes // problem.tick
    for part in by_variable(variables, term.finish):
        table = variables.evaluator.reached(part.source, term).values - term.due
        step = -slope if part.source.backward else slope
        at_least_part(variables, late, part, table, slope=step)


@dataclass(frozen=True)
class FinishPart:
    """A source of a finish with its variable.

    Attributes
    ----------
    source
        Gives the instants by the variable's values.
    variable
        None for a fixed instant.
    low, high
        Least and greatest value of the variable.
    enforced
        It counts where all these literals are true.
    """

    source: Source
    variable: cp_model.IntVar | None
    low: int
    high: int
    enforced: list[Literal]


def at_least_part(
    variables: Variables, target: cp_model.IntVar, part: FinishPart, table: IntArray, *, slope: int
) -> None:
    """Constrain target >= table[variable of the part] where the part counts.

    See ``at_least_table`` for the table and its slope.
    """
    if part.variable is None:
        variables.model.add(target >= int(table[0])).only_enforce_if(*part.enforced)
        return
    at_least_table(
        variables,
        target,
        part.variable,
        table,
        part.low,
        part.high,
        slope=slope,
        enforced=part.enforced,
    )


def by_variable(variables: Variables, finish: Finish) -> list[FinishPart]:
    """Return the parts of a finish that can be its latest.

    End boundaries all read the same table, so the greatest of them stands for all.
    """
    boundaries = variables.problem.timeline.boundary_instants
    found: list[FinishPart] = []
    ends: dict[int, set[int]] = {}
    for node, source in last_sources(variables, finish):
        if source.activity is not None and source.instants is boundaries:
            ends.setdefault(source.activity, set()).add(node)
        else:
            found.append(_part(variables, source, _open(variables, {node})))
    if not ends:
        return found
    latest = _latest(variables, finish, ends)
    if len(ends) == 1:
        activity, nodes = next(iter(ends.items()))
        source = Source(activity, Endpoint.WORK_END, boundaries)
        literals = _open(variables, nodes)
        alone = [[literal] for literal in literals] if literals else [[]]
        return [*found, *(_part(variables, source, each) for each in alone)]
    certain = [a for a, nodes in ends.items() if not _open(variables, nodes)]
    low = max((variables.low(_end_of(variables, a)) for a in certain), default=0)
    high = max(variables.high(_end_of(variables, a)) for a in ends)
    some = [] if certain else [_any_planned(variables, finish)]
    return [*found, FinishPart(_end_of(variables, next(iter(ends))), latest, low, high, some)]


def _end_of(variables: Variables, activity: int) -> Source:
    return Source(activity, Endpoint.WORK_END, variables.problem.timeline.boundary_instants)


def _part(variables: Variables, source: Source, enforced: list[Literal]) -> FinishPart:
    low, high = variables.low(source), variables.high(source)
    return FinishPart(source, variables.of(source), low, high, enforced)


def _open(variables: Variables, nodes: Iterable[int]) -> list[Literal]:
    """Return the literals of which one at least must hold for a source to count; none if it does.

    A source that stands for several items counts when one of them is planned.
    """
    nodes = list(nodes)
    if any(not variables.droppable(node) for node in nodes):
        return []
    return [variables.planned[node] for node in nodes]


def _any_planned(variables: Variables, finish: Finish) -> Literal:
    def hint(known: KnownSolution) -> int:
        return int(any(known[0].planned[node] for node in finish.nodes))

    some = variables.literal("some planned", hint)
    for node in finish.nodes:
        variables.model.add_implication(variables.planned[node], some)
    return some


def _latest(variables: Variables, finish: Finish, ends: Mapping[int, set[int]]) -> cp_model.IntVar:
    """Return the greatest of some end boundaries, made once per group of items."""
    if finish.nodes not in variables.latest:
        only = next(iter(ends)) if len(ends) == 1 else None
        latest = _greatest(variables, ends) if only is None else variables.end[only]
        if variables.tight:
            add_person_loads(variables, latest, worked_before(variables, finish, ends))
        variables.latest[finish.nodes] = latest
    return variables.latest[finish.nodes]


def _greatest(variables: Variables, ends: Mapping[int, set[int]]) -> cp_model.IntVar:
    certain = [a for a, nodes in ends.items() if not _open(variables, nodes)]
    low = max((variables.low(_end_of(variables, a)) for a in certain), default=0)
    high = max(variables.high(_end_of(variables, a)) for a in ends)

    def hint(known: KnownSolution) -> int:
        return max([low, *(known[1].ends[a] or 0 for a in ends)])

    greatest = variables.int_var(low, high, "latest", hint)
    for activity, nodes in ends.items():
        literals = _open(variables, nodes)
        for enforced in [[literal] for literal in literals] or [[]]:
            variables.model.add(greatest >= variables.end[activity]).only_enforce_if(*enforced)
    return greatest

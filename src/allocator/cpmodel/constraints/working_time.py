"""An item starts in a slot in which everybody on it works, and ends with the last of them.

How long somebody takes depends on the start, by their calendar; the finish table gives it as a
few durations, each with the set of starts that lead to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.cpmodel.ranges import Ranges, contains, domain, ranges_by_value, ranges_of
from allocator.cpmodel.variables import HintOf, KnownSolution, Literal, Variables
from allocator.problem.activity import Activity, Endpoint, Staffing
from allocator.problem.model import Problem
from allocator.problem.time_windows import possible_starts
from allocator.problem.timeline import BoolArray, Table


@dataclass(frozen=True)
class Durations:
    """The durations of one finish table, with the starts that lead to each.

    Attributes
    ----------
    slots
        Different durations, ascending.
    starts
        For each, the start slots.
    """

    slots: tuple[int, ...]
    starts: tuple[Ranges, ...]


def durations(table: Table, possible: BoolArray, first: int) -> Durations:
    """Split a finish table by duration.

    Parameters
    ----------
    table
        Finish boundary by start slot.
    possible, first
        Whether it may be started in the slots from the first one on.
    """
    ends = table.values[first : first + len(possible)]
    starts = np.flatnonzero(possible & (ends <= len(table)))
    found = ranges_by_value(starts + first, ends[starts] - starts - first)
    return Durations(tuple(found), tuple(found.values()))


def add(variables: Variables) -> None:
    """Tie start, picks and end of every activity by the finish tables."""
    horizon = variables.problem.horizon
    known: dict[tuple[Staffing | Table | None, ...], BoolArray] = {}
    split: dict[tuple[Table, int, bytes], Durations] = {}
    exact = _with_exact_ends(variables.problem)
    for activity in variables.problem.activities:
        alike = (*activity.staffing, activity.hold)
        if alike not in known:
            known[alike] = possible_starts(activity, horizon)
        first, last = variables.start_window(activity)
        possible = known[alike][first : last + 1]
        starts = ranges_of(possible, first)
        variables.model.add_linear_expression_in_domain(
            variables.start[activity.index], domain(starts)
        ).only_enforce_if(variables.present(activity))
        if not activity.staffing:
            continue
        by_person = [
            [_cached(split, table, possible, first) for table in staffing.finish]
            for staffing in activity.staffing
        ]
        if len(activity.staffing) == 1 and activity.staffing[0].count == 1:
            _single(variables, activity, by_person[0], starts)
        else:
            _team(variables, activity, by_person, exact=activity.index in exact)


def _cached(
    cache: dict[tuple[Table, int, bytes], Durations], table: Table, possible: BoolArray, first: int
) -> Durations:
    key = table, first, possible.tobytes()
    if key not in cache:
        cache[key] = durations(table, possible, first)
    return cache[key]


def _single(
    variables: Variables, activity: Activity, by_person: list[Durations], possible: Ranges
) -> None:
    """One person does it: people whose tables agree share the literals of their durations."""
    model, a = variables.model, activity.index
    start, planned = variables.start[a], variables.present(activity)
    classes: dict[Durations, list[int]] = {}
    for p, lengths in zip(activity.staffing[0].people, by_person, strict=True):
        classes.setdefault(lengths, []).append(p)
    size: list[tuple[int, Literal]] = []
    for lengths, people in classes.items():
        picks = [variables.pick[a, 0, p] for p in people]
        if not lengths.slots:
            for pick in picks:
                model.add(pick == 0)
        elif len(lengths.slots) == 1:
            for pick in [] if lengths.starts[0] == possible else picks:
                model.add_linear_expression_in_domain(
                    start, domain(lengths.starts[0])
                ).only_enforce_if(pick)
            size += [(lengths.slots[0], pick) for pick in picks]
        else:
            pieces = [
                _piece(variables, activity, 0, people, starts, duration)
                for duration, starts in zip(lengths.slots, lengths.starts, strict=True)
            ]
            model.add(sum(pieces) == sum(picks))
            size += list(zip(lengths.slots, pieces, strict=True))
    model.add(variables.size[a] == sum(slots * literal for slots, literal in size)).only_enforce_if(
        planned
    )


def _piece(
    variables: Variables,
    activity: Activity,
    need: int,
    people: list[int],
    starts: Ranges,
    duration: int,
) -> Literal:
    """Make the literal: one of these people fills the need, started where it takes so long."""
    a = activity.index

    def hint(known: KnownSolution) -> int | None:
        at = known[0].starts[a]
        if at is None:
            return 0
        return int(contains(starts, at) and any(p in known[0].people[a][need] for p in people))

    literal = variables.literal(f"piece[{a},{need},{duration}]", hint)
    variables.model.add_linear_expression_in_domain(
        variables.start[a], domain(starts)
    ).only_enforce_if(literal)
    return literal


def _team(
    variables: Variables, activity: Activity, by_person: list[list[Durations]], *, exact: bool
) -> None:
    """Several people do it: the end is no sooner than that of any of them.

    It may be later in the model, as nothing gains by that, unless it is to be exact.
    """
    model, a = variables.model, activity.index
    for n, (staffing, lengths_of) in enumerate(zip(activity.staffing, by_person, strict=True)):
        for p, lengths in zip(staffing.people, lengths_of, strict=True):
            pieces = []
            for duration, starts in zip(lengths.slots, lengths.starts, strict=True):
                piece = _piece(variables, activity, n, [p], starts, duration)
                pieces.append(piece)
                model.add(variables.size[a] >= duration).only_enforce_if(piece)
            model.add(sum(pieces) == variables.pick[a, n, p])
            variables.piece[a, n, p] = list(zip(lengths.slots, pieces, strict=True))
    if exact:
        _end_with_the_last(variables, activity)


def _end_with_the_last(variables: Variables, activity: Activity) -> None:
    """One of the people takes as long as the item does."""
    model, size = variables.model, variables.size[activity.index]
    last: list[Literal] = []
    for n, staffing in enumerate(activity.staffing):
        for p in staffing.people:
            for duration, piece in variables.piece[activity.index, n, p]:
                is_last = variables.literal("last", _last(variables, activity, piece, duration))
                model.add_implication(is_last, piece)
                model.add(size <= duration).only_enforce_if(is_last)
                last.append(is_last)
    model.add_bool_or(last).only_enforce_if(variables.present(activity))


def _last(variables: Variables, activity: Activity, piece: Literal, duration: int) -> HintOf:
    """Whether the piece holds in a known solution and nobody takes longer."""
    holds, size = variables.hint(piece), variables.hint(variables.size[activity.index])
    return lambda known: int(bool(holds(known)) and size(known) == duration)


def _with_exact_ends(problem: Problem) -> set[int]:
    """Return the activities of which something asks that they end late enough."""
    found = {
        arrow.succ
        for arrow in problem.arrows
        for endpoint, _ in arrow.targets
        if endpoint is Endpoint.WORK_END
    }
    terms = (term for tier in problem.tiers for term in tier.terms)
    backward = (s for term in terms for _, s in term.finish.sources if s.backward)
    return found | {s.activity for s in backward if s.activity is not None}

"""What is handed over to people elsewhere is taken up in a morning of one of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from allocator.cpmodel.ranges import domain, ranges_of
from allocator.cpmodel.variables import Literal, Variables
from allocator.problem.activity import Activity
from allocator.problem.handovers import Handover
from allocator.problem.timeline import Table


def add(variables: Variables) -> None:
    """For every handover: a place is shared, or the start is a morning of somebody on it."""
    activities = variables.problem.activities
    for link in variables.problem.handovers.links:
        pred = None if link.pred is None else activities[link.pred]
        succ = None if link.succ is None else activities[link.succ]
        wanted: list[cp_model.LiteralT] = list(_shared(variables, link, pred, succ))
        if succ is not None:
            wanted += _mornings(variables, succ)
        for activity in (pred, succ):
            if activity is not None and variables.droppable(activity.node):
                wanted.append(variables.present(activity).negated())
        variables.model.add_bool_or(wanted)


def _by_place(variables: Variables, activity: Activity) -> dict[int, list[tuple[int, int]]]:
    """Return the candidates of an activity, as needs and people, by place."""
    place_of = variables.problem.handovers.place_of
    found: dict[int, list[tuple[int, int]]] = {}
    for n, staffing in enumerate(activity.staffing):
        for p in staffing.people:
            found.setdefault(place_of[p], []).append((n, p))
    return found


def _shared(
    variables: Variables, link: Handover, pred: Activity | None, succ: Activity | None
) -> Iterator[Literal]:
    """Yield, by place, the literal that people of both are there."""
    sides = [(each, _by_place(variables, each)) for each in (pred, succ) if each is not None]
    found = set.intersection(*(set(by_place) for _, by_place in sides))
    if len(sides) < 2:
        found &= link.places
    for place in sorted(found):
        there = [(activity, by_place[place]) for activity, by_place in sides]
        literal = variables.literal(
            f"shared[{place}]",
            lambda known, there=there: int(  # type: ignore[misc]
                all(
                    any(p in known[0].people[activity.index][n] for n, p in candidates)
                    for activity, candidates in there
                )
            ),
        )
        for activity, candidates in there:
            picks = [variables.pick[activity.index, n, p] for n, p in candidates]
            variables.model.add_bool_or([*picks, literal.negated()])
        yield literal


def _mornings(variables: Variables, succ: Activity) -> Iterator[Literal]:
    """Yield, by the people whose mornings are alike, the literal that the start is one."""
    mornings, a = variables.problem.handovers.mornings, succ.index
    alike: dict[Table, list[tuple[int, int]]] = {}
    for n, staffing in enumerate(succ.staffing):
        for p in staffing.people:
            alike.setdefault(mornings[p], []).append((n, p))
    for table, candidates in alike.items():
        starts = ranges_of(np.asarray(table.values > 0))
        if not starts:
            continue

        def hint(known, table=table, candidates=candidates):  # type: ignore[no-untyped-def]
            at = known[0].starts[a]
            on = any(p in known[0].people[a][n] for n, p in candidates)
            return int(on and at is not None and table[at] > 0)

        literal = variables.literal(f"morning[{a}]", hint)
        picks = [variables.pick[a, n, p] for n, p in candidates]
        variables.model.add_bool_or([*picks, literal.negated()])
        variables.model.add_linear_expression_in_domain(
            variables.start[a], domain(starts)
        ).only_enforce_if(literal)
        yield literal

"""An item starts in a slot in which everybody on it works, and ends with the last of them.

How long somebody takes depends on the start, by their calendar; the finish table gives it as a
few durations, each with the set of starts that lead to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.cpmodel.variables import HintOf, KnownSolution, Literal, Variables, domain_of
from allocator.problem.activity import Activity
from allocator.problem.time_windows import possible_starts
from allocator.problem.timeline import BoolArray, Table


@dataclass(frozen=True)
class Durations:
    """The durations of one finish table, with the starts that lead to each.

    Attributes
    ----------
    slots
        Different durations, ascending.
    masks
        For each, shape (H + 1,): start slots.
    """

    slots: tuple[int, ...]
    masks: tuple[BoolArray, ...]


def durations(table: Table, allowed: BoolArray) -> Durations:
    """Split a finish table by duration, over the allowed starts."""
    horizon = len(table)
    starts = np.flatnonzero((table.values <= horizon) & allowed[:horizon])
    taken = table.values[starts] - starts
    slots, masks = [], []
    for duration in np.unique(taken):
        mask = np.zeros(horizon + 1, dtype=bool)
        mask[starts[taken == duration]] = True
        slots.append(int(duration))
        masks.append(mask)
    return Durations(tuple(slots), tuple(masks))


def add(variables: Variables) -> None:
    """Tie start, picks and end of every activity by the finish tables."""
    horizon = variables.problem.horizon
    cache: dict[tuple[Table, bytes], Durations] = {}
    for activity in variables.problem.activities:
        start = variables.start[activity.index]
        possible = np.append(possible_starts(activity, horizon), False)
        if variables.tight:
            possible[: variables.windows.earliest[activity.index]] = False
        variables.model.add_linear_expression_in_domain(start, domain_of(possible)).only_enforce_if(
            variables.present(activity)
        )
        if not activity.staffing:
            continue
        by_person = [
            [_cached(cache, table, possible) for table in staffing.finish]
            for staffing in activity.staffing
        ]
        if len(activity.staffing) == 1 and activity.staffing[0].count == 1:
            _single(variables, activity, by_person[0], possible)
        else:
            _team(variables, activity, by_person)


def _cached(
    cache: dict[tuple[Table, bytes], Durations], table: Table, possible: BoolArray
) -> Durations:
    key = (table, possible.tobytes())
    if key not in cache:
        cache[key] = durations(table, possible)
    return cache[key]


def _single(
    variables: Variables, activity: Activity, by_person: list[Durations], possible: BoolArray
) -> None:
    """One person does it: people whose tables agree share the literals of their durations."""
    model, a = variables.model, activity.index
    start, planned = variables.start[a], variables.present(activity)
    classes: dict[bytes, tuple[Durations, list[int]]] = {}
    for p, lengths in zip(activity.staffing[0].people, by_person, strict=True):
        parts = zip(lengths.slots, lengths.masks, strict=True)
        key = b"".join(slots.to_bytes(8) + mask.tobytes() for slots, mask in parts)
        classes.setdefault(key, (lengths, []))[1].append(p)
    size: list[tuple[int, Literal]] = []
    for lengths, people in classes.values():
        picks = [variables.pick[a, 0, p] for p in people]
        if not lengths.slots:
            for pick in picks:
                model.add(pick == 0)
        elif len(lengths.slots) == 1:
            mask = lengths.masks[0]
            for pick in [] if np.array_equal(mask, possible) else picks:
                model.add_linear_expression_in_domain(start, domain_of(mask)).only_enforce_if(pick)
            size += [(lengths.slots[0], pick) for pick in picks]
        else:
            pieces = [
                _piece(variables, activity, 0, people, mask, duration)
                for duration, mask in zip(lengths.slots, lengths.masks, strict=True)
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
    mask: BoolArray,
    duration: int,
) -> Literal:
    """Make the literal: one of these people fills the need, started where it takes so long."""
    a = activity.index

    def hint(known: KnownSolution) -> int | None:
        at = known[0].starts[a]
        if at is None:
            return 0
        return int(mask[at] and any(p in known[0].people[a][need] for p in people))

    literal = variables.literal(f"piece[{a},{need},{duration}]", hint)
    variables.model.add_linear_expression_in_domain(
        variables.start[a], domain_of(mask)
    ).only_enforce_if(literal)
    return literal


def _team(variables: Variables, activity: Activity, by_person: list[list[Durations]]) -> None:
    """Several people do it: the end is the latest of theirs, and one of them is the last."""
    model, a = variables.model, activity.index
    size, planned = variables.size[a], variables.present(activity)
    last: list[Literal] = []
    for n, (staffing, lengths_of) in enumerate(zip(activity.staffing, by_person, strict=True)):
        for p, lengths in zip(staffing.people, lengths_of, strict=True):
            pick = variables.pick[a, n, p]
            pieces = []
            for duration, mask in zip(lengths.slots, lengths.masks, strict=True):
                piece = _piece(variables, activity, n, [p], mask, duration)
                pieces.append(piece)
                model.add(size >= duration).only_enforce_if(piece)
                is_last = variables.literal("last", _last(variables, activity, piece, duration))
                model.add_implication(is_last, piece)
                model.add(size <= duration).only_enforce_if(is_last)
                last.append(is_last)
            model.add(sum(pieces) == pick)
            variables.piece[a, n, p] = list(zip(lengths.slots, pieces, strict=True))
    model.add_bool_or(last).only_enforce_if(planned)


def _last(variables: Variables, activity: Activity, piece: Literal, duration: int) -> HintOf:
    """Whether the piece holds in a known solution and nobody takes longer."""
    holds, size = variables.hint(piece), variables.hint(variables.size[activity.index])
    return lambda known: int(bool(holds(known)) and size(known) == duration)

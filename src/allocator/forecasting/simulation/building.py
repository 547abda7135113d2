"""Makes the arrays of a simulation from lists: calendars, links, places of stretches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from allocator.forecasting.simulation.arrays import (
    AROUND_THE_CLOCK,
    I32,
    I64,
    INTO_END,
    START,
    STARTED_FIRST,
    Bools,
    CalendarArrays,
    DrawBlock,
    LinkArrays,
    SimulationModel,
)

Link = tuple[int, int, int, int, int]
"""Source, successor, part of the source, what it holds, row of its table (-1 the identity)."""


def ints(values: npt.ArrayLike) -> I32:
    """Return 32-bit integers."""
    return np.array(values, dtype=np.int32)


def ptr_of(counts: npt.ArrayLike) -> I32:
    """Return where the stretch of each begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.asarray(counts, dtype=np.int64))]).astype(np.int32)


def no_calendars(people: int) -> CalendarArrays:
    """Return an axis around the clock without an end."""
    none, empty = np.zeros((0, 1), dtype=np.int32), np.zeros(0, dtype=np.int32)
    long = np.zeros(1, dtype=np.int64)
    return CalendarArrays(
        cum=none,
        inv=empty,
        inv_ptr=long,
        nxt=none,
        of_person=np.full(people, -1, dtype=np.int32),
        team_nxt=empty,
        team_cum=empty,
        team_inv=empty,
        starts=long[:0],
        horizon=AROUND_THE_CLOCK,
    )


def calendars_of(units: Sequence[I64], of_person: I32, team: Bools, starts: I64) -> CalendarArrays:
    """Tabulate calendars.

    Parameters
    ----------
    units
        By row: capacity units by slot.
    of_person
        Row of each person.
    team, starts
        By slot: whether the team works; minute at which it begins.
    """
    horizon = len(team)
    cum = np.zeros((len(units), horizon + 1), dtype=np.int32)
    nxt = np.full((len(units), horizon + 1), horizon, dtype=np.int32)
    inverse = []
    for row, each in enumerate(units):
        cum[row, 1:] = np.cumsum(each)
        nxt[row, :horizon] = _next(each > 0)
        inverse.append(_inverse(cum[row]))
    team_nxt = np.full(horizon + 1, horizon, dtype=np.int32)
    team_nxt[:horizon] = _next(team)
    team_cum = ptr_of(team.astype(np.int32))
    return CalendarArrays(
        cum=cum,
        inv=np.concatenate([*inverse, np.zeros(0, dtype=np.int32)]),
        inv_ptr=ptr_of([len(each) for each in inverse]).astype(np.int64),
        nxt=nxt,
        of_person=of_person,
        team_nxt=team_nxt,
        team_cum=team_cum,
        team_inv=_inverse(team_cum),
        starts=starts.astype(np.int64),
        horizon=horizon,
    )


def _next(works: Bools) -> I32:
    at = np.where(works, np.arange(len(works)), len(works))
    return np.minimum.accumulate(at[::-1])[::-1].astype(np.int32)


def _inverse(cum: I32) -> I32:
    wanted = np.arange(int(cum[-1]) + 1)
    return np.searchsorted(cum, wanted, side="left").astype(np.int32)


def links_of(n: int, rows: Iterable[Link], tables: I32 | None = None) -> LinkArrays:
    """Sort links by source and part, and let what holds an end wait for the source's start too."""
    given = list(rows)
    started = {(a, b, START, STARTED_FIRST, -1) for a, b, _, into, _ in given if into == INTO_END}
    ordered = sorted([*given, *started], key=lambda row: (row[0], row[2], row[1], row[3], row[4]))
    data = np.array(ordered, dtype=np.int32).reshape(-1, 5)
    into = data[:, 3]
    return LinkArrays(
        out_ptr=ptr_of(np.bincount(3 * data[:, 0] + data[:, 2], minlength=3 * n)),
        succ=data[:, 1].copy(),
        part=data[:, 2].copy(),
        into=into.copy(),
        row=data[:, 4].copy(),
        tables=np.zeros(1, dtype=np.int32) if tables is None else tables,
        waiting=np.bincount(data[into != INTO_END, 1], minlength=n).astype(np.int32),
        end_waiting=np.bincount(data[into == INTO_END, 1], minlength=n).astype(np.int32),
    )


def nothing_drawn(model: SimulationModel, futures: int) -> DrawBlock:
    """Return futures in which all goes by the estimates."""
    needs, people = len(model.entries.need_count), model.people
    rows = np.full(model.count, -1, dtype=np.int32)
    slots = np.zeros((0, futures), dtype=np.int32)
    flags = np.zeros((0, futures), dtype=np.bool_)
    return DrawBlock(
        first=0,
        ratios=np.ones((needs, futures)),
        factors=np.ones((people, futures)),
        away=np.zeros((futures, people, 0, 2), dtype=np.int32),
        release_row=rows,
        releases=slots,
        delay_row=rows,
        delays=slots,
        skip_row=rows,
        skips=flags,
        fail_row=rows,
        fails=flags,
    )

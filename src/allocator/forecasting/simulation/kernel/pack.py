"""Packs a model into the kernel's arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.forecasting.simulation.arrays import F64, I64, EntryArrays, SimulationModel
from allocator.forecasting.simulation.kernel.layout import (
    ABLE,
    ACTIVITIES,
    APART,
    AWAY,
    BEGIN,
    BEGINS,
    BOUND,
    BY_RANK,
    CAND_LATEST,
    CAND_PERSON,
    CAND_PTR,
    CAND_SCORE,
    CAND_UNITS,
    CAND_WHOLE,
    CAPACITY,
    CERTAIN,
    CHANGE,
    CHOSEN,
    CUM,
    DEMAND_AMOUNT,
    DEMAND_PTR,
    DEMAND_RESOURCE,
    DROP_PTR,
    DROPS,
    ELAPSED,
    END_WAITING,
    ENTRIES,
    EXPECTED,
    FLAT_HEAD,
    FREE,
    FREE_SINCE,
    FRESH,
    GIVEN_AT,
    GIVEN_BY,
    HAS_PLAN,
    HEAP,
    HOLD_UNTIL,
    HOLDER,
    HORIZON,
    INTO,
    INV,
    INV_PTR,
    ITEMS,
    LAST,
    LATEST,
    LEAST_END,
    LOW,
    MASK,
    MAX_ITEMS,
    NEED_MASK,
    NEED_OF,
    NEED_PTR,
    NEED_SHARE,
    NEVER,
    NEXT_RESERVED,
    NOTHING,
    OF_PERSON,
    OUT_ELAPSED,
    OUT_START,
    OUT_WORK,
    PATH,
    PEOPLE,
    PLACE_END,
    PLACE_PTR,
    PLACES,
    PLAN_HELD,
    PLAN_PLACE_END,
    PLAN_RELEASE,
    PLAN_START,
    PLAN_WHO,
    RANK,
    READY,
    RECORD,
    RECORDS,
    RELEASE,
    RESERVED,
    RESERVED_PTR,
    RESERVED_SHARE,
    RESERVES,
    RESOURCES,
    ROOM_LEFT,
    ROW,
    SEEN,
    SHIFT,
    SIMPLE,
    SPELL,
    STARTS,
    STATE_HEAD,
    STATES,
    SUCC,
    TABLES,
    TEAM_CUM,
    TEAM_INV,
    TEAM_NXT,
    TEAM_SLOTS,
    USE,
    WAITING,
    WHO,
    WHOLE,
    WIDTH,
    WORDS,
    WORKS,
)
from allocator.forecasting.simulation.kernel.working_time import ROUNDING

Lists = Mapping[int, npt.NDArray[Any]]

_EXTRA_EVENTS = 4096
"""Room for events beside those of entries, places and links: one wake-up a slot at a time."""


class PackedModel:
    """A model as the kernel takes it."""

    def __init__(self, model: SimulationModel) -> None:
        entries = model.entries
        self._model, self._words = model, (model.people >> SHIFT) + 1
        self.tables, in_tables = _joined(_tables(model), np.int32, 0)
        self.reals, in_reals = _joined(
            {CAND_UNITS: entries.cand_units, ELAPSED: entries.elapsed}, np.float64, 0
        )
        self.flat, in_flat = _joined(_lists(model, self._words), np.int64, FLAT_HEAD)
        for name, value in (self._numbers() | in_tables | in_reals | in_flat).items():
            self.flat[name] = value

    def _numbers(self) -> dict[int, int]:
        model = self._model
        horizon = model.calendars.horizon
        return {
            ENTRIES: model.count, ACTIVITIES: model.activities, PLACES: model.places,
            PEOPLE: model.people, RESOURCES: len(model.entries.capacity), WORDS: self._words,
            HORIZON: horizon, WIDTH: horizon + 1, WHOLE: model.entries.whole,
            TEAM_SLOTS: len(model.calendars.team_inv) - 1, HAS_PLAN: int(model.dates is not None),
        }  # fmt: skip

    def new_state(self) -> I64:
        """Return room for one future; a thread uses it for all of its futures."""
        model = self._model
        n, places, links = model.count, model.places, len(model.links.succ)
        sizes = {HEAP: 5 * n + 2 * places + links + _EXTRA_EVENTS, READY: n, STATES: RECORD * n}
        sizes |= dict.fromkeys((WHO, HOLDER, PLACE_END, PATH, CHOSEN), places)
        by_person = (USE, FREE_SINCE, LAST, SPELL, CHANGE, SEEN, NEXT_RESERVED)
        sizes |= dict.fromkeys((*by_person, EXPECTED, HOLD_UNTIL, ITEMS), model.people)
        sizes |= dict.fromkeys((ROOM_LEFT, GIVEN_AT, GIVEN_BY), len(model.entries.capacity))
        sizes |= dict.fromkeys((FREE, ABLE, FRESH, AWAY), self._words)
        empty = {name: np.zeros(size, dtype=np.int64) for name, size in sizes.items()}
        state, at = _joined(empty, np.int64, STATE_HEAD)
        for name, value in at.items():
            state[name] = value
        return state


def _tables(model: SimulationModel) -> Lists:
    cal = model.calendars
    return {
        CUM: cal.cum, INV: cal.inv, TEAM_NXT: cal.team_nxt, TEAM_CUM: cal.team_cum,
        TEAM_INV: cal.team_inv, LATEST: model.entries.latest, TABLES: model.links.tables,
        STARTS: cal.starts, BEGINS: model.entries.begins,
    }  # fmt: skip


def _lists(model: SimulationModel, words: int) -> Lists:
    entries, links, cal = model.entries, model.links, model.calendars
    return {
        RECORDS: _records(model), BY_RANK: entries.by_rank, NEED_SHARE: entries.need_share,
        CERTAIN: entries.certain, PLACE_PTR: entries.place_ptr, NEED_OF: _need_of(entries),
        CAND_PTR: entries.cand_ptr, CAND_PERSON: entries.cand_person,
        CAND_SCORE: entries.cand_score, CAND_LATEST: entries.cand_latest,
        CAND_WHOLE: _whole(entries.cand_units), DEMAND_RESOURCE: entries.demand_resource,
        DEMAND_AMOUNT: entries.demand_amount, CAPACITY: entries.capacity, DROPS: entries.drops,
        SUCC: links.succ, INTO: links.into, ROW: links.row, OF_PERSON: cal.of_person,
        INV_PTR: cal.inv_ptr, MASK: _masks(entries, words),
        NEED_MASK: _need_masks(entries, words), WORKS: _works(model, words),
        RESERVED_PTR: entries.reserved_ptr, RESERVED: entries.reserved,
        RESERVED_SHARE: entries.reserved_share, MAX_ITEMS: entries.max_items, **_plan(model),
    }  # fmt: skip


def _plan(model: SimulationModel) -> Lists:
    """Return where the plan has entries and places; bookings begin when they can, at slot 0."""
    dates = model.dates
    if dates is None:
        names = (PLAN_START, PLAN_HELD, PLAN_RELEASE, PLAN_WHO, PLAN_PLACE_END)
        return {name: np.zeros(0) for name in names}
    known = dates.planned.copy()
    known[model.activities :] = True
    of_place = known[_entry_of(model.entries)]
    return {
        PLAN_START: np.where(known, dates.start, NEVER),
        PLAN_HELD: np.where(known, dates.held, NEVER),
        PLAN_RELEASE: np.where(known, dates.release, NEVER),
        PLAN_WHO: np.where(of_place, model.entries.plan_who, NOTHING),
        PLAN_PLACE_END: np.where(of_place, dates.place_end, NEVER),
    }


def _entry_of(entries: EntryArrays) -> I64:
    """Return the entry of each place."""
    places = np.diff(entries.place_ptr[entries.need_ptr])
    return np.repeat(np.arange(len(places)), places)


def _joined(
    lists: Lists, kind: npt.DTypeLike, head: int
) -> tuple[npt.NDArray[Any], dict[int, int]]:
    """Return lists one after another behind a head of zeros, and where each begins."""
    at, size = {}, head
    for name, values in lists.items():
        at[name] = size
        size += values.size
    out = np.zeros(size + 1, dtype=kind)
    for name, values in lists.items():
        out[at[name] : at[name] + values.size] = values.ravel()
    return out, at


def _records(model: SimulationModel) -> I64:
    """Return the records, shape (n + 1, RECORD)."""
    entries, links = model.entries, model.links
    records = np.zeros((model.count + 1, RECORD), dtype=np.int64)
    bound = (links.end_waiting > 0) | (entries.end_floor > 0)
    simple, reserves = _simple(entries), _reserves(entries)
    for field, values in (
        (RELEASE, np.minimum(entries.release, model.calendars.horizon)), (RANK, entries.rank),
        (NEED_PTR, entries.need_ptr), (DEMAND_PTR, entries.demand_ptr),
        (OUT_START, links.out_ptr[::3]), (OUT_WORK, links.out_ptr[1::3]),
        (OUT_ELAPSED, links.out_ptr[2::3]), (WAITING, links.waiting),
        (END_WAITING, links.end_waiting), (SIMPLE, simple), (APART, entries.apart),
        (BOUND, bound), (LEAST_END, np.minimum(entries.end_floor, model.calendars.horizon)),
        (DROP_PTR, entries.drop_ptr), (RESERVES, reserves), (BEGIN, entries.begin_row),
    ):  # fmt: skip
        records[: len(values), field] = values
    return records


def _need_of(entries: EntryArrays) -> I64:
    """Return the need of each place."""
    return np.repeat(np.arange(len(entries.place_ptr) - 1), np.diff(entries.place_ptr))


def _whole(units: F64) -> I64:
    return np.maximum(1, np.ceil(units * (1.0 - ROUNDING))).astype(np.int64)


def _free_of_sprints(entries: EntryArrays) -> npt.NDArray[np.bool_]:
    bound = np.concatenate([[0], np.cumsum(entries.cand_latest >= 0)])
    first = entries.cand_ptr[entries.need_ptr]
    found: npt.NDArray[np.bool_] = bound[first[1:]] == bound[first[:-1]]
    return found


def _simple(entries: EntryArrays) -> npt.NDArray[np.bool_]:
    """Return whether one person does it, at work when it starts, in any slot.

    Without resources, sprints, and mornings to wait for.
    """
    places = np.diff(entries.place_ptr[entries.need_ptr])
    alone = (places == 1) & (np.diff(entries.demand_ptr) == 0)
    found: npt.NDArray[np.bool_] = alone & _free_of_sprints(entries) & ~entries.apart
    return found & (entries.begin_row < 0)


def _reserves(entries: EntryArrays) -> npt.NDArray[np.bool_]:
    """Return whether it is for several people at a time, and without sprints."""
    places = np.diff(entries.place_ptr[entries.need_ptr])
    found: npt.NDArray[np.bool_] = (places > 1) & _free_of_sprints(entries) & ~entries.apart
    return found


def _masks(entries: EntryArrays, words: int) -> I64:
    """Return, shape (n, words), a bit for each person who can do anything of an entry."""
    n = len(entries.rank)
    masks = np.zeros((n, words), dtype=np.int64)
    entry = np.repeat(np.arange(n), np.diff(entries.cand_ptr[entries.need_ptr]))
    person = entries.cand_person[: len(entry)].astype(np.int64)
    np.bitwise_or.at(masks, (entry, person >> SHIFT), np.int64(1) << (person & LOW))
    return masks


def _need_masks(entries: EntryArrays, words: int) -> I64:
    """Return, shape (needs, words), a bit for each candidate of a need."""
    needs = len(entries.cand_ptr) - 1
    masks = np.zeros((needs, words), dtype=np.int64)
    need = np.repeat(np.arange(needs), np.diff(entries.cand_ptr))
    person = entries.cand_person[: len(need)].astype(np.int64)
    np.bitwise_or.at(masks, (need, person >> SHIFT), np.int64(1) << (person & LOW))
    return masks


def _works(model: SimulationModel, words: int) -> I64:
    """Return, shape (H + 1, words), a bit for each person who works in a slot."""
    cal = model.calendars
    if cal.horizon == NEVER:
        return np.zeros((1, words), dtype=np.int64)
    works = np.zeros((cal.horizon + 1, words), dtype=np.int64)
    for person, row in enumerate(cal.of_person):
        at = np.flatnonzero(np.diff(cal.cum[row]) > 0)
        works[at, person >> SHIFT] |= 1 << (person & LOW)
    return works

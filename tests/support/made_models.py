"""Models of simulations made by hand or at random, and draws that are given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from allocator.forecasting.simulation.arrays import (
    CalendarArrays,
    DrawBlock,
    EntryArrays,
    Futures,
    PlannedDates,
    SimulationModel,
)
from allocator.forecasting.simulation.building import (
    Link,
    calendars_of,
    ints,
    links_of,
    no_calendars,
    nothing_drawn,
    ptr_of,
)
from allocator.forecasting.simulation.dispatch import dispatch


@dataclass(frozen=True)
class MadeNeed:
    """Who can do a need, how many are needed, with how much effort and which share."""

    people: Sequence[int]
    units: float
    count: int = 1
    share: int = 1
    fits: bool = False
    certain: bool = False


@dataclass(frozen=True)
class MadeEntry:
    """One entry, in the order of urgency."""

    needs: Sequence[MadeNeed] = ()
    release: int = 0
    elapsed: float = -1.0
    demands: Sequence[tuple[int, int]] = ()
    drops: Sequence[int] = ()
    apart: bool = False
    end_floor: int = 0
    begins: Sequence[int] | None = None
    """Slots in which it may begin; None: in any."""


@dataclass(frozen=True)
class MadeTeam:
    """People, their calendars, resources, and slots reserved for what is frozen."""

    people: int
    whole: int = 1
    capacity: Sequence[int] = ()
    calendars: CalendarArrays | None = None
    border: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    reserved: Sequence[Sequence[int]] = ()
    max_items: int | None = None
    reserved_share: int | None = None


def model_of(
    entries: Sequence[MadeEntry],
    team: MadeTeam,
    links: Sequence[Link] = (),
    tables: npt.NDArray[np.int32] | None = None,
) -> SimulationModel:
    """Return a model of entries, the most urgent first."""
    n, calendars = len(entries), team.calendars or no_calendars(team.people)
    needs = [need for entry in entries for need in entry.needs]
    pool = [(need, p) for need in needs for p in need.people]
    demands = [d for entry in entries for d in entry.demands]
    numbers = np.arange(n, dtype=np.int32)
    arrays = EntryArrays(
        release=ints([e.release for e in entries]),
        rank=numbers,
        by_rank=numbers,
        apart=np.array([e.apart for e in entries], dtype=np.bool_),
        end_floor=ints([e.end_floor for e in entries]),
        elapsed=np.array([e.elapsed for e in entries], dtype=np.float64),
        need_ptr=ptr_of([len(e.needs) for e in entries]),
        need_count=ints([need.count for need in needs]),
        need_share=ints([need.share for need in needs]),
        certain=np.array([need.certain for need in needs], dtype=np.bool_),
        place_ptr=ptr_of([need.count for need in needs]),
        cand_ptr=ptr_of([len(need.people) for need in needs]),
        cand_person=ints([p for _, p in pool]),
        cand_units=np.array([need.units for need, _ in pool], dtype=np.float64),
        cand_score=ints([p for _, p in pool]),
        cand_latest=ints([0 if need.fits else -1 for need, _ in pool]),
        latest=team.border[None].astype(np.int32),
        plan_who=np.zeros(sum(need.count for need in needs), dtype=np.int32),
        demand_ptr=ptr_of([len(e.demands) for e in entries]),
        demand_resource=ints([r for r, _ in demands]),
        demand_amount=ints([a for _, a in demands]),
        whole=team.whole,
        capacity=ints(list(team.capacity)),
        reserved_ptr=ptr_of([len(each) for each in team.reserved] or [0] * team.people),
        reserved=ints([slot for each in team.reserved for slot in each]),
        reserved_share=ints(
            [team.reserved_share or team.whole for each in team.reserved for _ in each]
        ),
        max_items=ints([team.max_items or n + 1] * team.people),
        begin_row=ints([-1 if e.begins is None else k for k, e in enumerate(entries)]),
        begins=_begins(entries, calendars.horizon),
        drop_ptr=ptr_of([len(e.drops) for e in entries]),
        drops=ints([d for e in entries for d in e.drops]),
    )
    return SimulationModel(arrays, links_of(n, links, tables), calendars, n)


def _begins(entries: Sequence[MadeEntry], horizon: int) -> npt.NDArray[np.int32]:
    """Return by entry the first slot from each on in which it may begin."""
    if all(entry.begins is None for entry in entries):
        return np.zeros((len(entries), 1), dtype=np.int32)
    found = np.full((len(entries), horizon + 1), horizon, dtype=np.int32)
    for k, entry in enumerate(entries):
        for slot in sorted(entry.begins or (), reverse=True):
            found[k, : slot + 1] = slot
    return found


@dataclass(frozen=True)
class GivenDraws:
    """A block of all futures, handed out in parts."""

    all_of_it: DrawBlock

    def block(self, first: int, count: int, *, compiled: bool = True) -> DrawBlock:
        """Return some of its futures."""
        del compiled
        s, whole = slice(first, first + count), self.all_of_it
        return replace(
            whole,
            first=first,
            ratios=whole.ratios[:, s].copy(),
            factors=whole.factors[:, s].copy(),
            away=whole.away[s],
            releases=whole.releases[:, s],
            delays=whole.delays[:, s],
            skips=whole.skips[:, s],
            fails=whole.fails[:, s],
        )


HORIZON, SPRINT, WHOLE = 260, 20, 4
LAG = 3


def random_model(
    draw: np.random.Generator, n: int, people: int, *, around_the_clock: bool = False
) -> SimulationModel:
    """Return a model of n entries with every feature; around the clock without sprints and lags."""
    if around_the_clock:
        entries = [_without_sprints(_entry(draw, k, n, people)) for k in range(n)]
        rows = [(*link[:4], -1) for link in _links(draw, entries)]
        return model_of(entries, MadeTeam(people, WHOLE, (1, 2)), rows)
    team = MadeTeam(
        people,
        WHOLE,
        (1, 2),
        _calendars(draw, people),
        np.minimum((np.arange(HORIZON + 1) // SPRINT + 1) * SPRINT, HORIZON),
        [[] if draw.random() < 0.7 else [int(draw.integers(5, 30))] for _ in range(people)],
    )
    entries = [_entry(draw, k, n, people) for k in range(n)]
    lag = np.minimum(np.arange(HORIZON + 1) + LAG, HORIZON).astype(np.int32)
    return model_of(entries, team, _links(draw, entries), lag)


def random_draws(
    draw: np.random.Generator, model: SimulationModel, futures: int, spread: float = 0.6
) -> DrawBlock:
    """Return ratios, absences and every event for some futures."""
    n, people, needs = model.count, model.people, len(model.entries.need_count)
    away = np.full((futures, people, 2, 2), HORIZON, dtype=np.int32)
    away[:, :, 0, 0] = draw.integers(0, 60, (futures, people))
    away[:, :, 0, 1] = away[:, :, 0, 0] + 5
    some = draw.random((3, n)) < 0.3
    fail = np.diff(model.entries.drop_ptr) > 0
    rows = [np.where(each, np.cumsum(each) - 1, -1).astype(np.int32) for each in (*some, fail)]
    counts = [int(each.sum()) for each in (*some, fail)]
    ratios = np.exp(spread * draw.standard_normal((needs, futures)))
    hit = np.where(draw.random((needs, futures)) < 0.3, 1.5, 1.0)
    return DrawBlock(
        first=0,
        ratios=np.where(model.entries.certain[:, None], hit, ratios),
        factors=np.exp(spread / 2 * draw.standard_normal((people, futures))),
        away=away,
        release_row=rows[0],
        releases=draw.integers(0, 40, (counts[0], futures)).astype(np.int32),
        delay_row=rows[1],
        delays=(draw.integers(0, 9, (counts[1], futures)) * draw.integers(0, 2)).astype(np.int32),
        skip_row=rows[2],
        skips=draw.random((counts[2], futures)) < 0.4,
        fail_row=rows[3],
        fails=draw.random((counts[3], futures)) < 0.5,
    )


def model_without_contention(draw: np.random.Generator, n: int) -> SimulationModel:
    """Return a model in which everybody does one thing, with links into starts."""
    team = MadeTeam(3 * n, WHOLE, (), _calendars(draw, 3 * n))
    entries = [_of_own_people(_entry(draw, k, n, 3), k) for k in range(n)]
    lag = np.minimum(np.arange(HORIZON + 1) + LAG, HORIZON).astype(np.int32)
    rows = [link for link in _links(draw, entries) if link[3] == 0]
    return model_of(entries, team, rows, lag)


def with_plan(draw: np.random.Generator, model: SimulationModel) -> SimulationModel:
    """Return a model with a plan, made by another order: urgent is what it starts first.

    It has not all of the entries; deliveries are likely between their first and last slots.
    """
    rank = draw.permutation(model.count).astype(np.int32)
    planned = draw.random(model.count) < 0.9
    release = np.maximum(model.entries.release, draw.integers(0, 20, model.count)).astype(np.int32)
    other = _ordered(model, rank)
    made = dispatch(other, plan_draws(other, planned, release))
    start, held, who = made.start[0], made.held[0], made.who[0]
    planned &= start < model.calendars.horizon
    dates = PlannedDates(
        start=start.astype(np.int32),
        held=held.astype(np.int32),
        place_end=ints(list(_place_ends(model, made, planned))),
        release=release,
        planned=planned,
        repeats=np.full(model.count, -1, dtype=np.int32),
    )
    by_start = np.lexsort((rank, start))
    rank[by_start] = np.arange(model.count, dtype=np.int32)
    return replace(_ordered(model, rank, _candidates(model, who)), dates=dates)


def plan_draws(
    model: SimulationModel, planned: npt.NDArray[np.bool_], release: npt.NDArray[np.int32]
) -> DrawBlock:
    """Return one future in which all comes as a plan has it."""
    return replace(
        nothing_drawn(model, 1),
        skip_row=np.where(planned, -1, 0).astype(np.int32),
        skips=np.ones((1, 1), dtype=np.bool_),
        release_row=np.arange(model.count, dtype=np.int32),
        releases=release[:, None],
    )


def calm_draws(draw: np.random.Generator, model: SimulationModel, futures: int) -> DrawBlock:
    """Return futures in which most goes as planned for a while."""
    wild, n, dates = random_draws(draw, model, futures), model.count, model.dates
    assert dates is not None
    late = np.where(draw.random((n, futures)) < 0.02, draw.integers(-4, 5, (n, futures)), 0)
    away = np.where(draw.random((futures, model.people, 1, 1)) < 0.2, wild.away, HORIZON)
    return replace(
        wild,
        ratios=np.where(draw.random(wild.ratios.shape) < 0.02, wild.ratios, 1.0),
        factors=np.ones_like(wild.factors),
        away=away.astype(np.int32),
        release_row=np.arange(n, dtype=np.int32),
        releases=np.maximum(dates.release[:, None] + late, 0).astype(np.int32),
        skip_row=np.where(dates.planned, -1, np.arange(n)).astype(np.int32),
        skips=draw.random((n, futures)) < 0.97,
        delays=np.where(draw.random(wild.delays.shape) < 0.1, wild.delays, 0).astype(np.int32),
        fails=wild.fails & (draw.random(wild.fails.shape) < 0.3),
    )


def estimates(model: SimulationModel, futures: int = 1) -> DrawBlock:
    """Return futures in which nothing happens."""
    return nothing_drawn(model, futures)


def _calendars(draw: np.random.Generator, people: int) -> CalendarArrays:
    slots = np.arange(HORIZON)
    starts = (slots // 2) * 1440 + 540 + (slots % 2) * 240 + (slots // 10) * 2880
    units = []
    for _ in range(people):
        each = np.full(HORIZON, int(draw.choice([1, 2, 2])), dtype=np.int64)
        each[(slots // 2) % 5 == draw.integers(0, 9)] = 0
        units.append(each)
    team = (slots // 2) % 7 != 6
    return calendars_of(units, np.arange(people, dtype=np.int32), team, starts.astype(np.int64))


def _entry(draw: np.random.Generator, k: int, n: int, people: int) -> MadeEntry:
    apart = k < n // 6 and draw.random() < 0.5
    needs = [] if draw.random() < 0.1 else _needs(draw, people, apart)
    elapsed = not needs or draw.random() < 0.2
    drops = sorted({int(d) for d in draw.integers(0, n, 2)} - {k}) if draw.random() < 0.2 else []
    return MadeEntry(
        needs,
        release=int(draw.integers(0, 6)),
        elapsed=float(draw.integers(1, 6) * 1440) if elapsed else -1.0,
        demands=[(int(draw.integers(0, 2)), 1)] if draw.random() < 0.3 else [],
        drops=drops,
        apart=apart,
        end_floor=int(draw.integers(10, 50)) if draw.random() < 0.1 else 0,
    )


def _without_sprints(entry: MadeEntry) -> MadeEntry:
    return replace(
        entry,
        needs=[replace(need, fits=False) for need in entry.needs],
        elapsed=min(entry.elapsed, 9.0),
    )


def _of_own_people(entry: MadeEntry, k: int) -> MadeEntry:
    needs = [
        replace(need, people=[3 * k + j], count=1, fits=False) for j, need in enumerate(entry.needs)
    ]
    drops = [other for other in entry.drops if other > k]  # nothing that it waits for
    return replace(entry, needs=needs, demands=[], drops=drops, end_floor=0)


def _ordered(
    model: SimulationModel,
    rank: npt.NDArray[np.int32],
    plan_who: npt.NDArray[np.int32] | None = None,
) -> SimulationModel:
    e = model.entries
    who = e.plan_who if plan_who is None else plan_who
    by_rank = np.argsort(rank).astype(np.int32)
    return replace(model, entries=replace(e, rank=rank.copy(), by_rank=by_rank, plan_who=who))


def _candidates(model: SimulationModel, who: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
    """Return the candidate of each place that somebody is; the first one where nobody is."""
    e, found = model.entries, []
    for need in range(len(e.need_count)):
        pool = e.cand_person[e.cand_ptr[need] : e.cand_ptr[need + 1]].tolist()
        for place in range(e.place_ptr[need], e.place_ptr[need + 1]):
            person = int(who[place])
            found.append(e.cand_ptr[need] + (pool.index(person) if person >= 0 else 0))
    return ints(found)


def _place_ends(
    model: SimulationModel, made: Futures, planned: npt.NDArray[np.bool_]
) -> Iterator[int]:
    """Yield by place when its person is done by the estimate."""
    e, cal = model.entries, model.calendars
    units = np.maximum(1, np.ceil(e.cand_units[_candidates(model, made.who[0])] - 1e-6))
    for entry in range(model.count):
        start = int(made.start[0, entry])
        for place in range(e.place_ptr[e.need_ptr[entry]], e.place_ptr[e.need_ptr[entry + 1]]):
            row = int(cal.of_person[max(0, made.who[0, place])])
            if row < 0 or not planned[entry]:
                yield start + int(units[place])
                continue
            done = np.searchsorted(cal.cum[row], cal.cum[row][start] + units[place])
            yield min(int(done), cal.horizon)


def _needs(draw: np.random.Generator, people: int, apart: bool) -> list[MadeNeed]:
    fits, made = draw.random() < 0.2 and not apart, []
    for _ in range(int(draw.choice([1, 1, 2]))):
        size = int(draw.integers(3, people + 1))
        made.append(
            MadeNeed(
                sorted(draw.choice(people, size, replace=False).tolist()),
                float(draw.integers(1, 9) * 2),
                int(draw.choice([1, 1, 2])) if people > 3 else 1,
                int(draw.choice([1, 2, 4])),
                fits,
                bool(draw.random() < 0.2),
            )
        )
    return made if sum(each.count for each in made) <= 3 else made[:1]


def _links(draw: np.random.Generator, entries: Sequence[MadeEntry]) -> list[Link]:
    """Return links: FS and SS from each part, FF and SF into ends; some with lags."""
    rows = set()
    for k in range(1, len(entries)):
        for source in {int(s) for s in draw.integers(0, k, int(draw.integers(0, 3)))}:
            part = int(draw.integers(0, 3))
            into = 1 if draw.random() < 0.25 else 0
            rows.add((source, k, part, into, -1 if draw.random() < 0.7 else 0))
    return sorted(rows)

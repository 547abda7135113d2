"""What is simulated, what is drawn for it and what comes out, as arrays.

Time is a slot of the axis: a start is the slot that begins there, an end the boundary before which
everything lies (half-open), as in ``problem.timeline``. Where every calendar is -1 a slot is any
tick and the axis has no end: closed forms and public instances are simulated so.

An *entry* is an activity of the widened problem, in its order, or a booking of a resource by what
runs already; bookings come last. A *place* is one person's part in a need, a *candidate* somebody
who could take the places of a need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

AROUND_THE_CLOCK = 1 << 30
"""Horizon of an axis without calendars."""

GONE = -2
"""Latest end of work that somebody begins who has left: they never begin any."""

START, WORK_END, ELAPSED_END = 0, 1, 2
"""Parts of an entry that a link leaves: its start, the end of its people's work, and the end of
elapsed time as well (``held``)."""

INTO_START, INTO_END, STARTED_FIRST = 0, 1, 2
"""What a link holds: the start, or the end (FF, SF). What holds an end is there once more as
``STARTED_FIRST``: nothing starts whose end waits for what has not been started, or two entries
could wait for one person for ever."""


@dataclass(frozen=True)
class CalendarArrays:
    """When people work, by row; people who work alike share a row.

    Attributes
    ----------
    cum
        Shape (C, H + 1): capacity units before each boundary.
    inv, inv_ptr
        By row: the first boundary at which so many units are reached, one row after another.
    nxt
        Shape (C, H + 1): the first slot from each on that is worked; H if none.
    of_person
        Shape (P,): row, -1 around the clock.
    team_nxt
        Shape (H + 1,): the first team slot from each on; H if none.
    team_cum, team_inv
        Shapes (H + 1,) and (team slots + 1,): team slots before each boundary, and the first
        boundary before which so many lie.
    starts
        Shape (H,): minutes at which slots begin; empty around the clock.
    horizon
        H.
    """

    cum: I32
    inv: I32
    inv_ptr: I64
    nxt: I32
    of_person: I32
    team_nxt: I32
    team_cum: I32
    team_inv: I32
    starts: I64
    horizon: int


@dataclass(frozen=True)
class EntryArrays:
    """What is done, by whom, in which order.

    Attributes
    ----------
    release, rank
        By entry: least start; place in the order of urgency (distinct, 0 to n - 1): bookings, what
        is frozen, work in progress, then what is to be done in the order of the plan's starts.
    by_rank
        Entries in that order.
    apart
        By entry: each of its people goes on when they work (``goes_on_apart``); true of bookings,
        which begin with the axis, whoever works then.
    end_floor
        By entry: boundary before which its finish may not lie: FF and SF links of what is past or
        frozen; 0 without.
    elapsed
        By entry: elapsed time in minutes (ticks around the clock), -1 without.
    need_ptr, need_count, need_share
        Needs of entries; how many people, which share.
    certain
        By need: nothing is drawn for its effort, people's factors do not touch it.
    place_ptr
        By need: its places, of which it has ``need_count``.
    cand_ptr, cand_person, cand_units, cand_score
        Candidates of needs: person, capacity units at the estimate (exact, not rounded), and how
        needed they are elsewhere (less is taken first among those who end alike).
    cand_latest
        By candidate: row of ``latest`` (sprint borders, leaving), -1 without.
    latest
        Shape (rows, H + 1): the last boundary at which work from each slot on may end; ``GONE``
        where whoever it is has left.
    plan_who
        By place: the candidate that the plan has.
    demand_ptr, demand_resource, demand_amount
        Demands of entries.
    whole
        A person's whole time in units of shares.
    capacity
        By resource.
    reserved_ptr, reserved
        By person: slots at which what is frozen, fixed or not to be interrupted of theirs begins,
        in order. Who would not be done by then, by the estimate, takes nothing on before that
        leaves no room for it.
    reserved_share
        The share that each of these takes.
    max_items
        By person: entries that they are on at a time, at most.
    begin_row
        By entry: row of ``begins``, -1 where it may begin in any slot.
    begins
        Shape (rows, H + 1): the first slot, from each on, in which something may begin that is
        taken over from people elsewhere; H without one.
    drop_ptr, drops
        By entry: entries that are given up when it fails and they have not begun.
    """

    release: I32
    rank: I32
    by_rank: I32
    apart: Bools
    end_floor: I32
    elapsed: F64
    need_ptr: I32
    need_count: I32
    need_share: I32
    certain: Bools
    place_ptr: I32
    cand_ptr: I32
    cand_person: I32
    cand_units: F64
    cand_score: I32
    cand_latest: I32
    latest: I32
    plan_who: I32
    demand_ptr: I32
    demand_resource: I32
    demand_amount: I32
    whole: int
    capacity: I32
    reserved_ptr: I32
    reserved: I32
    reserved_share: I32
    max_items: I32
    begin_row: I32
    begins: I32
    drop_ptr: I32
    drops: I32


@dataclass(frozen=True)
class LinkArrays:
    """What waits for what.

    Attributes
    ----------
    out_ptr
        By entry and part, 3 x entry + part: links that leave it; links are sorted so.
    succ, part
        By link: who waits; for which part of the source.
    into
        By link: ``INTO_START``, ``INTO_END`` or ``STARTED_FIRST``.
    row
        By link: where its table of least values begins in ``tables``, -1 the identity.
    tables
        Tables of H + 1 values, one after another.
    waiting, end_waiting
        By entry: links that hold its start, its end.
    """

    out_ptr: I32
    succ: I32
    part: I32
    into: I32
    row: I32
    tables: I32
    waiting: I32
    end_waiting: I32


@dataclass(frozen=True)
class PlannedDates:
    """Where the plan has the entries: what the policy ``keep`` takes its order from.

    Attributes
    ----------
    start, held
        Shape (n,): slot of the start; boundary at which everything is given back. Of an entry that
        the plan has not (a further try, a fallback, added scope) both are when it could begin in
        the plan: what the plan starts before then goes before it, everything else after it.
    place_end
        Shape (places,): boundary at which the person of each place is free.
    release
        Shape (n,): least start by the dates that the plan goes by, likely deliveries included.
    planned
        Shape (n,): whether the plan has it.
    repeats
        Shape (n,): the entry of the plan that it does once more with the same people, else -1.
    """

    start: I32
    held: I32
    place_end: I32
    release: I32
    planned: Bools
    repeats: I32


@dataclass(frozen=True, eq=False)
class SimulationModel:
    """Everything that futures share; two models are equal only if they are one.

    Attributes
    ----------
    activities
        Entries that are activities of the problem; those after them are bookings.
    dates
        Where the plan has them; None where there is no plan, which only ``dispatch`` can simulate.
    """

    entries: EntryArrays
    links: LinkArrays
    calendars: CalendarArrays
    activities: int
    dates: PlannedDates | None = None

    @property
    def count(self) -> int:
        """Number of entries."""
        return len(self.entries.rank)

    @property
    def places(self) -> int:
        """Number of places."""
        return int(self.entries.place_ptr[-1])

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.calendars.of_person)


@dataclass(frozen=True)
class DrawBlock:
    """What happens in futures ``first`` to ``first + count - 1`` (F of them).

    Rows are by entry (bookings included, shape (n,)), -1 where nothing is drawn for it.

    Attributes
    ----------
    ratios
        Shape (needs, F): realised effort by effort that counts, project's factor, effort of risks
        and growth included; where the need is certain, what risks add alone.
    factors
        Shape (P, F): factor of each person on all of their uncertain work.
    away
        Shape (F, P, K, 2): spells [from, to) of unplanned absence in slots, in order; K may be 0.
    release_row, releases
        Shapes (n,), (rows, F): least start slot (late deliveries).
    delay_row, delays
        Shapes (n,), (rows, F): team slots that go by after links and releases allow its start
        (risks).
    skip_row, skips
        Shapes (n,), (rows, F): not done: it holds nobody, takes nobody and nothing, and is over
        as soon as nothing holds it. Who waits for it waits for the tries before it as well.
    fail_row, fails
        Shapes (n,), (rows, F): fails: when it ends, what it drops and has not begun is given up.
    """

    first: int
    ratios: F64
    factors: F64
    away: I32
    release_row: I32
    releases: I32
    delay_row: I32
    delays: I32
    skip_row: I32
    skips: Bools
    fail_row: I32
    fails: Bools

    @property
    def count(self) -> int:
        """Number of futures."""
        return int(self.ratios.shape[1])


@dataclass(frozen=True)
class Futures:
    """What has come out, by future and entry.

    Attributes
    ----------
    start
        Shape (F, n): slot of the start; -1 if given up; the horizon if not begun on the axis.
    end, held
        Shape (F, n): boundary of the work's end; the same with elapsed time and what holds its
        finish: resources are free then. Both are the start where it was skipped, and -1 where it
        was given up. They may be one array where no entry has elapsed time.
    reason
        Shape (F, n): the entry that held the start back last, -1 if none.
    who
        Shape (F, places): people by index; -1 where an entry was skipped, given up or not begun.
    beyond
        Shape (F,): pieces of work that end beyond the axis, or do not begin on it.
    """

    start: npt.NDArray[np.signedinteger]
    end: npt.NDArray[np.signedinteger]
    held: npt.NDArray[np.signedinteger]
    reason: npt.NDArray[np.signedinteger]
    who: npt.NDArray[np.signedinteger]
    beyond: I32

    @property
    def count(self) -> int:
        """Number of futures."""
        return len(self.beyond)

    @property
    def dropped(self) -> Bools:
        """Whether entries were given up, shape (F, n)."""
        found: Bools = self.start < 0
        return found

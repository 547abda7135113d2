"""Writes a problem as flat arrays of integers, which is all that compiled functions see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.layout import UNREACHABLE
from allocator.heuristics.kernel.packed_capacities import PackedCapacities
from allocator.heuristics.network import Network
from allocator.problem.activity import Endpoint
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.objective import Finish
from allocator.problem.timeline import NEVER, IntArray, Table

ENDPOINTS = {Endpoint.START: 0, Endpoint.WORK_END: 1, Endpoint.ELAPSED_END: 2}
"""Numbers of the parts; START and ELAPSED are functions of the start, PEOPLE of the end."""


@dataclass(frozen=True)
class Flat:
    """One problem as arrays; see ``layout`` for what lies where.

    Attributes
    ----------
    data
        Numbers and lists.
    tables
        Finish tables, elapsed times and arrows by slot, one after another, NEVER as UNREACHABLE.
    values
        Tables of what deadlines and terms measure, one after another.
    """

    data: IntArray
    tables: IntArray
    values: IntArray

    def list(self, name: int, size: int) -> IntArray:
        """Return the first entries of a list."""
        return self.data[self.data[name] : self.data[name] + size]

    def number(self, name: int) -> int:
        """Return a number."""
        return int(self.data[name])


def pack(head: int, numbers: Mapping[int, int], lists: Mapping[int, IntArray]) -> IntArray:
    """Write numbers and lists into one array, with the places of the lists in front."""
    out = np.empty(head + sum(len(values) for values in lists.values()), dtype=np.int64)
    out[:head] = 0
    at = head
    for name, number in numbers.items():
        out[name] = number
    for name, values in lists.items():
        out[name] = at
        out[at : at + len(values)] = values
        at += len(values)
    return out


class _Tables:
    """Tables one after another, equal ones once."""

    def __init__(self) -> None:
        self._rows: dict[bytes, int] = {}
        self._seen: dict[Table, int] = {}
        self._parts: list[IntArray] = []
        self._length = 0

    def row(self, table: Table, *, identity: int | None = None) -> int:
        """Return where a table begins; -1 if it is the identity on the slots before a limit."""
        if table in self._seen:
            return self._seen[table]
        values = table.values
        if identity is not None and np.array_equal(
            np.minimum(values[:identity], identity), np.arange(len(values[:identity]))
        ):
            row = -1
        else:
            key = values.tobytes()
            if key not in self._rows:
                self._rows[key] = self._length
                self._parts.append(values)
                self._length += len(values)
            row = self._rows[key]
        self._seen[table] = row
        return row

    def joined(self, kind: type[np.signedinteger[Any]]) -> IntArray:
        """Return all tables as one array, NEVER as UNREACHABLE."""
        if not self._parts:
            return np.zeros(1, dtype=kind)
        out = np.empty(self._length, dtype=kind)
        at = 0
        for part in self._parts:
            out[at : at + len(part)] = np.where(part >= NEVER, UNREACHABLE, part)
            at += len(part)
        return out


def _stretches(lists: Iterable[Sequence[int]]) -> tuple[IntArray, IntArray]:
    """Return pointers and the lists one after another."""
    parts = [list(part) for part in lists]
    ptr = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in parts], out=ptr[1:])
    return ptr, _ints([value for part in parts for value in part])


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def flatten(evaluator: Evaluator, network: Network) -> Flat:
    """Write the problem of an evaluator as flat arrays."""
    problem = evaluator.problem
    slots, values = _Tables(), _Tables()
    kept = mandatory(problem)
    needs = [(a, n, s) for a in problem.activities for n, s in enumerate(a.staffing)]
    arrows = problem.arrows
    targets = [[*arrow.targets, (None, None)][:2] for arrow in arrows]
    horizon, nodes = problem.horizon, len(problem.items)
    out: list[list[int]] = [[] for _ in problem.activities]
    for k, arrow in enumerate(arrows):
        if arrow.source.activity is not None:
            out[arrow.source.activity].append(k)
    words = PackedCapacities(problem)
    in_words = [words.demands(a.demands) for a in problem.activities]
    demand_ptr, demand_word = _stretches([d[0] for d in demands] for demands in in_words)
    demands = [d for activity in in_words for d in activity]
    into_ptr, into = _stretches(network.into)
    out_ptr, out_list = _stretches(out)
    follower_ptr, follower = _stretches(network.followers)
    requires: list[list[int]] = [[] for _ in range(nodes)]
    for a, b in problem.requires:
        requires[a].append(b)
    require_ptr, require = _stretches(requires)
    terms = _terms(evaluator, values)
    tiers = problem.tier_names
    candidates = _Candidates(problem, slots)
    groups = _groups(problem)
    members: list[list[int]] = [[] for _ in range(int(groups.max(initial=-1)) + 1)]
    for a, group in enumerate(groups):
        members[group].append(a)
    group_ptr, group_list = _stretches(members)
    droppable = [a.index for a in problem.activities if a.node not in kept]
    booked, taken = _booked(problem, words)
    numbers = {
        at.HORIZON: horizon,
        at.ACTIVITIES: len(problem.activities),
        at.NODES: nodes,
        at.DROPPABLES: len(droppable),
        at.TERMS: len(terms[at.TERM_TIER]),
        at.WORDS: len(words.empty),
        at.WHOLE: problem.share_scale,
        at.PEOPLE: len(problem.people),
        at.COST_FIRST: int("cost" in tiers and tiers.index("cost") == 0),
        at.TIERS: len(tiers) + 1,
        at.GROUPS: len(members),
        at.RESOURCE_BOOKINGS: len(booked) // 4,
        at.PERSON_BOOKINGS: len(taken) // 4,
        at.STABILITY_TIER: 1 + tiers.index("stability") if "stability" in tiers else -1,
        at.COST_BASE: problem.fixed_cost,
        at.MAKESPAN_TIER: 1 + tiers.index("makespan") if "makespan" in tiers else -1,
        at.TARDINESS_TIER: 1 + tiers.index("tardiness") if "tardiness" in tiers else -1,
        at.COST_TIER: 1 + tiers.index("cost") if "cost" in tiers else -1,
        at.VALUE_TIER: 1 + tiers.index("value") if "value" in tiers else -1,
    }
    lists = {
        at.NODE_OF: _ints(a.node for a in problem.activities),
        at.RELEASE: _ints(a.release for a in problem.activities),
        at.GROUP: groups,
        at.GROUP_PTR: group_ptr,
        at.GROUP_LIST: group_list,
        at.GROUP_DUE: _due_boundaries(problem, groups),
        at.TIER_PTR: np.searchsorted(terms[at.TERM_TIER], np.arange(len(tiers) + 2)),
        at.NEED_PTR: _stretches([0] * len(a.staffing) for a in problem.activities)[0],
        at.NEED_COUNT: _ints(s.count for _, _, s in needs),
        at.NEED_SHARE: _ints(s.share for _, _, s in needs),
        at.CAND_PTR: candidates.ptr,
        at.CAND_PERSON: candidates.person,
        at.CAND_ROW: candidates.row,
        at.CAND_LEAST: candidates.least,
        at.CAND_COST: candidates.cost,
        at.CAND_ORDER: candidates.order,
        at.SCARCITY: candidates.scarcity,
        at.HOLD_ROW: _ints(-1 if a.hold is None else slots.row(a.hold) for a in problem.activities),
        at.DEMAND_PTR: demand_ptr,
        at.DEMAND_WORD: demand_word,
        at.DEMAND_BITS: _ints(bits for _, _, bits in demands),
        at.DEMAND_AMOUNT: _ints(amount for _, amount, _ in demands),
        at.EMPTY_WORD: _ints(words.empty),
        at.INTO_PTR: into_ptr,
        at.INTO: into,
        at.OUT_PTR: out_ptr,
        at.OUT: out_list,
        at.ARROW_SOURCE: _ints(
            -1 if a.source.activity is None else a.source.activity for a in arrows
        ),
        at.ARROW_PART: _ints(ENDPOINTS[a.source.endpoint] for a in arrows),
        at.ARROW_SUCC: _ints(a.succ for a in arrows),
        at.ARROW_TO: _ints(
            -1 if endpoint is None else ENDPOINTS[endpoint]
            for pair in targets
            for endpoint, _ in pair
        ),
        at.ARROW_ROW: _ints(
            -1 if least is None else slots.row(least, identity=horizon)
            for pair in targets
            for _, least in pair
        ),
        at.ARROW_LENGTH: _ints(len(a.targets[0][1]) for a in arrows),
        at.FOLLOWER_PTR: follower_ptr,
        at.FOLLOWER: follower,
        at.WAITING: _ints(network.waiting),
        at.NODE_ORDER: _ints(problem.order),
        at.NODE_VALUE: _ints(problem.values.get(k, 0) for k in range(nodes)),
        at.REQUIRE_PTR: require_ptr,
        at.REQUIRE: require,
        at.DROPPABLE: _ints(droppable),
        at.RESOURCE_BOOKED: _ints(booked),
        at.PERSON_BOOKED: _ints(taken),
        at.BASELINE_START: _base(problem),
        at.CAND_CHANGE: candidates.change,
        at.NODE_CHANGE: _ints(problem.baseline.drops.get(k, 0) for k in range(nodes)),
        at.GOAL: _ints([0, *(tier.goal or 0 for tier in problem.tiers)]),
        **terms,
    }
    return Flat(
        data=pack(at.FLAT_HEAD, numbers, lists),
        tables=slots.joined(np.int32),
        values=values.joined(np.int64),
    )


def _booked(problem: Problem, words: PackedCapacities) -> tuple[list[int], list[int]]:
    """Return what is booked of resources and of people, four numbers each."""
    booked: list[int] = []
    taken: list[int] = []
    for b in problem.booked:
        if b.kind == "resource":
            word, amount = words.booked(b.index, b.amount)
            booked += (word, b.start, b.end, amount)
        else:
            taken += (b.index, b.start, b.end, b.amount)
    return booked, taken


def _base(problem: Problem) -> IntArray:
    """Return by activity its start in the baseline, where it is to be kept near that; else -1."""
    starts = problem.baseline.starts
    if "stability" not in problem.tier_names or not starts:
        return np.full(len(problem.activities), -1, dtype=np.int64)
    return _ints(-1 if at is None or at >= problem.horizon else at for at in starts)


def _terms(evaluator: Evaluator, values: _Tables) -> dict[int, IntArray]:
    """Return terms and deadlines; a deadline is a term of weight 1 in minutes beyond it."""
    measured: list[tuple[int, int, int, Finish, list[Table]]] = []
    problem = evaluator.problem
    timeline = problem.timeline
    for limit in problem.limits:
        allowed = int(timeline.team_minutes(np.array([limit.instant]))[0])
        made: dict[Table, Table] = {}
        for _, source in limit.finish.sources:
            if source.instants not in made:
                late = timeline.team_minutes(source.instants.values) - allowed
                broken = source.instants.values > limit.instant
                excess = np.where(broken, np.maximum(late, 0) + timeline.slot_minutes, 0)
                made[source.instants] = Table(excess)
        tables = [made[source.instants] for _, source in limit.finish.sources]
        measured.append((0, 1, 0, limit.finish, tables))
    for k, tier in enumerate(problem.tiers, start=1):
        for term in tier.terms:
            tables = [evaluator.reached(source, term) for _, source in term.finish.sources]
            measured.append((k, term.weight, term.due, term.finish, tables))
    sources = [
        (node, source, values.row(table))
        for _, _, _, finish, tables in measured
        for (node, source), table in zip(finish.sources, tables, strict=True)
    ]
    return {
        at.TERM_TIER: _ints(d[0] for d in measured),
        at.TERM_WEIGHT: _ints(d[1] for d in measured),
        at.TERM_DUE: _ints(d[2] for d in measured),
        at.SOURCE_PTR: _stretches([0] * len(d[3].sources) for d in measured)[0],
        at.SOURCE_NODE: _ints(node for node, _, _ in sources),
        at.SOURCE_ACTIVITY: _ints(-1 if s.activity is None else s.activity for _, s, _ in sources),
        at.SOURCE_PART: _ints(ENDPOINTS[s.endpoint] for _, s, _ in sources),
        at.SOURCE_ROW: _ints(row for _, _, row in sources),
    }


def _groups(problem: Problem) -> IntArray:
    """Return a number per activity, the same for all of a project."""
    numbers: dict[str, int] = {}
    return _ints(numbers.setdefault(a.group, len(numbers)) for a in problem.activities)


def _due_boundaries(problem: Problem, groups: IntArray) -> IntArray:
    """Return the boundary up to which each group is not late; 0 without a due date."""
    due = np.zeros(int(groups.max(initial=-1)) + 1, dtype=np.int64)
    reached = problem.timeline.team_minutes(problem.timeline.ends) // problem.tick
    for term in problem.tier("tardiness").terms if "tardiness" in problem.tier_names else ():
        inside = {int(groups[s.activity]) for _, s in term.finish.sources if s.activity is not None}
        if len(inside) == 1 and len(term.finish.nodes) > 1:
            group = inside.pop()
            due[group] = np.searchsorted(reached, term.due, side="right") - 1
            if term.late is not None:
                at = np.searchsorted(problem.timeline.ends, term.late.instant, side="right")
                due[group] = at - 1
    return due


class _Candidates:
    """What is known of every candidate of every need, and how needed each person is.

    Attributes
    ----------
    ptr
        Where the candidates of each need begin.
    person, row, least, cost, change
        By candidate: person, finish table, fewest slots, cost, what it weighs that they are new.
    scarcity
        By person: rank by how much work counts on them, in slots, shared among candidates.
    order
        By need: its candidates by fewest slots, then scarcity, then person.
    """

    def __init__(self, problem: Problem, slots: _Tables) -> None:
        needs = [s for a in problem.activities for s in a.staffing]
        uses = Counter(needs)
        people, row, least = {}, {}, {}
        needed = np.zeros(len(problem.people))
        for staffing, times in uses.items():
            people[staffing] = _ints(staffing.people)
            row[staffing] = _ints(slots.row(table) for table in staffing.finish)
            least[staffing] = _ints(table.fewest_slots for table in staffing.finish)
            share = (
                least[staffing].min(initial=UNREACHABLE)
                * staffing.count
                / max(1, len(least[staffing]))
            )
            needed[people[staffing]] += times * share
        self.ptr = np.concatenate([[0], np.cumsum([len(s.people) for s in needs], dtype=np.int64)])
        self.person, self.row, self.least = (
            np.concatenate([_ints([]), *(parts[s] for s in needs)])
            for parts in (people, row, least)
        )
        self.cost = np.zeros(len(self.person), dtype=np.int64)
        if "cost" in problem.tier_names:
            self.cost = _ints(
                problem.costs[a.index, n, p]
                for a in problem.activities
                for n, s in enumerate(a.staffing)
                for p in s.people
            )
        self.change = np.zeros(len(self.person), dtype=np.int64)
        if "stability" in problem.tier_names:
            self.change = _ints(
                problem.baseline.changes.get((a.index, n, p), 0)
                for a in problem.activities
                for n, s in enumerate(a.staffing)
                for p in s.people
            )
        self.scarcity = np.unique(needed, return_inverse=True)[1].astype(np.int64)
        order = {
            staffing: np.lexsort((person, self.scarcity[person], least[staffing]))
            for staffing, person in people.items()
        }
        first = self.ptr[:-1].tolist()
        self.order = np.concatenate(
            [_ints([]), *(order[s] + at for s, at in zip(needs, first, strict=True))]
        )

"""Writes a problem as flat arrays of integers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.event_lists import event_lists, takes_whole_time
from allocator.heuristics.kernel.need_lists import need_lists
from allocator.heuristics.kernel.packed_capacities import PackedCapacities
from allocator.heuristics.kernel.packing import (
    Flat,
    PackedTables,
    integers,
    pack,
    pointers,
    stretches,
)
from allocator.heuristics.kernel.people_rule_lists import people_rule_lists
from allocator.heuristics.kernel.team_lists import team_lists
from allocator.heuristics.kernel.term_lists import term_lists
from allocator.heuristics.network import Network
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.timeline import IntArray


def flatten(evaluator: Evaluator, network: Network) -> Flat:
    """Write the problem of an evaluator as flat arrays."""
    problem = evaluator.problem
    slots, values = PackedTables(), PackedTables()
    lists = {
        **need_lists(problem, slots),
        **_activity_lists(problem, slots),
        **_arrow_lists(problem, network, slots),
        **_item_lists(problem),
        **_project_lists(problem),
        **_booking_lists(problem),
        **people_rule_lists(problem),
        **_budget_lists(problem),
        **team_lists(problem, slots),
        **term_lists(evaluator, values),
    }
    lists |= event_lists(problem, network, lists)
    return Flat(
        data=pack(at.FLAT_HEAD, _numbers(problem, lists), lists),
        tables=slots.joined(np.int32),
        values=values.joined(np.int64),
    )


def _numbers(problem: Problem, lists: Mapping[int, IntArray]) -> dict[int, int]:
    """Return sizes, and the places of tiers in a score."""
    places = {name: k for k, name in enumerate(problem.tier_names, start=1)}
    return {
        at.HORIZON: problem.horizon,
        at.ACTIVITIES: len(problem.activities),
        at.NODES: len(problem.items),
        at.PEOPLE: len(problem.people),
        at.WHOLE: problem.share_scale,
        at.COST_BASE: problem.fixed_cost,
        at.PREFERENCE_BASE: problem.fixed_preference,
        at.DROPPABLES: len(lists[at.DROPPABLE]),
        at.TERMS: len(lists[at.TERM_TIER]),
        at.WORDS: len(lists[at.EMPTY_WORD]),
        at.GROUPS: len(lists[at.GROUP_DUE]),
        at.RESOURCE_BOOKINGS: len(lists[at.RESOURCE_BOOKED]) // 4,
        at.PERSON_BOOKINGS: len(lists[at.PERSON_BOOKED]) // 4,
        at.TIERS: len(places) + 1,
        at.PAIRED: int(problem.people_rules.has_pairs),
        at.LIMITED: int(bool(problem.people_rules.max_items)),
        at.PROFILES: len(problem.people) * (2 if problem.people_rules.max_items else 1),
        at.CHOICES: sum(bool(a.choice) for a in problem.activities),
        at.WHOLE_TIME: int(takes_whole_time(problem)),
        at.NEED_CLASSES: int(lists[at.CLASS_OF].max(initial=-1)) + 1,
        at.WEIGHT_FIRST: int(problem.tier_names[:1] in (("cost",), ("preference",))),
        at.STABILITY_TIER: places.get("stability", -1),
        at.MAKESPAN_TIER: places.get("makespan", -1),
        at.TARDINESS_TIER: places.get("tardiness", -1),
        at.COST_TIER: places.get("cost", -1),
        at.PREFERENCE_TIER: places.get("preference", -1),
        at.VALUE_TIER: places.get("value", -1),
        at.BUDGETS: len(problem.budgets),
        at.BUDGET_TIER: places.get("budget", -1),
    }


def _activity_lists(problem: Problem, slots: PackedTables) -> dict[int, IntArray]:
    activities, kept = problem.activities, mandatory(problem)
    return {
        at.NODE_OF: integers(a.node for a in activities),
        at.RELEASE: integers(a.release for a in activities),
        at.HOLD_ROW: integers(-1 if a.hold is None else slots.row(a.hold) for a in activities),
        at.DROPPABLE: integers(a.index for a in activities if a.node not in kept),
        at.BASELINE_START: _baseline_starts(problem),
        **_choice_lists(problem),
    }


def _choice_lists(problem: Problem) -> dict[int, IntArray]:
    """Return by activity the first of the needs of which one is filled, and the one after them."""
    activities = problem.activities
    first = pointers(len(a.staffing) for a in activities).tolist()
    return {
        at.CHOICE_FIRST: integers(
            first[a.index] + a.choice[0] if a.choice else -1 for a in activities
        ),
        at.CHOICE_LAST: integers(
            first[a.index] + a.choice[-1] + 1 if a.choice else -1 for a in activities
        ),
    }


def _arrow_lists(problem: Problem, network: Network, slots: PackedTables) -> dict[int, IntArray]:
    """Return the arrows, each with two targets, and which activities they connect."""
    arrows = problem.arrows
    targets = [target for arrow in arrows for target in [*arrow.targets, (None, None)][:2]]
    out: list[list[int]] = [[] for _ in problem.activities]
    for k, arrow in enumerate(arrows):
        if arrow.source.activity is not None:
            out[arrow.source.activity].append(k)
    into_ptr, into = stretches(network.into)
    out_ptr, out_list = stretches(out)
    follower_ptr, follower = stretches(network.followers)
    return {
        at.INTO_PTR: into_ptr,
        at.INTO: into,
        at.OUT_PTR: out_ptr,
        at.OUT: out_list,
        at.FOLLOWER_PTR: follower_ptr,
        at.FOLLOWER: follower,
        at.WAITING: integers(network.waiting),
        at.ARROW_SOURCE: integers(
            -1 if a.source.activity is None else a.source.activity for a in arrows
        ),
        at.ARROW_ENDPOINT: integers(at.ENDPOINTS[a.source.endpoint] for a in arrows),
        at.ARROW_SUCC: integers(a.succ for a in arrows),
        at.ARROW_TO: integers(-1 if to is None else at.ENDPOINTS[to] for to, _ in targets),
        at.ARROW_ROW: integers(
            -1 if least is None else slots.row(least, identity=problem.horizon)
            for _, least in targets
        ),
        at.ARROW_LENGTH: integers(len(a.targets[0][1]) for a in arrows),
    }


def _item_lists(problem: Problem) -> dict[int, IntArray]:
    nodes = range(len(problem.items))
    requires: list[list[int]] = [[] for _ in nodes]
    for a, b in problem.requires:
        requires[a].append(b)
    require_ptr, require = stretches(requires)
    return {
        at.NODE_ORDER: integers(problem.order),
        at.NODE_VALUE: integers(problem.values.get(k, 0) for k in nodes),
        at.NODE_CHANGE: integers(problem.baseline.drops.get(k, 0) for k in nodes),
        at.REQUIRE_PTR: require_ptr,
        at.REQUIRE: require,
        at.GOAL: integers([0, *(tier.goal or 0 for tier in problem.tiers)]),
    }


def _project_lists(problem: Problem) -> dict[int, IntArray]:
    numbers: dict[str, int] = {}
    groups = integers(numbers.setdefault(a.group, len(numbers)) for a in problem.activities)
    members: list[list[int]] = [[] for _ in numbers]
    for a, group in enumerate(groups):
        members[group].append(a)
    group_ptr, group_list = stretches(members)
    return {
        at.GROUP: groups,
        at.GROUP_PTR: group_ptr,
        at.GROUP_LIST: group_list,
        at.GROUP_DUE: _due_boundaries(problem, groups),
    }


def _booking_lists(problem: Problem) -> dict[int, IntArray]:
    """Return what activities and bookings take of resources, and bookings of people."""
    words = PackedCapacities(problem)
    by_activity = [words.demands(a.demands) for a in problem.activities]
    demands = [demand for found in by_activity for demand in found]
    resources: list[int] = []
    people: list[int] = []
    for b in problem.booked:
        if b.kind == "resource":
            word, amount = words.booked(b.index, b.amount)
            resources += (word, b.start, b.end, amount)
        else:
            people += (b.index, b.start, b.end, b.amount)
    return {
        at.DEMAND_PTR: pointers(map(len, by_activity)),
        at.DEMAND_WORD: integers(word for word, _, _ in demands),
        at.DEMAND_AMOUNT: integers(amount for _, amount, _ in demands),
        at.DEMAND_BITS: integers(bits for _, _, bits in demands),
        at.EMPTY_WORD: integers(words.empty),
        at.RESOURCE_BOOKED: integers(resources),
        at.PERSON_BOOKED: integers(people),
    }


def _budget_lists(problem: Problem) -> dict[int, IntArray]:
    budget_of = np.full(len(problem.activities), -1, dtype=np.int64)
    for number, budget in enumerate(problem.budgets):
        budget_of[list(budget.activities)] = number
    return {
        at.BUDGET_OF: budget_of,
        at.BUDGET_ROOM: integers(budget.room for budget in problem.budgets),
        at.BUDGET_PART: integers(b.part if b.hard else 0 for b in problem.budgets),
    }


def _baseline_starts(problem: Problem) -> IntArray:
    """Return by activity its start in the baseline, where it is to be kept near that; else -1."""
    starts = problem.baseline.starts
    if "stability" not in problem.tier_names or not starts:
        return np.full(len(problem.activities), -1, dtype=np.int64)
    return integers(-1 if at is None or at >= problem.horizon else at for at in starts)


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

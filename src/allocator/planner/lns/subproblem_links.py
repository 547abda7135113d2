"""Links and finishes of a subproblem: those to fixed activities become bounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from allocator.planner.lns.frame import Frame
from allocator.problem.activity import Endpoint
from allocator.problem.objective import Finish, Limit, Term, Tier
from allocator.problem.partial_order import order_pairs
from allocator.problem.precedence import Arrow, Source
from allocator.problem.timeline import NEVER, Table


class SubproblemLinks:
    """Makes the links, limits and tiers of a subproblem.

    Parameters
    ----------
    frame
        The activities and slots of the subproblem.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame, self._window = frame, frame.window
        self._schedule, self._whole = frame.schedule, frame.schedule.problem
        self._solution, self._place = frame.schedule.solution, frame.place

    def arrows_and_limits(self) -> tuple[list[Arrow], list[Limit]]:
        """Return the links of the members, and what links to fixed activities demand of them."""
        arrows, limits = [], []
        touching = sorted({k for a in self._frame.members for k in self._schedule.arrows_of[a]})
        for k in touching:
            arrow = self._whole.arrows[k]
            pred, succ = arrow.source.activity, arrow.succ
            if succ in self._place:
                if pred in self._place:
                    arrows.append(self._between_members(arrow))
                elif (value := self._value(arrow.source)) is not None:
                    arrows.append(self._from_fixed(arrow, value))
            elif pred is not None and pred in self._place and self._schedule.starts[succ] >= 0:
                limits.append(self._to_fixed(arrow))
        arrows += self._in_order()
        return arrows, limits

    def _between_members(self, arrow: Arrow) -> Arrow:
        assert arrow.source.activity is not None
        source = self._source(arrow.source, self._place[arrow.source.activity])
        targets = tuple((endpoint, self._window.table(least)) for endpoint, least in arrow.targets)
        return Arrow(source, self._place[arrow.succ], targets, arrow.nodes)

    def _from_fixed(self, arrow: Arrow, value: int) -> Arrow:
        """Return a link from a fixed activity as least values."""
        targets = []
        for endpoint, least in arrow.targets:
            floor = least[value]
            beyond = floor > self._window.last
            shifted = NEVER if beyond else max(0, floor - self._window.first)
            targets.append((endpoint, _constant(shifted)))
        source = Source(None, Endpoint.START, _constant(0))
        return Arrow(source, self._place[arrow.succ], tuple(targets), arrow.nodes)

    def _to_fixed(self, arrow: Arrow) -> Limit:
        """Return a link to a fixed activity as a latest instant of its source."""
        latest = -1
        for endpoint, least in arrow.targets:
            value = self._value(Source(arrow.succ, endpoint, least))
            assert value is not None
            latest = max(latest, int(np.searchsorted(least.values, value, side="right")) - 1)
        assert arrow.source.activity is not None
        instants, place = arrow.source.instants, self._place[arrow.source.activity]
        instant = instants[0] - 1 if latest < 0 else instants[latest]
        finish = Finish((place,), ((place, self._source(arrow.source, place)),))
        return Limit("freeze", self._whole.activities[arrow.succ].id, instant, finish)

    def _in_order(self) -> Iterable[Arrow]:
        """Yield links that keep the order of the shiftable activities."""
        ends, whole, window = self._schedule.ends, self._whole, self._window
        for one, other in order_pairs(whole, self._solution, ends, self._frame.shiftable):
            activity, succ = whole.activities[one], self._place[other]
            nodes = (activity.node, whole.activities[other].node)
            if activity.staffing:
                boundaries = window.timeline.boundary_instants
                end = Source(self._place[one], Endpoint.WORK_END, boundaries)
                least = Table(np.arange(len(boundaries), dtype=np.int64))
                yield Arrow(end, succ, ((Endpoint.START, least),), nodes)
            if activity.hold is not None and activity.demands:
                start = Source(self._place[one], Endpoint.START, window.timeline.slot_instants)
                held = window.elapsed_ends(activity.hold).values
                least = Table(np.minimum(held, window.last - window.first))
                yield Arrow(start, succ, ((Endpoint.START, least),), nodes)

    def limits(self) -> Iterable[Limit]:
        """Yield the limits of the whole that concern members."""
        for limit in self._whole.limits:
            finish = self._finish(limit.finish)
            if finish is not None:
                yield Limit(limit.kind, limit.id, limit.instant, finish)

    def tier(self, tier: Tier) -> Tier:
        """Return a tier of the whole with the terms that concern members, without its goal."""
        return dataclasses.replace(tier, terms=tuple(self._terms(tier.terms)), goal=None)

    def _terms(self, terms: Iterable[Term]) -> Iterable[Term]:
        for term in terms:
            finish = self._finish(term.finish)
            if finish is not None:
                yield dataclasses.replace(term, finish=finish)

    def _finish(self, finish: Finish) -> Finish | None:
        """Return a finish of members and the latest fixed activity; None without a member."""
        found: list[tuple[int, Source]] = []
        latest: int | None = None
        for node, source in finish.sources:
            a = source.activity
            if a is not None and a in self._place:
                is_milestone = node != self._whole.activities[a].node
                if not is_milestone or self._solution.planned[node]:
                    item = self._frame.fixed_item if is_milestone else self._place[a]
                    found.append((item, self._source(source, self._place[a])))
            elif self._solution.planned[node] and (value := self._value(source)) is not None:
                instant = source.instants[value]
                latest = instant if latest is None else max(latest, instant)
        if not found:
            return None
        if latest is not None:
            source = Source(None, Endpoint.START, _constant(latest))
            found.append((self._frame.fixed_item, source))
        return Finish(tuple(dict.fromkeys(node for node, _ in found)), tuple(found))

    def _source(self, source: Source, activity: int) -> Source:
        instants = self._window.instants(source.instants)
        return Source(activity, source.endpoint, instants, source.backward)

    def _value(self, source: Source) -> int | None:
        """Return the value of a source's variable in the schedule; None if it is dropped."""
        return self._schedule.evaluation.variable(source)


def _constant(value: int) -> Table:
    return Table(np.array([value], dtype=np.int64))

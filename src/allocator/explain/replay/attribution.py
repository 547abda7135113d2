"""Finds the differences whose undoing brings a shift back."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from allocator.explain.replay.differences import Difference
from allocator.explain.replay.params import ReplayParams
from allocator.explain.replay.replays import Replay, Replays, Undone
from allocator.explain.replay.shifts import Shift

Finding = Literal["caused", "either", "other_plan", "not_tried"]

_BEYOND = 0.2
"""Share of a shift that counts beyond going back, or going further away."""


@dataclass(frozen=True)
class TriedPart:
    """A difference, or several that are undone together, and the share of a shift they explain."""

    undone: Undone
    share: float


@dataclass(frozen=True)
class Attribution:
    """What brings a shift back.

    Attributes
    ----------
    finding
        ``caused``: by each of ``parts`` alone; ``either``: only by undoing several together;
        ``other_plan``: by nothing, or by searching again; ``not_tried``: unknown.
    parts
        The largest first.
    by_search
        Whether searching again brings it back as well.
    """

    finding: Finding
    parts: tuple[TriedPart, ...] = ()
    by_search: bool = False


class Attributions:
    """Attributes shifts to differences.

    Parameters
    ----------
    replays
        Of the re-planning.
    tried, untried
        The differences that are undone, and those for which there is no time.
    params
        The numbers.
    """

    def __init__(
        self,
        replays: Replays,
        tried: Sequence[Difference],
        untried: Sequence[Difference],
        params: ReplayParams,
    ) -> None:
        self._replays, self._params = replays, params
        self._tried, self._untried = tuple(tried), tuple(untried)

    def of(self, shifts: Sequence[Shift]) -> dict[tuple[str, str], Attribution]:
        """Return what brings each of some shifts back, by list and id."""
        singles: list[Undone] = [(), *((one,) for one in self._tried)]
        plans = self._plans(singles, again=False)
        doubtful = [
            undone
            for undone in singles
            if any(self._is_doubtful(shift, plans[undone]) for shift in shifts)
        ]
        if doubtful:
            plans |= self._plans(list(dict.fromkeys([(), *doubtful])), again=True)
        found = {shift: self._alone(shift, plans) for shift in shifts}
        open_shifts = [shift for shift, one in found.items() if one is None]
        sets = self._sets(open_shifts, plans)
        plans |= self._plans(sets, again=False)
        return {
            (shift.what, shift.id): one or self._together(shift, plans, sets)
            for shift, one in found.items()
        }

    def _plans(self, asked: Sequence[Undone], *, again: bool) -> dict[Undone, tuple[Replay, ...]]:
        return dict(zip(asked, self._replays.run(asked, again=again), strict=True))

    def _is_doubtful(self, shift: Shift, plans: Sequence[Replay]) -> bool:
        """Whether one search brings a shift back and another does not."""
        return len({shift.restored(plan) >= self._params.most for plan in plans}) > 1

    def _alone(
        self, shift: Shift, plans: Mapping[Undone, tuple[Replay, ...]]
    ) -> Attribution | None:
        """Return the differences that bring a shift back alone; None where none does.

        Most searches have to bring it back, and more than the control. Where the control brings
        it back too, which means that the search might have found another plan, one is told that
        brings it back in every search.
        """
        control = restored(shift, plans[()]) or 0.0
        parts, also = [], []
        for one in self._tried:
            shares = _shares(shift, plans[(one,)])
            agreeing = sum(share >= self._params.least for share in shares)
            if not shares or agreeing < self._params.agreeing * len(shares):
                continue
            part = TriedPart((one,), statistics.fmean(shares))
            if part.share - control >= self._params.noise:
                parts.append(part)
            elif min(min(shares), control) >= self._params.most:
                also.append(part)
        found = tuple(sorted(parts or also[:1], key=lambda part: -part.share))
        return Attribution("caused", found, by_search=not parts) if found else None

    def _sets(
        self, shifts: Sequence[Shift], plans: Mapping[Undone, tuple[Replay, ...]]
    ) -> list[Undone]:
        """Return sets of differences that may bring back what none brings back alone."""
        if not shifts or len(self._tried) < 2:
            return []
        by_kind: dict[tuple[str, str | None], list[Difference]] = {}
        for one in self._tried:
            by_kind.setdefault((one.section, one.field), []).append(one)
        groups = [tuple(group) for group in by_kind.values() if len(group) > 1]
        gains = {
            one.key: sum(max(0.0, restored(s, plans[(one,)]) or 0.0) for s in shifts)
            for one in self._tried
        }
        ranked = sorted(self._tried, key=lambda one: -gains[one.key])
        pairs = list(itertools.combinations(ranked, 2))[: self._params.max_pairs]
        return list(dict.fromkeys([*pairs, *groups, self._tried]))

    def _together(
        self,
        shift: Shift,
        plans: Mapping[Undone, tuple[Replay, ...]],
        sets: Sequence[Undone],
    ) -> Attribution:
        control = restored(shift, plans[()]) or 0.0
        if control < self._params.most:
            for undone in sorted(sets, key=len):
                share = restored(shift, plans[undone])
                if share is not None and min(share, share - control) >= self._params.most:
                    return Attribution("either", (TriedPart(undone, share),))
        return Attribution("not_tried" if self._untried else "other_plan")


def restored(shift: Shift, plans: Sequence[Replay]) -> float | None:
    """Return which share of a shift some plans bring back on average; None without a plan."""
    shares = _shares(shift, plans)
    return statistics.fmean(shares) if shares else None


def _shares(shift: Shift, plans: Sequence[Replay]) -> list[float]:
    return [min(1 + _BEYOND, max(-_BEYOND, shift.restored(plan))) for plan in plans]

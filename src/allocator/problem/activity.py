"""Activities, their needs and the candidates for these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property

import numpy as np

from allocator.problem.timeline import BoolArray, Table


class Endpoint(Enum):
    """An instant of an activity, as a function of one of its variables.

    START and ELAPSED_END (the end of its elapsed time) are functions of the start slot, WORK_END
    (the end of the last one's work) of the end boundary. The finish is the later of WORK_END
    and ELAPSED_END.
    """

    START = "start"
    WORK_END = "work_end"
    ELAPSED_END = "elapsed_end"


@dataclass(frozen=True, eq=False)
class Staffing:
    """One need with its candidates; equal needs share one, which is equal to itself alone.

    Attributes
    ----------
    count
        How many people it takes.
    share
        Share of each one's time, in units of 1 / ``Problem.share_scale``.
    effort_hours
        Effort of each one.
    people
        Indices of the candidates.
    finish
        For each candidate, by start slot: finish boundary, NEVER where there is none.
    units
        For each candidate: capacity units that it takes, exactly; empty in a part of a problem.
    """

    count: int
    share: int
    effort_hours: Fraction
    people: tuple[int, ...]
    finish: tuple[Table, ...]
    units: tuple[Fraction, ...] = ()

    @cached_property
    def table(self) -> dict[int, Table]:
        """Finish tables by candidate."""
        return dict(zip(self.people, self.finish, strict=True))

    @cached_property
    def fewest_slots(self) -> int:
        """The fewest slots from start to finish that any candidate takes; 0 without a start."""
        return min((table.fewest_slots for table in set(self.finish)), default=0)

    def end(self, person: int, start: int) -> int:
        """Return the boundary at which a candidate who starts in a slot is done."""
        return self.table[person][start]


@dataclass(frozen=True, eq=False)
class CommonTime:
    """How much working time any two people of an activity must have in common, as limits.

    Attributes
    ----------
    limits
        For two needs, the first no later than the second (n, m), and people (p on n, q on m; p < q
        on one need): by start slot the last boundary by which the earlier of the two must be
        done. Nothing is asked of others.
    """

    limits: Mapping[tuple[int, int], Mapping[tuple[int, int], Table]]

    def allows(
        self, staffing: Sequence[Staffing], people: Sequence[Sequence[int]], start: int
    ) -> bool:
        """Return whether people, by need, have enough time in common from a start on."""
        for (n, m), limits in self.limits.items():
            for p in people[n]:
                for q in people[m]:
                    limit = limits.get((p, q))
                    if limit is not None:
                        done = min(staffing[n].end(p, start), staffing[m].end(q, start))
                        if done > limit[start]:
                            return False
        return True

    def pairs(
        self, staffing: Sequence[Staffing]
    ) -> Iterator[tuple[tuple[int, int], tuple[int, int], BoolArray]]:
        """Yield pairs of needs and people with the slots, shape (H,), in which they may start."""
        for (n, m), limits in self.limits.items():
            for (p, q), limit in limits.items():
                one, other = staffing[n].table.get(p), staffing[m].table.get(q)
                if one is not None and other is not None:
                    done = np.minimum(one.values, other.values)
                    yield (n, m), (p, q), np.asarray(done <= limit.values)


@dataclass(frozen=True)
class Activity:
    """A work item that takes time.

    Attributes
    ----------
    index
        Position among the activities; -1 if it is frozen.
    node
        Position among the items.
    id
        The item's id.
    group
        Name of its project, or of itself if it has none; see ``Problem.group_weights``.
    under_way
        Whether it has been started.
    staffing
        Its needs; empty for a purely elapsed item.
    elapsed
        Its elapsed time in minutes, or None.
    hold
        By start slot, or None without elapsed time: first boundary index whose slot begins at or
        after the end of the elapsed time (at most H); NEVER where an item without people may not
        start.
    demands
        Pairs of resource index and amount.
    release
        First slot in which it may start.
    choice
        Needs of which exactly one is filled: each is for another number of people who share the
        work. Of the others all are filled.
    common
        Working time that its people must have in common, if any is asked for.
    is_held
        Whether its start is given, so that it takes its people before others do.
    """

    index: int
    node: int
    id: str
    group: str
    under_way: bool
    staffing: tuple[Staffing, ...]
    elapsed: int | None
    hold: Table | None
    demands: tuple[tuple[int, int], ...]
    release: int
    choice: range = range(0)
    common: CommonTime | None = None
    is_held: bool = False

    @cached_property
    def least(self) -> tuple[Staffing, ...]:
        """What any choice of people takes at least: in place of needs to choose from one need.

        It takes as few people as any of them, each as long as where most share the work.
        """
        if not self.choice:
            return self.staffing
        options = [self.staffing[n] for n in self.choice]
        table = {p: each for option in options for p, each in option.table.items()}
        units: dict[int, Fraction] = {}
        for option in options:
            units.update(zip(option.people, option.units, strict=bool(option.units)))
        shared = Staffing(
            count=min(option.count for option in options),
            share=options[0].share,
            effort_hours=min(option.effort_hours for option in options),
            people=tuple(sorted(table)),
            finish=tuple(table[p] for p in sorted(table)),
            units=tuple(units[p] for p in sorted(table) if p in units),
        )
        before, after = self.staffing[: self.choice[0]], self.staffing[self.choice[-1] + 1 :]
        return (*before, shared, *after)

    @property
    def teams(self) -> tuple[tuple[int, ...], ...]:
        """The sets of needs that can be filled together."""
        rest = [n for n in range(len(self.staffing)) if n not in self.choice]
        return tuple(tuple(sorted((*rest, n))) for n in self.choice) or (tuple(rest),)

    @property
    def possible_teams(self) -> tuple[tuple[int, ...], ...]:
        """Those of the teams for which there are enough candidates."""
        needs = self.staffing
        return tuple(
            team for team in self.teams if all(len(needs[n].people) >= needs[n].count for n in team)
        )

    def end(self, start: int, people: Sequence[Sequence[int]]) -> int:
        """Return the boundary at which the last of the people, by need, is done.

        It is the start itself where the item has no people.
        """
        ends = [
            staffing.end(person, start)
            for staffing, chosen in zip(self.staffing, people, strict=True)
            for person in chosen
        ]
        return max(ends, default=start)


@dataclass(frozen=True)
class FixedItem:
    """A frozen item, with its place.

    Attributes
    ----------
    activity
        The item as an activity; its index is -1.
    start, end
        Slot in which it starts, and boundary at which its people are done.
    people
        By need.
    """

    activity: Activity
    start: int
    end: int
    people: tuple[tuple[int, ...], ...]

    @property
    def reach(self) -> int:
        """How many slots of the axis it needs, where nobody is on it too."""
        return max(self.start + 1, self.end)

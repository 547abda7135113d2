"""Crowds: people of whom, at no time, more can be at work than there are.

Of all needs that only people of a crowd can fill, those that are filled at the same time take no
more than the crowd has. This is the easy half of Hall's theorem, for every set of needs; at an
instant, where each place takes a whole person, all crowds together are its other half too: if none
has too few, everybody can be told what to do at that instant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.problem.model import Problem

People = frozenset[int]


@dataclass(frozen=True)
class CrowdWork:
    """What a need takes of a crowd at least.

    Attributes
    ----------
    activity
        Index of the activity.
    slots
        The fewest slots that it takes anybody, from the activity's start on.
    amount
        Share units of all its people.
    """

    activity: int
    slots: int
    amount: int


@dataclass(frozen=True)
class Crowd:
    """Some people, and all work that only they can do.

    Attributes
    ----------
    people
        Who they are.
    capacity
        Share units of all of them.
    work
        By need; those of one activity that take equally long together.
    """

    people: People
    capacity: int
    work: tuple[CrowdWork, ...]

    @property
    def load(self) -> float:
        """The slots for which the whole crowd is busy."""
        return sum(each.slots * each.amount for each in self.work) / max(1, self.capacity)


def crowds(problem: Problem, most: int) -> list[Crowd]:
    """Return crowds, the most loaded ones where there are many: at most so many.

    Each is the union of the candidates of some needs, that of all needs among them.
    """
    circles = _circles(problem)
    unions = dict.fromkeys(circles)
    unions[frozenset().union(*circles)] = None
    for union in _unions(circles, 4 * most):
        unions[union] = None
    found = [_crowd(problem, union) for union in unions]
    binding = [each for each in found if _can_be_short(problem, each)]
    return sorted(binding, key=lambda each: -each.load)[:most]


def _circles(problem: Problem) -> list[People]:
    """Return the different sets of people who can fill a need."""
    found = {
        frozenset(staffing.people) for activity in problem.activities for staffing in activity.least
    }
    return sorted(found, key=lambda people: (len(people), sorted(people)))


def _unions(circles: Sequence[People], most: int) -> Iterator[People]:
    """Yield unions of two, three and more circles that have people in common.

    Where they have none, what holds for each of them says all that the union does.
    """
    known = set(circles)
    last = list(circles)
    while last:
        grown: dict[People, None] = {}
        for union in last:
            for circle in circles:
                both = union | circle
                if both not in known and union & circle:
                    known.add(both)
                    grown[both] = None
                    yield both
                    if len(known) >= most + len(circles):
                        return
        last = list(grown)


def _crowd(problem: Problem, people: People) -> Crowd:
    work: dict[tuple[int, int], int] = {}
    for activity in problem.activities:
        for staffing in activity.least:
            if people.issuperset(staffing.people):
                key = activity.index, staffing.fewest_slots
                work[key] = work.get(key, 0) + staffing.count * staffing.share
    return Crowd(
        people,
        len(people) * problem.share_scale,
        tuple(CrowdWork(*key, amount) for key, amount in work.items()),
    )


def _can_be_short(problem: Problem, crowd: Crowd) -> bool:
    """Return whether the crowd has too few people for all of its work at once."""
    booked = sum(b.amount for b in problem.booked if b.kind == "person" and b.index in crowd.people)
    return sum(each.amount for each in crowd.work) + booked > crowd.capacity

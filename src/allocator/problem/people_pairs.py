"""What activities ask of each other's people, and how many items people may be on at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from allocator.domain import Scenario, WorkItem
from allocator.domain.pair_choices import PairChoices
from allocator.errors import InfeasibleError
from allocator.problem.activity import Activity


@dataclass(frozen=True)
class PeopleRules:
    """Rules about who is on several activities.

    Attributes
    ----------
    apart
        Pairs of activities of which nobody is on both.
    together
        Pairs of activities of which everybody on the first is on the second too.
    on
        Pairs of an activity and a person who is on it.
    max_items
        Person -> most items that they may be on at a time, where that can bind.
    """

    apart: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, int], ...] = ()
    on: tuple[tuple[int, int], ...] = ()
    max_items: Mapping[int, int] = field(default_factory=dict)

    @property
    def has_pairs(self) -> bool:
        """Whether some activities ask anything of who is on them."""
        return bool(self.apart or self.together or self.on)

    @property
    def members(self) -> frozenset[int]:
        """The activities of pairs."""
        pairs = {a for pair in (*self.apart, *self.together) for a in pair}
        return frozenset(pairs | {a for a, _ in self.on})

    def among(self, place: Mapping[int, int], on: Iterable[tuple[int, int]] = ()) -> PeopleRules:
        """Return the rules among some activities, by their positions there.

        Parameters
        ----------
        place
            Position there by activity.
        on
            Activities, by position there, and people who must be on them for what is not there.
        """

        def inside(pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple((place[a], place[b]) for a, b in pairs if a in place and b in place)

        own = ((place[a], p) for a, p in self.on if a in place)
        people = tuple(dict.fromkeys((*own, *on)))
        return PeopleRules(inside(self.apart), inside(self.together), people, self.max_items)


class PairBuilder:
    """Builds what activities ask of each other's people.

    Parameters
    ----------
    scenario
        As it is planned.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._number = {person.id: k for k, person in enumerate(scenario.people)}
        asks = any(item.not_same_as or item.same_as for item in scenario.items)
        self._choices = PairChoices(scenario) if asks else None

    def allowed(self, item: WorkItem) -> frozenset[int] | None:
        """Return who may be on an item for what pairs ask; None where they ask nothing of it."""
        choices = self._choices
        if choices is None or item.id not in choices.left_out or choices.settled(item) is not None:
            return None
        return frozenset(self._number[name] for name in choices.possible[item.id])

    def check(self) -> None:
        """Check that frozen items keep what items ask of each other's people.

        Raises
        ------
        InfeasibleError
            If one does not.
        """
        if self._choices is None:
            return
        for pair in self._choices.pairs:
            broken = sorted(self._choices.broken_by(pair))
            if broken:
                field = "same_as" if pair.same else "not_same_as"
                raise InfeasibleError(
                    f"what is frozen breaks {field} of {pair.first.name}, which names "
                    f"{pair.second.name}: {', '.join(broken)}; make some of it free "
                    "(frozen: false in the baseline)"
                )

    def build(self, activities: Iterable[Activity], share_scale: int) -> PeopleRules:
        """Return the rules of the activities that are to be placed."""
        activities = tuple(activities)
        if self._choices is None:
            return PeopleRules(max_items=self._limits(activities, share_scale))
        index = {activity.id: activity.index for activity in activities}
        items = self._scenario.items
        firm = {index[one.id] for one in items if one.id in index and not one.is_droppable}
        apart, together, on = [], [], list[tuple[int, int]]()
        for one, other, same in self._choices.pairs:
            a, b = index.get(one.id), index.get(other.id)
            if a is not None and b is not None:
                if same:
                    together += self._subsets((a, one), (b, other))
                else:
                    apart.append((min(a, b), max(a, b)))
            elif same and (a is not None or b is not None):
                on += self._fixed((a, one), (b, other))
        return PeopleRules(
            tuple(dict.fromkeys(apart)),
            _closed(together, firm),
            tuple(dict.fromkeys(on)),
            self._limits(activities, share_scale),
        )

    def _subsets(
        self, one: tuple[int, WorkItem], other: tuple[int, WorkItem]
    ) -> list[tuple[int, int]]:
        """Return which of two activities has its people among the other's: both, if as many."""
        assert self._choices is not None
        few, many = self._choices.places(one[1]), self._choices.places(other[1])
        found = [(one[0], other[0])] if few <= many else []
        return [*found, (other[0], one[0])] if many <= few else found

    def _fixed(
        self, one: tuple[int | None, WorkItem], other: tuple[int | None, WorkItem]
    ) -> list[tuple[int, int]]:
        """Return the people who must be on the open one of two items, which has more places."""
        assert self._choices is not None
        (a, item), (_, settled) = (one, other) if other[0] is None else (other, one)
        people = self._choices.settled(settled)
        if a is None or people is None or len(people) >= self._choices.places(item):
            return []
        return [(a, self._number[name]) for name in sorted(people) if name in self._number]

    def _limits(self, activities: tuple[Activity, ...], share_scale: int) -> dict[int, int]:
        """Return how many items people may be on, where shares allow more of them at a time."""
        scenario = self._scenario
        if scenario.max_items is None and all(p.max_items is None for p in scenario.people):
            return {}
        shares = [s.share for a in activities for s in a.staffing]
        frozen = (item for item in scenario.items if scenario.is_frozen(item))
        shares += [int(need.share * share_scale) for item in frozen for need in item.staffing]
        most = share_scale // min(shares, default=share_scale)
        limits = ((k, scenario.max_items_of(person)) for k, person in enumerate(scenario.people))
        return {k: limit for k, limit in limits if limit is not None and limit < most}


def _closed(pairs: Iterable[tuple[int, int]], firm: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Return the pairs with those that follow: who is among those that are among others.

    They follow only by way of what is ``firm``, which is never dropped.
    """
    found = set(pairs)
    above: dict[int, set[int]] = {}
    for a, b in found:
        above.setdefault(a, set()).add(b)
    for a in above:
        waiting, seen = list(above[a]), set(above[a])
        while waiting:
            by = waiting.pop()
            for b in above.get(by, ()) if by in firm else ():
                if b not in seen:
                    seen.add(b)
                    waiting.append(b)
        found |= {(a, b) for b in seen if b != a}
    return tuple(sorted(found))

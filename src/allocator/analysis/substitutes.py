"""People who could replace those on an item."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.analysis.dates import taken_up
from allocator.calendars import Calendars
from allocator.domain import Need, Person, PlanItem, Scenario, WorkItem
from allocator.domain.pair_choices import PairChoices


@dataclass(frozen=True)
class Indispensable:
    """The people on an item whom nobody could replace, at its planned dates.

    Attributes
    ----------
    people
        Their ids, in the order in which the plan has them on the item.
    alone
        Whether the item takes one person, so that only this one can do it.
    """

    people: tuple[str, ...] = ()
    alone: bool = False


class Substitutes:
    """Finds the people who could do the items of a plan.

    Somebody could do an item in a place on it who has the needed skills at their levels, is not
    to be kept off it (``avoid``, or who is on other items in every plan), works at some time while
    the plan has the item under way, and
    does not leave before it ends. That an item is assigned to somebody is no reason: it can be
    assigned anew. Whoever is on it can do it.
    """

    def __init__(self, scenario: Scenario, calendars: Calendars) -> None:
        self._scenario, self._calendars = scenario, calendars
        self._skilled: dict[tuple[tuple[str, int], ...], tuple[Person, ...]] = {}
        self._left_out = PairChoices(scenario.scope).left_out

    def indispensable(self, entry: PlanItem) -> Indispensable:
        """Return the people of an entry whom nobody could replace."""
        item = self._scenario.item_by_id[entry.id]
        needs = item.staffing  # of work that people share, with as few of them as may be
        working = tuple(dict.fromkeys(work.person for work in entry.assignments if work.share > 0))
        places = sum(need.people for need in needs)
        if not working or places == 0:
            return Indispensable()
        able = [self._able(item, entry, need, places) for need in needs]
        if all(len(people) > places for people in able):
            return Indispensable()
        slots = [
            people for need, people in zip(needs, able, strict=True) for _ in range(need.people)
        ]
        found = tuple(person for person in working if not _filled(slots, without=person))
        return Indispensable(found, alone=places == 1 and bool(found))

    def _able(self, item: WorkItem, entry: PlanItem, need: Need, places: int) -> tuple[str, ...]:
        """Return who could take a place of a need; of many, one more than there are places."""
        on_it = [w.person for w in entry.assignments if set(w.skills) == set(need.skills)]
        found = dict.fromkeys(on_it)
        for person in self._there(item, entry, need):
            found[person] = None
            if len(found) > places:
                break
        return tuple(found)

    def _there(self, item: WorkItem, entry: PlanItem, need: Need) -> Iterator[str]:
        assert entry.start is not None and entry.finish is not None
        opens, closes = taken_up(entry, entry.start), entry.finish
        off = {*item.avoid, *self._left_out.get(item.id, ())}
        for person in self._with(need):
            if person.id not in off and self._works(person, opens, closes):
                yield person.id

    def _with(self, need: Need) -> tuple[Person, ...]:
        key = tuple(sorted(need.skills.items()))
        if key not in self._skilled:
            self._skilled[key] = tuple(
                person for person in self._scenario.people if not self._scenario.lacks(person, need)
            )
        return self._skilled[key]

    def _works(self, person: Person, opens: dt.datetime, closes: dt.datetime) -> bool:
        calendar = self._calendars.of(person)
        if calendar.leaves is not None and calendar.leaves < closes:
            return False
        return any(work for _, work in calendar.work_by_day(opens, closes))


def _filled(slots: Sequence[Sequence[str]], *, without: str) -> bool:
    """Whether every place can be filled by somebody else, by augmenting paths (Kuhn 1955)."""
    holder: dict[str, int] = {}
    return all(_fill(slots, place, holder, without) for place in range(len(slots)))


def _fill(slots: Sequence[Sequence[str]], place: int, holder: dict[str, int], without: str) -> bool:
    """Fill one more place along an augmenting path; return whether there is one."""
    came_from: dict[str, int] = {}
    waiting = deque([place])
    while waiting:
        here = waiting.popleft()
        for person in slots[here]:
            if person == without or person in came_from:
                continue
            came_from[person] = here
            if person not in holder:
                _pass_on(person, place, came_from, holder)
                return True
            waiting.append(holder[person])
    return False


def _pass_on(person: str, place: int, came_from: dict[str, int], holder: dict[str, int]) -> None:
    """Give each person on the path the place that the path led from."""
    while True:
        here = came_from[person]
        left = next((one for one, held in holder.items() if held == here), None)
        holder[person] = here
        if here == place or left is None:
            return
        person = left

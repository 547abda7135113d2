"""Loosens who may do an item, how fast, and together with whom.

A need of which something is loosened asks for a skill of its own, which exactly those have who
may fill it, at a level of its own for each speed. Where nobody in particular is asked for, that
includes somebody made up who does nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from allocator.domain import LinkType, Need, Person, Scenario, WorkItem
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.listing import is_open, needs_of

_FIRST_LEVEL = 1_000_000
"""Levels from here on stand for speeds."""


class OpenNeeds:
    """Rewrites items and people so that only some constraints on needs hold.

    Parameters
    ----------
    scenario
        Before anything is loosened.
    kept
        The constraints that hold.
    """

    def __init__(self, scenario: Scenario, kept: frozenset[Constraint]) -> None:
        self._scenario, self._kept = scenario, kept
        self._levels: dict[Fraction, int] = {}
        self._skills: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._made_up: list[Person] = []

    def items(self, pairs: Iterable[tuple[WorkItem, WorkItem]]) -> tuple[WorkItem, ...]:
        """Return items with loosened needs; where people need not start together, in parts.

        Parameters
        ----------
        pairs
            Each item loosened in everything else, and as it stands in the scenario.
        """
        parts = {original.id: list(self._parts(item, original)) for item, original in pairs}
        several = {name: [one.id for one in some[1:]] for name, some in parts.items() if some[1:]}
        found = (part for some in parts.values() for part in some)
        return tuple(_with_parts(part, several) if several else part for part in found)

    def _parts(self, item: WorkItem, original: WorkItem) -> Iterator[WorkItem]:
        """Yield an item, or, where its people need not start together, each one's part of it.

        Those who share an effort always start together: nobody knows the parts beforehand.
        """
        if not is_open(self._scenario, original):
            yield item
            return
        needs = [self._need(original, k, need) for k, need in enumerate(needs_of(item))]
        if original.choice:
            yield item.model_copy(update={"needs": tuple(needs)})
            return
        units = [
            need.model_copy(update={"people": 1}) for need in needs for _ in range(need.people)
        ]
        if len(units) < 2 or self._holds("together", item):
            yield item.model_copy(update={"needs": tuple(needs)})
            return
        yield item.model_copy(update={"needs": (units[0],)})
        for number, unit in enumerate(units[1:], 1):
            changes = {"id": f"{item.id}~{number}", "needs": (unit,)}
            yield item.model_copy(update={**changes, "resources": {}, "elapsed": None})

    def people(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """Return the people with the skills that rewritten needs ask for, and those made up."""
        skilled = (
            person.model_copy(update={"skills": {**person.skills, **self._skills[person.id]}})
            if person.id in self._skills
            else person
            for person in people
        )
        return (*skilled, *self._made_up)

    @property
    def proficiency(self) -> Mapping[int, float] | None:
        """The speed by level, those of rewritten needs included."""
        if not self._levels:
            return self._scenario.proficiency
        own = self._scenario.proficiency
        if not own:
            used = {level for person in self._scenario.people for level in person.skills.values()}
            own = dict.fromkeys(used, 1.0)
        return {**own, **{level: float(speed) for speed, level in self._levels.items()}}

    def _holds(self, kind: str, item: WorkItem, other: str = "") -> bool:
        return Constraint(kind, "item", item.id, other) in self._kept  # type: ignore[arg-type]

    def _need(self, item: WorkItem, number: int, need: Need) -> Need:
        """Return a need of which all is loosened that is not kept."""
        other = str(number)
        changes: dict[str, object] = {}
        if need.share < 1 and not self._holds("share", item, other):
            changes["share"] = 1.0
        if need.people > 1 and not self._holds("people", item, other):
            changes["people"] = 1
        for_all = not self._holds("skills", item, other)
        if for_all or self._is_faster(item, other, need):
            changes["skills"] = {f"~{item.id}~{number}": 0}
            self._let_fill(item, number, need, for_all=for_all)
        return need.model_copy(update=changes)

    def _is_faster(self, item: WorkItem, other: str, need: Need) -> bool:
        """Return whether somebody works faster on a need as its speed is loosened."""
        if self._holds("speed", item, other):
            return False
        return any(self._scenario.speed(p, need) < 1 for p in self._scenario.people)

    def _let_fill(self, item: WorkItem, number: int, need: Need, *, for_all: bool) -> None:
        """Give the skill of a rewritten need to whoever may fill it."""
        skill = f"~{item.id}~{number}"
        is_slow = self._holds("speed", item, str(number))
        for person in self._scenario.people:
            able = not self._scenario.lacks(person, need)
            if able or for_all:
                speed = self._scenario.speed(person, need) if able else Fraction(1)
                level = self._level(speed if is_slow else max(speed, Fraction(1)))
                self._skills[person.id][skill] = level
        for copy in range(need.numbers[-1] if for_all else 0):
            level = self._level(Fraction(1))
            self._made_up.append(Person(id=f"{skill}~{copy}", skills={skill: level}))

    def _level(self, speed: Fraction) -> int:
        return self._levels.setdefault(speed, _FIRST_LEVEL + len(self._levels))


def _with_parts(item: WorkItem, parts: Mapping[str, list[str]]) -> WorkItem:
    """Return an item that names all parts of others: it waits for the finish of all of them.

    That it has the same people as another one is left out where one of the two is in parts.
    """
    apart = tuple(name for other in item.not_same_as for name in parts.get(other, ()))
    whole = item.id not in {*parts, *(part for some in parts.values() for part in some)}
    same = tuple(other for other in item.same_as if whole and other not in parts)
    changes: dict[str, object] = {}
    if apart:
        changes["not_same_as"] = (*item.not_same_as, *apart)
    if same != item.same_as:
        changes["same_as"] = same
    more = tuple(
        link.model_copy(update={"item": part})
        for link in item.after
        if link.type in (LinkType.FS, LinkType.FF)
        for part in parts.get(link.item, ())
    )
    if more:
        changes["after"] = (*item.after, *more)
    return item.model_copy(update=changes) if changes else item

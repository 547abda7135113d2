"""Random scenarios without a plan, of one to five conflicts of different kinds."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any

START = dt.date(2027, 1, 4)
"""A Monday."""

Data = dict[str, Any]

Kind = Callable[["Planter"], None]
"""Plants a conflict."""


def planted(seed: int, conflicts: int, kinds: Sequence[Kind] | None = None) -> Data:
    """Return a scenario as data, with so many conflicts and some work that is in none.

    Parameters
    ----------
    seed
        Of all that is random.
    conflicts
        How many, each of another kind.
    kinds
        From which they are drawn; None for all.
    """
    rng = random.Random(seed)
    scenario: Data = {
        "name": f"conflicts-{seed}",
        "calendar": {"start": START.isoformat()},
        "proficiency": {1: 0.5, 2: 1.0, 3: 1.0},
        "sprints": {"length": "1w", "first": START.isoformat(), "count": 30},
        "people": [],
        "resources": [],
        "projects": [],
        "items": [],
    }
    for number, kind in enumerate(rng.sample(list(kinds or KINDS), conflicts)):
        Planter(scenario, rng, f"C{number}").plant(kind)
    bystander = Planter(scenario, rng, "Z")
    bystander.person("z", capacity=0.8)
    for number in range(rng.randint(1, 4)):
        after = [f"Z-{number - 1}"] if number and rng.random() < 0.5 else []
        bystander.item(str(number), "z", rng.randint(1, 3), after=after)
    rng.shuffle(scenario["items"])
    return {name: value for name, value in scenario.items() if value}


def workday(number: int) -> str:
    """Return the date of a working day, counted from 1, without holidays."""
    weeks, days = divmod(number - 1, 5)
    return (START + dt.timedelta(days=7 * weeks + days)).isoformat()


class Planter:
    """Adds people and items of one conflict to a scenario."""

    def __init__(self, scenario: Data, rng: random.Random, prefix: str) -> None:
        self._scenario, self._rng, self._prefix = scenario, rng, prefix

    @property
    def people(self) -> list[Data]:
        """All people planted so far."""
        found: list[Data] = self._scenario["people"]
        return found

    def plant(self, kind: Kind) -> None:
        kind(self)

    def days(self, least: int, most: int) -> int:
        return self._rng.randint(least, most)

    def person(self, name: str, level: int = 2, **fields: Any) -> str:
        ident = f"{self._prefix}-{name}".lower()
        self._scenario["people"].append({"id": ident, "skills": {ident: level}, **fields})
        return ident

    def item(self, name: str, person: str | None, days: int | None, **fields: Any) -> str:
        ident = f"{self._prefix}-{name}"
        if person is not None:
            skill = f"{self._prefix}-{person}".lower()
            fields = {"needs": [{"skills": {skill: 0}}], "effort": f"{days}d", **fields}
        self._scenario["items"].append({"id": ident, **fields})
        return ident

    def by(self, item: str, deadline: str) -> None:
        """Let an item be done by a date; a date of its own that it cannot keep is an error."""
        self.item("M", None, None, kind="milestone", after=[item], deadline=deadline)

    def project(self, **fields: Any) -> str:
        self._scenario["projects"].append({"id": f"{self._prefix}-p", **fields})
        return f"{self._prefix}-p"

    def resource(self, capacity: int) -> str:
        self._scenario["resources"].append({"id": f"{self._prefix}-gpu", "capacity": capacity})
        return f"{self._prefix}-gpu"

    def calendar(self, **fields: Any) -> None:
        self._scenario["calendar"].update(fields)


def _effort(p: Planter) -> None:
    """Two items of one person by one date."""
    p.person("a")
    one, two = p.days(2, 5), p.days(2, 5)
    for name, days in (("A", one), ("B", two)):
        p.item(name, "a", days, deadline=workday(one + two - 1))


def _budget(p: Planter) -> None:
    """What two items cost is more than their project may cost, whoever does them."""
    p.person("a", rate=60)
    p.people.append({**p.people[-1], "id": f"{p.people[-1]['id']}2", "rate": 80})
    one, two = p.days(2, 5), p.days(2, 5)
    project = p.project(budget={"limit": (one + two) * 8 * 60 - 1})
    for name, days in (("A", one), ("B", two)):
        p.item(name, "a", days, project=project)


def _dear_in_time(p: Planter) -> None:
    """Who is quick enough for the deadline costs more than the limit."""
    skilled = p.person("a", level=2, rate=90)
    p.people.append({"id": f"{skilled}2", "skills": {skilled: 1}, "rate": 40})
    days = p.days(2, 4)
    project = p.project(budget={"limit": days * 8 * 80})
    p.by(p.item("A", "a", days, project=project), workday(days + 1))


def _leaves(p: Planter) -> None:
    """Somebody leaves before what they wait for is done."""
    p.person("a", to=workday(p.days(6, 8)))
    p.person("b")
    first = p.item("A", "b", p.days(5, 7))
    p.item("B", "a", 4, after=[first])


def _never_together(p: Planter) -> None:
    """Two people of one item work on different days."""
    a = p.person("a", workdays=["mon", "tue"])
    b = p.person("b", workdays=["wed", "thu", "fri"])
    p.item("A", None, None, needs=[{"skills": {a: 0}}, {"skills": {b: 0}}], effort="1d")


def _hardly_together(p: Planter) -> None:
    """Two people of one item meet once a week, after its deadline."""
    a = p.person("a", workdays=["mon", "tue", "fri"])
    b = p.person("b", workdays=["wed", "thu", "fri"])
    needs = [{"skills": {a: 0}}, {"skills": {b: 0}}]
    p.by(p.item("A", None, None, needs=needs, effort="1d"), workday(4))


def _capacity(p: Planter) -> None:
    """Half the time is not enough."""
    days = p.days(3, 6)
    p.person("a", capacity=0.5)
    p.by(p.item("A", "a", days), workday(2 * days - 1))


def _share(p: Planter) -> None:
    """A share of somebody's time is not enough."""
    a = p.person("a")
    days = p.days(2, 4)
    needs = [{"skills": {a: 0}, "share": 0.4}]
    p.by(p.item("A", None, None, needs=needs, effort=f"{days}d"), workday(2 * days))


def _two_shares(p: Planter) -> None:
    """Two items at 60 % are not done side by side."""
    a = p.person("a")
    needs = [{"skills": {a: 0}, "share": 0.6}]
    for name in ("A", "B"):
        p.item(name, None, None, needs=needs, effort="3d", deadline=workday(p.days(7, 9)))


def _workdays(p: Planter) -> None:
    """Two days a week are not enough."""
    p.person("a", workdays=["tue", "thu"])
    days = p.days(3, 5)
    p.by(p.item("A", "a", days), workday(days + 3))


def _holidays(p: Planter) -> None:
    """Days off of somebody's own make it too late."""
    p.person("a", holidays={"dates": [workday(2), workday(4), workday(60)]})
    days = p.days(4, 7)
    p.by(p.item("A", "a", days), workday(days + 1))


def _proficiency(p: Planter) -> None:
    """A beginner takes twice as long."""
    p.person("a", level=1)
    days = p.days(2, 5)
    p.by(p.item("A", "a", days), workday(2 * days - 1))


def _sprint_fit(p: Planter) -> None:
    """Two items that fit into a sprint each do not fit into one together."""
    p.person("a", to=workday(10))
    for name in ("A", "B", "C"):
        p.item(name, "a", 3, fit=True)


def _resource(p: Planter) -> None:
    """Two waits hold what there is once."""
    gpu = p.resource(2)
    for name in ("A", "B"):
        p.item(name, None, None, elapsed="4d", resources={gpu: 2}, deadline=workday(5))


def _fixed_date(p: Planter) -> None:
    """A fair is before what is shown there can be done."""
    p.person("a")
    days = p.days(3, 8)
    prepared = p.item("A", "a", days)
    fair = p.item("F", None, None, kind="milestone", after=[prepared], date=workday(days))
    p.item("B", "a", 2, after=[fair], deadline=workday(days + 6))


def _time_off(p: Planter) -> None:
    """Somebody is away most of the time."""
    days = p.days(3, 5)
    p.person("a", time_off=[{"from": workday(2), "to": workday(5)}])
    p.by(p.item("A", "a", days), workday(days + 3))


def _project(p: Planter) -> None:
    """A project's deadline is before its work can be done."""
    p.person("a")
    project = p.project(deadline=workday(p.days(4, 6)))
    first = p.item("A", "a", 4, project=project)
    p.item("B", "a", 4, project=project, after=[first])


def _release(p: Planter) -> None:
    """What is waited for comes too late."""
    p.person("a")
    waits = [{"what": "data", "expected": workday(6)}]
    p.by(p.item("A", "a", p.days(3, 4), waits_for=waits), workday(7))


def _count(p: Planter) -> None:
    """Three pairs out of three people do not work at once."""
    skill = p.person("a")
    for name in ("b", "c"):
        p.person(name)
    for person in p.people[-2:]:
        person["skills"] = {skill: 2}
    for name in ("A", "B"):
        needs = [{"skills": {skill: 0}, "people": 2}]
        p.item(name, None, None, needs=needs, effort="3d", deadline=workday(5))


def _lag(p: Planter) -> None:
    """A wait between two items is too long."""
    p.person("a")
    first = p.item("A", "a", 2)
    p.item("B", "a", 2, after=[{"item": first, "lag": "5d"}], deadline=workday(8))


def _joins(p: Planter) -> None:
    """Somebody begins too late."""
    p.person("a", **{"from": workday(6)})
    p.by(p.item("A", "a", p.days(3, 4)), workday(7))


def _elapsed(p: Planter) -> None:
    """Waiting and work together take too long."""
    p.person("a")
    first = p.item("A", None, None, elapsed="10d")
    p.item("B", "a", 3, after=[first], deadline=workday(p.days(8, 10)))


def _end(p: Planter) -> None:
    """The calendar ends before a chain does."""
    p.person("a")
    first = p.item("A", "a", 15)
    p.calendar(end=workday(25))
    p.item("B", "a", 12, after=[first])


def _end_of_type(p: Planter) -> None:
    """An item may only end some days after another one."""
    p.person("a")
    p.person("b")
    first = p.item("A", "a", 5)
    after = [{"item": first, "type": "FF", "lag": "2d"}]
    p.item("B", "b", 3, after=after, deadline=workday(6))


KINDS: list[Kind] = [
    *(_effort, _leaves, _never_together, _hardly_together, _capacity, _share, _two_shares),
    *(_workdays, _holidays, _proficiency, _sprint_fit, _resource, _fixed_date, _time_off),
    *(_project, _release, _count, _lag, _joins, _elapsed, _end, _end_of_type),
    *(_budget, _dear_in_time),
]
"""What conflicts are planted."""

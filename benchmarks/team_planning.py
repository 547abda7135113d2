"""Makes team planning scenarios of any size: projects with due dates, too few people for them.

    python benchmarks/team_planning.py --items 1000 --seed 0 --calendars -o team.json

Projects of 40 items, weighted by priority; each item needs one person with one of 12 skills, and
there is one person for 12 items. Some skills are asked for far more often than people have them.
The work due by some day is more than those who can do it can carry until then, so that hardly
any plan has tardiness 0.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

Data = dict[str, Any]

SIZES = (100, 300, 1_000, 3_000, 10_000)
PROJECT_SIZE = 40
ITEMS_A_PERSON = 12
SKILLS = tuple(f"skill-{number:02}" for number in range(1, 13))
START = date(2026, 11, 30)
"""A Monday; the weeks after it have public holidays in most countries."""
COUNTRIES = ("US", "BR", "DE", "GB", "IN", "PL")
OVERLOAD = 1.1
"""Work due by some day, over what the capable people can do by then, is at least about this."""


def make(items: int, seed: int, *, calendars: bool) -> Data:
    """Return a scenario as the file format has it, the same one for the same arguments.

    Parameters
    ----------
    items
        How many work items, at least 1.
    seed
        Of everything that is drawn. Items and skills do not depend on `calendars`.
    calendars
        Give people part-time work, own working days, time off and their country's holidays.
    """
    draw = Random(f"team planning {items} {seed}")
    people = _people(max(2, round(items / ITEMS_A_PERSON)), draw)
    sizes = [min(PROJECT_SIZE, items - first) for first in range(0, items, PROJECT_SIZE)]
    work = [_items(f"P{n:03}", size, draw) for n, size in enumerate(sizes, start=1)]
    if calendars:
        add_calendars(people, Random(f"calendars {items} {seed}"))
    return {
        "name": f"Team planning, {items} items, seed {seed}" + ", calendars" * calendars,
        "calendar": {"start": START.isoformat()},
        "people": people,
        "projects": _projects(work, people, draw),
        "items": [item for of_project in work for item in of_project],
        "objectives": ["tardiness", "flow", "makespan"],
    }


def _people(number: int, draw: Random) -> list[Data]:
    """Return people with 2 to 5 skills; their first ones go round, so that nobody lacks any."""
    people = []
    for index in range(number):
        first = SKILLS[index % len(SKILLS)]
        others = draw.sample([s for s in SKILLS if s != first], draw.randint(1, 4))
        people.append({"id": f"person-{index + 1:03}", "skills": [first, *others]})
    missing = SKILLS[number:]
    for index, skill in enumerate(missing):
        skills = people[index % number]["skills"]
        if not any(skill in person["skills"] for person in people):
            skills.append(skill)
    return people


def _items(project: str, size: int, draw: Random) -> list[Data]:
    """Return the items of a project: a layered graph of precedence, mostly 1 or 2 predecessors."""
    layer_of = sorted(draw.randrange(max(1, size // 7)) for _ in range(size))
    layers = defaultdict(list)
    items: list[Data] = []
    for number, layer in enumerate(layer_of, start=1):
        item: Data = {
            "id": f"{project}-{number:02}",
            "project": project,
            "needs": draw.choices(SKILLS, [(rank + 1) ** -0.8 for rank in range(len(SKILLS))])[0],
            "effort": f"{draw.randint(1, 10) / 2:g}d",
        }
        before = [one for one in layers if one < layer]
        if before:
            near = layers[before[-1]]
            far = [one for earlier in before for one in layers[earlier]]
            count = draw.choices((1, 2, 3), (55, 35, 10))[0]
            chosen = {draw.choice(near if draw.random() < 0.8 else far) for _ in range(count)}
            item["after"] = sorted(chosen)
        layers[layer].append(item["id"])
        items.append(item)
    return items


def add_calendars(people: list[Data], draw: Random) -> None:
    for person in people:
        person["holidays"] = {"country": draw.choice(COUNTRIES)}
        if draw.random() < 0.3:
            person["capacity"] = draw.choice((0.5, 0.6, 0.8))
        if draw.random() < 0.2:
            week = ["mon", "tue", "wed", "thu", "fri"]
            week.remove(draw.choice(week))
            person["workdays"] = week
        first = 0
        absences = []
        for _ in range(draw.randint(0, 2)):
            first += draw.randint(5, 30)
            last = first + draw.randint(0, 10)
            absences.append({"from": _day(first), "to": _day(last)})
            first = last
        if absences:
            person["time_off"] = absences


def _projects(work: list[list[Data]], people: list[Data], draw: Random) -> list[Data]:
    """Return projects with releases and due dates.

    The staff, working through the projects one after the other in the order given, would finish
    the k-th after the effort of the first k. A project is released one to two times the length
    of its longest chain before that, and due at 0.6 to 1.1 of the later of that day and the end
    of its chain, but not before its chain can end. All days are then drawn in until somebody is
    overloaded.
    """
    pace = sum(_pace(person) for person in people)
    done = 0.0
    plans = []
    for items in work:
        chain = _longest_chain(items)
        done += sum(_days(item) for item in items) / pace
        release = max(0.0, done - draw.uniform(1, 2) * chain)
        fair = max(done, release + chain)
        plans.append((release, max(release + chain, draw.uniform(0.6, 1.1) * fair)))
    factor = _tightened(plans, work, people)
    projects = []
    for (release, due), items in zip(plans, work, strict=True):
        project = {
            "id": items[0]["project"],
            "priority": draw.randint(1, 5),
            "due": _workday(math.ceil(due * factor) - 1),
        }
        if release * factor >= 1:
            project["not_before"] = _workday(int(release * factor))
        projects.append(project)
    return projects


def _tightened(
    plans: Sequence[tuple[float, float]], work: list[list[Data]], people: list[Data]
) -> float:
    """Return by how much all days must shrink for somebody to be overloaded; at most 1."""
    groups = [frozenset(SKILLS), *(frozenset((skill,)) for skill in SKILLS)]
    most = 0.0
    for group in groups:
        pace = sum(_pace(p) for p in people if group.intersection(p["skills"]))
        load = 0.0
        for (_, due), items in sorted(zip(plans, work, strict=True), key=lambda pair: pair[0][1]):
            load += sum(_days(item) for item in items if item["needs"] in group)
            most = max(most, load / (pace * (due + 1)))
    return min(1.0, most / OVERLOAD)


def _pace(person: Data) -> float:
    """Return the days of effort that a person gives in a working day of the team, about."""
    absent = sum(
        (date.fromisoformat(t["to"]) - date.fromisoformat(t["from"])).days + 1
        for t in person.get("time_off", ())
    )
    week = len(person.get("workdays", "12345")) / 5
    return float(person.get("capacity", 1.0) * week * (1 - absent / 100))


def _days(item: Data) -> float:
    return float(item["effort"].removesuffix("d"))


def _longest_chain(items: list[Data]) -> float:
    """Return the working days of the longest chain; items come after their predecessors."""
    ends: dict[str, float] = {}
    for item in items:
        ends[item["id"]] = _days(item) + max((ends[b] for b in item.get("after", ())), default=0.0)
    return max(ends.values())


def _day(offset: int) -> str:
    return (START + timedelta(days=offset)).isoformat()


def _workday(index: int) -> str:
    """Return the date of a working day of the team, Monday to Friday, counted from 0."""
    weeks, day = divmod(max(0, index), 5)
    return _day(7 * weeks + day)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one scenario."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--calendars", action="store_true")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.json")
    options = parser.parse_args(arguments)
    if options.items < 1:
        parser.error("--items must be at least 1")
    scenario = make(options.items, options.seed, calendars=options.calendars)
    options.output.write_text(written(scenario), encoding="utf-8")


def written(scenario: Data) -> str:
    """Return a scenario as JSON, one line for each person, project and item."""
    parts = []
    for name, value in scenario.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines = ",\n".join("  " + json.dumps(entry) for entry in value)
            parts.append(f'"{name}": [\n{lines}\n]')
        else:
            parts.append(f'"{name}": {json.dumps(value)}')
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    main()

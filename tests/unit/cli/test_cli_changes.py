"""Many moves stay readable: by project, the largest first, the rest counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.analysis.compare import compare
from allocator.cli.changes import (
    MANY_MOVES,
    MAX_PROJECTS,
    MOVES_PER_PROJECT,
    MOVES_PER_PROJECT_OF_MANY,
    render,
)
from allocator.domain import Plan
from support.plans import plan_of, scenario, solo

NUMBERS = range(30)


def plan(first: dt.date, **fields: Any) -> Plan:
    """Thirty items, each with a person of its own; those of q begin twice as late."""
    people = [{"id": f"p{k}"} for k in NUMBERS]
    items: list[dict[str, Any]] = []
    entries = []
    for k in NUMBERS:
        day = first + dt.timedelta(days=(first.day - 1) * (k % 2))
        project = "q" if k % 2 else "p"
        items.append({"id": f"I{k}", "project": project, "effort": "8h", "assign": [f"p{k}"]})
        entries.append(solo(f"I{k}", f"p{k}", f"{day}T09:00", f"{day}T17:00", hours=8))
    projects = [{"id": "p", "name": "Pay"}, {"id": "q", "name": "Quote"}]
    return plan_of(scenario(people=people, projects=projects, items=items, **fields), entries)


def test_many_moves_are_grouped_and_counted() -> None:
    shown = render(compare(plan(dt.date(2026, 12, 1)), plan(dt.date(2026, 12, 2))))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    heads = [line for line in lines if line.endswith("later, 0 earlier")]
    assert heads == ["Quote: 15 items, 15 later, 0 earlier", "Pay: 15 items, 15 later, 0 earlier"]
    assert lines.count("and 10 more, moved by 2 d at most; see diff.csv") == 1
    assert lines.count("and 10 more, moved by 1 d at most; see diff.csv") == 1
    assert lines.count("I1, I3, I5, I7, I9: nothing holds it there") == 1
    assert lines.count("I0, I2, I4, I6, I8: nothing holds it there") == 1
    assert "What set it off" not in lines, "no change of the scenario did"
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("nothing holds it there") == 4, "two projects, and their items"
    assert len([line for line in lines if line.startswith("I1 ")]) == 1
    assert len([line for line in lines if line.startswith("I11 ")]) == 0, (
        f"more than {MOVES_PER_PROJECT}"
    )


def test_of_many_moves_it_is_told_how_many_each_change_set_off() -> None:
    new = plan(dt.date(2026, 12, 2), now="2026-12-02")
    shown = render(compare(plan(dt.date(2026, 12, 1)), new))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    start = lines.index("What set it off")
    assert lines[start + 1 : start + 3] == [
        "time has gone on since Tue 1 Dec 2026: 15 items later, Pay +1 d",
        "no change, as far as the plans tell: 15 items later, Quote +2 d",
    ]


def test_a_crowd_of_moves_in_many_projects_is_counted() -> None:
    """Twelve projects of ten items each: some of each of ten are shown, two are counted only."""

    def many(day: int) -> Plan:
        names = [f"X{k}" for k in range(120)]
        at = f"2026-12-{day:02}"
        return plan_of(
            scenario(
                people=[{"id": name.lower()} for name in names],
                projects=[{"id": f"p{k}"} for k in range(12)],
                items=[
                    {"id": name, "project": f"p{k % 12}", "effort": "8h", "assign": [name.lower()]}
                    for k, name in enumerate(names)
                ],
            ),
            [solo(n, n.lower(), f"{at}T09:00", f"{at}T17:00", hours=8) for n in names],
        )

    assert len(NUMBERS) < MANY_MOVES < 120
    shown = render(compare(many(1), many(2)))
    lines = shown.splitlines()
    assert sum(line.startswith("p") and "10 items, 10 later" in line for line in lines) == 12
    assert sum(line.startswith("X") for line in lines) == MAX_PROJECTS * MOVES_PER_PROJECT_OF_MANY
    assert (
        sum(line.startswith("and 7 more, moved by 1 d at most") for line in lines) == MAX_PROJECTS
    )

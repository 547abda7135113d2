"""Many moves stay readable: by project, the largest first, the rest counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.analysis.compare import compare
from allocator.cli.changes import FIRST, render
from allocator.domain import Plan
from plans import plan_of, scenario, solo

NUMBERS = range(30)


def plan(first: dt.date) -> Plan:
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
    return plan_of(scenario(people=people, projects=projects, items=items), entries)


def test_many_moves_are_grouped_and_counted() -> None:
    shown = render(compare(plan(dt.date(2026, 12, 1)), plan(dt.date(2026, 12, 2))))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    heads = [line for line in lines if line.endswith("later, 0 earlier")]
    assert heads == ["Quote: 15 items, 15 later, 0 earlier", "Pay: 15 items, 15 later, 0 earlier"]
    assert lines.count("and 10 more, moved by 2 d at most; see diff.csv") == 1
    assert lines.count("and 10 more, moved by 1 d at most; see diff.csv") == 1
    assert sum(line.endswith(": nothing holds it there") for line in lines) == 2 * FIRST
    assert max(map(len, shown.splitlines())) <= 80

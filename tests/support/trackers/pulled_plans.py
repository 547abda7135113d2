"""Plans of scenarios that were pulled, made without a search."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.planfile.plan_json import write_plan
from allocator.scenario import load
from support.plans import plan_of


def write_sample_plan(scenario: Path, folder: Path) -> Plan:
    """Plan each item that is not done on days of its own, and write plan.json; return the plan."""
    of = load(scenario).scenario
    begin = dt.datetime.combine(
        of.now_day if hasattr(of, "now_day") else of.calendar.start, dt.time(9)
    )
    entries = []
    for number, item in enumerate(of.items):
        entries.append(_entry(item, of, begin + dt.timedelta(days=number)))
    plan = plan_of(of, entries)
    folder.mkdir(exist_ok=True)
    (folder / "plan.json").write_text(write_plan(plan), "utf-8")
    return plan


def _entry(item: WorkItem, of: Scenario, start: dt.datetime) -> PlanItem:
    finish = start + dt.timedelta(hours=8)
    if item.is_done:
        return PlanItem(id=item.id, state="done", start=start, finish=finish)
    if item.kind == "milestone":
        return PlanItem(id=item.id, state="planned", start=start, finish=start)
    named = item.people or item.assign or (of.people[0].id,)
    work = PlanAssignment(person=named[0], start=start, finish=finish, share=1.0, effort_hours=8.0)
    state = "in_progress" if item.is_started else "planned"
    return PlanItem(id=item.id, state=state, start=start, finish=finish, assignments=(work,))


def write_by_hand(path: Path) -> None:
    """Change a due date and an estimate, and add an item behind another one."""
    todo = next(i.id for i in load(path).scenario.items if i.state == "todo" and i.effort)
    before, head, after = path.read_text().partition(f"id: {todo}\n")
    after = re.sub(r"due: \S+", "due: 2027-03-05", after, count=1)
    after = re.sub(r"effort: \S+", "effort: 12d", after, count=1)
    new = f"  - id: X-1\n    title: Review\n    effort: 1d\n    after: {todo}\n"
    path.write_text(before + head + after + new)

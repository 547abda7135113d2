"""Plans made by hand: dates and people are given, everything a plan says of itself is filled in."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from allocator.analysis.annotate import annotate
from allocator.analysis.measures import MEASURES
from allocator.calendars import Calendars
from allocator.checks.run import check
from allocator.domain import (
    Plan,
    PlanAssignment,
    PlanItem,
    RelaxedDeadline,
    Scenario,
    SolverReport,
    TierReport,
)


def scenario(**fields: Any) -> Scenario:
    """A scenario that starts on Tuesday 2026-12-01, with 8 hours a day in slots of an hour."""
    calendar = {"start": "2026-12-01", **fields.pop("calendar", {})}
    return Scenario.model_validate({"name": "by hand", "calendar": calendar, **fields})


def when(text: str) -> dt.datetime:
    """``12-01 09:00`` is that time of 2026; a longer text is a full ISO date-time."""
    return dt.datetime.fromisoformat(text if len(text) > 11 else f"2026-{text}")


def works(
    person: str,
    start: str,
    finish: str,
    *,
    hours: float,
    share: float = 1.0,
    skills: tuple[str, ...] = (),
) -> PlanAssignment:
    return PlanAssignment(
        person=person,
        skills=skills,
        start=when(start),
        finish=when(finish),
        share=share,
        effort_hours=hours,
    )


def entry(
    item_id: str, start: str, finish: str, *assignments: PlanAssignment, **fields: Any
) -> PlanItem:
    return PlanItem(
        id=item_id, start=when(start), finish=when(finish), assignments=assignments, **fields
    )


def solo(item_id: str, person: str, start: str, finish: str, *, hours: float) -> PlanItem:
    """An item with one person, full time."""
    return entry(item_id, start, finish, works(person, start, finish, hours=hours))


def dropped(item_id: str) -> PlanItem:
    return PlanItem(id=item_id, state="dropped")


def fingerprint(of: Scenario) -> str:
    data = of.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_of(
    of: Scenario, items: Iterable[PlanItem], relaxed: tuple[RelaxedDeadline, ...] = ()
) -> Plan:
    """The plan with these dates and people, and only true claims about itself."""
    filled, people, metrics = annotate(tuple(items), of)
    tiers, team = [], Calendars(of).team
    for name in of.tiers:
        value = float(MEASURES[name].function(of, filled, team))
        tiers.append(
            TierReport(
                name=name,
                value=value,
                unit=MEASURES[name].unit,
                bound=value,
                gap=0.0,
                proved=True,
            )
        )
    return Plan(
        created=None,
        scenario=of,
        scenario_sha256=fingerprint(of),
        solver=SolverReport(
            status="optimal",
            engine="by hand",
            seed=0,
            wall_seconds=None,
            stop_reason="proved",
            tiers=tuple(tiers),
            relaxed=relaxed,
        ),
        items=filled,
        people=people,
        metrics=metrics,
    )


def messages(plan: Plan) -> list[str]:
    """All violations of a plan, as ``rule: message``."""
    return [f"{found.rule}: {found.message}" for found in check(plan.scenario, plan)]


def broken_rules(plan: Plan) -> set[str]:
    return {str(found.rule) for found in check(plan.scenario, plan)}


RICH: dict[str, Any] = {
    "name": "every feature once",
    "calendar": {"start": "2026-12-01", "holidays": {"dates": ["2026-12-08"]}},
    "proficiency": {1: 0.5, 2: 1.0, 3: 1.25},
    "people": [
        {"id": "ana", "skills": {"python": 3, "sql": 2}, "rate": 80},
        {"id": "bob", "skills": {"python": 2, "mlops": 2}, "rate": 60, "capacity": 0.5},
        {"id": "cy", "skills": {"mlops": 3}, "workdays": ["mon", "tue", "wed", "thu"]},
        {
            "id": "dee",
            "skills": {"sql": 1},
            "from": "2026-12-03",
            "time_off": [{"from": "2026-12-04", "to": "2026-12-04"}],
        },
    ],
    "resources": [{"id": "gpu", "capacity": 4}],
    "projects": [
        {
            "id": "core",
            "priority": 2,
            "not_before": "2026-12-01",
            "due": "2026-12-04",
            "deadline": "2027-01-15",
        }
    ],
    "items": [
        {"id": "A", "title": "Data", "project": "core", "needs": {"sql": 2}, "effort": "2d"},
        {
            "id": "B",
            "title": "Training",
            "project": "core",
            "needs": [
                {"skills": {"python": 2}, "effort": "6h"},
                {"skills": {"mlops": 2}, "people": 2, "effort": "2h", "share": 0.5},
            ],
            "resources": {"gpu": 3},
            "after": [{"item": "A", "lag": "4h"}],
        },
        {
            "id": "C",
            "title": "A/B test",
            "project": "core",
            "elapsed": "2d",
            "resources": {"gpu": 2},
            "after": [{"item": "A", "type": "SS", "lag": {"elapsed": "3d"}}],
        },
        {
            "id": "D",
            "title": "Report",
            "project": "core",
            "needs": [{"skills": "python", "share": 0.5}],
            "effort": "1d",
            "after": [{"item": "B", "type": "FF"}, {"item": "A", "lag": "-1d"}],
        },
        {
            "id": "E",
            "title": "Monitoring",
            "needs": [{"skills": {"sql": 1}, "share": 0.5}],
            "effort": {"low": "2h", "likely": "4h", "high": "6h"},
            "assign": ["ana"],
            "after": [{"item": "C", "type": "SF", "lag": "5h"}],
        },
        {
            "id": "F",
            "title": "Model card",
            "needs": "sql",
            "effort": "4h",
            "avoid": ["ana"],
            "not_before": "2026-12-03",
            "due": "2026-12-02",
            "deadline": "2026-12-04",
            "priority": 3,
        },
        {"id": "M", "kind": "milestone", "project": "core", "after": ["C", "D"]},
        {"id": "O", "optional": True, "value": 3, "needs": "python", "effort": "1d"},
        {"id": "P", "optional": True, "needs": "python", "effort": "1d", "after": "O"},
    ],
}
"""A scenario that uses every feature; :func:`rich_items` is a right plan of it."""


def rich(**changes: Any) -> dict[str, Any]:
    """A copy of the rich scenario's data with some of its top fields replaced."""
    return {**copy.deepcopy(RICH), **changes}


def rich_items() -> dict[str, PlanItem]:
    """A right plan of the rich scenario.

    B waits 4 working hours after A. At 1 x 1.25, ana does 6h in 5 slots (Thu 13-17, Fri 9-10);
    bob, half a person at half time, does 2h in 8 (until Fri 13:00); cy, at 0.5 x 1.25, in 4.
    C waits until B gives back its GPUs. D takes ana 13 slots at 0.5 x 1.25, E 8 slots at 0.5.
    F takes dee 8 slots at her speed of 0.5. O and P are dropped.
    """
    ana, bob, cy = "ana", "bob", "cy"
    items = [
        entry(
            "A",
            "12-01 09:00",
            "12-02 17:00",
            works(ana, "12-01 09:00", "12-02 17:00", hours=16, skills=("sql",)),
        ),
        entry(
            "B",
            "12-03 13:00",
            "12-04 13:00",
            works(ana, "12-03 13:00", "12-04 10:00", hours=6, skills=("python",)),
            works(bob, "12-03 13:00", "12-04 13:00", hours=2, share=0.5, skills=("mlops",)),
            works(cy, "12-03 13:00", "12-03 17:00", hours=2, share=0.5, skills=("mlops",)),
        ),
        entry("C", "12-04 13:00", "12-06 13:00"),
        entry(
            "D",
            "12-04 10:00",
            "12-07 15:00",
            works(ana, "12-04 10:00", "12-07 15:00", hours=8, share=0.5, skills=("python",)),
        ),
        entry(
            "E",
            "12-04 10:00",
            "12-07 10:00",
            works(ana, "12-04 10:00", "12-07 10:00", hours=4, share=0.5, skills=("sql",)),
        ),
        entry(
            "F",
            "12-03 09:00",
            "12-03 17:00",
            works("dee", "12-03 09:00", "12-03 17:00", hours=4, skills=("sql",)),
        ),
        entry("M", "12-07 15:00", "12-07 15:00"),
        dropped("O"),
        dropped("P"),
    ]
    return {item.id: item for item in items}

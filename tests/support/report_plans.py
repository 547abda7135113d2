"""Plans made by hand for the tests of pages, pictures and files of other programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario
from support import plans

HOSTILE = (
    "<script>window.hacked = true</script>",
    "</script><img src=x onerror='window.hacked = true'>",
    "javascript:window.hacked=true",
    '=HYPERLINK("http://example.org/steal", "click")',
    "{{ 7 * 7 }} {% raw %} ${7 * 7}",
    "]]> <!-- --> &lt;b&gt; \u2028 \u2029",
    "شحن النموذج إلى الإنتاج",
    "\u202eright to left override",
    "section, title: click #1; %% done",
    "$\\frac{1}{0}$ \\n",
    "long " * 2000,
    "line\nbreak\r\nand\ttab \x07 bell",
    "😀 emoji and ＭＯＲＥ",
)
"""Titles that a tracker may hold."""


def rich() -> Plan:
    """Return a plan with everything that a report shows.

    Two teams of two people, sprints of two weeks, work that is done, in progress, late, guessed,
    awaited from outside, held by links of all types, dropped, and elapsed.
    """
    subject = plans.scenario(
        name="Churn & uplift",
        calendar={"holidays": {"dates": ["2026-12-24", "2026-12-25"]}},
        now="2026-12-03",
        sprints={"length": "2w", "first": "2026-11-30", "count": 3},
        people=[
            {"id": "ana", "name": "Ana Souza", "skills": {"sql": 3}, "team": "data", "rate": 85},
            {
                "id": "bo",
                "name": "Bo Chen",
                "skills": {"ml": 3},
                "team": "models",
                "capacity": 0.5,
                "time_off": [{"from": "2026-12-08", "to": "2026-12-09"}],
                "email": "bo@example.org",
            },
            {"id": "cy", "skills": {"sql": 2}, "team": "data"},
        ],
        resources=[{"id": "gpu", "name": "GPUs", "capacity": 4}],
        projects=[
            {"id": "churn", "name": "Churn <model>", "due": "2026-12-10"},
            {"id": "uplift", "name": "Uplift"},
        ],
        items=[
            {
                "id": "T-1",
                "title": "Label the data",
                "project": "churn",
                "needs": {"sql": 2},
                "effort": "2d",
                "state": "done",
                "started": "2026-12-01",
                "finished": "2026-12-02T17:00",
                "people": ["ana"],
                "group": "Data",
            },
            {
                "id": "T-2",
                "title": "Build features",
                "project": "churn",
                "needs": {"sql": 2},
                "effort": "3d",
                "state": "in_progress",
                "started": "2026-12-02",
                "remaining": "2d",
                "people": ["ana"],
                "group": "Data",
                "after": {"item": "T-1", "type": "SS", "lag": "1d"},
            },
            {
                "id": "T-3",
                "title": "Train the model",
                "project": "churn",
                "needs": {"ml": 2},
                "effort": "2d",
                "after": "T-2",
                "due": "2026-12-09",
                "resources": {"gpu": 2},
                "guessed": True,
                "waits_for": [
                    {"what": "Legal approves", "kind": "decision", "expected": "2026-12-04"},
                    "GPU quota",
                ],
                "labels": ["gpu", "q1"],
            },
            {
                "id": "T-4",
                "title": "Shadow run",
                "project": "churn",
                "elapsed": "3d",
                "after": {"item": "T-3", "lag": {"elapsed": "12h"}},
            },
            {
                "id": "M-1",
                "title": "Churn live",
                "project": "churn",
                "kind": "milestone",
                "after": "T-4",
                "due": "2026-12-14",
            },
            {
                "id": "U-1",
                "title": "Uplift study",
                "project": "uplift",
                "needs": {"sql": 1},
                "effort": "1d",
                "after": {"item": "T-2", "type": "FF"},
            },
            {
                "id": "U-2",
                "title": "Nice to have",
                "project": "uplift",
                "needs": {"sql": 1},
                "effort": "9d",
                "optional": True,
            },
            {"id": "X-1", "title": "Loose end", "needs": {"sql": 1}, "effort": "1d"},
        ],
    )
    return plans.plan_of(
        subject,
        [
            plans.entry(
                "T-1",
                "12-01 09:00",
                "12-02 17:00",
                plans.works("ana", "12-01 09:00", "12-02 17:00", hours=0, share=0),
                state="done",
            ),
            plans.entry(
                "T-2",
                "12-02 09:00",
                "12-04 17:00",
                plans.works("ana", "12-03 09:00", "12-04 17:00", hours=16, skills=("sql",)),
                state="in_progress",
            ),
            _entry("T-3", "12-07 09:00", "12-14 17:00", _by("bo", 16)),
            _entry("T-4", "12-15 09:00", "12-18 09:00"),
            _entry("M-1", "12-18 09:00", "12-18 09:00"),
            _entry("U-1", "12-04 09:00", "12-04 17:00", _by("cy", 8)),
            plans.dropped("U-2"),
            _entry("X-1", "12-07 09:00", "12-07 17:00", _by("cy", 8)),
        ],
    )


def earlier() -> Plan:
    """Return dates as they were before: shadow run and milestone four days earlier."""
    now = rich()
    moved = []
    for entry in now.items:
        if entry.id in ("T-4", "M-1"):
            entry = _shifted(entry, dt.timedelta(days=-4))
        moved.append(entry)
    return plans.plan_of(now.scenario, moved).model_copy(update={"created": "2026-11-30T08:00"})


def hostile() -> Plan:
    """Return a plan whose texts are those of :data:`HOSTILE`, everywhere."""
    items = [
        {
            "id": f"H-{number}",
            "title": title,
            "project": "p",
            "effort": "1d",
            "labels": [title],
            "type": title,
            "group": title,
            "waits_for": [{"what": title, "kind": "decision"}],
        }
        for number, title in enumerate(HOSTILE)
    ]
    subject = plans.scenario(
        name=HOSTILE[1],
        people=[{"id": "eve", "name": HOSTILE[0], "role": HOSTILE[2], "team": HOSTILE[1]}],
        projects=[{"id": "p", "name": HOSTILE[1], "due": "2026-12-02"}],
        sprints={"length": "2w", "first": "2026-11-30", "count": 2, "name": "<b>{n}</b>"},
        items=[*items, {"id": "H-M", "title": HOSTILE[0], "kind": "milestone", "project": "p"}],
    )
    workdays = [dt.date(2026, 12, 1) + dt.timedelta(days=k) for k in range(40)]
    workdays = [day for day in workdays if day.weekday() < 5]
    entries = []
    for item, day in zip(items, workdays, strict=False):
        span = f"{day} 09:00", f"{day} 17:00"
        entries.append(_entry(str(item["id"]), *span, _by("eve", 8)))
    return plans.plan_of(subject, [*entries, _entry("H-M", "12-04 17:00", "12-04 17:00")])


def many(count: int) -> Plan:
    """Return a plan of so many items of a day each, one after the other for each of 60 people."""
    people = 60
    days = [dt.date(2026, 12, 1) + dt.timedelta(days=k) for k in range(3 * count // people + 20)]
    days = [day for day in days if day.weekday() < 5]
    items: list[dict[str, Any]] = []
    entries = []
    for number in range(count):
        day = days[number // people]
        items.append(
            {
                "id": f"I-{number}",
                "title": f"Item number {number} of this plan",
                "project": f"p{number % 40}",
                "effort": "1d",
                **({"after": f"I-{number - people}"} if number >= people else {}),
            }
        )
        span = f"{day} 09:00", f"{day} 17:00"
        entries.append(_entry(f"I-{number}", *span, _by(f"w{number % people}", 8)))
    subject = plans.scenario(
        name="Many",
        people=[{"id": f"w{k}", "name": f"Person {k}"} for k in range(people)],
        projects=[{"id": f"p{k}", "name": f"Project {k}"} for k in range(40)],
        items=items,
    )
    return plans.plan_of(subject, entries)


def portfolio(projects: int) -> Plan:
    """Return so many projects of a task and a milestone each; every other milestone is late.

    Task and milestone end on Wednesday 2 December, and cost 1,600. The projects are due at the
    end of the month; their budgets are 1,500 and 2,000 by turns.
    """
    items: list[dict[str, Any]] = []
    entries = []
    for k in range(projects):
        due = "2026-12-31" if k % 2 else "2026-12-01"
        task = {"id": f"T-{k}", "title": f"Build product {k}", "effort": "2d"}
        stone = {"id": f"M-{k}", "title": f"Product {k} live", "kind": "milestone", "due": due}
        items += [{**task, "project": f"p{k}"}, {**stone, "project": f"p{k}", "after": f"T-{k}"}]
        entries += [
            _entry(f"T-{k}", "12-01 09:00", "12-02 17:00", _by(f"w{k}", 16)),
            _entry(f"M-{k}", "12-02 17:00", "12-02 17:00"),
        ]
    subject = plans.scenario(
        name="Portfolio",
        people=[{"id": f"w{k}", "name": f"Person {k}", "rate": 100} for k in range(projects)],
        projects=[
            {
                "id": f"p{k}",
                "name": f"Product {k}",
                "due": "2026-12-31",
                "budget": 1500 + 500 * (k % 2),
            }
            for k in range(projects)
        ],
        items=items,
    )
    return plans.plan_of(subject, entries)


def with_texts(plan: Plan, titles: dict[str, str]) -> Plan:
    """Return the plan with other titles, in the scenario too."""
    raw = plan.scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for item in raw["items"]:
        item["title"] = titles.get(item["id"], item.get("title", ""))
    return plans.plan_of(Scenario.model_validate(raw), plan.items)


def _by(person: str, hours: float) -> tuple[str, float]:
    return person, hours


def _entry(
    item_id: str, start: str, finish: str, *work: tuple[str, float], **fields: Any
) -> PlanItem:
    assignments = tuple(plans.works(person, start, finish, hours=hours) for person, hours in work)
    return plans.entry(item_id, start, finish, *assignments, **fields)


def _shifted(entry: PlanItem, by: dt.timedelta) -> PlanItem:
    assert entry.start is not None and entry.finish is not None
    works = tuple(
        PlanAssignment.model_validate(
            {**work.model_dump(), "start": work.start + by, "finish": work.finish + by}
        )
        for work in entry.assignments
    )
    return entry.model_copy(
        update={"start": entry.start + by, "finish": entry.finish + by, "assignments": works}
    )


def frozen() -> Plan:
    """Return the plan of ``rich`` with T-3 frozen where it stands."""
    made = rich()
    entry = next(entry for entry in made.items if entry.id == "T-3")
    standing = {
        "item": "T-3",
        "start": entry.start,
        "people": [work.person for work in entry.assignments],
        "frozen": True,
    }
    data = made.scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    scenario = Scenario.model_validate({**data, "baseline": [standing]})
    return made.model_copy(update={"scenario": scenario})

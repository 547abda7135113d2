"""Work in progress that waits is told with its day and with what is done instead."""

from __future__ import annotations

from typing import Any

from allocator.analysis.paused_work import paused_work
from allocator.cli.plan_text import render
from allocator.cli.replan_text import put_aside_lines
from allocator.cli.summary import summarise
from allocator.domain import Plan
from allocator.exports.page.build import page
from allocator.exports.sprint.page import sprint_page
from allocator.exports.status_page import status_page
from allocator.sprint_planning.build import sprint_sheets
from support import plans

TOLD = (
    "goes on only on Tue 15 Dec 2026; until then Priya is on B New discovery (due Mon 14 Dec 2026)"
)
UNDER_WAY = {"state": "in_progress", "started": "2026-12-01", "remaining": "3d"}


def parked(
    *,
    now: str = "2026-12-08",
    again: str = "12-15",
    people: str = "p",
    waits_for: list[dict[str, str]] | None = None,
    **person: Any,
) -> Plan:
    """A is under way and goes on again on the 15th; from the 8th to the 14th p is on B."""
    of = plans.scenario(
        now=now,
        sprints={"length": "1w", "first": "2026-12-07", "count": 3},
        people=[
            {"id": "p", "name": "Priya", "skills": {"r": 3}},
            {"id": "q", "name": "Quinn", "skills": {"r": 3}, **person},
        ],
        items=[
            {
                "id": "A",
                "title": "Interviews",
                "effort": "4d",
                "needs": [{"skills": "r", "people": len(people)}],
                "waits_for": waits_for or [],
                **UNDER_WAY,
            },
            {
                "id": "B",
                "title": "New discovery",
                "effort": "5d",
                "needs": "r",
                "due": "2026-12-14",
            },
        ],
    )
    works = [
        plans.works(who, f"{again} 09:00", "12-17 17:00", hours=24, skills=("r",)) for who in people
    ]
    first = plans.works("p", "12-08 09:00", "12-14 17:00", hours=40, skills=("r",))
    return plans.plan_of(
        of,
        [
            plans.entry("A", "12-01 09:00", "12-17 17:00", *works, state="in_progress"),
            plans.entry("B", "12-08 09:00", "12-14 17:00", first),
        ],
    )


def told(plan: Plan) -> list[str]:
    return [one.sentence for one in paused_work(plan.scenario, plan.items)]


def test_it_says_when_it_goes_on_and_what_is_done_until_then() -> None:
    assert told(parked()) == [TOLD]


def test_what_goes_on_on_the_first_day_is_not_put_aside() -> None:
    assert told(parked(again="12-08")) == []
    assert told(parked(now="2026-12-05", again="12-07")) == []  # after a weekend
    assert told(parked(now="2026-12-04T16:30", again="12-07")) == []  # no slot is left on Friday


def test_who_is_away_is_not_said_to_be_on_something() -> None:
    off = [{"from": "2026-12-08", "to": "2026-12-14"}]
    assert told(parked(people="pq", time_off=off)) == [f"{TOLD}; Quinn is away"]
    assert told(parked(people="q", time_off=off)) == [
        "goes on only on Tue 15 Dec 2026; until then Quinn is away"
    ]


def test_who_is_away_for_a_part_of_it_is_said_to_be_both() -> None:
    """The absence was not named where somebody had other work too."""
    plan = parked()
    raw = plan.scenario.model_dump(mode="json")
    raw["people"][0]["time_off"] = [{"from": "2026-12-11", "to": "2026-12-11"}]
    away = plan.model_copy(update={"scenario": type(plan.scenario).model_validate(raw)})
    assert told(away) == [f"{TOLD}; Priya is away for a working day of it"]


def test_who_is_free_is_said_to_be_neither() -> None:
    """Whatever holds the item back then, it is no other work and no absence."""
    assert told(parked(people="q")) == ["goes on only on Tue 15 Dec 2026"]


def test_what_it_waits_for_is_named() -> None:
    waits = [
        {"what": "legal", "expected": "2026-12-14"},
        {"what": "data", "expected": "2026-12-01"},
    ]
    assert told(parked(people="q", waits_for=waits)) == [
        "goes on only on Tue 15 Dec 2026; it waits for legal (expected Mon 14 Dec 2026)"
    ]


def test_every_view_tells_it() -> None:
    plan = parked()
    flat = " ".join(render(summarise(plan)).split())
    assert f"Under way, but put aside A Interviews {TOLD}" in flat
    assert f"<li><bdi>A Interviews</bdi> {TOLD}.</li>" in page(plan)
    assert f"- Under way, but put aside: A Interviews {TOLD}" in status_page(plan)
    assert put_aside_lines(paused_work(plan.scenario, plan.items)).plain == f"A Interviews {TOLD}"
    (aside,) = summarise(plan).to_dict()["put_aside"]
    assert (aside["id"], aside["goes_on"]) == ("A", "2026-12-15T09:00")


def test_sprints_tell_it_until_the_one_in_which_it_goes_on() -> None:
    plan = parked()
    pages = [sprint_page(sheet) for sheet in sprint_sheets(plan, "all")]
    assert [f"- A Interviews {TOLD}" in text for text in pages] == [True, True, False]
    later = parked(again="12-14")
    pages = [sprint_page(sheet) for sheet in sprint_sheets(later, "all")]
    assert ["goes on only on" in text for text in pages] == [True, False, False]

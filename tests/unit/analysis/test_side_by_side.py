"""Plans side by side have the numbers that are worked out by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.analysis.compare import compare
from allocator.analysis.item_changes import item_changes
from allocator.analysis.side_by_side.build import side_by_side
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.analysis.side_by_side.labels import labels_of
from allocator.analysis.side_by_side.model import ComparedRow, SideBySide
from allocator.domain import Plan
from allocator.domain.forecast import Forecast, ForecastRow
from support import plans

FIELDS = {
    "people": [
        {"id": "ana", "name": "Ana", "skills": {"x": 1}, "rate": 100},
        {"id": "bo", "name": "Bo", "skills": {"x": 1}, "rate": 50},
    ],
    "projects": [{"id": "P", "name": "Launch", "priority": 2, "due": "2026-12-02"}],
    "items": [
        {"id": "A", "project": "P", "needs": "x", "effort": "1d"},
        {"id": "B", "project": "P", "needs": "x", "effort": "1d", "after": "A"},
        {"id": "M", "title": "Live", "project": "P", "kind": "milestone", "after": "B",
         "due": "2026-12-03"},
    ],
}  # fmt: skip


def in_time() -> Plan:
    """Ana does A on the 1st and B on the 2nd: everything on the 2nd, 16 h at 100."""
    return _plan(("A", "ana", "12-01"), ("B", "ana", "12-02"), live="12-02 17:00")


def late() -> Plan:
    """Bo does B two days later, on the 4th.

    The project is 16 h late at priority 2, the milestone, of the same priority, 8 h: 48 h.
    """
    return _plan(("A", "ana", "12-01"), ("B", "bo", "12-04"), live="12-04 17:00")


def _plan(*work: tuple[str, str, str], live: str, **changes: object) -> Plan:
    entries = [
        plans.solo(item, person, f"{day} 09:00", f"{day} 17:00", hours=8)
        for item, person, day in work
    ]
    scenario = plans.scenario(**{**FIELDS, **changes})
    return plans.plan_of(scenario, [*entries, plans.entry("M", live, live)])


def beside(*subjects: Plan, **more: object) -> SideBySide:
    columns = [PlanColumn(plan, f"p{k}") for k, plan in enumerate(subjects, 1)]
    return side_by_side(columns, **more)  # type: ignore[arg-type]


def row(found: SideBySide, what: str, key: str = "") -> ComparedRow:
    return next(each for each in found.rows if (each.what, each.id) == (what, key))


def texts(found: SideBySide, what: str, key: str = "") -> list[str | None]:
    return [value and value.text for value in row(found, what, key).values]


def test_dates_lateness_changes_cost_and_load_are_those_of_the_plans() -> None:
    found = beside(in_time(), late())
    assert texts(found, "finish") == ["Wed 2 Dec 2026", "Fri 4 Dec 2026"]
    assert texts(found, "finish", "P") == ["Wed 2 Dec 2026", "Fri 4 Dec 2026"]
    assert texts(found, "late_by", "P") == ["on time", "2 d"]
    assert texts(found, "late_by", "M") == ["on time", "1 d"]
    assert texts(found, "projects_late") == ["0", "1"]
    assert texts(found, "weighted_hours") == ["0 h", "48 h"]
    assert texts(found, "moved") == [None, "1"]
    assert texts(found, "reassigned") == [None, "1"]
    assert texts(found, "cost") == ["1,600", "1,200"]
    assert texts(found, "load", "ana") == ["100 %", "25 %"]
    assert texts(found, "hours", "bo") == ["0 h", "8 h"]
    assert found.relative_to == "p1"


def test_the_best_of_a_row_is_the_earliest_least_or_cheapest_and_nobody_where_all_are_equal() -> (
    None
):
    found = beside(in_time(), late(), in_time())
    assert row(found, "finish", "P").best == (0, 2)
    assert row(found, "weighted_hours").best == (0, 2)
    assert row(found, "cost").best == (1,)
    assert row(found, "items").best == row(found, "load", "ana").best == ()
    assert row(beside(late(), late()), "finish").best == ()


def test_what_only_one_plan_has_is_missing_in_the_other_and_told() -> None:
    more = [*FIELDS["items"], {"id": "N", "project": "Q", "needs": "x", "effort": "1d"}]
    other = _plan(
        *(("A", "ana", "12-01"), ("B", "bo", "12-04"), ("N", "ana", "12-03")),
        live="12-04 17:00",
        items=more,
        projects=[*FIELDS["projects"], {"id": "Q"}],
        people=[{"id": "ana", "skills": {"x": 1}}, {"id": "bo", "skills": {"x": 1}}],
    )
    found = beside(in_time(), other)
    assert texts(found, "finish", "Q") == [None, "Thu 3 Dec 2026"]
    assert row(found, "finish", "Q").best == ()
    assert texts(found, "added") == [None, "1"]
    assert texts(found, "cost") == ["1,600", None]
    assert found.notes == ("Against p1, the scenario of p2 has 1 item (N).",)


def test_plans_without_a_common_item_have_neither_changes_nor_best_totals() -> None:
    scenario = plans.scenario(
        people=[{"id": "z", "skills": {"x": 1}}], items=[{"id": "Z", "needs": "x", "effort": "1d"}]
    )
    strange = plans.plan_of(scenario, [plans.solo("Z", "z", "12-01 09:00", "12-01 17:00", hours=8)])
    found = beside(in_time(), strange)
    assert texts(found, "moved") == [None, None]
    assert row(found, "finish").best == ()
    assert found.notes == ("p2 and p1 have no work item in common.",)


def test_other_due_dates_are_a_row_and_forbid_to_call_a_lateness_the_best() -> None:
    items = [*FIELDS["items"][:2], {**FIELDS["items"][2], "due": "2026-12-10"}]
    eased = _plan(("A", "ana", "12-01"), ("B", "bo", "12-04"), live="12-04 17:00", items=items)
    found = beside(late(), eased)
    assert texts(found, "due", "M") == ["Thu 3 Dec 2026", "Thu 10 Dec 2026"]
    assert row(found, "late_by", "M").best == ()
    assert row(found, "finish", "M").due is None
    assert row(found, "finish", "P").title == "Launch (due Wed 2 Dec 2026)"


def test_changes_are_counted_against_a_plan_that_is_not_shown() -> None:
    found = beside(late(), in_time(), reference=PlanColumn(in_time(), "the baseline"))
    assert texts(found, "moved") == ["1", "0"]
    assert found.relative_to == "the baseline"


def test_one_plan_stands_alone_without_changes_and_best() -> None:
    found = beside(late())
    assert not [each for each in found.rows if each.topic == "changes" or each.best]


def test_chances_come_from_forecasts_where_there_are_any() -> None:
    sure = Forecast(
        scenario="s",
        futures=10,
        seed=0,
        policy="dispatch",
        confidence=0.85,
        prior="",
        rows=(
            ForecastRow(
                policy="dispatch",
                kind="milestone",
                id="M",
                p_on_time=0.4,
                p85=dt.datetime(2026, 12, 9, 17),
            ),
        ),
    )
    with_chance = PlanColumn(in_time(), "sure", forecast=sure, forecast_source="here")
    found = side_by_side([with_chance, PlanColumn(late(), "unsure")])
    assert texts(found, "on_time", "M") == ["40 %", None]
    assert texts(found, "p85", "M") == ["Wed 9 Dec 2026", None]
    assert not [each for each in beside(late()).rows if each.topic == "chances"]


def test_what_moved_and_changed_hands_is_what_the_difference_says() -> None:
    for old, new in ((in_time(), late()), (late(), in_time()), (late(), late())):
        counted, told = item_changes(old, new), compare(old, new)
        assert counted.moved == tuple(move.id for move in told.moved)
        assert counted.reassigned == tuple(change.id for change in told.reassigned)


@pytest.mark.parametrize(
    ("paths", "labels"),
    [
        (["plan-a", "plan-b/plan.json"], ["plan-a", "plan-b"]),
        (["x/plan", "y/plan", "z"], ["x/plan", "y/plan", "z"]),
        (["monday.json", "friday.json"], ["monday", "friday"]),
        (["plan", "./plan/"], ["plan (1)", "plan (2)"]),
        (["x/../plan", "plans/../other"], ["plan", "other"]),
        ([None, "plan", None], ["plan 1", "plan", "plan 3"]),
    ],
)
def test_labels_are_the_shortest_ends_of_paths_that_differ(
    paths: list[str | None], labels: list[str]
) -> None:
    assert labels_of([None if path is None else Path(path) for path in paths]) == labels


def test_an_item_that_breaks_its_deadline_has_a_row() -> None:
    """B alone has a deadline, Thursday 3rd: the late plan ends it on Friday 4th."""
    items = [{"id": "A", "needs": "x", "effort": "1d"}]
    items.append({"id": "B", "title": "Serve", "needs": "x", "effort": "1d"})
    items[1]["deadline"] = "2026-12-03"
    scenario = plans.scenario(people=FIELDS["people"], items=items)
    found = beside(
        *(
            plans.plan_of(
                scenario,
                [
                    plans.solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
                    plans.solo("B", "bo", f"12-{day} 09:00", f"12-{day} 17:00", hours=8),
                ],
            )
            for day in ("03", "04")
        )
    )
    (told,) = [each for each in found.rows if each.topic == "late_by"]
    assert (told.kind, told.id, told.name, told.best) == ("item", "B", "B Serve", (0,))
    assert texts(found, "late_by", "B") == ["on time", "1 d"]

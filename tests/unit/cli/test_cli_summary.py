"""The summary after a plan: what a manager looks for is in it, and it fits 80 columns."""

from __future__ import annotations

import json

import pytest

from allocator import wording
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import Plan, Scenario
from support import sample_plans


def text(plan: Plan) -> str:
    return render(summarise(plan))


def section(shown: str, title: str) -> list[str]:
    """Return the lines under a title of the summary."""
    lines = shown.splitlines()
    start = lines.index(title) + 1
    end = next((n for n in range(start, len(lines)) if not lines[n]), len(lines))
    return lines[start:end]


def cells(line: str) -> list[str]:
    """Return the cells of a line, which stand at least two spaces apart."""
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_dates_of_projects_and_milestones_against_due() -> None:
    lines = section(text(sample_plans.plan()), "Dates")
    assert cells(lines[2]) == ["Churn model", "Thu 3 Dec 2026", "Wed 2 Dec 2026", "1 d"]
    assert cells(lines[3]) == ["hard: Fri 11 Dec 2026", "on time"]
    assert cells(lines[4]) == ["Model live", "Thu 3 Dec 2026", "Wed 2 Dec 2026", "1 d"]
    assert cells(lines[-1]) == ["everything", "Thu 3 Dec 2026"]


def test_what_is_late_and_by_how_much() -> None:
    lines = section(text(sample_plans.plan()), "Late")
    assert [cells(line)[0] for line in lines[2:]] == [
        "project churn Churn model",
        "hard: Fri 11 Dec 2026",
        "M-1 Model live",
    ]
    assert [cells(line)[-1] for line in lines[2:]] == ["1 d", "on time", "1 d"]


def in_time() -> Plan:
    plan = sample_plans.plan()
    items = tuple(i.model_copy(update={"late_days": 0.0}) for i in plan.items)
    projects = tuple(p.model_copy(update={"late_days": 0.0}) for p in plan.metrics.projects)
    metrics = plan.metrics.model_copy(update={"projects": projects})
    return plan.model_copy(update={"items": items, "metrics": metrics})


def test_a_plan_in_time_says_so() -> None:
    shown = text(in_time())
    assert section(shown, "Late") == ["Nothing is late."]


def test_who_is_on_what_this_week_and_next_names_the_weeks() -> None:
    lines = section(text(sample_plans.plan()), "Who is on what")
    assert cells(lines[0]) == ["person", "week of Mon 30 Nov 2026", "week of Mon 7 Dec 2026"]
    assert cells(lines[2]) == ["Ana Souza", "T-1 Label the data", "-"]


def test_items_without_titles_stand_in_a_row() -> None:
    plan = sample_plans.plan()
    items = tuple(
        item.model_copy(update={"title": "", "assignments": plan.items[0].assignments})
        for item in plan.items
    )
    lines = section(text(plan.model_copy(update={"items": items})), "Who is on what")
    assert cells(lines[2]) == ["Ana Souza", "T-1, T-2, M-1, T-3", "-"]


def test_the_weeks_begin_on_the_monday_on_or_before_the_start_of_the_plan() -> None:
    plan = sample_plans.plan()
    raw = {**plan.scenario.model_dump(mode="json"), "calendar": {"start": "2026-12-03"}}
    moved = plan.model_copy(update={"scenario": Scenario.model_validate(raw)})
    first, second = summarise(moved).weeks
    assert (first.monday.isoformat(), second.monday.isoformat()) == ("2026-11-30", "2026-12-07")


def test_load_per_person() -> None:
    lines = section(text(sample_plans.plan()), "Load")
    assert cells(lines[2])[:5] == ["Ana Souza", "1", "32.0 h", "16.0 h", "50 %"]
    assert cells(lines[3])[:5] == ["Bo Chen", "1", "16.0 h", "8.0 h", "50 %"]


def test_tiers_with_value_bound_gap_and_proof() -> None:
    plan = sample_plans.plan(status="feasible", stop_reason="time_limit")
    lines = section(text(plan), "How good the plan is")
    assert cells(lines[3]) == ["tardiness", "32 h", "32 h", "0 %", "proved"]
    assert cells(lines[4]) == ["flow", "64 h", "48 h", "25 %", "not proved"]
    assert lines[5] == (
        "3 items planned; not proved to be the best; the time limit ended the search."
    )


def test_dropped_items_are_named() -> None:
    assert section(text(sample_plans.plan()), "Dropped") == ["T-3 Nice to have"]


def test_broken_deadlines_are_marked_wherever_they_show() -> None:
    shown = text(sample_plans.relaxed_plan())
    first = section(shown, "Deadlines that this plan breaks, as --relax asked")
    assert cells(first[2]) == ["project churn", "Tue 1 Dec 2026", "Thu 3 Dec 2026", "2 d"]
    for title, rows in {"Dates": 2, "Late": 3}.items():
        marked = [line for line in section(shown, title) if "BROKEN, 2 d" in line]
        assert len(marked) == rows, title
        assert all("hard: Tue 1 Dec 2026" in line for line in marked)


def test_no_deadline_is_marked_in_a_plan_that_keeps_them() -> None:
    assert "BROKEN" not in text(sample_plans.plan())
    assert "--relax" not in text(sample_plans.plan())


def test_brackets_in_names_are_no_markup() -> None:
    assert "Churn model [red]launch[/red]: Mon 30 Nov 2026" in text(sample_plans.plan())


def wide() -> Plan:
    """Return the relaxed plan with names of 200 characters everywhere."""
    plan = sample_plans.relaxed_plan()
    raw = plan.scenario.model_dump(mode="json")
    for one in (*raw["people"], *raw["projects"]):
        one["name"] = "Name " * 40
    return plan.model_copy(
        update={
            "scenario": Scenario.model_validate(raw),
            "items": tuple(i.model_copy(update={"title": "Word " * 40}) for i in plan.items),
            "people": tuple(p.model_copy(update={"name": "Name " * 40}) for p in plan.people),
            "metrics": plan.metrics.model_copy(
                update={
                    "projects": tuple(
                        p.model_copy(update={"name": "Name " * 40}) for p in plan.metrics.projects
                    )
                }
            ),
        }
    )


@pytest.mark.parametrize("plan", [sample_plans.plan(), sample_plans.relaxed_plan(), wide()])
def test_every_line_fits_80_columns(plan: Plan) -> None:
    assert max(len(line) for line in text(plan).splitlines()) <= 80


def test_long_names_leave_dates_and_lateness_whole() -> None:
    shown = text(wide())
    assert "BROKEN, 2 d" in shown
    assert "hard: Tue 1 Dec 2026" in shown


def test_output_that_is_no_terminal_has_no_colour() -> None:
    assert "\x1b" not in text(sample_plans.relaxed_plan())


def test_a_plan_without_people_and_projects_shows_what_there_is() -> None:
    plan = sample_plans.plan()
    raw = {**plan.scenario.model_dump(mode="json"), "people": [], "projects": []}
    raw["items"] = [{"id": "T-1", "elapsed": "3d"}]
    bare = plan.model_copy(
        update={
            "scenario": Scenario.model_validate(raw),
            "items": (plan.items[0].model_copy(update={"assignments": (), "project": None}),),
            "people": (),
            "metrics": plan.metrics.model_copy(update={"projects": ()}),
        }
    )
    shown = text(bare)
    assert "Load" not in shown
    assert cells(section(shown, "Dates")[-1]) == ["everything", "Tue 1 Dec 2026"]


def test_the_summary_is_a_json_document() -> None:
    document = summarise(sample_plans.relaxed_plan()).to_dict()
    again = json.loads(json.dumps(document))
    assert again == document
    assert again["finish"] == "2026-12-03T17:00"
    assert again["relaxed"][0]["deadline"] == "2026-12-01"
    assert [tier["name"] for tier in again["tiers"]] == ["value", "tardiness", "flow"]
    assert again["weeks"][0] == {"monday": "2026-11-30", "work": {"ana": ["T-1"], "bo": ["T-2"]}}
    assert [line["id"] for line in again["late"]] == ["churn", "M-1", "T-2"]


def test_a_long_word_on_the_bound_leaves_the_numbers_whole() -> None:
    plan = sample_plans.plan()
    tier = plan.solver.tiers[0].model_copy(
        update={
            "name": "tardiness",
            "value": 23308.0,
            "unit": "h",
            "bound": 5796.0,
            "gap": 0.75,
            "proved": False,
            "bound_by": "everybody's time shared by all, period by period",
        }
    )
    solver = plan.solver.model_copy(update={"tiers": (tier,)})
    lines = section(text(plan.model_copy(update={"solver": solver})), "How good the plan is")
    assert cells(lines[2])[:4] == ["tardiness", "23,308 h", "5,796 h", "75 %"]
    assert all(len(line) <= 80 for line in lines)


def test_of_many_people_the_busiest_are_shown_and_the_others_counted() -> None:
    plan = sample_plans.plan()
    one, there = plan.people[0], plan.scenario.people[0]
    people = tuple(
        one.model_copy(update={"id": f"p{k}", "name": f"Person {k}", "load": k / 50})
        for k in range(50)
    )
    more = tuple(there.model_copy(update={"id": f"p{k}"}) for k in range(50))
    scenario = plan.scenario.model_copy(update={"people": (*plan.scenario.people, *more)})
    lines = section(text(plan.model_copy(update={"people": people, "scenario": scenario})), "Load")
    assert [cells(line)[0] for line in lines[2:-1]] == [f"Person {k}" for k in range(49, 9, -1)]
    assert lines[-1] == "and 10 more; all are in load.csv."


def test_every_objective_and_column_is_explained() -> None:
    """Who does not know the field's words finds them under the table."""
    plan = sample_plans.plan()
    lines = section(text(plan), "How good the plan is")
    for tier in plan.solver.tiers:
        assert f"{tier.name}: {wording.OBJECTIVE_MEANINGS[tier.name]}" in lines
    assert lines[-1].startswith("bound: no plan is below it; gap: ")

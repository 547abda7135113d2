"""The status report: what a manager asks for, in sections; a user's text is never markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allocator.domain.answers import (
    AnswerTarget,
    DelayCost,
    MovedDate,
    MoveGroup,
    PlanAnswers,
    ShownLever,
    ShownRoadblock,
)
from allocator.exports import FORMATS
from allocator.exports.status_page import MAX_LINES, status_page
from support import forecasts, report_plans


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {part.splitlines()[0]: part.partition("\n")[2].strip() for part in parts[1:]}


def lines_of(text: str, title: str) -> dict[str, str]:
    """Return the lines of a list by what stands before their colon."""
    found = (line.removeprefix("- ").partition(": ") for line in sections(text)[title].splitlines())
    return {name: rest for name, _, rest in found}


def test_it_opens_with_how_things_stand_the_worst_first() -> None:
    text = status_page(report_plans.rich())
    assert text.startswith(
        "# Churn & uplift\n\nStatus of Thu 3 Dec 2026. Projects: 1 late, 1 no date. Milestones: "
        "1 late. Work items: 1 done, 1 in progress, 5 planned, 1 dropped. Everything is done on "
        "Fri 18 Dec 2026. Cost: 1,360.\n"
    )
    rows = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    assert rows[2] == (
        "| **Churn \\<model\\>** | 🔴 5 d late | Fri 18 Dec 2026 | Thu 10 Dec 2026 | 1,360 | Waits "
        "for GPU quota, for which no date is known; the last work in it is T-4 Shadow run, until "
        "Fri 18 Dec 2026. Under way: T-2 Build features (Ana Souza). |"
    )
    assert [row.split(" | ")[1] for row in rows[3:]] == ["🔴 3 d late", "⚪ no date"]


def test_costs_are_told_by_project_and_month_those_above_their_budgets_first() -> None:
    (_, _, *rows) = sections(status_page(report_plans.portfolio(3)))["Costs"].splitlines()
    assert rows == [
        "| Product 0 | 1,600 | 1,600 | 1,500 | ⚠ 100 |",
        "| Product 1 | 1,600 | 1,600 | 2,000 |  |",
        "| Product 2 | 1,600 | 1,600 | 1,500 | ⚠ 100 |",
        "| **everything** | 4,800 | 4,800 | 5,000 |  |",
    ]
    many = sections(status_page(report_plans.portfolio(20)))["Costs"].splitlines()
    assert many[0] == "| project | Dec 2026 | total | budget | over |"
    assert [line.split(" | ")[0] for line in many[2:6]] == [
        "| Product 0",
        "| Product 2",
        "| Product 4",
        "| **everything**",
    ]
    assert many[-1] == "Not shown: 17 projects."


def test_it_says_what_is_done_what_comes_and_what_is_late() -> None:
    found = lines_of(status_page(report_plans.rich()), "Work")
    assert found["Done (1 of 8)"] == "T-1 Label the data (Wed 2 Dec 2026, Ana Souza)"
    assert found["Under way (1)"] == "T-2 Build features (Fri 4 Dec 2026, Ana Souza)"
    assert found["Next two weeks (4)"].startswith("U-1 Uplift study (Fri 4 Dec 2026, cy), ")
    assert found["Late"] == "T-3 Train the model 3 d after its due date (Wed 9 Dec 2026)"


def test_it_names_risks_and_the_decisions_that_are_needed() -> None:
    text = status_page(report_plans.rich())
    work = lines_of(text, "Work")
    assert "2 end after their due date or deadline; 5 have no slack;" in work["Risks"]
    assert work["Waits for"] == "GPU quota: needed Mon 7 Dec 2026, for T-3 Train the model"
    assert sections(text)["Decisions needed"] == (
        "- Legal approves: needed Mon 7 Dec 2026, expected Fri 4 Dec 2026, for T-3 Train the model"
    )


def test_decisions_have_their_cost_of_delay_where_that_was_tried() -> None:
    moved = MovedDate(kind="milestone", id="M-1", title="Churn live", days=4)
    tried = ShownRoadblock(
        kind="decision",
        text="Legal approves",
        items=("T-3",),
        owner="Counsel",
        day=DelayCost(weighted_hours=0),
        week=DelayCost(weighted_hours=32, moved=(moved,)),
    )
    text = status_page(report_plans.rich(), answers=PlanAnswers(roadblocks=(tried,)))
    assert sections(text)["Decisions needed"] == (
        "- Legal approves (Counsel): needed Mon 7 Dec 2026, for T-3 Train the model; "
        "a day later: nothing; a week later: Churn live 4 d later"
    )


def test_what_would_help_and_causes_of_moves_are_told_where_they_were_tried() -> None:
    target = AnswerTarget(kind="milestone", id="M-1")
    pays = (MovedDate(kind="project", id="uplift", title="Uplift", days=1),)
    lever = ShownLever(target=target, kind="person", text="One more like Bo", days=2.5, pays=pays)
    group = MoveGroup(text="Bo is away from 8 to 9 Dec", items=("T-3", "T-4"), days=2)
    answers = PlanAnswers(levers=(lever,), moves=(group,))
    text = status_page(report_plans.rich(), report_plans.earlier(), answers=answers)
    assert sections(text)["What would help"] == (
        "- Churn live 2.5 d earlier: One more like Bo; but Uplift 1 d later"
    )
    assert sections(text)["What changed"].startswith(
        "- Because Bo is away from 8 to 9 Dec: 2 items\n"
    )


def test_against_a_baseline_it_says_what_changed() -> None:
    text = status_page(report_plans.rich(), report_plans.earlier())
    assert sections(text)["What changed"].splitlines() == [
        "- M-1 Churn live is 3 d late now",
        "- T-4 Shadow run ends Fri 18 Dec 2026 (+4 d)",
    ]
    assert "| Churn live | 🔴 3 d late | Fri 18 Dec 2026 | Mon 14 Dec 2026 | +4 d |" in text
    same = sections(status_page(report_plans.rich(), report_plans.rich()))
    assert same["What changed"] == "Nothing has changed."


def test_a_users_text_is_never_markup(tmp_path: Path) -> None:
    FORMATS["markdown"].write(report_plans.hostile(), tmp_path / "status.md")
    text = (tmp_path / "status.md").read_text("utf-8")
    assert "<script" not in text.replace("\\<script", "")
    assert "<img" not in text.replace("\\<img", "")
    assert max(map(len, text.splitlines())) < 1000


def test_long_lists_are_cut_and_counted() -> None:
    work = lines_of(status_page(report_plans.many(300)), "Work")
    (told,) = (rest for name, rest in work.items() if name.startswith("Next two weeks"))
    assert re.search(r" and \d+ more$", told)


@pytest.mark.parametrize("projects", [3, 20, 60])
def test_it_is_short_enough_for_a_mail(projects: int) -> None:
    """Projects have room first; what has none is counted."""
    text = status_page(report_plans.portfolio(projects))
    assert len(text.splitlines()) <= MAX_LINES
    opening = text.partition("\n## ")[0]
    rows = [line for line in opening.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == min(16, 2 * projects)
    assert ("Not shown: " in opening) == (2 * projects > 16)


def test_a_plan_with_everything_is_short_too() -> None:
    plan = report_plans.portfolio(20)
    text = status_page(plan, plan, forecasts.forecast_of(plan))
    assert len(text.splitlines()) <= MAX_LINES + 10


def test_frozen_items_are_told() -> None:
    work = lines_of(status_page(report_plans.frozen()), "Work")
    (told,) = (rest for name, rest in work.items() if name.startswith("Next two weeks"))
    frozen = [item for item in told.split("), ") if item.rstrip(")").endswith(", frozen")]
    assert [item.split()[0] for item in frozen] == ["T-3"]


def test_one_item_at_risk_is_told_as_one() -> None:
    """It read ``1 have no slack``."""
    told = lines_of(status_page(report_plans.rich()), "Work")["Risks"]
    for part in told.split("; "):
        assert part.split()[1] in (
            ("ends", "has", "needs", "waits", "can")
            if part.startswith("1 ")
            else ("end", "have", "need", "wait", "can")
        )


def test_each_promise_has_a_line() -> None:
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    found = sections(status_page(plan, forecast=forecast))["How sure"].splitlines()
    assert found[0].startswith("- ❌ Churn live: 72 % by ")
    assert found[-1].startswith("1,000 futures, seed 0. Policy dispatch: ")
    without = sections(status_page(plan, forecast=forecast.model_copy(update={"promises": ()})))
    assert without["How sure"].splitlines()[0].startswith("- Churn live: ")
    assert "How sure" not in sections(status_page(plan))


def test_costs_stand_beside_their_budgets() -> None:
    text = status_page(report_plans.portfolio(3))
    assert "| ⚠ 1,600 of 1,500: 100 over |" in text
    assert "| 1,600 of 2,000 |" in text
    assert "Cost: 4,800 of 5,000." in text

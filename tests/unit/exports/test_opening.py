"""What a report opens with: it fits on a page, and speaks no language of solvers."""

from __future__ import annotations

import html
import re

import pytest

from allocator.domain import Plan
from allocator.domain.answers import DelayCost
from allocator.exports.page.build import page
from allocator.exports.rag_rows import MAX_ROWS, SIGNS, rag_table
from allocator.exports.roadblock_rows import delay_words
from allocator.exports.status_page import status_page
from support import forecasts, plan_answers, report_plans

SOLVER_TERMS = re.compile(
    r"\b(gaps?|bounds?|stability|tardiness|makespan|incumbent|objectives?|tiers?|solver|CP-SAT"
    r"|optimal|feasible)\b",
    re.IGNORECASE,
)


def unproved(plan: Plan) -> Plan:
    tiers = tuple(
        tier.model_copy(update={"proved": False, "bound": 0.0, "gap": 1.0})
        for tier in plan.solver.tiers
    )
    report = plan.solver.model_copy(update={"tiers": tiers, "stop_reason": "time_limit"})
    return plan.model_copy(update={"solver": report})


def main_part(text: str) -> str:
    """Return what can be read of a page before its appendix."""
    body = text.split("<body>")[1].split('<section id="appendix"')[0]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("made", [report_plans.rich, report_plans.frozen])
def test_there_is_no_solver_term_before_the_appendix(made: object) -> None:
    plan = unproved(made())  # type: ignore[operator]
    text = page(plan, report_plans.earlier(), forecasts.forecast_of(plan))
    assert SOLVER_TERMS.findall(main_part(text)) == []
    assert "could still be gained" in text.split('<section id="appendix"')[1]
    status = status_page(plan, report_plans.earlier(), forecasts.forecast_of(plan))
    assert SOLVER_TERMS.findall(status.split("## Appendix")[0]) == []


def test_a_page_with_twenty_projects_shows_them_all_and_no_more() -> None:
    table = rag_table(report_plans.portfolio(20))
    assert len(table.rows) == MAX_ROWS == 20
    assert all(row.is_project for row in table.rows)
    assert [row.colour for row in table.rows] == ["amber"] * 10 + ["green"] * 10
    assert table.more == "10 late, 10 on time"
    assert len(table.all_rows) == 40
    assert 'href="#all-dates"' in page(report_plans.portfolio(20))


def test_where_there_is_room_milestones_stand_below_their_projects() -> None:
    table = rag_table(report_plans.portfolio(3))
    assert [row.name for row in table.rows][:2] == ["Product 0", "Product 0 live"]
    assert (table.more, table.all_rows) == ("", ())
    assert "all-dates" not in page(report_plans.portfolio(3))


def test_milestones_that_need_no_words_give_way_first() -> None:
    table = rag_table(report_plans.portfolio(12), most=20)
    assert len(table.rows) == 18  # 12 projects, 6 late milestones
    assert table.more == "6 on time"


def test_a_sign_and_a_word_stand_beside_each_colour() -> None:
    text = page(report_plans.portfolio(3))
    for colour, words in (("red", "▲ 1 d late"), ("amber", "◐ at risk"), ("green", "● on time")):
        assert re.search(rf'class="state {colour}"><b>{words}', text)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_costs_over_the_budget_are_marked() -> None:
    text = page(report_plans.portfolio(3))
    assert '<span class="late">▲ 1,600 of 1,500: 100 over</span>' in text
    assert 'data-label="Cost">1,600 of 2,000</td>' in text
    assert "Cost" not in main_part(page(report_plans.many(10)))


def test_what_is_done_for_a_project_is_not_said_again_below_it() -> None:
    rows = {row.name: row for row in rag_table(report_plans.portfolio(3)).rows}
    assert rows["Product 0"].doing == "Next: T-0 Build product 0 (Person 0), from Tue 1 Dec 2026."
    assert rows["Product 0 live"].doing == ""


def test_what_was_tried_is_shown_and_is_only_text() -> None:
    text = page(report_plans.rich(), report_plans.earlier(), answers=plan_answers.of_rich())
    for told in (
        "Bo is away &lt;b&gt; (2 d earlier without that).",
        "Would help: One more like Bo from 7 Dec (2.5 d earlier).",
        '<td class="n">2.5 d (least 1.5)</td><td class="n">40 h</td><td class="n">+12 points</td>'
        '<td class="n">3,200</td><td><bdi>nobody</bdi></td>',
        "<bdi>Churn live 6 d later</bdi>",
        "<bdi>nothing</bdi>",
        "Only Bo can train",
        "Bo is away: 2 items, Churn live +6 d",
    ):
        assert told in text
    without = page(report_plans.rich(), report_plans.earlier())
    for title in ("What would help", "By cause", "A day later costs"):
        assert title not in without


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        (None, ""),
        (DelayCost(weighted_hours=0), "nothing"),
        (DelayCost(weighted_hours=12), "12 h of lateness, by priority"),
        (DelayCost(weighted_hours=0, breaks=("the deadline of M",)), "breaks the deadline of M"),
        (DelayCost(weighted_hours=0, left_out=("X", "Y")), "leaves out X and Y"),
    ],
)
def test_a_delay_costs_nothing_only_where_nothing_happens(
    cost: DelayCost | None, told: str
) -> None:
    assert delay_words(cost) == told

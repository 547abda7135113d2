"""The status report: what a manager asks for, in sections; a user's text is never markup."""

from __future__ import annotations

import re
from pathlib import Path

from allocator.exports import FORMATS
from allocator.exports.status_page import status_page
from support import forecasts, report_plans


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {part.splitlines()[0]: part.partition("\n")[2].strip() for part in parts[1:]}


def test_it_says_what_is_done_what_comes_and_what_is_late() -> None:
    text = status_page(report_plans.rich())
    assert text.startswith(
        "# Churn & uplift\n\nStatus of Thu 3 Dec 2026. Work items: 1 done, 1 in progress, "
        "5 planned, 1 dropped. Everything is done on Fri 18 Dec 2026.\n"
    )
    found = sections(text)
    assert "What changed" not in found
    assert found["Done"] == "- T-1 Label the data: Wed 2 Dec 2026, Ana Souza"
    assert found["In progress"] == "- T-2 Build features: Fri 4 Dec 2026, Ana Souza"
    assert (
        found["Next two weeks"].splitlines()[0]
        == "- U-1 Uplift study: Fri 4 Dec 2026 to Fri 4 Dec 2026, cy"
    )
    assert found["Late"].splitlines() == [
        "- T-3 Train the model: Mon 14 Dec 2026, 3 d after its due date (Wed 9 Dec 2026)",
        "- M-1 Churn live: Fri 18 Dec 2026, 3 d after its due date (Mon 14 Dec 2026)",
    ]


def test_it_names_risks_and_the_decisions_that_are_needed() -> None:
    found = sections(status_page(report_plans.rich()))
    assert "- T-3 Train the model ends after its due date, has no slack," in found["Risks"]
    assert "only one person can do it (Bo Chen)" in found["Risks"]
    assert found["Decisions needed"] == (
        "- Legal approves: needed Mon 7 Dec 2026, expected Fri 4 Dec 2026, for T-3 Train the model"
    )
    assert found["Other awaited things"] == (
        "- GPU quota: needed Mon 7 Dec 2026, for T-3 Train the model"
    )


def test_against_a_baseline_it_says_what_changed() -> None:
    found = sections(status_page(report_plans.rich(), report_plans.earlier()))
    assert found["What changed"].splitlines() == [
        "- M-1 Churn live is 3 d late now",
        "- T-4 Shadow run ends Fri 18 Dec 2026 (+4 d)",
    ]
    assert "| Churn live | Fri 18 Dec 2026 | Mon 14 Dec 2026 | 3 d | +4 d |" in found["Dates"]
    same = sections(status_page(report_plans.rich(), report_plans.rich()))
    assert same["What changed"] == "Nothing has changed."


def test_a_users_text_is_never_markup(tmp_path: Path) -> None:
    FORMATS["markdown"].write(report_plans.hostile(), tmp_path / "status.md")
    text = (tmp_path / "status.md").read_text("utf-8")
    assert "<script" not in text.replace("\\<script", "")
    assert "<img" not in text.replace("\\<img", "")
    assert max(map(len, text.splitlines())) < 1000


def test_long_lists_are_cut_and_counted() -> None:
    text = status_page(report_plans.many(300))
    assert "- and " in sections(text)["Next two weeks"]


def test_frozen_items_are_told() -> None:
    lines = sections(status_page(report_plans.frozen()))["Next two weeks"].splitlines()
    assert [line for line in lines if line.endswith(", frozen")] == [
        line for line in lines if line.startswith("- T-3 ")
    ]
    assert len([line for line in lines if line.endswith(", frozen")]) == 1


def test_one_item_at_risk_is_told_as_one() -> None:
    """It read ``1 have no slack``."""
    text = status_page(report_plans.rich())
    (line,) = (line for line in text.splitlines() if line.startswith("Items: "))
    for part in line.removeprefix("Items: ").rstrip(".").split("; "):
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

"""The sprint's page: what it says, and that a user's text is shown as it is."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from allocator.exports.markdown import escaped
from allocator.exports.sprint.page import sprint_page
from allocator.sprint_planning.build import sprint_sheets
from support import sprint_plans


def page(which: str = "1", **changes: Any) -> str:
    (sheet,) = sprint_sheets(sprint_plans.plan(**changes), which)
    return sprint_page(sheet)


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").render(markdown)


def shown(markdown: str) -> str:
    """What a reader sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", rendered(markdown)))


def part(title: str, markdown: str) -> list[str]:
    return re.split(r"^## ", markdown, flags=re.MULTILINE)[
        [h.splitlines()[0] for h in re.split(r"^## ", markdown, flags=re.MULTILINE)].index(title)
    ].splitlines()[2:]


def test_the_head_says_what_is_committed() -> None:
    lines = page().splitlines()
    assert lines[0] == "# Sprint 1: Mon 7 Dec to Sun 13 Dec 2026"
    assert lines[2] == (
        "Churn. 5 items, of which 3 get finished; 3 people, 44 h planned of 96 h capacity (46 %)."
    )


def test_goals_are_a_line_per_project() -> None:
    assert part("Goals", page())[:2] == [
        "- **Churn model**: finish DS-4 Trained (milestone) and DS-2 Train "
        "(1 d after its due date, Tue 8 Dec); go on with DS-3 Report",
        "- **Operations**: finish DS-6 Rollout; go on with DS-5 Test runs",
    ]


def test_readiness_is_a_checklist() -> None:
    assert part("Ready before it starts", page())[:4] == [
        "- [ ] Decision: legal sign-off, expected Thu 10 Dec: for DS-6, from Thu 10 Dec",
        "- [ ] From outside the plan: OPS-9: for DS-6, from Thu 10 Dec",
        "- [ ] DS-1 Cluster, planned to end Fri 4 Dec: for DS-2, from Mon 7 Dec",
        "- [ ] Bo Chen is away Wed 9 Dec (1 working day) and needed for DS-3",
    ]


def test_risks_say_why() -> None:
    assert "- DS-6 Rollout: waits for legal sign-off and OPS-9; only Cy can do it" in page()
    assert "waits for another team: beta" in page()


def test_the_day_plan_has_a_row_a_day_and_a_column_a_person() -> None:
    assert part("Day by day", page())[:5] == [
        "| day | Ana Souza | Bo Chen | Cy |",
        "| --- | --- | --- | --- |",
        "| Mon 7 Dec | DS-2 8 h | - | - |",
        "| Tue 8 Dec | DS-2 8 h | DS-3 4 h | - |",
        "| Wed 9 Dec | DS-2 8 h | away | - |",
    ]


def test_an_empty_sprint_says_so() -> None:
    empty = page("3")
    assert "Nothing is planned." in empty
    assert "Carries over" not in empty


HOSTILE = [
    "a | b",
    "*bold* _it_ `code` ~~gone~~",
    "<script>alert(1)</script> &amp; <b>",
    "[link](javascript:alert(1)) ![x](y)",
    "# heading",
    "- item",
    "1. one",
    "C:\\path\\| x",
    "snake_case_name __dunder__",
    "---",
    "=====",
    "line\nbreak\r\ttab",
    "\u202eright to left\u200f",
    "🧪 emoji",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_it_is(title: str) -> None:
    items = sprint_plans.data()["items"]
    items[1]["title"] = title
    made = page(items=items)
    seen = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    assert f"DS-2 {seen}" in shown(made)
    assert "<script" not in rendered(made)
    assert rendered(made).count("<table>") == rendered(page()).count("<table>")


@given(st.text(max_size=60) | st.text("*_`~<>[]()#+-.!|\\&= 1a\n", max_size=30))
def test_every_text_is_shown_as_it_is(words: str) -> None:
    seen = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    assert shown(escaped(words)).strip() == seen
    assert shown(f"| x |\n| --- |\n| {escaped(words)} |").split("x", 1)[1].strip() == seen


def test_items_with_nothing_but_a_common_reason_share_a_line() -> None:
    items = sprint_plans.data()["items"]
    items[5]["assign"] = ["cy"]
    made = page(items=items)
    assert "- No slack, so that any delay moves a date: DS-5\n" in made


def test_a_plain_ampersand_needs_no_escape() -> None:
    assert escaped("Terms & Conditions &amp; more") == "Terms & Conditions \\&amp; more"

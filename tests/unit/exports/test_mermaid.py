"""Mermaid: a section a project, start and end of every bar, no sign that ends a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allocator.exports import FORMATS
from allocator.exports.mermaid import gantt, mermaid_name
from support import report_plans

LINE = re.compile(
    r"    (?P<name>[^:;#,%\n]+) :(?P<tags>(?:crit, |done, |active, |milestone, )*)"
    r"(?P<id>i\d+), (?P<start>[\dT:-]{16}), (?P<end>[\dT:-]{16}|0d)"
)


def test_the_whole_text_of_a_small_plan() -> None:
    assert gantt(report_plans.rich()) == (
        "gantt\n"
        "    title Churn ＆ uplift\n"
        "    dateFormat YYYY-MM-DDTHH:mm\n"
        "    axisFormat %d %b\n"
        "    todayMarker off\n"
        "    section Churn ＜model＞\n"
        "    T-1 Label the data :done, i1, 2026-12-01T09:00, 2026-12-02T17:00\n"
        "    T-2 Build features :crit, active, i2, 2026-12-02T09:00, 2026-12-04T17:00\n"
        "    T-3 Train the model :crit, i3, 2026-12-07T09:00, 2026-12-14T17:00\n"
        "    T-4 Shadow run :crit, i4, 2026-12-15T09:00, 2026-12-18T09:00\n"
        "    M-1 Churn live :crit, milestone, i5, 2026-12-18T09:00, 0d\n"
        "    section Uplift\n"
        "    U-1 Uplift study :crit, i6, 2026-12-04T09:00, 2026-12-04T17:00\n"
        "    section Other work\n"
        "    X-1 Loose end :i8, 2026-12-07T09:00, 2026-12-07T17:00\n"
    )


def test_hostile_titles_keep_the_grammar(tmp_path: Path) -> None:
    plan = report_plans.hostile()
    assert FORMATS["mermaid"].write(plan, tmp_path / "plan.mmd") == [tmp_path / "plan.mmd"]
    lines = (tmp_path / "plan.mmd").read_text("utf-8").splitlines()
    assert lines[5].startswith("    section ")
    assert all(LINE.fullmatch(line) for line in lines[6:])
    assert len(lines[6:]) == len(plan.items)


@pytest.mark.parametrize("text", ["section 9", "Title page", "click me", "excludes weekends"])
def test_a_name_is_never_a_keyword(text: str) -> None:
    assert mermaid_name(text) == f"· {text}"

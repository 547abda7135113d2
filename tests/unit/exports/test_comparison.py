"""Plans side by side are written as Markdown, CSV, HTML and JSON that hold the same."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest

import allocator
from allocator.api.side_by_side import PlanComparison
from allocator.errors import InputError
from support import sample_plans

TRAP = "<script>alert(1)</script>|`*x*`"


@pytest.fixture
def compared() -> PlanComparison:
    """Two plans of one scenario; in the second everything is a day later."""
    first = sample_plans.plan()
    return allocator.compare_plans(first, sample_plans.relaxed_plan(), labels=["=one", TRAP])


def test_the_csv_has_a_column_for_each_plan_and_names_the_best(
    compared: PlanComparison, tmp_path: Path
) -> None:
    (path,) = compared.save(tmp_path / "c.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    finish = next(row for row in rows if row["what"] == "finish" and row["id"] == "churn")
    assert finish["'=one"] == finish[TRAP] == "2026-12-03"
    broken = next(row for row in rows if row["what"] == "deadlines_broken")
    assert (broken["'=one"], broken["best"]) == ("0", "'=one")


def test_the_page_says_best_in_words_holds_no_script_and_escapes_names(
    compared: PlanComparison, tmp_path: Path
) -> None:
    (path,) = compared.save(tmp_path / "c.html")
    text = path.read_text("utf-8")
    assert '<span class="mark">best</span>' in text
    assert "<script" not in text
    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"https?://|url\(|@import", text)
    assert "&lt;script&gt;" in text
    assert 'scope="row"' in text and 'scope="col"' in text


def test_the_markdown_has_a_table_for_each_topic_with_the_best_in_words(
    compared: PlanComparison, tmp_path: Path
) -> None:
    (path,) = compared.save(tmp_path / "C.MD")
    text = path.read_text("utf-8")
    assert "## Finished on" in text and "(best)" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {4}
    assert "\\<script\\>" in text


def test_the_json_has_values_by_plan_and_the_labels_of_the_best(
    compared: PlanComparison, tmp_path: Path
) -> None:
    (path,) = compared.save(tmp_path / "c.json")
    told = json.loads(path.read_text("utf-8"))
    assert told == compared.to_dict()
    assert [plan["label"] for plan in told["plans"]] == ["=one", TRAP]
    assert all(len(row["values"]) == 2 for row in told["rows"])
    broken = next(row for row in told["rows"] if row["what"] == "deadlines_broken")
    assert broken["best"] == ["=one"]


def test_another_ending_is_refused_with_those_that_are_known(
    compared: PlanComparison, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"\.md, \.csv, \.html or \.json"):
        compared.save(tmp_path / "c.xlsx")
    assert not list(tmp_path.iterdir())


def test_the_table_has_a_row_for_each_value(compared: PlanComparison) -> None:
    values = [value for row in compared.rows for value in row.values if value is not None]
    assert len(compared.table) == len(values)
    assert compared.table["text"].to_list() == [value.text for value in values]
    assert "deadlines broken" in compared._repr_html_()


@pytest.mark.parametrize("labels", ["ab", ["a"], ["a", "a"], ["a", "b", "c"]])
def test_labels_are_one_for_each_plan_and_all_different(labels: object) -> None:
    plan = sample_plans.plan()
    with pytest.raises(InputError, match="labels are 2 names"):
        allocator.compare_plans(plan, plan, labels=labels)  # type: ignore[arg-type]


def test_no_plan_is_an_error() -> None:
    with pytest.raises(InputError, match="no plan to compare"):
        allocator.compare_plans()

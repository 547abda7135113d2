"""A forecast as JUnit XML and Markdown: hand-made numbers, hostile titles, all that is broken."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

from allocator.domain.forecast import Forecast, PromiseForecast
from allocator.exports.forecasts.junit import forecast_junit
from allocator.exports.forecasts.lines import (
    failures_by_item,
    forecast_lines,
    gain_lines,
    joint_lines,
    same_as_milestones,
)
from allocator.exports.forecasts.markdown import forecast_markdown
from support import forecasts, report_plans


def promise(name: str, kept: float, *, broken: bool = False, **fields: Any) -> PromiseForecast:
    return PromiseForecast.model_validate(
        {
            "policy": "dispatch",
            "kind": "milestone",
            "id": name,
            "title": f"Title of {name}",
            "by": dt.date(2026, 12, 18),
            "confidence": 0.85,
            "p_kept": kept,
            "se_kept": 0.01,
            "date_at_confidence": dt.datetime(2026, 12, 21, 17),
            "broken": broken,
            **fields,
        }
    )


def rich(**changes: Any) -> Forecast:
    return forecasts.forecast_of(report_plans.rich(), **changes)


TWO = (promise("M-1", 0.72, broken=True), promise("M-2", 0.91))


def test_each_promise_is_a_test_case_and_one_is_for_all() -> None:
    joint = {"dispatch": 0.66}
    root = ET.fromstring(forecast_junit(rich(promises=TWO, p_all_promises=joint)))
    assert root.tag == "testsuites"
    (suite,) = root
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "3", "failures": "2", "errors": "0", "skipped": "0"}
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == [
        "M-1 Title of M-1 by 2026-12-18 at 85 %",
        "M-2 Title of M-2 by 2026-12-18 at 85 %",
        "all promises together",
    ]
    failures = [failure.get("message") for failure in suite.iter("failure")]
    assert failures == [
        "Title of M-1: 72 % by 18 Dec, promised at 85 %: not sure enough; 85 % by 21 Dec",
        "1 of 2 promises sure enough. All 2 promises together: 66 %",
    ]


def test_a_chance_within_the_sampling_error_does_not_fail() -> None:
    root = ET.fromstring(forecast_junit(rich(promises=(promise("M-1", 0.845),))))
    assert root.get("failures") == "0"
    assert len(list(root.iter("testcase"))) == 2


def test_without_promises_the_only_case_is_skipped() -> None:
    root = ET.fromstring(forecast_junit(rich(promises=())))
    assert (root.get("tests"), root.get("skipped"), root.get("failures")) == ("1", "1", "0")


def test_both_policies_have_cases_of_their_own() -> None:
    both = (promise("M-1", 0.72, broken=True), promise("M-1", 0.9, policy="keep"))
    root = ET.fromstring(forecast_junit(rich(promises=both, policy="both")))
    cases = [(case.get("classname"), case.find("failure") is None) for case in root[0][1:]]
    assert cases == [
        ("allocator forecast.dispatch", False),
        ("allocator forecast.keep", True),
        ("allocator forecast.dispatch", False),
        ("allocator forecast.keep", True),
    ]


def test_hostile_titles_stay_text_in_xml() -> None:
    promises = tuple(
        promise(f"H-{number}", 0.5, title=title, broken=True)
        for number, title in enumerate([*report_plans.HOSTILE, "nul \x00 and lone \ud800"])
    )
    root = ET.fromstring(forecast_junit(rich(promises=promises, scenario="<b>&\x07")))
    assert len(list(root.iter("testcase"))) == len(promises) + 1
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property"),
        *("testcase", "failure", "system-out"),
    }


def test_markdown_begins_with_the_promises_and_has_a_row_for_each_date() -> None:
    text = forecast_markdown(rich(promises=TWO, p_all_promises={"dispatch": 0.66}))
    head = text.split("## Dates")[0].splitlines()
    assert head == [
        "# How sure: Churn & uplift",
        "",
        "- ❌ Title of M-1: 72 % by 18 Dec, promised at 85 %: not sure enough; 85 % by 21 Dec",
        "- ✅ Title of M-2: 91 % by 18 Dec, promised at 85 %: sure enough; 85 % by 21 Dec",
        "- All 2 promises together: 66 %",
        "",
    ]
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[0] == "| what | planned | due | on time | 50 % | 80 % | 85 % | 95 % |"
    assert len(table) == 2 + len(forecast_lines(rich()))
    assert len({line.count("|") for line in table}) == 1


def test_without_promises_markdown_begins_with_the_milestones() -> None:
    text = forecast_markdown(rich(promises=()))
    first = text.splitlines()[2]
    assert first.startswith("- Churn live: ")
    assert "what moves it most: Label the data (34 %), Build features (21 %), risk" in first


def test_hostile_titles_stay_text_in_markdown() -> None:
    text = forecast_markdown(forecasts.forecast_of(report_plans.hostile()))
    assert "<script" not in text.replace("\\<", "")
    assert "\x07" not in text and "\u2028" not in text
    table = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1


def test_two_policies_stand_side_by_side() -> None:
    one = rich()
    kept = tuple(row.model_copy(update={"policy": "keep"}) for row in one.rows)
    both = one.model_copy(update={"policy": "both", "rows": (*one.rows, *kept)})
    policies = [(line.name, line.policy) for line in forecast_lines(both)]
    assert policies[:2] == [("Churn live", "dispatch"), ("Churn live", "keep")]
    assert "| what | policy |" in forecast_markdown(both)


def test_gains_that_are_none_are_not_named() -> None:
    """Of a risk that costs five minutes and one that costs two days."""
    one = rich()
    risk = next(driver for driver in one.drivers if driver.kind == "risk")
    idle = risk.model_copy(update={"id": "R2", "gain_days": 0.01, "gain_p85_days": 0.0})
    project = risk.model_copy(update={"target_kind": "project", "target": "churn"})
    found = gain_lines(one.model_copy(update={"drivers": (risk, idle, project)}))
    assert found == (
        "Without risk Data contract slips: Churn live 2.5 days earlier on the average "
        "(85 % date 4 days)",
    )


def test_gains_are_a_line_a_cause_of_what_is_promised_and_the_strongest_come_first() -> None:
    """Of seven risks five are told; half a day is enough at the 85 % date."""
    one = rich()
    risk = next(driver for driver in one.drivers if driver.kind == "risk")
    gains = [
        risk.model_copy(update={"id": f"R{k}", "title": "", "gain_days": k, "gain_p85_days": 0.5})
        for k in (0.1, 0.2, 1.0, 2.0, 3.0, 4.0, 0.04)
    ]
    other = gains[0].model_copy(update={"target_kind": "all", "target": None, "gain_days": 9.0})
    promised = one.model_copy(update={"drivers": (*gains, other)})
    assert [line.split(":")[0] for line in gain_lines(promised)] == [
        *("Without risk R4.0", "Without risk R3.0", "Without risk R2.0", "Without risk R1.0"),
        "Without risk R0.1",
    ]
    free = promised.model_copy(update={"promises": ()})
    assert gain_lines(free)[0] == (
        "Without risk R0.1: Everything 9 days earlier on the average (85 % date 0.5 days), "
        "Churn live 0.1 days (85 % date 0.5 days)"
    )


def test_a_project_with_the_dates_of_its_milestone_is_not_told_twice() -> None:
    one = rich(promises=())
    stone = next(row for row in one.rows if row.kind == "milestone")
    twin = stone.model_copy(update={"kind": "project", "id": "twin", "title": "Twin"})
    failures = [
        one.failures[0].model_copy(update={"target_kind": kind, "target": name})
        for kind, name in (("project", "twin"), ("milestone", stone.id))
    ]
    found = one.model_copy(update={"rows": (twin, *one.rows), "failures": tuple(failures)})
    assert same_as_milestones(found) == {"twin"}
    assert failures_by_item(found) == ((failures[1],),)
    promised = found.model_copy(update={"promises": (promise("twin", 0.9, kind="project"),)})
    assert same_as_milestones(promised) == frozenset()
    assert failures_by_item(promised) == ((failures[0],),)
    due = twin.model_copy(update={"due": dt.date(2030, 1, 1)})
    assert not same_as_milestones(one.model_copy(update={"rows": (due, *one.rows)}))


def test_the_joint_chance_names_its_policy_where_there_are_two() -> None:
    both = (*TWO, *(one.model_copy(update={"policy": "keep"}) for one in TWO))
    joint = {"dispatch": 0.66, "keep": 0.5}
    assert joint_lines(rich(promises=both, policy="both", p_all_promises=joint)) == (
        "All 2 promises together: 66 % (policy dispatch)",
        "All 2 promises together: 50 % (policy keep)",
    )

"""The section of the report about how sure the dates are, and the page without one."""

from __future__ import annotations

import re

import pytest

from allocator.exports.page.build import page
from allocator.exports.page.forecast import forecast_section
from support import forecasts, report_plans


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str) -> str:
    return html.split('<section id="forecast"')[1].split("</section>")[0]


def test_words_come_first_then_promises_curves_and_dates() -> None:
    plan = report_plans.rich()
    told = text_of(section(page(plan, forecast=forecasts.forecast_of(plan))))
    places = [
        told.index(words)
        for words in (
            "Churn live: 72 % by ",
            "Could be promised",
            "Chance over dates",
            "Milestone or project",
            "What moves the dates most",
            "Tries that may fail",
            "What would help",
            "Cost",
            "Second opinion",
            "What it rests on",
        )
    ]
    assert places == sorted(places)


def test_a_page_without_a_forecast_holds_nothing_about_one() -> None:
    """Neither text, style nor script: it is the page that it was before there were forecasts."""
    for made in (report_plans.rich, report_plans.hostile):
        html = page(made())
        assert "forecast" not in html.lower()
        assert "chances" not in html
        assert '"ranges"' not in html


def test_ranges_are_on_the_road_map_and_in_the_data_of_the_gantt_chart() -> None:
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    html = page(plan, forecast=forecast)
    assert html.split('<section id="roadmap"')[1].count('class="range"') == 3
    assert '"ranges":{' in html
    assert html.count("P10 to P90 of the forecast") == 2


def test_hostile_titles_stay_text_in_the_section() -> None:
    plan = report_plans.hostile()
    html = section(page(plan, forecast=forecasts.forecast_of(plan)))
    assert "<script" not in html and "<img" not in html
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", html))
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("missing", ["promises", "drivers", "failures", "costs"])
def test_what_a_forecast_does_not_have_has_no_heading(missing: str) -> None:
    headings = {
        "promises": "Could be promised",
        "drivers": "What moves the dates most",
        "failures": "Tries that may fail",
        "costs": "<h3>Cost</h3>",
    }
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan).model_copy(update={missing: (), "throughput": None})
    html = section(page(plan, forecast=forecast))
    shown = {name for name, heading in headings.items() if heading in html}
    assert shown == headings.keys() - {missing}
    assert "Second opinion" not in html


def test_both_policies_stand_side_by_side() -> None:
    plan = report_plans.rich()
    one = forecasts.forecast_of(plan)
    kept = tuple(row.model_copy(update={"policy": "keep"}) for row in one.rows)
    both = one.model_copy(update={"policy": "both", "rows": (*one.rows, *kept)})
    found = forecast_section(both)
    assert found.with_policies
    assert [line.policy for line in found.lines[:2]] == ["dispatch", "keep"]
    assert "dashed curves: policy keep" in section(page(plan, forecast=both))

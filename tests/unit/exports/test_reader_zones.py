"""Views in the time of whoever reads them, and views that say whose days they have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.analysis.reader_clock import ReaderClock, clock_sentence
from allocator.cli.forecast_text import forecast_text
from allocator.cli.levers_text import levers_text
from allocator.cli.plan_text import render
from allocator.cli.side_by_side_text import side_by_side_text
from allocator.cli.summary import summarise
from allocator.documents.rewrite import rewritten
from allocator.documents.source import SectionSource
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.exports import FORMATS
from allocator.exports.forecasts.markdown import forecast_markdown
from allocator.exports.page.build import page
from allocator.exports.page.script_data import script_data
from support import report_plans, sprint_plans
from support.plans import entry, plan_of, scenario, solo

NEW_YORK, TOKYO, BERLIN = "America/New_York", "Asia/Tokyo", "Europe/Berlin"
HOME = f"Days and times are those of {NEW_YORK}."


def plan(elsewhere: str | None = TOKYO) -> Plan:
    """A until five in New York, the morning of the next day in Tokyo; B in Bea's own hours."""
    of = scenario(
        name="Two zones",
        calendar={"timezone": NEW_YORK},
        sprints={"first": "2026-11-30", "length": "1w", "count": 4},
        people=[{"id": "ana"}, {"id": "bea", "timezone": elsewhere}],
        items=[
            {"id": "A", "effort": "8h", "due": "2026-12-01"},
            {"id": "B", "effort": "4h", "due": "2026-12-02T09:00"},
            {"id": "M", "kind": "milestone", "after": "A"},
        ],
    )
    items = [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("B", "bea", "12-01 19:00", "12-01 23:00", hours=4),
        entry("M", "12-01 17:00", "12-01 17:00"),
    ]
    return plan_of(of, items)


def in_the_day(of: Plan) -> Plan:
    """The plan with B in the hours of New York."""
    items = [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("B", "bea", "12-01 09:00", "12-01 13:00", hours=4),
        entry("M", "12-01 17:00", "12-01 17:00"),
    ]
    return plan_of(of.scenario, items)


def of_items(plan: Plan, zone: str | None) -> dict[str, dict[str, Any]]:
    """The items of the page, with days and minutes since its Monday."""
    found = script_data(plan, None, (), ReaderClock(plan, zone))
    return {item["id"]: item for item in found["items"]}


def test_the_charts_items_are_on_the_readers_clock() -> None:
    """In winter Tokyo is fourteen hours ahead of New York."""
    here, there = of_items(plan(), None), of_items(plan(), TOKYO)
    for name in ("A", "B", "M"):
        for key in ("start", "finish"):
            assert there[name][key] == here[name][key] + 14 * 60
    assert [there[name]["finishDay"] - here[name]["finishDay"] for name in "ABM"] == [1, 1, 1]
    assert [there[name]["startDay"] - here[name]["startDay"] for name in "ABM"] == [0, 1, 1]
    assert there["A"]["due"] == here["A"]["due"] + 14 * 60
    assert there["A"]["dueText"] == here["A"]["dueText"] == "Tue 1 Dec 2026"
    assert there["B"]["dueText"] == "Wed 2 Dec 2026 23:00"
    assert there["A"]["people"][0][1:3] == [there["A"]["start"], there["A"]["finish"]]


def test_the_page_says_which_clock_is_where() -> None:
    text = page(plan(), timezone=BERLIN)
    assert f"days of {NEW_YORK}; the chart and the list of items are in {BERLIN}" in text
    assert f"Days and times are those of {BERLIN}; due dates without a time are the plan's." in text
    assert BERLIN not in page(plan())
    assert page(plan(), timezone=NEW_YORK) == page(plan())


def test_mermaid_has_bars_on_the_readers_clock_and_says_so(tmp_path: Path) -> None:
    FORMATS["mermaid"].write(plan(), tmp_path / "a.mmd", timezone=TOKYO)
    text = (tmp_path / "a.mmd").read_text("utf-8")
    assert f"title Two zones, times in {TOKYO}\n" in text
    assert "2026-12-01T23:00, 2026-12-02T07:00" in text
    FORMATS["mermaid"].write(plan(), tmp_path / "b.mmd")
    assert f"title Two zones, times in {NEW_YORK}\n" in (tmp_path / "b.mmd").read_text("utf-8")


def test_sprints_say_when_work_begins_where_the_reader_is(tmp_path: Path) -> None:
    sheets = allocator.sprints(plan(), sprint=1, timezone=TOKYO)
    written = sheets.save(tmp_path, trackers="jira")
    note = f"Work begins and ends by the clock of {TOKYO}; days of the sprint are those of"
    assert f"sprint-01: {note} {NEW_YORK}." in written.notes
    text = (tmp_path / "sprint-01.md").read_text("utf-8")
    assert note in text
    assert re.search(r"\| A \| 8 \| Tue 1 Dec \| Wed 2 Dec \|", text)
    assert "| Tue 1 Dec | A 8 h | B 4 h |" in text  # day by day, as the sprint counts them
    table = (tmp_path / "sprint-01.csv").read_text("utf-8")
    assert "2026-12-01T23:00,2026-12-02T07:00" in table and "2026-12-02T23:00" in table
    data = json.loads((tmp_path / "sprints.json").read_text("utf-8"))
    assert data["timezone"] == TOKYO
    assert data["sprints"][0]["people"][0]["tasks"][0]["finish"] == "2026-12-02T07:00"


def test_views_of_days_say_whose_days_they_are(tmp_path: Path) -> None:
    allocator.sprints(plan(), sprint=1).save(tmp_path, trackers="jira")
    assert HOME in (tmp_path / "sprint-01.md").read_text("utf-8")
    assert f"\n{HOME}\n" in render(summarise(plan()))
    marked = "<!-- allocator: dates -->\n<!-- /allocator -->\n"
    assert rewritten(marked, "x.md", SectionSource(plan())).text.count(HOME) == 1
    pytest.importorskip("matplotlib")
    for view in ("gantt", "roadmap", "load"):
        FORMATS["svg"].write(plan(), tmp_path / "a.svg", view=view)
        one = (tmp_path / "a.svg").read_text("utf-8")
        FORMATS["svg"].write(plan(None), tmp_path / "b.svg", view=view)
        other = (tmp_path / "b.svg").read_text("utf-8")
        assert one.count("<text") + one.count('<g id="text') > (
            other.count("<text") + other.count('<g id="text')
        )


def test_why_says_whose_times_it_names() -> None:
    assert allocator.why(plan(), "M", time_limit=1).notes[-1] == HOME


def test_why_not_says_whose_days_it_names_but_not_in_its_document() -> None:
    answer = allocator.why_not(plan(), "A before 2026-11-30", time_limit=5)
    assert answer.text.splitlines()[-1] == HOME
    assert HOME not in str(answer.to_dict())
    unnamed = allocator.why_not(plan(), "M by ana", time_limit=5)
    assert HOME not in unnamed.text


def test_levers_say_whose_days_they_name_but_not_in_their_document() -> None:
    found = allocator.levers(plan(), "M", time_limit=2)
    assert levers_text(found, "", show_all=False).rstrip().endswith(HOME)
    assert HOME not in str(found.to_dict())


def test_a_forecast_says_whose_days_it_names_but_not_in_its_document() -> None:
    found = allocator.forecast(plan(), futures=20)
    assert forecast_text(found.forecast, found.clock).count(HOME) == 1
    assert HOME in forecast_markdown(found.forecast, found.clock)
    assert HOME not in str(found.to_dict())


@pytest.mark.parametrize("ending", ["md", "html"])
def test_plans_side_by_side_say_whose_days_they_name(ending: str, tmp_path: Path) -> None:
    found = allocator.compare_plans(plan(), plan())
    assert side_by_side_text(found, width=100).count(HOME) == 1
    found.save(tmp_path / f"a.{ending}")
    text = (tmp_path / f"a.{ending}").read_text("utf-8")
    assert text.replace("\\", "").count(HOME) == 1
    assert HOME not in str(found.to_dict())


def test_plans_side_by_side_of_different_zones_say_whose_days_each_has() -> None:
    """Everybody is in the zone of their plan, but Friday ends earlier in one than in the other."""
    one, other = plan(NEW_YORK), plan(None)
    calendar = other.scenario.calendar.model_copy(update={"timezone": BERLIN})
    there = other.scenario.model_copy(update={"calendar": calendar})
    found = allocator.compare_plans(
        one, other.model_copy(update={"scenario": there}), labels=["here", "there"]
    )
    assert found.clock == (f"Days and times are those of {NEW_YORK} in here and {BERLIN} in there.")


@pytest.mark.parametrize("elsewhere", [None, NEW_YORK])
def test_where_all_are_in_one_zone_no_view_of_days_says_it(
    elsewhere: str | None, tmp_path: Path
) -> None:
    assert clock_sentence(plan(elsewhere).scenario) == ""
    allocator.sprints(plan(elsewhere), sprint=1).save(tmp_path)
    assert NEW_YORK not in (tmp_path / "sprint-01.md").read_text("utf-8")
    assert "Days and times" not in render(summarise(plan(elsewhere)))
    sound = in_the_day(plan(elsewhere))
    assert allocator.compare_plans(sound, sound).clock == ""
    assert allocator.forecast(sound, futures=5).clock == ""
    assert allocator.levers(sound, "M", time_limit=1).clock == ""
    assert allocator.why_not(sound, "A by ana", time_limit=2).clock == ""


@pytest.mark.parametrize("form", ["html", "mermaid"])
def test_a_plan_without_zones_cannot_be_put_on_a_clock(form: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no time zone"):
        FORMATS[form].write(report_plans.rich(), tmp_path / "x", timezone=BERLIN)
    with pytest.raises(InputError, match="did you mean"):
        FORMATS[form].write(plan(), tmp_path / "x", timezone="Berlin")


def test_without_zones_nothing_speaks_of_any(tmp_path: Path) -> None:
    made = sprint_plans.plan()
    assert "timezone" not in allocator.sprints(made, sprint="all").to_dict()
    assert "timezone" not in summarise(made).to_dict()
    FORMATS["mermaid"].write(made, tmp_path / "a.mmd")
    assert "times in" not in (tmp_path / "a.mmd").read_text("utf-8")
    assert "times are in" not in page(made)

"""Whatever is planned, every format holds its dates, and nothing in it ends a format's text."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain import Plan
from allocator.exports.ics import write as write_ics
from allocator.exports.mermaid import gantt
from allocator.exports.msproject.document import document
from allocator.exports.page.build import page
from allocator.exports.status_page import status_page
from allocator.planner import SolveOptions, solve
from support import report_plans
from support.strategies import as_scenario, medium_scenarios, settled, tracked_scenarios

Data = dict[str, Any]
TITLES = st.text(max_size=80) | st.sampled_from(report_plans.HOSTILE)
NS = {"p": "http://schemas.microsoft.com/project"}


def dates(plan: Plan) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    return {
        entry.id: (entry.start, entry.finish)
        for entry in plan.items
        if entry.start is not None and entry.finish is not None
    }


def of_page(plan: Plan) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    text = page(plan, plan)
    data = text.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    facts = json.loads(data)
    base = dt.datetime.fromisoformat(facts["base"])

    def moment(minute: int) -> dt.datetime:
        return base + dt.timedelta(minutes=minute)

    return {
        item["id"]: (moment(item["start"]), moment(item["finish"]))
        for item in facts["items"]
        if "start" in item
    }


def of_project(plan: Plan) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    root = ET.fromstring(document(plan))
    found = {}
    for task in root.findall("p:Tasks/p:Task", NS):
        if task.findtext("p:Summary", namespaces=NS) == "0":
            texts = [task.findtext(f"p:{name}", "", NS) for name in ("WBS", "Start", "Finish")]
            found[texts[0]] = tuple(map(dt.datetime.fromisoformat, texts[1:]))
    return found  # type: ignore[return-value]


@settled(8)
@given(medium_scenarios() | tracked_scenarios("medium"))
def test_every_format_has_the_dates_of_the_plan(
    tmp_path_factory: pytest.TempPathFactory, data: Data
) -> None:
    plan = solve(as_scenario(data), SolveOptions(time_limit=0.5, workers=1, seed=0)).plan
    assert of_page(plan) == dates(plan)
    assert of_project(plan) == dates(plan)
    assert gantt(plan).count(" :") >= len(dates(plan))
    assert status_page(plan, plan).startswith("# ")
    path = tmp_path_factory.mktemp("ics") / "plan.ics"
    write_ics(plan, path)
    events = vobject.readOne(path.read_text("utf-8")).vevent_list if dates(plan) else []
    assert len(events) == len(dates(plan))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TITLES, min_size=7, max_size=7))
def test_no_title_breaks_a_format(titles: list[str]) -> None:
    plan = report_plans.rich()
    named = dict(zip((item.id for item in plan.scenario.items), titles, strict=False))
    try:
        plan = report_plans.with_texts(plan, named)
        plan.model_dump_json()
    except (ValueError, UnicodeError):
        return  # no text that a file could hold
    assert of_page(plan) == dates(plan)
    assert of_project(plan) == dates(plan)
    lines = gantt(plan).splitlines()
    assert len(lines) == 5 + 3 + len(dates(plan))
    assert all(line.count(":") in (2, 3) for line in lines[5:] if " :" in line)
    assert not re.search(r"(?<!\\)<script", status_page(plan))

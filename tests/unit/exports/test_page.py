"""The report's text: one file that holds everything, escaped, with the facts of the plan."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from allocator.analysis.reader_clock import ReaderClock
from allocator.domain import Plan
from allocator.exports.page.build import page
from allocator.exports.page.script_data import script_data
from allocator.exports.page.sources import (
    COMPARISON_STYLE,
    FORECAST_SCRIPT,
    FORECAST_STYLE,
    SCRIPTS,
    STYLES,
    script,
)
from support import report_plans, sample_plans


class Document(HTMLParser):
    """Tags with attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.inside:
            self.inside[self._open][-1] += data


def embedded(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Document(page(plan)).inside["script"][0])
    return found


@pytest.mark.parametrize("made", [report_plans.rich, report_plans.hostile])
def test_nothing_is_fetched_and_nothing_runs_but_its_own(made: object) -> None:
    document = Document(page(made()))  # type: ignore[operator]
    assert not {tag for tag, _ in document.tags} & {"img", "iframe", "object", "embed", "base"}
    for _, attributes in document.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert not {"src", "style", "action", "srcset"} & set(attributes)
        assert re.match(r"#|data:,$", attributes.get("href") or "#")
    assert len(document.inside["script"]) == 2
    assert len(document.inside["style"]) == 1


def test_the_policy_names_exactly_the_style_and_the_script() -> None:
    text = page(report_plans.rich())
    document = Document(text)
    policy = next(
        str(a["content"])
        for t, a in document.tags
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    for directive, content in (
        ("script-src", document.inside["script"][1]),
        ("style-src", document.inside["style"][0]),
    ):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_data_cannot_end_its_element() -> None:
    text = page(report_plans.hostile())
    data = text.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(data)
    titles = [item["title"] for item in json.loads(data)["items"]]
    assert titles[: len(report_plans.HOSTILE)] == list(report_plans.HOSTILE)


def test_the_facts_are_those_of_the_plan() -> None:
    plan = report_plans.rich()
    found = embedded(plan)
    assert found == json.loads(json.dumps(script_data(plan, None, (), ReaderClock(plan)))) | {
        "items": found["items"]
    }
    train = next(item for item in found["items"] if item["id"] == "T-3")
    assert found["base"] == "2026-11-23"  # the Monday a week before the first day
    day = 24 * 60
    assert (train["start"], train["finish"]) == (14 * day + 540, 21 * day + 1020)
    assert train["people"] == [[1, train["start"], train["finish"], 1.0, 16.0]]
    assert train["after"] == [[1, "FS", ""]]
    assert train["late"] == 3
    assert train["waits"] == ["Legal approves (expected Fri 4 Dec 2026)", "GPU quota"]
    assert train["risks"] == [
        "late", "critical", "single_person", "other_team", "external", "guessed",
    ]  # fmt: skip
    assert [item["id"] for item in found["items"] if "start" not in item] == ["U-2"]
    assert found["people"][1]["off"][1:3] == [[12, 13], [15, 16]]  # a weekend, then time off


def test_frozen_items_are_marked_and_the_legend_tells_of_them_only_then() -> None:
    made = report_plans.frozen()
    assert [item["id"] for item in embedded(made)["items"] if item["frozen"]] == ["T-3"]
    for text, there in ((page(made), True), (page(report_plans.rich()), False)):
        assert ("❄ frozen, may not move" in text) == there
        assert ('<option value="frozen">' in text) == there


def test_a_baseline_adds_dates_and_changes() -> None:
    text = page(report_plans.rich(), report_plans.earlier())
    assert "Changes since the baseline of 2026-11-30 08:00" in text
    assert "ends Fri 18 Dec 2026, +4 d" in text
    assert 'data-label="Moved">+3 d</td>' in text
    assert "Changes since" not in page(report_plans.rich())


def test_the_headline_says_dates_quality_and_assumptions() -> None:
    text = page(report_plans.rich())
    for told in (
        "1 late, 1 no date",
        "▲ 5 d late",
        "proved: no plan is better",
        "1 estimate is a guess",
        "Less than the whole day for planned work: 1 of 3 people",
        "No unfinished work is planned before Thu 3 Dec 2026.",
    ):
        assert told in text


def test_a_broken_deadline_is_told_first() -> None:
    text = page(sample_plans.relaxed_plan())
    assert "2 d past its deadline" in text
    assert "Broken on request: 1 deadline." in text
    milestone = embedded(sample_plans.relaxed_plan())["items"][3]
    assert (milestone["past"], milestone["late"]) == (2, 1)


def test_sprints_have_boards_and_a_plan_without_them_has_none() -> None:
    assert text_of_boards(report_plans.rich()) == ["Sprint 1", "Sprint 2"]
    assert text_of_boards(report_plans.many(10)) == []


def text_of_boards(plan: Plan) -> list[str]:
    return re.findall(r"<summary><b><bdi>(.*?)</bdi>", page(plan))


def test_four_hundred_items_are_far_below_six_megabytes() -> None:
    assert len(page(report_plans.many(400)).encode()) < 1_000_000


def test_nothing_planned_is_a_page_too() -> None:
    plan = report_plans.rich()
    nothing = [entry.model_copy(update={"state": "dropped", "start": None, "finish": None,
                                        "assignments": ()}) for entry in plan.items]  # fmt: skip
    text = page(plan.model_copy(update={"items": tuple(nothing)}))
    assert "Road map" not in text


def test_every_part_of_style_and_script_is_put_in() -> None:
    from importlib.resources import files

    folder = files("allocator.exports.page")
    assert {f"{name}.js" for name in (*SCRIPTS, FORECAST_SCRIPT)} == {
        f.name for f in folder.joinpath("script").iterdir()
    }
    assert {f"{name}.css" for name in (*STYLES, FORECAST_STYLE, COMPARISON_STYLE)} == {
        f.name for f in folder.joinpath("style").iterdir()
    }


def test_the_script_builds_no_markup_from_text() -> None:
    for trap in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert trap not in script()

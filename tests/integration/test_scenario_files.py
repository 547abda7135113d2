"""The scenarios of the repository are sound and say what they are."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import InfeasibleError
from allocator.planner import SolveOptions, solve
from allocator.scenario import load

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))


@functools.cache
def _scenario(name: str) -> Scenario:
    return load(FOLDER / f"{name}.yaml").scenario


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scenario_is_valid_and_its_references_exist(path):
    scenario = _scenario(path.stem)
    assert len(scenario.item_by_id) == len(scenario.items)
    for item in scenario.items:
        assert item.title
        assert item.project is None or item.project in scenario.project_by_id
        assert {link.item for link in item.after} <= set(scenario.item_by_id)
        assert {*item.assign, *item.avoid} <= set(scenario.person_by_id)
        for resource, demand in item.resources.items():
            assert demand <= scenario.resource_by_id[resource].capacity
        for need in item.staffing:
            assert len(scenario.candidates(item, need)) >= need.people, (item.id, need)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scenario_is_accepted_without_a_warning(path):
    """Also the overcommitted one: nothing is wrong with any of its items alone."""
    assert load(path).warnings == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scenario_begins_with_a_header_that_says_what_it_shows(path):
    head = path.read_text(encoding="utf-8").split("version:")[0].splitlines()
    assert len(head) >= 5
    assert all(line.startswith("#") for line in head)
    assert f"allocator plan scenarios/{path.name}" in "\n".join(head)


def test_portfolio_is_what_its_script_writes_byte_for_byte():
    made = subprocess.run(
        [sys.executable, FOLDER / "make_portfolio.py", "--seed", "7"],
        capture_output=True,
        check=True,
    )
    assert made.stdout == (FOLDER / "portfolio.yaml").read_bytes()


def test_sizes_are_those_that_the_documents_name():
    team = _scenario("ds-team")
    assert (len(team.people), len(team.projects)) == (12, 3)
    assert 75 <= len(team.items) <= 95
    portfolio = _scenario("portfolio")
    assert (len(portfolio.people), len(portfolio.projects)) == (40, 8)
    assert 380 <= len(portfolio.items) <= 430
    assert 10 <= len(_scenario("quickstart").items) <= 14


def test_team_scenario_uses_every_part_of_the_language():
    """It is the one that the planner is measured by, so it leaves nothing out."""
    team = _scenario("ds-team")
    links = [link for item in team.items for link in item.after]
    assert {link.type.value for link in links} == {"FS", "SS", "FF", "SF"}
    assert any(isinstance(link.lag, str) and link.lag.startswith("-") for link in links)
    assert any(link.lag is not None and not isinstance(link.lag, str) for link in links)
    assert any(item.optional for item in team.items)
    assert any(item.is_milestone for item in team.items)
    assert any(item.elapsed and item.needs for item in team.items)
    assert any(item.assign for item in team.items)
    assert any(item.avoid for item in team.items)
    assert any(need.people > 1 for item in team.items for need in item.needs)
    assert any(need.share < 1 for item in team.items for need in item.needs)
    assert len({person.holidays.country for person in team.people if person.holidays}) == 2
    assert any(person.availability for person in team.people)
    assert any(person.joins for person in team.people)
    assert any(person.leaves for person in team.people)
    assert any(person.workdays for person in team.people)


@pytest.mark.parametrize("name", ["ds-team", "portfolio"])
def test_larger_scenarios_have_what_forecasts_look_at(name):
    scenario = _scenario(name)
    fails = [item.if_fails for item in scenario.items if item.if_fails]
    assert all(item.succeeds for item in scenario.items if item.if_fails)
    assert any(one.repeat for one in fails)
    assert any(one.stop for one in fails)
    assert {name for one in fails for name in one.then} == scenario.contingent != frozenset()
    assert scenario.uncertainty.range == 80
    assert scenario.uncertainty.absence.days_per_year
    assert any(len(risk.hits) > 1 for risk in scenario.risks)
    assert any(promise.milestone for promise in scenario.promises)


def test_team_scenario_has_rework_and_a_delivery_that_is_not_sure():
    team = _scenario("ds-team")
    assert any(item.if_fails.redo for item in team.items if item.if_fails)
    dates = [wait.arrival for item in team.items for wait in item.waits_for]
    assert [date.low < date.likely < date.high for date in dates] == [True]


@pytest.mark.parametrize("dropped", ["NB-6", "SB-6", None])
def test_overcommitted_deadlines_conflict_only_together(dropped):
    """Without either one of its two deadlines there is a plan; with both there is none."""
    document = _scenario("overcommitted").model_dump(mode="json")
    for item in document["items"]:
        if item["id"] == dropped:
            item["deadline"] = None
    scenario = Scenario.model_validate(document)
    options = SolveOptions(time_limit=20, workers=2)
    if dropped is None:
        with pytest.raises(InfeasibleError):
            solve(scenario, options)
    else:
        assert solve(scenario, options).plan.metrics.planned_items == len(scenario.items)

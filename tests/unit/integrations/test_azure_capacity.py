"""Iterations, capacities and days off become sprints, capacity, time off and holidays."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.errors import ScenarioError
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import loads

ONE, TWO, THREE = (f"def498ab-a9cf-41eb-a7c7-9eb67d1852e{n}" for n in (1, 2, 3))
ITEMS = "ID,Title,State,Assigned To\n1,A,New,Ana <ana@example.org>\n2,B,New,\n"


def iteration(id_: str, name: str, start: str | None, end: str | None) -> dict[str, object]:
    """Return an iteration as the interface answers it."""
    stamp = "{}T00:00:00Z".format
    dates = {"startDate": start and stamp(start), "finishDate": end and stamp(end)}
    return {"id": id_, "name": name, "path": f"P\\{name}", "attributes": dates}


def capacity(mail: str, hours: dict[str, float], *, of: str, off=()) -> dict[str, object]:
    """Return somebody's capacity in an iteration as the interface answers it."""
    return {
        "teamMember": {"displayName": mail.split("@")[0].title(), "uniqueName": mail, "id": mail},
        "activities": [{"name": name, "capacityPerDay": each} for name, each in hours.items()],
        "daysOff": [{"start": f"{a}T00:00:00Z", "end": f"{b}T00:00:00Z"} for a, b in off],
        "url": f"https://x/_apis/work/teamsettings/iterations/{of}/capacities/{mail}",
    }


ITERATIONS = {
    "value": [
        iteration(TWO, "Sprint 2", "2026-01-19", "2026-01-30"),
        iteration(ONE, "Sprint 1", "2026-01-05", "2026-01-16"),
        iteration(THREE, "Later", None, None),
    ]
}


class Team:
    """Imports of work items with what is known of the team."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, *answers, team="", mapping="", items=ITEMS) -> tuple[Scenario, str]:
        """Return the scenario of an import, and its report."""
        paths = [self.folder / "items.csv"]
        paths[0].write_text(items, "utf-8")
        for number, answer in enumerate(answers):
            paths.append(self.folder / f"{number}.json")
            paths[-1].write_text(json.dumps(answer), "utf-8")
        given = {}
        for name, text in (("team", team), ("mapping", mapping)):
            if text:
                given[name] = self.folder / f"{name}.yaml"
                given[name].write_text(text, "utf-8")
        request = ImportRequest(files=paths, start=dt.date(2026, 1, 5), **given)
        written = import_files(TRACKERS["azure-devops"], request)
        return loads(written.text).scenario, "\n".join(written.report)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def test_iterations_become_sprints_in_order_and_those_without_dates_are_named(team):
    scenario, report = team.make(ITERATIONS)
    sprints = scenario.sprints_of(None)
    assert [(s.name, str(s.start), str(s.end)) for s in sprints] == [
        ("Sprint 1", "2026-01-05", "2026-01-16"),
        ("Sprint 2", "2026-01-19", "2026-01-30"),
    ]
    assert "1 iteration without dates, so no sprint: Later" in report


def test_a_tree_of_iteration_paths_gives_the_same_sprints(team):
    children = [
        {**entry, "structureType": "iteration", "path": rf"\P\Iteration\{entry['name']}"}
        for entry in ITERATIONS["value"]
    ]
    tree = {"id": 1, "name": "P", "structureType": "iteration", "children": children}
    scenario, _ = team.make(tree)
    assert [sprint.name for sprint in scenario.sprints_of(None)] == ["Sprint 1", "Sprint 2"]


def test_iterations_below_others_keep_their_path(team):
    deep = {**ITERATIONS["value"][0], "path": "P\\2026\\Sprint 2"}
    scenario, _ = team.make({"value": [deep]})
    assert [sprint.name for sprint in scenario.sprints_of(None)] == ["P\\2026\\Sprint 2"]


def test_iterations_that_overlap_are_no_sprints_of_all(team):
    other = iteration(THREE, "Other team", "2026-01-12", "2026-01-23")
    scenario, report = team.make(ITERATIONS, {"value": [other]})
    assert [sprint.name for sprint in scenario.sprints_of(None)] == ["Sprint 1", "Sprint 2"]
    assert "overlap another, so no sprints of the whole team: Other team" in report


def test_sprints_of_the_mapping_come_first(team):
    mapping = "scenario: {sprints: {length: 1w, first: 2026-01-05, count: 2}}\n"
    scenario, _ = team.make(ITERATIONS, mapping=mapping)
    assert [str(s.end) for s in scenario.sprints_of(None)] == ["2026-01-11", "2026-01-18"]


def test_hours_of_all_activities_become_the_capacity(team):
    answer = [capacity("ana@example.org", {"Development": 4, "Testing": 2}, of=ONE)]
    scenario, _ = team.make({"value": answer})
    (ana,) = scenario.people
    assert (ana.id, ana.capacity, ana.availability) == ("ana", 0.75, ())


def test_the_latest_hours_are_usual_and_others_hold_in_their_iteration(team):
    answers = [
        {"value": [capacity("ana@example.org", {"Development": hours}, of=of)]}
        for of, hours in ((ONE, 0), (TWO, 6))
    ]
    scenario, _ = team.make(ITERATIONS, *answers)
    (ana,) = scenario.people
    assert ana.capacity == 0.75
    (window,) = ana.availability
    assert (str(window.start), str(window.end), window.capacity) == ("2026-01-05", "2026-01-16", 0)


def test_more_hours_than_the_day_has_are_the_whole_day_and_noted(team):
    answer = [capacity("ana@example.org", {"Development": 10}, of=ONE)]
    scenario, report = team.make({"value": answer})
    assert scenario.people[0].capacity == 1
    assert '"ana" has 10 hours a day in an iteration, and the day 8' in report


def test_hours_are_a_part_of_the_mappings_day(team):
    answer = [capacity("ana@example.org", {"Development": 6}, of=ONE)]
    mapping = "scenario: {calendar: {day_hours: 6}}\n"
    scenario, _ = team.make({"value": answer}, mapping=mapping)
    assert scenario.people[0].capacity == 1


def test_days_off_become_time_off_and_holidays(team):
    off = [("2026-01-08", "2026-01-09"), ("2026-01-10", "2026-01-12"), ("2026-01-20", "2026-01-20")]
    answer = [capacity("ana@example.org", {}, of=ONE, off=off)]
    days = {"daysOff": [{"start": "2026-01-06T00:00:00Z", "end": "2026-01-07T00:00:00Z"}]}
    mapping = "scenario: {calendar: {holidays: {country: CH, dates: [2026-05-04]}}}\n"
    scenario, report = team.make({"value": answer}, days, mapping=mapping)
    times = [(str(time.start), str(time.end)) for time in scenario.people[0].time_off]
    assert times == [("2026-01-08", "2026-01-12"), ("2026-01-20", "2026-01-20")]
    holidays = scenario.calendar.holidays
    assert holidays.country == "CH"
    assert [str(day) for day in holidays.dates] == ["2026-01-06", "2026-01-07", "2026-05-04"]
    assert 'no hours a day given for "Ana"' in report


def test_working_days_of_the_team_settings(team):
    scenario, _ = team.make({"workingDays": ["monday", "tuesday", "thursday"]})
    assert scenario.calendar.workdays == ("mon", "tue", "thu")


def test_members_without_work_items_are_people_too(team):
    answer = [capacity("bo@example.org", {"Data Engineering": 8}, of=ONE)]
    scenario, report = team.make({"value": answer}, mapping="skills_from: [activity]\n")
    ana, bo = scenario.people
    assert (bo.id, bo.name, bo.email, bo.capacity) == ("bo", "Bo", "bo@example.org", 1)
    assert bo.skills == {"data-engineering": 1}
    assert "2 people" in report
    assert ana.id == "ana"


def test_members_stand_in_the_place_of_somebody(team):
    answer = [capacity("bo@example.org", {"Development": 8}, of=ONE)]
    scenario, report = team.make({"value": answer}, items="ID,Title,State\n1,A,New\n")
    assert [person.id for person in scenario.people] == ["bo"]
    assert "stands for the team" not in report


TEAM = """\
- {id: a1, name: Ana, email: ana@example.org, skills: {ml: 4},
   time_off: [{from: 2026-02-02, to: 2026-02-03}]}
- {id: cy, skills: {ml: 3}}
"""


def test_a_team_file_says_who_there_is_and_the_answers_add_to_it(team):
    answer = [
        capacity("ana@example.org", {"Development": 4}, of=ONE, off=[("2026-01-08", "2026-01-08")]),
        capacity("bo@example.org", {"Development": 4}, of=ONE),
        capacity("c@example.org", {"Development": 2}, of=ONE),
    ]
    mapping = "people: {accounts: {c@example.org: cy}}\n"
    scenario, report = team.make({"value": answer}, team=TEAM, mapping=mapping)
    a1, cy = scenario.people
    assert (a1.id, a1.skills, a1.capacity, len(a1.time_off)) == ("a1", {"ml": 4}, 0.5, 2)
    assert (cy.id, cy.capacity) == ("cy", 0.25)
    assert 'capacity of "Bo", who is not in the team' in report


def test_what_is_wrong_with_the_team_file_is_said_with_line_and_column(team):
    with pytest.raises(ScenarioError, match=r'team\.yaml:3:12: error: person "cy": unknown field'):
        team.make(team=TEAM.replace("cy, skills", "cy, skils"))

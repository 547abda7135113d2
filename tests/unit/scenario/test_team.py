"""People from a file of their own: every form, and what is wrong with its place."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import load_team

START = dt.date(2026, 12, 1)
FORMS = {
    "list.yaml": "- {id: ana, skills: {python: 3}}\n- {id: bo, skills: [sql], capacity: 0.8}\n",
    "map.yaml": "people:\n- {id: ana, skills: {python: 3}}\n"
    "- {id: bo, skills: sql, capacity: 0.8}\n",
    "scenario.yaml": "name: x\ncalendar: {start: 2020-01-01}\nitems: []\n"
    "people: [{id: ana, skills: {python: 3}}, {id: bo, skills: sql, capacity: 0.8}]\n",
    "list.json": '[{"id": "ana", "skills": {"python": 3}},'
    ' {"id": "bo", "skills": ["sql"], "capacity": 0.8}]',
    "team.csv": "id;skills;capacity\nana;python:3;\nbo;sql;0.8\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_people(tmp_path, name):
    (tmp_path / name).write_text(FORMS[name], "utf-8")
    team = load_team(tmp_path / name, start=START)
    ana, bo = team.people
    assert (ana.id, ana.skills, ana.capacity) == ("ana", {"python": 3}, 1)
    assert (bo.id, bo.skills, bo.capacity) == ("bo", {"sql": 1}, 0.8)
    assert team.warnings == ()


# A file, its text, and where and how each finding begins.
WRONG = {
    "no people": ("t.yaml", "", ["t.yaml: error: the file holds no people"]),
    "an empty list": ("t.yaml", "people: []", ["t.yaml: error: the file holds no people"]),
    "no list": ("t.yaml", "people: ana", ["t.yaml:1:1: error: the file holds no list of people"]),
    "a field of another file": (
        "t.yaml",
        "people: [{id: ana}]\nstatuses: {}\n",
        ['t.yaml:2:1: error: unknown field "statuses"'],
    ),
    "all at once": (
        "t.yaml",
        "- {id: ana, skils: [a]}\n- {id: bo, capacity: 2}\n- {id: cy, holidays: {country: XX}}\n",
        [
            't.yaml:1:13: error: person "ana": unknown field "skils"',
            't.yaml:2:22: error: person "bo", capacity: must be at most 1, not 2',
            't.yaml:3:32: error: no public holidays are known for country "XX"',
        ],
    ),
    "an id twice": (
        "t.yaml",
        "- {id: ana}\n- {id: ana}\n",
        ['t.yaml:2:8: error: person id "ana" is already taken on line 1'],
    ),
    "a cell": (
        "t.csv",
        'id,capacity\nana,"0,8"\n',
        ['t.csv:2:5: error: person "ana", capacity: "0,8" is not a number'],
    ),
    "a table elsewhere": (
        "t.yaml",
        "people: team.csv",
        ["t.yaml: error: its people are in team.csv"],
    ),
    "a calendar that is not there": (
        "t.yaml",
        "- {id: ana, time_off: {ics: ana.ics}}\n",
        ["t.yaml:1:29: error: ana.ics: there is no such file"],
    ),
}


@pytest.mark.parametrize(("name", "text", "messages"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(tmp_path, name, text, messages):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_team(tmp_path / name, start=START)
    found = [str(finding).removeprefix(f"{tmp_path}/") for finding in caught.value.findings]
    assert [one[: len(message)] for one, message in zip(found, messages, strict=True)] == messages


def test_days_off_come_from_calendars_beside_the_file(tmp_path):
    (tmp_path / "ana.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20251224\nRRULE:FREQ=YEARLY;COUNT=3\n"
        "END:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    (tmp_path / "t.csv").write_text("id,time_off\nana,ana.ics\n", "utf-8")
    (ana,) = load_team(tmp_path / "t.csv", start=START).people
    assert [time.start.year for time in ana.time_off] == [2025, 2026, 2027]

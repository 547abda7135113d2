"""Mistakes that somebody makes who comes from another tool: one error each, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import Finding, ScenarioError
from allocator.scenario import load, loads
from allocator.scenario.companions.team import load_team

CALENDAR = "calendar: {start: 2026-12-01, holidays: {country: US}}\n"
PEOPLE = """\
people:
  - {id: ana, name: Ana Souza, team: alpha, skills: {ml: 4, sql: 2}}
  - {id: bo, skills: {mlops: 4}}
"""
ITEMS = """\
items:
  - {id: A, title: Train, needs: {ml: 3}, effort: 3d}
  - {id: B, needs: {mlops: 3}, effort: 3d, after: A}
"""


def errors_of(text: str, file: str = "s.yaml") -> list[Finding]:
    try:
        loads(text, file=file)
    except ScenarioError as error:
        return [finding for finding in error.findings if finding.severity == "error"]
    return []


def person(fields: str) -> str:
    return (
        f"name: T\n{CALENDAR}people:\n  - {{id: ana, {fields}}}\nitems: [{{id: A, elapsed: 1d}}]\n"
    )


def item(fields: str) -> str:
    gpu = "resources: [{id: gpu, name: GPUs, capacity: 4}]\n"
    return f"name: T\n{CALENDAR}{PEOPLE}{gpu}{ITEMS}  - {{id: C, {fields}}}\n"


def top(field: str) -> str:
    return f"name: T\n{CALENDAR}{PEOPLE}{ITEMS}{field}\n"


def calendar(fields: str) -> str:
    return f"name: T\ncalendar: {{start: 2026-12-01, {fields}}}\n{PEOPLE}{ITEMS}"


MISTAKES = [
    (person("vacation: "), "vacation", "time_off: [{from"),
    (person("pto: 2026-12-24"), "pto", "time_off: [{from"),
    (person("days_off: 3"), "days_off", "time_off: [{from"),
    (person("joins: 2027-01-01"), "joins", '"from"'),
    (person("leaves: 2027-01-01"), "leaves", '"to"'),
    (person("start_date: 2027-01-01"), "start_date", '"from"'),
    (person("Full Name: Ana"), "Full Name", '"name"'),
    (item("needs: ml, effort: 1d, after: {item: A, hand_over: true}"), "hand_over", '"handover"'),
    (top("use: [{template: model, id: T, optionl: true}]"), "optionl", '"optional"'),
    (top("currency: euros with all taxes"), "at most 12 characters", "write it in short"),
    (item("needs: {skills: ml, people: {min: 1, max: 3}}, effort: 6d"), "a map", "{from: 1, to"),
    (person("rate: '1,000'"), '"1,000"', "write 1000"),
    (person('rate: "EUR 1.250,50"'), "1.250,50", "write 1250.5"),
    (person("rate: 1'500 CHF"), "1'500", "write 1500"),
    (person("rate: 1.5k"), "1.5k", "write 1500"),
    (person("rate: 1 kEUR"), "1 kEUR", "write 1000"),
    (top("projects: [{id: p, budget: 1.2 Mio EUR}]"), "1.2 Mio EUR", "write 1200000"),
    (top("projects: [{id: p, budget: {max: 100}}]"), "max", '"limit"'),
    (top("uncertainty: {range: 0.8}"), "0.8", "in percent: write 80"),
    (item("needs: {skills: ml, people: [3, 1]}, effort: 6d"), "a list", "{from: 1, to: 3}"),
    (item("needs: [{skills: ml, peoples: 2}], effort: 6d"), "peoples", '"people"'),
    (item("effort: 1d, max_items: 2"), "max_items", "is said of people, or of the scenario"),
    (item("effort: 1d, handover: true"), "handover", "after: [{item: CH-1, handover: true}]"),
    (person("overlap: 2h"), "overlap", "is said of work items"),
    (
        top("meetings: [{id: m, every: day, at: '10:00', length: 15m, attendees: all}]"),
        '"all"',
        "name everybody: [ana, bo]",
    ),
    (person("rate: '95,5'"), "95,5", "write 95.5"),
    (person("capacity: '0,750'"), "0,750", "write 0.75"),
    (item("needs: [{skills: ml, people: 1-3}], effort: 6d"), '"1-3"', "people: {from: 1, to: 3}"),
    (
        item("needs: [{skills: ml, people: [1, 3]}], effort: 6d"),
        "a list",
        "people: {from: 1, to: 3}",
    ),
    (
        item("needs: ml, people: {from: 1, to: 3}, effort: 6d"),
        "a map",
        "say it of a need: needs: [",
    ),
    (person("fte: 0.5"), "fte", '"capacity"'),
    (person("capacity: 80%"), 'not "80%"', "write 0.8"),
    (person("capacity: 80"), "at most 1, not 80", "write 0.8"),
    (person("team: [alpha, beta]"), "a person is in one team", "alpha"),
    (person("holidays: {country: Brazil}"), '"Brazil"', "write BR"),
    (person("holidays: Brazil"), 'not "Brazil"', "{country: BR}"),
    (person("holidays: {country: US, subdivision: US-CA}"), "US-CA", "write CA"),
    (person("workdays: mon-fri"), "a list", "[mon, tue, wed, thu, fri]"),
    (person("workdays: [Monday]"), "Monday", "write mon"),
    (person("time_off: 2026-12-24"), "a list", "[{from: 2026-12-24, to: 2026-12-24}]"),
    (person("time_off: [{date: 2026-12-24}]"), '"date"', "both days"),
    (person("skills: [{name: ml, level: 4}]"), "a map", "{ml: 4}"),
    (person("skills: {ml: expert}"), "whole number", "ml: 3"),
    (person("skills: ml, sql"), "a comma ends it after ml", "skills: [ml, sql]"),
    (person("name: Souza, Ana"), "a comma cuts it", 'name: "Souza, Ana"'),
    (item("effort: 3d, title: Retrain, second attempt, third"), "a comma", '"Retrain, second att'),
    (item("effort: 3d, title: Fix it, then ship: fast"), "then ship", 'title: "Fix it, then ship:'),
    (item("needs: ml, effort: 2,5d"), "a comma cuts the number", "effort: 2.5d"),
    (item("needs: ml, effort: 3d, prioritee: "), "prioritee", '"priority"'),
    (item("needs: ml, duration: 3d"), "duration", "effort: 3d"),
    (item("needs: ml, estimate: 3d"), "estimate", "effort: 3d"),
    (item("needs: ml, low: 1d, likely: 2d, high: 3d"), '"low"', "effort: {low"),
    (item("needs: ml, effort: 2 days"), "'2 days'", "write 2d"),
    (item("needs: ml, effort: 3 months"), "'3 months'", "write 12w"),
    (item("needs: ml, effort: 5"), "5 has no unit", "write 5d"),
    (item("needs: ml, effort: '1,5d'"), "'1,5d'", "write 1.5d"),
    (item("needs: ml, effort: [1d, 2d, 3d]"), "three amounts", "{low: 1d, likely: 2d, high: 3d}"),
    (item("needs: ml, effort: {min: 1d, likely: 2d, high: 3d}"), '"min"', '"low"'),
    (item("needs: ml, effort: {low: 5d, likely: 2d, high: 1d}"), "at most", "{low: 1d, likely: 2d"),
    (item("needs: ml, effort: {low: 1w, likely: 4d, high: 6d}"), "at most", "{low: 4d, likely: 1w"),
    (item("needs: ml, effort: 1d, due: 12/24/2026"), "not a date", "write 2026-12-24"),
    (item("needs: ml, effort: 1d, due: 24.12.2026"), "not a date", "write 2026-12-24"),
    (item("needs: ml, effort: 1d, due: 24 Dec 2026"), "not a date", "write 2026-12-24"),
    (item("needs: ml, effort: 1d, due: 05/06/2027"), "not a date", "2027-05-06 or 2027-06-05"),
    (item("needs: ml, effort: 1d, due: 2026-12-1"), "not a date", "write 2026-12-01"),
    (item("needs: ml, effort: 1d, due_date: 2026-12-24"), "due_date", "due: 2026-12-24"),
    (item("needs: ml, effort: 1d, depends_on: A"), "depends_on", "after: CH-1"),
    (item("needs: ml, effort: 1d, blockedBy: A"), "blockedBy", "after: CH-1"),
    (item("needs: ml, effort: 1d, successors: A"), "successors", "the item that comes later"),
    (item("needs: ml, effort: 1d, after: 'A, B'"), '"A, B"', "after: [A, B]"),
    (item("needs: ml, effort: 1d, after: A, B"), "a comma ends it", "after: [A, B]"),
    (item("needs: ml, effort: 1d, after: AFS+2d"), "AFS+2d", "{item: A, type: FS, lag: 2d}"),
    (item("needs: ml, effort: 1d, after: Train"), '"Train"', "write the id, A"),
    (item("needs: ml, effort: 1d, after: [{A: SS}]"), '"A"', "{item: A, type: SS}"),
    (item("needs: ml, effort: 1d, after: [{task: A}]"), '"task"', '"item"'),
    (item("needs: ml, effort: 1d, after: [{item: A, type: start-to-start}]"), "start-to", "SS"),
    (item("needs: ml, effort: 1d, owner: ana"), "owner", "assign: [ana]"),
    (item("needs: ml, effort: 1d, assign: ana"), "a list", "assign: [ana]"),
    (item("needs: ml, effort: 1d, assign: [Ana Souza]"), "Ana Souza", "write the id, ana"),
    (item("needs: ml, effort: 1d, assign: [alpha]"), "alpha", "assign: [ana]"),
    (item("needs: ana, effort: 1d"), '"ana"', "ana is a person: assign: [ana]"),
    (item("needs: gpu, effort: 1d"), '"gpu"', "resources: {gpu: 1}"),
    (item("needs: ml:3, effort: 1d"), '"ml:3"', "needs: {ml: 3}"),
    (item("needs: {ml:3}, effort: 1d"), '"ml:3"', "a space after the colon: ml: 3"),
    (item("needs: {skill: ml}, effort: 1d"), "skill", "{ml: 3}"),
    (item("needs: [{skills: ml, share: 50%}], effort: 1d"), '"50%"', "write 0.5"),
    (item("needs: ml, effort: 1d, gpus: 1"), "gpus", "resources: {gpu"),
    (item("needs: ml, effort: 1d, resources: [gpu]"), "a map", "resources: {gpu: 1}"),
    (item("needs: ml, effort: 1d, priority: high"), "priority", "weighs lateness"),
    (
        item("needs: ml, effort: 1d, state: In Progress, started: 2026-12-01"),
        "state",
        "in_progress",
    ),
    (item("needs: ml, effort: {days: 2}"), '"days"', "or effort: 3d"),
    (item("needs: [{skills: ml, count: 1}], effort: 1d"), '"count"', '"people"'),
    (item("needs: [{ml: 3.5}], effort: 1d"), '"ml"', "whole number: {ml: 3}"),
    (item("needs: ml, effort: 1d, project: [p, q]"), "in one project, not in 2", "p"),
    (item("needs: ml, effort: 1d, assign: {ana: 1}"), "a list", "assign: [ana]"),
    (top("now: 2026-12-01 9:00"), "'2026-12-01 9:00'", "write 2026-12-01T09:00"),
    (top("resources: [gpu: 4]"), '"gpu"', "{id: gpu, capacity: 4}"),
    (item("milestone: true, due: 2026-12-24"), "milestone", "kind: milestone"),
    (item("needs: ml, effort: 1d, epic: E-1"), "epic", '"group"'),
    (calendar("start_time: 8"), "start_time", '"day_start"'),
    (calendar("day_hours: 8h"), '"8h"', "write 8"),
    (calendar("day_start: 9am"), "9am", 'write "09:00"'),
    (calendar("timezone: Berlin"), "Berlin", "Europe/Berlin"),
    (calendar("tz: Europe/Berlin"), "tz", "timezone"),
    (top("vacations: []"), "vacations", "on the person"),
    (top("resources: [{id: gpu, count: 4}]"), "count", '"capacity"'),
    (top("resources: {gpu: 4}"), "a list", "{id: gpu, capacity: 4}"),
    (top("objectives: tardiness, flow"), "a list", "[tardiness, flow]"),
    (top("sprints: {length: 2w, start: 2026-12-01, count: 4}"), "start", '"first"'),
    (f"name: T\n{CALENDAR}{PEOPLE.replace('people', 'team')}{ITEMS}", '"team"', '"people"'),
    (f"name: T\n{CALENDAR}{PEOPLE}{ITEMS.replace('items', 'tasks')}", '"tasks"', '"items"'),
    (f"name: T\nstart: 2026-12-01\n{PEOPLE}{ITEMS}", '"start"', "calendar: {start"),
]


@pytest.mark.parametrize(("text", "message", "hint"), MISTAKES, ids=range(len(MISTAKES)))
def test_one_mistake_is_one_error_that_says_how_to_mend_it(
    text: str, message: str, hint: str
) -> None:
    (error,) = errors_of(text)
    assert message in error.message
    assert hint in (error.hint or "")
    assert error.line is not None and error.column is not None and error.path


FOLLOWING = {
    "a person who is there twice has the skills of both": (
        "{id: ana, skills: {ml: 4}}, {id: ana, skills: {mlops: 4}}",
        ["is already taken"],
    ),
    "a person with a mistake has skills all the same": (
        "{id: ana, skills: {ml: 4}, vacation: }, {id: bo, skills: {mlops: 4}, capacity: 2}",
        ['unknown field "vacation"', "must be at most 1"],
    ),
    "skills that are not known leave open who can do what": (
        "{id: ana, competencies: {ml: 4}}, {id: bo, skills: {mlops: 4}}",
        ['unknown field "competencies"'],
    ),
    "skills that were run together": (
        '{id: ana, skills: "ml, mlops"}',
        ['one skill that is called "ml, mlops"'],
    ),
}


@pytest.mark.parametrize("people", FOLLOWING)
def test_nothing_follows_from_a_mistake_of_a_person(people: str) -> None:
    entries, expected = FOLLOWING[people]
    found = errors_of(f"name: T\n{CALENDAR}people: [{entries}]\n{ITEMS}")
    assert len(found) == len(expected)
    assert all(part in error.message for part, error in zip(expected, found, strict=True))


def test_what_nobody_can_do_is_found_beside_a_mistake_of_a_person() -> None:
    people = "people: [{id: ana, skills: {ml: 4}, vacation: }]\n"
    found = errors_of(f"name: T\n{CALENDAR}{people}{ITEMS}")
    assert [error.path for error in found] == ["people[0].vacation", "items[1].needs"]


def test_a_list_of_short_needs_means_one_person_each() -> None:
    loaded = loads(item("needs: [{ml: 3, sql: 2}, {mlops: 3}, sql], effort: 1d, optional: true"))
    needs = loaded.scenario.items[-1].needs
    assert [dict(need.skills) for need in needs] == [{"ml": 3, "sql": 2}, {"mlops": 3}, {"sql": 0}]
    assert [need.people for need in needs] == [1, 1, 1]


DOUBTS = [
    ("after: {item: A, lag: -400d}", "the lead of 400d", "items[2].after.lag"),
    ("after: {item: A, lag: 90d}", "the lag of 90d", "items[2].after.lag"),
    ("after: {item: A, lag: {elapsed: 300d}}", "the lag of 300d", "items[2].after.lag"),
    ("after: {item: A, lag: 2m}", "2m is 2 minutes", "items[2].after.lag"),
    ("elapsed: 900d", "more than two years", "items[2].elapsed"),
    ("due: 2062-12-24", "36 years from the start", "items[2].due"),
]


@pytest.mark.parametrize(("field", "message", "path"), DOUBTS, ids=[d[0] for d in DOUBTS])
def test_amounts_beyond_reason_are_doubted(field: str, message: str, path: str) -> None:
    warnings = loads(item(f"needs: ml, effort: 1d, {field}")).warnings
    (doubt,) = (finding for finding in warnings if finding.path == path)
    assert message in doubt.message
    assert doubt.hint


@pytest.mark.parametrize("effort", ["300d", "{low: 10d, likely: 20d, high: 60w}", "3m"])
def test_efforts_beyond_reason_are_doubted(effort: str) -> None:
    warnings = loads(item(f"needs: ml, effort: {effort}")).warnings
    assert [f.path for f in warnings if f.path and "effort" in f.path] == ["items[2].effort"]


@pytest.mark.parametrize(
    "fields", ["effort: 10m", "effort: 200d", "effort: 1d, after: {item: A, lag: 40d}"]
)
def test_what_is_within_reason_is_not_doubted(fields: str) -> None:
    held = f"needs: ml, resources: {{gpu: 1}}, {fields}"
    assert not loads(item(held)).warnings


CHANGES = """\
delete: [B]
update:
  A: {prioritee: , title: Retrain, again, due: 12/24/2026}
  ana: {vacation: , capacity: 80%}
"""


def test_changes_and_json_are_told_the_same(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(f"name: T\n{CALENDAR}{PEOPLE}{ITEMS}")
    (tmp_path / "c.yaml").write_text(CHANGES)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "s.yaml", changes=[tmp_path / "c.yaml"])
    hints = [finding.hint for finding in caught.value.findings if finding.severity == "error"]
    assert hints == [
        'did you mean "remove"?',
        'did you mean "priority"?',
        'put it in quotes: title: "Retrain, again"',
        "write 2026-12-24",
        "write time_off: [{from: 2026-12-21, to: 2027-01-01}]",
        "write 0.8",
    ]
    text = (
        '{"name": "T", "calendar": {"start": "2026-12-01"}, "items": '
        '[{"id": "A", "needz": null, "elapsed": "2 days"}]}'
    )
    assert [e.hint for e in errors_of(text, "s.json")] == ['did you mean "needs"?', "write 2d"]


def test_tables_are_told_the_same(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(f"name: T\n{CALENDAR}people: team.csv\nitems: items.csv\n")
    (tmp_path / "team.csv").write_text("id,full name,skills,vacation\nana,Ana,ml:3,\n")
    (tmp_path / "items.csv").write_text("key,duration,depends on\nA,3d,\n")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "s.yaml")
    assert [finding.hint for finding in caught.value.findings] == [
        'did you mean "name"?',
        'did you mean "time_off"?',
        'did you mean "id"?',
        'did you mean "effort"?',
        'did you mean "after"?',
    ]
    (tmp_path / "team.csv").write_text("id,skills\nana,ml:3; sql\n")
    (tmp_path / "items.csv").write_text('id,needs,effort,after\nA,ml,1d,\nB,ml,1d,"A, Z"\n')
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "s.yaml")
    assert [finding.hint for finding in caught.value.findings] == ["write A; Z"]


def test_files_of_people_and_of_actuals_are_told_the_same(tmp_path: Path) -> None:
    team = tmp_path / "team.yaml"
    team.write_text("- {id: ana, vacation: , name: Souza, Ana}\n")
    with pytest.raises(ScenarioError) as caught:
        load_team(team, start=loads(top("")).scenario.calendar.start)
    assert len(caught.value.findings) == 2
    assert caught.value.findings[1].hint == 'put it in quotes: name: "Souza, Ana"'
    (tmp_path / "s.yaml").write_text(top(""))
    (tmp_path / "a.csv").write_text("key,status,end,assignee\nA,done,2026-12-02,ana\n")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "s.yaml", actuals=tmp_path / "a.csv")
    hints = [finding.hint for finding in caught.value.findings]
    assert hints == [f'did you mean "{f}"?' for f in ("item", "state", "finished", "people")]


def test_a_key_without_a_colon_that_is_a_field_is_no_empty_field() -> None:
    (error,) = errors_of(item("title: Fix the model, due, elapsed: 1d"))
    assert error.hint == 'put it in quotes: title: "Fix the model, due"'
    (error,) = errors_of(item("elapsed: 1d, due"))
    assert 'C", "due" stands where a field' in error.message


def test_skills_are_found_that_have_the_names_of_fields_of_a_need() -> None:
    assert not errors_of(item("needs: [{people: 2}], effort: 1d"))
    (error,) = errors_of(item("needs: [{ml: 3, share: 0.5}], effort: 1d"))
    assert error.hint == "skills go one level down: {skills: {ml: 3}}"


def test_a_comment_right_behind_a_title_is_doubted() -> None:
    text = f"name: T\n{CALENDAR}items:\n  - id: A\n    title: Fix issue #12\n    elapsed: 1d\n"
    (doubt,) = loads(text).warnings
    assert doubt.path == "items[0].title"
    assert doubt.hint is not None
    assert doubt.hint.endswith('title: "Fix issue #12"')
    assert not loads(text.replace("#12", "# a remark")).warnings


NOT_YAML = {
    "title: [WIP] train": "begins with a bracket or brace in quotes",
    'title: "Fix" it': "put the whole text in quotes",
    "needs: {ml: 3},": "remove the comma",
    "labels: - a": "write it as [a, b]",
    "after:A": "a blank behind the colon",
}


@pytest.mark.parametrize("line", NOT_YAML)
def test_what_is_not_yaml_is_told_with_what_would_be(line: str) -> None:
    text = f"name: T\n{CALENDAR}items:\n  - id: A\n    {line}\n    elapsed: 1d\n"
    (error,) = errors_of(text)
    assert NOT_YAML[line] in (error.hint or "")


def test_a_file_that_ends_within_a_bracket_is_no_traceback() -> None:
    """Met before: an IndexError, since the place is behind the last line."""
    (error,) = errors_of(f"name: T\n{CALENDAR}items: [\n")
    assert "not YAML" in error.message


def test_a_comment_between_braces_is_told() -> None:
    (error,) = errors_of(f"name: T\n{CALENDAR}items:\n  - {{id: A, title: Fix #12, elapsed: 1d}}\n")
    assert "is a comment" in (error.hint or "")


AWAITED = {
    "waits_for: A": ('waits for "A" as for something from outside', "write after: A"),
    "waits_for: [{what: B, expected: 2027-01-15}]": ('waits for "B"', "write after: B"),
    "waits_for: 2027-01-15": ("taken for words", "expected: 2027-01-15"),
}


@pytest.mark.parametrize("field", AWAITED)
def test_what_is_awaited_and_holds_nothing_back_is_told(field: str) -> None:
    """Met before: no word, and the item was planned as if it waited for nothing."""
    warned = loads(item(f"effort: 1d, {field}")).warnings
    (found,) = [one for one in warned if one.code.startswith("awaited-")]
    message, hint = AWAITED[field]
    assert message in found.message
    assert hint in (found.hint or "")


@pytest.mark.parametrize("field", ["after: A, waits_for: A", "waits_for: legal approval"])
def test_what_is_awaited_in_words_or_linked_too_is_no_mistake(field: str) -> None:
    assert not [
        one for one in loads(item(f"effort: 1d, {field}")).warnings if "awaited-" in one.code
    ]


def test_a_year_out_of_range_is_one_error() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(item("effort: 1d, due: 2206-12-10"))
    about_years = [one.code for one in caught.value.findings if one.path == "items[2].due"]
    assert about_years == ["year-out-of-range"]


FAULTY = {
    "risks: [{id: R, chance: 30, hits: [A, Z]}]": ["number-too-large", "unknown-item"],
    "promises: [{milestone: Z, by: 31.12.2026}]": ["unknown-item", "not-a-date"],
    "meetings: [{id: m, every: day, at: 3pm, length: 15m, attendees: {teams: [zeta]}}]": [
        "not-a-time-of-day",
        "unknown-team",
    ],
    "rota: [{id: s, people: [ana, zed], first: 2026-12-07, takes: 50%}]": [
        "unknown-person",
        "not-a-number",
    ],
}


@pytest.mark.parametrize("field", FAULTY)
def test_unknown_names_are_told_beside_other_mistakes_of_the_same_entry(field: str) -> None:
    """Met before: they were told only when the other mistake was mended."""
    assert sorted(one.code for one in errors_of(top(field))) == sorted(FAULTY[field])

"""What is wrong with a single value: which, where, and what would be right."""

from __future__ import annotations

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import loads

ITEM = "  - {id: A, elapsed: 1d, %s}\n"

# A field on line 7, with a ^ before its finding's place; path, message, hint.
IN_AN_ITEM = [
    ("^efort: 3d", "items[0].efort", 'unknown field "efort"', 'did you mean "effort"?'),
    ("^zzz: 3d", "items[0].zzz", 'unknown field "zzz"', "the fields here are: id, title"),
    ("effort: ^5", "items[0].effort", "effort: 5 has no unit", "write 5d for days or 5h for hours"),
    ("effort: ^3x", "items[0].effort", "'3x' is not an amount of time", "1.5d"),
    ("effort: ^-3d", "items[0].effort", "'-3d' must be above zero", "above zero"),
    (
        "effort: ^{low: 1d, likely: 2d}",
        "items[0].effort.high",
        "effort.high is missing",
        "add it, for example high: 6d",
    ),
    (
        "effort: {low: 1d, ^likly: 2d, high: 3d}",
        "items[0].effort.likly",
        'effort: unknown field "likly"',
        'did you mean "likely"?',
    ),
    (
        "effort: {low: 1d, likely: ^x, high: 3d}",
        "items[0].effort.likely",
        "effort.likely: 'x' is not an amount",
        "2w",
    ),
    ("due: ^2026-02-30", "items[0].due", "is not a date that exists", "year-month-day"),
    ("due: ^tomorrow", "items[0].due", "is not a date as year-month-day", "2026-12-01"),
    ("due: ^20261201", "items[0].due", "20261201 is not a date", "write 2026-12-01"),
    ("due: ^2026-12-01T10:00Z", "items[0].due", "has a time zone", "local to the team"),
    ("due: ^2026-12-01T10:00:30", "items[0].due", "has seconds", "whole minutes"),
    ("title: ^42", "items[0].title", "title: must be a text, not 42", 'in quotes: "42"'),
    ("title: ^[a]", "items[0].title", "title: must be a text, not a list", "give a text"),
    ("kind: ^mileston", "items[0].kind", "kind: must be", 'did you mean "milestone"?'),
    ("optional: ^maybe", "items[0].optional", "must be true or false, not", "true or false"),
    ("priority: ^high", "items[0].priority", 'must be a number, not "high"', "weighs lateness"),
    ("priority: ^-1", "items[0].priority", "must be at least 0, not -1", "at least 0"),
    ("priority: ^true", "items[0].priority", "must not be true or false", "quotes"),
    ("priority: ^.inf", "items[0].priority", 'must be a number, not ".inf"', "a number"),
    ("priority: ^1e999", "items[0].priority", "must be a finite number", "a finite number"),
    ("assign: ^ana", "items[0].assign", 'assign: must be a list, not "ana"', "write assign: [ana]"),
    ("assign: [^[ana]]", "items[0].assign[0]", "an id is a text", "a short text"),
    ("project: ^''", "items[0].project", "an id must not be empty", "a short text"),
    ("after: ^1.5", "items[0].after", "after: must be a list, not 1.5", "[ ]"),
    ("after: [^{type: SS}]", "items[0].after[0].item", "after[0].item is missing", "PAY-11"),
    (
        "after: [{item: A, type: ^FX}]",
        "items[0].after[0].type",
        "after[0].type: must be 'FS', 'SS', 'FF' or 'SF', not \"FX\"",
        "write FS, SS, FF, SF",
    ),
    (
        "after: [{item: A, lag: ^3}]",
        "items[0].after[0].lag",
        "after[0].lag: 3 has no unit",
        "write 3d",
    ),
    (
        "after: [{item: A, lag: {elapsed: ^3}}]",
        "items[0].after[0].lag.elapsed",
        "after[0].lag.elapsed: 3 has no unit",
        "write 3d for days",
    ),
    (
        "after: [{item: A, lag: {^elapsd: 3d, elapsed: 3d}}]",
        "items[0].after[0].lag.elapsd",
        'after[0].lag: unknown field "elapsd"',
        'did you mean "elapsed"?',
    ),
    ("needs: {python: ^x}", "items[0].needs.python", "whole number, not", "whole number"),
    ("needs: {python: ^1.5}", "items[0].needs.python", "whole number, not 1.5", "whole"),
    ("needs: {python: ^-1}", "items[0].needs.python", "at least 0, not -1", "at least 0"),
    (
        "needs: {python: 1, effort: ^3d}",
        "items[0].needs.effort",
        'must be a whole number, not "3d"',
        "effort stands here among the skills; write needs: [{skills: ..., effort: ...}]",
    ),
    ("needs: {python: ^true}", "items[0].needs.python", "not be true or false", "quotes"),
    ("needs: {^3: 1}", "items[0].needs.3", "needs.3: must be a text, not 3", 'quotes: "3"'),
    ("needs: [^5]", "items[0].needs[0]", "needs[0]: must be a map of fields, not 5", "skills"),
    (
        "needs: [{^sql: 2, share: 0.5}]",
        "items[0].needs[0].sql",
        'needs[0]: unknown field "sql"',
        "skills go one level down: {skills: {sql: 2}}",
    ),
    (
        "needs: [{^skill: {sql: 2}}]",
        "items[0].needs[0].skill",
        'needs[0]: unknown field "skill"',
        "write skills: {python: 3}",
    ),
    (
        "needs: [{skills: sql, people: ^0}]",
        "items[0].needs[0].people",
        "needs[0].people: must be at least 1, not 0",
        "at least 1",
    ),
    (
        "needs: [{skills: sql, share: ^2}]",
        "items[0].needs[0].share",
        "needs[0].share: must be at most 1, not 2",
        "at most 1",
    ),
    (
        "needs: [{skills: ^[sql, sql]}]",
        "items[0].needs[0].skills",
        "a skill is named twice",
        "name each once",
    ),
    ("resources: {gpu: ^0}", "items[0].resources.gpu", "at least 1, not 0", "at least 1"),
    ("resources: ^[gpu]", "items[0].resources", "a map of names and values", "resources: {gpu: 1}"),
]


@pytest.mark.parametrize(
    ("field", "path", "message", "hint"), IN_AN_ITEM, ids=[case[0] for case in IN_AN_ITEM]
)
def test_a_wrong_field_of_an_item(below, field, path, message, hint):
    column = (ITEM % field).index("^") + 1
    text = "items:\n" + ITEM % field.replace("^", "") + "resources: [{id: gpu, capacity: 1}]\n"
    found = [finding for finding in below(text) if finding.path == path]
    assert len(found) == 1, "one finding a place"
    (finding,) = found
    assert (finding.file, finding.line, finding.column) == ("s.yaml", 7, column)
    assert finding.message.startswith('work item "A"')
    assert message in finding.message
    assert hint in finding.hint
    assert finding.severity == "error"


AROUND_AN_ITEM = [
    ("{id: A}", "has neither effort nor elapsed", "give it one of them"),
    ("{id: A, needs: python}", "has people but no effort", "for example effort: 3d"),
    ("{id: A, kind: milestone, effort: 1d}", "has no length", "leave out effort"),
    ("{id: A, effort: 1d, value: 3}", "has a value but is not optional", "add optional: true"),
    (
        "{id: A, effort: 1d, not_before: 2027-01-05, deadline: 2027-01-04}",
        "has a deadline before its not_before",
        "move one of the two dates",
    ),
]


@pytest.mark.parametrize(("entry", "message", "hint"), AROUND_AN_ITEM)
def test_an_item_whose_fields_do_not_go_together(below, entry, message, hint):
    (finding,) = (f for f in below(f"items:\n  - {entry}\n") if f.severity == "error")
    assert (finding.line, finding.column, finding.path) == (7, 5, "items[0]")
    assert '"A"' in finding.message
    assert message in finding.message
    assert hint in finding.hint


def test_what_a_wrong_field_hides_is_found_as_well(below):
    found = below("items:\n  - {id: A, kind: milestone, effort: 3, due: x}\n")
    assert [(f.path, f.message.split(": ")[-1]) for f in found] == [
        ("items[0]", 'milestone "A" has no length'),
        ("items[0].effort", "3 has no unit"),
        ("items[0].due", "'x' is not a date as year-month-day"),
    ]


IN_OTHER_PLACES = [
    ("people:\n- {name: Ana}", 2, 3, "people[0].id", "a person: id is missing", "id: ana"),
    ("people:\n- ana", 2, 3, "people[0]", "a person: must be a map of fields", "{id: ana}"),
    ("people: 5", 1, 9, "people", "people: must be a list, not 5", "after a dash"),
    ("people: {ana: {}}", 1, 9, "people", "people: must be a list, not a map", "after a dash"),
    ("people: ana", 1, 9, "people", 'a list or the name of a CSV file, not "ana"', "dash"),
    (
        "people:\n- {id: ana, joins: 2027-01-01}",
        2,
        13,
        "people[0].joins",
        'person "ana": unknown field "joins"',
        'did you mean "from"?',
    ),
    (
        "people:\n- {id: ana, capacity: 0}",
        2,
        23,
        "people[0].capacity",
        'person "ana", capacity: must be above 0, not 0',
        "above 0",
    ),
    (
        "people:\n- {id: ana, workdays: [mon, mo]}",
        2,
        29,
        "people[0].workdays[1]",
        "must be 'mon', 'tue'",
        'did you mean "mon"?',
    ),
    (
        "people:\n- {id: ana, workdays: [mon, mon]}",
        2,
        3,
        "people[0]",
        "a working day is named twice",
        "name each once",
    ),
    (
        "people:\n- {id: ana, workdays: []}",
        2,
        3,
        "people[0]",
        "at least one working day is needed",
        "[mon, tue, wed]",
    ),
    (
        "people:\n- {id: ana, from: 2027-02-01, to: 2027-01-01}",
        2,
        3,
        "people[0]",
        'person "ana" leaves before joining',
        "swap from and to",
    ),
    (
        "people:\n- {id: ana, time_off: [{from: 2027-02-01, to: 2027-01-01}]}",
        2,
        24,
        "people[0].time_off[0]",
        "the time is empty",
        "swap the two dates",
    ),
    (
        "people:\n- {id: ana, time_off: [{from: 2027-02-01}]}",
        2,
        24,
        "people[0].time_off[0].to",
        "time_off[0].to is missing",
        "to: 2027-01-01",
    ),
    (
        "people:\n- id: ana\n  availability:\n"
        "  - {from: 2027-01-01, to: 2027-02-01, capacity: 0.5}\n"
        "  - {from: 2027-02-01, to: 2027-03-01, capacity: 0}",
        2,
        3,
        "people[0]",
        "availability windows that overlap",
        "let each end before the next",
    ),
    (
        "people:\n- {id: ana, holidays: US}",
        2,
        23,
        "people[0].holidays",
        'holidays: must be a map of fields, not "US"',
        "{country: US}",
    ),
    (
        "people:\n- {id: ana, holidays: {subdivision: CA}}",
        2,
        23,
        "people[0].holidays",
        "a subdivision needs its country",
        "country: US",
    ),
    ("resources:\n- {id: gpu}", 2, 3, "resources[0].capacity", "capacity is missing", "capacity"),
    (
        "resources:\n- {id: gpu, capacity: 1.5}",
        2,
        23,
        "resources[0].capacity",
        'resource "gpu", capacity: must be a whole number, not 1.5',
        "whole number",
    ),
    (
        "projects:\n- {id: p, not_before: 2027-02-01, deadline: 2027-01-01}",
        2,
        3,
        "projects[0]",
        'project "p" has a deadline before its not_before',
        "move one",
    ),
    ("plan_on: avg", 1, 10, "plan_on", "plan_on: must be 'likely', 'mean' or 'high'", "write mean"),
    ("objectives: [flows]", 1, 14, "objectives[0]", "must be 'tardiness'", '"flow"?'),
    ("objectives: [flow, flow]", 1, 13, "objectives", "named twice", "name each once"),
    ("objectives: []", 1, 13, "objectives", "objectives is empty", "leave it out"),
    ("version: 2", 1, 10, "version", "version: must be 1, not 2", "give 1"),
    ("proficiency: {a: 1}", 1, 15, "proficiency.a", "must be a whole number", "whole number"),
    ("proficiency: {1: 0}", 1, 18, "proficiency.1", "must be above 0, not 0", "above 0"),
    ("proficiency: {1: true}", 1, 18, "proficiency.1", "not be true or false", "quotes"),
    ("poeple: []", 1, 1, "poeple", 'unknown field "poeple"', 'did you mean "people"?'),
    ("5: []", 1, 1, "5", 'unknown field "5"', "the fields here are: version, name"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "path", "message", "hint"),
    IN_OTHER_PLACES,
    ids=[c[0].replace("\n", " ") for c in IN_OTHER_PLACES],
)
def test_a_wrong_field_elsewhere(findings, text, line, column, path, message, hint):
    tail = "\nname: x\ncalendar: {start: 2026-12-01}\nitems: [{id: A, elapsed: 1d}]\n"
    (finding,) = (f for f in findings(text + tail) if f.severity == "error")
    assert (finding.line, finding.column, finding.path) == (line, column, path)
    assert message in finding.message
    assert hint in finding.hint


CALENDARS = [
    ("{}", 11, "calendar.start", "calendar: start is missing", "start: 2026-12-01"),
    ("{start: 2026-12-01, day_hours: 25}", 42, "calendar.day_hours", "at most 24", "at most 24"),
    ("{start: 2026-12-01, slot: 3h}", 37, "calendar.slot", "must be '15m'", "30m"),
    ("{start: 2026-12-01, slot: 4h, day_hours: 6}", 11, "calendar", "does not divide", "1h and 8"),
    ("{start: 2026-12-01, day_start: 9}", 42, "calendar.day_start", "not a time of day", '"09:00"'),
    (
        "{start: 2026-12-01, day_start: 20:00}",
        11,
        "calendar",
        "runs past midnight",
        "begin earlier",
    ),
    ("{start: 2026-12-01, day_hours: 7.333}", 11, "calendar", "whole minutes", "7.5 or 8"),
    ("{start: 2026-12-01, end: 2026-11-01}", 11, "calendar", "is empty", "swap the two dates"),
    (
        "{start: 2026-12-01, continuous: true, day_hours: 8}",
        11,
        "calendar",
        "works every hour",
        "leave out day_hours",
    ),
    (
        "{start: 2026-12-01, holidays: {dates: [2026-12-24T10:00]}}",
        41,
        "calendar.holidays",
        "holidays are whole days",
        "dates without a time",
    ),
    ("5", 11, "calendar", "calendar: must be a map of fields, not 5", "start: 2026-12-01"),
]


@pytest.mark.parametrize(("calendar", "column", "path", "message", "hint"), CALENDARS)
def test_a_wrong_calendar(findings, calendar, column, path, message, hint):
    text = f"calendar: {calendar}\nname: x\nitems: [{{id: A, elapsed: 1d}}]\n"
    (finding,) = findings(text)
    assert (finding.line, finding.column, finding.path) == (1, column, path)
    assert message in finding.message
    assert hint in finding.hint


def test_required_fields_are_missed_all_at_once(findings):
    found = findings("version: 1\n")
    assert [f.path for f in found if f.severity == "error"] == ["name", "calendar", "items"]
    assert all((f.line, f.column) == (1, 1) and "is missing" in f.message for f in found[:3])


def test_a_field_left_empty_counts_as_not_given(below):
    found = below("""\
        resources:
        items:
          - id: A
            elapsed: 1d
            after:
            resources:
            assign:
            due:
            title:
        """)
    assert [f for f in found if f.severity == "error"] == []


def test_an_empty_level_is_not_passed_over(below):
    (finding, *_) = below("items:\n  - id: A\n    effort: 1d\n    needs: {sql: }\n")
    assert finding.message == 'work item "A", needs.sql: must be a whole number, not empty'


def test_all_errors_of_a_file_come_at_once_in_file_order():
    text = """\
name: x
calendar: {start: 2026-12-01, slot: 3h}
people:
  - {id: ana, capacity: 2}
  - {id: ana}
items:
  - {id: A, effort: 3, after: [Z]}
  - {id: B, effort: 1d, after: [C], asign: [ana]}
  - {id: C, effort: 1d, after: [B], assign: [bob]}
plan_on: men
"""
    with pytest.raises(ScenarioError) as caught:
        loads(text, file="s.yaml")
    errors = [f for f in caught.value.findings if f.severity == "error"]
    assert [(f.line, f.path) for f in errors] == [
        (2, "calendar.slot"),
        (4, "people[0].capacity"),
        (5, "people[1].id"),
        (7, "items[0].effort"),
        (7, "items[0].after[0]"),
        (8, "items[1].after[0]"),
        (8, "items[1].asign"),
        (9, "items[2].assign[0]"),
        (10, "plan_on"),
    ]
    assert str(caught.value).count("hint:") == len(caught.value.findings)


def test_long_values_are_cut_in_messages(below):
    (finding, *_) = below("items:\n" + ITEM % f"due: {'x' * 5000}")
    assert len(finding.message) < 400
    (finding, *_) = below("items:\n" + ITEM % f"{'x' * 900}: 1")
    assert len(finding.message) < 200
    assert len(finding.path) < 200

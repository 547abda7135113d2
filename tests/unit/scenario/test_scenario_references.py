"""What the parts of a scenario say about each other: errors, each with its place and fix."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.validate.teams import short_team


def errors(found):
    return [finding for finding in found if finding.severity == "error"]


def warnings(found):
    return [finding for finding in found if finding.severity == "warning"]


def only(found):
    (finding,) = found
    return finding


def test_a_sound_scenario_has_no_findings(below):
    assert (
        below(
            "items:\n  - {id: A, effort: 3d, needs: {sql: 2}}\n  - {id: B, effort: 1d, needs: ml}"
        )
        == ()
    )


@pytest.mark.parametrize(
    ("section", "entries", "message"),
    [
        ("people", "[{id: x}, {id: x}]", 'person id "x" is already taken on line 3'),
        ("resources", "[{id: x, capacity: 1}, {id: x, capacity: 1}]", 'resource id "x" is'),
        ("projects", "[{id: x}, {id: x}]", 'project id "x" is already taken on line 3'),
        ("items", "[{id: 7, elapsed: 1d}, {id: '7', elapsed: 1d}]", 'work item id "7" is'),
    ],
)
def test_an_id_given_twice_names_both_places(findings, section, entries, message):
    items = "" if section == "items" else "items: [{id: A, elapsed: 1d}]\n"
    text = f"name: x\ncalendar: {{start: 2026-12-01}}\n{section}: {entries}\n{items}"
    finding = only(errors(findings(text)))
    assert finding.path == f"{section}[1].id"
    assert message in finding.message
    assert "another id" in finding.hint


@pytest.mark.parametrize(
    ("field", "path", "message", "hint"),
    [
        ("project: churm", "project", 'belongs to project "churm", which', '"churn"?'),
        ("after: [CH-11]", "after[0]", 'comes after work item "CH-11", which', '"CH-1"?'),
        ("after: CH-11", "after", 'comes after work item "CH-11", which', '"CH-1"?'),
        ("after: [{item: zzzz}]", "after[0].item", '"zzzz", which does not', "add it to items"),
        ("resources: {gpus: 1}", "resources.gpus", 'holds resource "gpus", which', '"gpu"?'),
        ("assign: [Ana]", "assign[0]", 'is assigned to person "Ana", who does', '"ana"?'),
        ("avoid: [bo, anna]", "avoid[1]", 'avoids person "anna", who does', '"ana"?'),
    ],
)
def test_an_unknown_id_is_named_with_the_nearest_known(below, field, path, message, hint):
    text = f"""\
items:
  - {{id: CH-1, elapsed: 1d, resources: {{gpu: 1}}, project: churn}}
  - {{id: CH-2, effort: 1d, needs: python, {field}}}
projects: [{{id: churn}}]
resources: [{{id: gpu, capacity: 1}}]
"""
    finding = only(errors(below(text)))
    assert (finding.line, finding.path) == (8, f"items[1].{path}")
    assert finding.message.startswith('work item "CH-2"')
    assert message in finding.message
    assert hint in finding.hint


def test_ids_in_an_item_with_other_errors_are_checked_too(below):
    found = errors(below("items:\n  - {id: A, effort: 3, project: p, after: [B], assign: [x]}"))
    assert [f.path for f in found] == [
        "items[0].effort",
        "items[0].project",
        "items[0].after[0]",
        "items[0].assign[0]",
    ]


def test_an_item_with_errors_is_known_to_others(below):
    finding = only(
        errors(
            below("items:\n  - {id: A, due: x, elapsed: 1d}\n  - {id: B, elapsed: 1d, after: A}")
        )
    )
    assert finding.path == "items[0].due"


def test_no_ids_are_missed_in_a_section_that_is_no_list(below):
    found = errors(below("items: [{id: A, elapsed: 1d, project: p}]\nprojects: 5\n"))
    assert [f.path for f in found] == ["projects"]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ("assign: [ana, bo, ana]", "items[0].assign[2]", 'names "ana" twice in assign'),
        ("avoid: [ana, ana]", "items[0].avoid[1]", 'names "ana" twice in avoid'),
        ("assign: [ana, bo], avoid: [ana]", "items[0].avoid[0]", "both assign and avoid"),
    ],
)
def test_people_named_twice(below, fields, path, message):
    finding = only(errors(below(f"items:\n  - {{id: A, effort: 1d, needs: python, {fields}}}")))
    assert finding.path == path
    assert message in finding.message


def test_an_item_after_itself(below):
    finding = only(errors(below("items: [{id: A, elapsed: 1d, after: [{item: A, type: SS}]}]")))
    assert finding.message == 'work item "A" comes after itself'
    assert finding.path == "items[0].after[0].item"


def chain(links):
    return "items:\n" + "".join(
        f"  - {{id: {name}, elapsed: 1d, after: [{', '.join(after)}]}}\n"
        for name, after in links.items()
    )


@pytest.mark.parametrize(
    ("links", "message", "path"),
    [
        ({"A": ["B"], "B": ["A"]}, "A -> B -> A", "items[0].after[0]"),
        ({"A": ["C"], "B": ["A"], "C": ["B"]}, "A -> B -> C -> A", "items[0].after[0]"),
        (
            {"X": [], "A": ["X", "C"], "B": ["A", "X"], "C": ["B", "X"]},
            "A -> B -> C -> A",
            "items[1].after[1]",
        ),
        (
            {"A": ["{item: B, type: FF, lag: -9d}"], "B": ["{item: A, type: SS}"]},
            "A -> B -> A",
            "items[0].after[0].item",
        ),
        (
            {"A": ["B"], "B": ["A", "D"], "C": ["B"], "D": ["C"]},
            "A -> B -> A (4 items are tangled in all)",
            "items[0].after[0]",
        ),
    ],
)
def test_a_circle_is_named_as_a_chain(below, links, message, path):
    finding = only(errors(below(chain(links))))
    assert finding.message == f"work items wait for each other in a circle: {message}"
    assert finding.path == path
    assert "remove one of the links: B after A" in finding.hint


def test_each_circle_is_named_once_and_a_long_one_cut(below):
    links = {"A": ["B"], "B": ["A"], "C": ["D"], "D": ["C"]}
    ring = {f"r{n}": [f"r{(n - 1) % 60}"] for n in range(60)}
    found = errors(below(chain(links | ring)))
    assert len(found) == 3
    assert "r0 -> r1" in found[2].message
    assert "... -> r" in found[2].message
    assert len(found[2].message) < 300


def test_a_long_chain_is_no_circle_and_needs_no_recursion(below):
    links = {f"i{n}": [f"i{n + 1}"] for n in range(3000)} | {"i3000": []}
    assert errors(below(chain(links))) == []


@pytest.mark.parametrize(
    ("fields", "path", "message", "hint"),
    [
        (
            "needs: {sql: 3}",
            "items[0].needs",
            'work item "PAY-12" needs sql at level 3 or above; nobody has that, '
            "nearest is Ana Souza (ana), who has sql at 2",
            "lower the level",
        ),
        (
            "needs: {sql: 3, ml: 2}",
            "items[0].needs",
            "needs sql at level 3 or above, ml at level 2 or above; nobody has that, "
            "nearest is Bo (bo), who lacks sql",
            "add a person",
        ),
        (
            "needs: {python: 5, ml: 3}",
            "items[0].needs",
            "nearest is Bo (bo), who has python at 1, ml at 2",
            "split the need",
        ),
        (
            "needs: {sqll: 1}",
            "items[0].needs",
            'needs the skill "sqll", which nobody has',
            'did you mean "sql"?',
        ),
        (
            "needs: {python: 1, people: 2}",
            "items[0].needs",
            'needs the skill "people", which nobody has',
            "write needs: [{skills: ..., people: ...}]",
        ),
        (
            "needs: [python, {skills: zzzz}]",
            "items[0].needs[1].skills",
            'needs the skill "zzzz", which nobody has',
            "add it to a person, or drop it here",
        ),
        (
            "needs: [{skills: sql, people: 2}]",
            "items[0].needs[0].skills",
            "needs 2 people with sql; only 1 can do it: Ana Souza (ana)",
            "ask for fewer people",
        ),
        (
            "needs: {sql: 2}, assign: [bo]",
            "items[0].needs",
            "needs sql at level 2 or above; assign leaves out everybody who has that: Ana",
            "change assign",
        ),
        (
            "needs: {sql: 2}, avoid: [ana]",
            "items[0].needs",
            "avoid excludes everybody who has that: Ana Souza (ana)",
            "change avoid",
        ),
        ("avoid: [ana, bo]", "items[0]", "needs anybody; avoid excludes everybody", "avoid"),
        (
            "needs: {sql: 3}, assign: [bo]",
            "items[0].needs",
            "nearest is Bo (bo), who lacks sql",
            "lower the level",
        ),
    ],
)
def test_a_need_that_nobody_can_fill(below, fields, path, message, hint):
    found = below(f"items:\n  - {{id: PAY-12, effort: 1d, {fields}}}\n")
    finding = only(errors(found))
    assert finding.path == path
    assert finding.line == 7
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("needs", "message"),
    [
        (
            "[{skills: {sql: 1}}, {skills: {sql: 2}}]",
            "needs 2 different people for sql at level 1 or above and for sql at level 2 or "
            "above, but only Ana Souza (ana) can fill these",
        ),
        (
            "[python, python, sql]",
            "needs 3 different people for python and for sql, but only Ana Souza (ana), Bo (bo)",
        ),
        ("[{skills: python, people: 2}, ml]", "needs 3 different people for python and for ml"),
    ],
)
def test_a_team_of_different_people_that_cannot_be_found(below, needs, message):
    finding = only(errors(below(f"items:\n  - {{id: A, effort: 1d, needs: {needs}}}\n")))
    assert finding.path == "items[0].needs"
    assert message in finding.message


def test_a_team_is_found_by_shifting_people(below):
    assert (
        errors(below("items:\n  - {id: A, effort: 1d, needs: [python, {skills: {python: 3}}]}"))
        == []
    )


@pytest.mark.parametrize(
    ("candidates", "demand", "short"),
    [
        ([["a"], ["b"]], [1, 1], None),
        ([["a", "b"], ["a"]], [1, 1], None),
        ([["a", "b", "c"], ["a", "b"], ["a"]], [1, 1, 1], None),
        ([["a", "b"], ["a", "b"], ["a", "b"], ["c"]], [1, 1, 1, 1], ([0, 1, 2], ["a", "b"])),
        ([["c"], ["a", "b"], ["a", "b"]], [1, 2, 1], ([1, 2], ["a", "b"])),
        ([["a"], ["b", "c", "d"]], [1, 3], None),
        ([["a"]], [2], ([0], ["a"])),
        ([[]], [1], ([0], [])),
        ([], [], None),
    ],
)
def test_teams_match_or_show_who_competes(candidates, demand, short):
    assert short_team(candidates, demand) == short


def test_work_without_anybody_is_one_finding(findings):
    text = """\
name: x
calendar: {start: 2026-12-01}
items: [{id: A, effort: 1d, needs: sql}, {id: B, effort: 1d, needs: ml}]
"""
    finding = only(errors(findings(text)))
    assert finding.message == 'work item "A" and 1 more need people, and the scenario has none'


def test_people_with_errors_are_not_taken_for_missing_ones(findings):
    text = """\
name: x
calendar: {start: 2026-12-01}
people: [{id: cy, skills: {r: 3}, rate: x}]
items: [{id: A, effort: 1d, needs: {r: 3}}]
"""
    assert only(findings(text)).path == "people[0].rate"


def test_a_resource_that_is_too_small(below):
    text = (
        "items: [{id: A, elapsed: 1d, resources: {gpu: 4}}]\nresources: [{id: gpu, capacity: 3}]\n"
    )
    finding = only(errors(below(text)))
    assert finding.message == 'work item "A" holds 4 of resource "gpu", which has 3'
    assert finding.path == "items[0].resources.gpu"


def test_a_proficiency_table_names_every_level_that_people_have(below):
    found = below("proficiency: {1: 0.5, 2: 1}\nitems: [{id: A, effort: 1d, needs: python}]")
    finding = only(errors(found))
    assert finding.path == "proficiency"
    assert "no level 3, which Ana Souza (ana) has in python" in finding.message
    assert "3: 1.0" in finding.hint


@pytest.mark.parametrize(
    ("holidays", "path", "message", "hint"),
    [
        ("{country: USB}", "country", 'for country "USB"', "did you mean"),
        ("{country: us}", "country", 'for country "us"', "write US"),
        ("{country: HolidayBase}", "country", 'for country "HolidayBase"', "ISO 3166"),
        ("{country: ''}", "country", 'for country ""', "ISO 3166"),
        ("{country: US, subdivision: CAL}", "subdivision", "of country US", 'mean "CA"?'),
    ],
)
def test_an_unknown_country_or_subdivision(findings, holidays, path, message, hint):
    for text, base in (
        (f"calendar: {{start: 2026-12-01, holidays: {holidays}}}", "calendar"),
        (
            "calendar: {start: 2026-12-01}\n"
            f"people: [{{id: ana, skills: [sql], holidays: {holidays}}}]",
            "people[0]",
        ),
    ):
        items = (
            "items: [{id: A, effort: 1d, needs: sql}]"
            if "people" in text
            else "items: [{id: A, elapsed: 1d}]"
        )
        finding = only(errors(findings(f"name: x\n{text}\n{items}\n")))
        assert finding.path == f"{base}.holidays.{path}"
        assert message in finding.message
        assert hint in finding.hint


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ("deadline: 2026-11-30", "deadline", "the plan starts 2026-12-01, and its deadline is"),
        ("not_before: 2027-07-01", "not_before", "not_before is 2027-07-01, and the calendar ends"),
        (
            "project: p, not_before: 2027-05-01",
            "not_before",
            'and the deadline of project "p" is 2027-04-30',
        ),
        (
            "project: p, deadline: 2027-01-31",
            "deadline",
            'the not_before of project "p" is 2027-02-01, and its deadline is 2027-01-31',
        ),
    ],
)
def test_dates_that_leave_an_item_no_time(findings, fields, path, message):
    text = f"""\
name: x
calendar: {{start: 2026-12-01, end: 2027-06-30}}
projects: [{{id: p, not_before: 2027-02-01, deadline: 2027-04-30}}]
items: [{{id: A, elapsed: 1d, {fields}}}, {{id: B, elapsed: 1d, project: p}}]
"""
    finding = only(errors(findings(text)))
    assert finding.message.startswith('work item "A" has no time: ')
    assert message in finding.message
    assert finding.path == f"items[0].{path}"


def test_a_milestone_may_stand_at_the_only_instant_there_is(findings):
    text = """\
name: x
calendar: {start: 2026-12-01}
items: [{id: A, %s, deadline: 2026-12-01T00:00}]
"""
    assert findings(text % "kind: milestone") == ()
    assert "has no time" in only(errors(findings(text % "elapsed: 1h"))).message


def test_a_project_without_time_is_one_finding(findings):
    text = """\
name: x
calendar: {start: 2026-12-01, end: 2027-06-30}
projects: [{id: p, not_before: 2027-07-01}]
items: [{id: A, elapsed: 1d, project: p}, {id: B, elapsed: 1d, project: p}]
"""
    finding = only(errors(findings(text)))
    assert finding.path == "projects[0].not_before"
    assert finding.message == (
        'project "p" has no time: its not_before is 2027-07-01, and the calendar ends 2027-06-30'
    )


PEOPLE = """\
name: x
calendar: {start: 2026-12-01, end: 2027-06-30}
proficiency: {1: 0.5, 2: 1}
people:
  - {id: ana, skills: {sql: 2}}
  - {id: bo, skills: {sql: 1}}
  - {id: cy, skills: {ml: 2}, to: 2026-12-04}
"""


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        (
            "needs: sql, effort: 5d, deadline: 2026-12-04",
            "effort",
            "cannot be done in time by anybody: the plan starts 2026-12-01, and its deadline is "
            "2026-12-04; the fastest is ana, who would finish on 2026-12-07 17:00, starting on "
            "2026-12-01 09:00",
        ),
        (
            "needs: {sql: 1}, effort: 200d",
            "effort",
            "ends 2027-06-30; the fastest is ana, who would finish on 2027-09-06 17:00",
        ),
        (
            "needs: [{skills: sql, people: 2, effort: 3d}], deadline: 2026-12-04",
            "needs[0].effort",
            "the fastest are ana, who would finish on 2026-12-03 17:00, and bo, who would finish "
            "on 2026-12-08 17:00, starting on 2026-12-01 09:00",
        ),
        (
            "needs: [{skills: sql, share: 0.5, effort: 3d}], deadline: 2026-12-04",
            "needs[0].effort",
            "ana, who would finish on 2026-12-08 17:00",
        ),
        (
            "needs: ml, effort: 5d",
            "effort",
            "cannot be done in time by anybody: the plan starts 2026-12-01, and the calendar "
            "ends 2027-06-30; those who could do it are not there long enough: cy",
        ),
        ("needs: ml, effort: 1d, not_before: 2026-12-07", "effort", "cannot be done in time"),
        (
            "elapsed: 5d, deadline: 2026-12-05",
            "elapsed",
            "lasts 5d and cannot end before 2026-12-06 09:00: the plan starts 2026-12-01, and "
            "its deadline is 2026-12-05",
        ),
        (
            "elapsed: 1h, not_before: 2026-12-05, deadline: 2026-12-06",
            "",
            "finds no time at which the team works: its not_before is 2026-12-05",
        ),
        (
            "needs: [sql, ml], effort: 1h, not_before: 2026-12-05",
            "",
            "finds no time at which the people it needs work",
        ),
    ],
)
def test_what_nobody_can_finish_in_time(findings, fields, path, message):
    rest = "  - {id: B, needs: ml, effort: 1d}\n  - {id: C, needs: sql, effort: 1d}\n"
    found = errors(findings(f"{PEOPLE}items:\n  - {{id: A, {fields}}}\n{rest}"))
    finding = only(found)
    assert finding.path == ("items[0]" + f".{path}" * bool(path))
    assert message in finding.message
    assert "move a date" in finding.hint


def test_work_that_outlasts_the_horizon_or_the_people(findings):
    text = f"""{PEOPLE.replace(", end: 2027-06-30", "")}items:
  - {{id: A, needs: ml, effort: 5d}}
  - {{id: B, needs: sql, effort: 9000d}}
"""
    messages = [finding.message for finding in errors(findings(text))]
    assert messages == [
        'work item "A" cannot be done within 20 years by anybody: the plan starts 2026-12-01; '
        "those who could do it are not there long enough: cy",
        'work item "B" cannot be done within 20 years by anybody: the plan starts 2026-12-01; '
        "those who could do it are not there long enough: ana, bo",
    ]


def test_somebody_who_leaves_too_early_is_asked_to_stay(findings):
    """It was advised to cut the work or to find somebody faster, which cannot help here."""
    text = """name: T
calendar: {start: 2026-11-02}
people:
  - {id: ada, skills: [x], from: 2026-11-16}
  - {id: ben, skills: [y], to: 2026-11-13}
items: [{id: A, needs: [x, y], effort: 2d}]
"""
    finding = only(errors(findings(text)))
    assert "not there long enough: ben; all whom it needs are there from 2026-11-16" in (
        finding.message
    )
    assert finding.hint == "let ben be there longer, move a date, or add a person"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Ana Silva", "write assign: [ana]"),
        ("anna", "write assign: [ana]"),
        ("ml", "ml is a skill: needs: {ml: 1}"),
        ("ana, bo", "write assign: [ana, bo]"),
        ("ana and bo", "write assign: [ana, bo]"),
        ("zoe", "add it to people, or remove it here"),
    ],
)
def test_an_unknown_person_in_place_of_a_list_is_one_error(findings, written, hint):
    """It was said besides that a list belongs there, with a hint that led to the next error."""
    text = f"""name: T
calendar: {{start: 2026-12-01}}
people: [{{id: ana, name: Ana Silva, skills: [ml]}}, {{id: bo, skills: [ml]}}]
items: [{{id: A, needs: ml, effort: 1d, assign: {written!r}}}]
"""
    finding = only(errors(findings(text)))
    assert "who does not exist" in finding.message
    assert finding.hint == hint


def test_a_known_person_in_place_of_a_list_is_one_error(findings):
    text = """name: T
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [ml]}]
items: [{id: A, needs: ml, effort: 1d, assign: ana}]
"""
    finding = only(errors(findings(text)))
    assert (finding.message, finding.hint) == (
        'work item "A", assign: must be a list, not "ana"',
        "write assign: [ana]",
    )


def test_ids_with_blanks_between_them_are_told_as_a_list(findings):
    text = """name: T
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [ml]}]
items:
  - {id: A, needs: ml, effort: 1d, after: B C}
  - {id: B, needs: ml, effort: 1d}
  - {id: C, needs: ml, effort: 1d}
"""
    assert only(errors(findings(text))).hint == "write after: [B, C]"


@pytest.mark.parametrize(
    ("share", "hint"),
    [("50%", "write 0.5"), ("150%", "write 1, which is the whole, or less")],
)
def test_a_share_in_percent_is_told_as_a_fraction_of_the_whole(findings, share, hint):
    """150% was answered with "write 1.5", which is refused as well."""
    text = f"""name: T
calendar: {{start: 2026-12-01}}
people: [{{id: ana, skills: [ml]}}]
items: [{{id: A, needs: {{skills: ml, share: {share}}}, effort: 1d}}]
"""
    assert only(errors(findings(text))).hint == hint


def test_what_just_fits_is_no_error(findings):
    text = f"""{PEOPLE}items:
  - {{id: A, needs: sql, effort: 4d, deadline: 2026-12-04}}
  - {{id: B, needs: ml, effort: 4d}}
  - {{id: C, elapsed: 5d, deadline: 2026-12-06T09:00}}
  - {{id: D, needs: [{{skills: sql, people: 2}}], effort: 2d, deadline: 2026-12-04T17:00}}
"""
    assert errors(findings(text)) == []


def test_an_optional_item_that_cannot_be_done_is_a_warning(findings):
    text = f"""{PEOPLE}items:
  - {{id: A, needs: {{sql: 9}}, effort: 1d, optional: true}}
  - {{id: B, needs: sql, effort: 5d, deadline: 2026-12-02, optional: true}}
  - {{id: C, needs: [sql, {{skills: sql, people: 2}}], effort: 1d, optional: true}}
  - {{id: D, elapsed: 1d, not_before: 2027-07-01, optional: true}}
  - {{id: E, needs: ml, effort: 1d}}
"""
    found = findings(text)
    assert errors(found) == []
    dropped = [f for f in warnings(found) if f.message.endswith("it will always be dropped")]
    assert [f.line for f in dropped] == [9, 10, 11, 12]


def test_an_optional_item_that_another_waits_for_is_an_error(findings):
    text = f"""{PEOPLE}items:
  - {{id: A, needs: {{sql: 9}}, effort: 1d, optional: true}}
  - {{id: B, needs: ml, effort: 1d, after: [A]}}
"""
    assert "needs sql at level 9" in only(errors(findings(text))).message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("items: [{id: A, elapsed: 99999999w}]", "items[0].elapsed"),
        (
            "items: [{id: A, effort: {low: 1d, likely: 1d, high: 99999999d}}]",
            "items[0].effort.high",
        ),
        ("items: [{id: A, elapsed: 1d, optional: true, value: 1e12}]", "items[0].value"),
        ("items: [{id: A, elapsed: 1d, deadline: 9999-12-31}]", "items[0].deadline"),
        ("items: [{id: A, elapsed: 1d, due: 0001-01-01}]", "items[0].due"),
        ("resources: [{id: g, capacity: 9999999999}]\nitems: []", "resources[0].capacity"),
    ],
)
def test_numbers_and_dates_beyond_all_sense(below, text, path):
    finding = only(f for f in errors(below(text)) if f.path == path)
    assert any(word in finding.message for word in ("too large", "longer than", "too far"))


def test_a_plan_at_the_end_of_all_time_is_no_crash(findings):
    for start in ("9999-12-31", "0001-01-01"):
        calendar = f"calendar: {{start: {start}, holidays: {{country: US}}}}"
        text = f"name: x\n{calendar}\nitems: [{{id: A, elapsed: 1d}}]\n"
        assert only(errors(findings(text))).path == "calendar.start"


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("items: [{id: A, effort: 1d}]", "items[0].effort", "anyone can do work item"),
        (
            "items: [{id: A, effort: 1d}, {id: B, effort: 1d}]",
            "items[0].effort",
            "so have 2 items: A, B",
        ),
        ("items: []", "items", "the scenario has no work items"),
        (
            "projects: [{id: p}]\nitems: [{id: A, effort: 1d, needs: python}]",
            "projects[0]",
            'project "p" has no work items',
        ),
        (
            "resources: [{id: gpu, capacity: 1}]\nitems: [{id: A, effort: 1d, needs: python}]",
            "resources[0]",
            'resource "gpu" is held by no work item',
        ),
        (
            "items: [{id: A, effort: 1d, needs: python, optional: true}]\nobjectives: [flow]",
            "objectives",
            "value is not among the objectives",
        ),
        (
            "items: [{id: A, effort: 1d, needs: python}]\nobjectives: [flow, cost]",
            "objectives[1]",
            "nobody has a rate",
        ),
        (
            "items: [{id: A, effort: 1d, needs: python, optional: true}, "
            "{id: B, kind: milestone, after: A}]",
            "items[0].optional",
            "so it is never dropped",
        ),
        (
            "items: [{id: A, effort: 1d, needs: python}, "
            "{id: B, kind: milestone, after: [{item: A, lag: 0d}]}]",
            "items[1].after[0].lag",
            'has a lag of zero after "A"',
        ),
        (
            "items: [{id: A, effort: 1d, needs: python}, {id: B, kind: milestone, after: [A, A]}]",
            "items[1].after[1]",
            'has the same link to "A" twice',
        ),
        (
            "items: [{id: A, effort: 1d, needs: python, due: 2027-02-01, deadline: 2027-01-31}]",
            "items[0].due",
            "is due 2027-02-01, but its deadline is 2027-01-31",
        ),
        (
            "items: [{id: A, effort: 1d, needs: python, due: 2026-11-30}]",
            "items[0].due",
            "is due 2026-11-30, but the plan starts 2026-12-01",
        ),
        (
            "projects: [{id: p, due: 2026-11-30}]\n"
            "items: [{id: A, effort: 1d, needs: python, project: p}]",
            "projects[0].due",
            "but the plan starts later",
        ),
        (
            "projects: [{id: p, due: 2027-02-01, deadline: 2027-01-31}]\n"
            "items: [{id: A, effort: 1d, needs: python, project: p}]",
            "projects[0].due",
            "but its deadline is 2027-01-31",
        ),
    ],
)
def test_what_is_perhaps_not_meant(below, text, path, message):
    found = [f for f in below(text) if "can do none" not in f.message]
    finding = only(found)
    assert (finding.severity, finding.path) == ("warning", path)
    assert message in finding.message
    assert finding.hint


def test_people_with_the_skills_whom_assign_leaves_out(below):
    """They were told to add a skill that is needed, which they have."""
    items = "items: [{id: A, effort: 1d, needs: python, assign: [ana]}]"
    (finding,) = [f for f in below(items) if f.path == "people[1]"]
    assert "may do none of the work items" in finding.message
    assert "assign" in (finding.hint or "")


def test_people_whom_nothing_needs(below):
    finding = only(below("items: [{id: A, effort: 1d, needs: {python: 2}}]"))
    assert finding.message == "Bo (bo) can do none of the work items"
    assert (finding.severity, finding.path) == ("warning", "people[1]")


@pytest.mark.parametrize(
    "fields",
    [
        "to: 2026-11-30",
        "from: 2027-07-01",
        "from: 2026-12-05, to: 2026-12-06",
        "time_off: [{from: 2026-11-01, to: 2027-08-01}]",
        "availability: [{from: 2026-11-01, to: 2027-08-01, capacity: 0}]",
    ],
)
def test_people_without_working_time_in_the_plan(findings, fields):
    text = f"""\
name: x
calendar: {{start: 2026-12-01, end: 2027-06-30}}
people: [{{id: ana, skills: [sql]}}, {{id: bo, skills: [sql], {fields}}}]
items: [{{id: A, effort: 1d, needs: sql}}]
"""
    finding = only(findings(text))
    assert finding.message == "bo has no working time within the plan"
    assert (finding.severity, finding.path) == ("warning", "people[1]")


def test_suggestions_end_when_their_budget_is_used_up() -> None:
    """Every unknown name of a long file went through all known names once more."""
    asked = []

    class Known(list[str]):
        def __iter__(self) -> Iterator[str]:
            asked.append(len(self))
            return super().__iter__()

    suggester, known = Suggester(comparisons=6), Known(["ana", "bo", "cy"])
    found = [suggester.nearest(f"an{number}a", known) for number in range(50)]
    assert found[:2] == ["ana", "ana"]
    assert not any(found[2:])
    assert len(asked) == 2

"""Sprints and progress in scenario files: what is read, and what is wrong with it, where."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from allocator.domain import Scenario, Sprint
from allocator.scenario import dump, load, loads

NOW = """\
name: Test
calendar: {start: 2026-12-01}
now: 2026-12-08T12:00
people: [{id: ana, skills: {sql: 2}}, {id: bo}]
items:
"""
"""Lines 1 to 5; items begin on line 6."""

DONE = "state: done, started: 2026-12-01, finished: 2026-12-03"
RUNS = "state: in_progress, started: 2026-12-02"


def scenario(text: str) -> Scenario:
    return loads(text).scenario


def sprints(text: str, team: str | None = None) -> tuple[Sprint, ...]:
    head = "name: x\ncalendar: {start: 2026-12-01}\nitems: []\n"
    return scenario(f"{head}sprints: {text}\n").sprints_of(team)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Sprints


def test_sprints_of_one_length_follow_each_other() -> None:
    found = sprints("{length: 2w, first: 2026-12-01, count: 3, name: 'S{n}', number: 31}")
    assert [(s.name, s.number, s.start, s.end) for s in found] == [
        ("S31", 31, day("2026-12-01"), day("2026-12-14")),
        ("S32", 32, day("2026-12-15"), day("2026-12-28")),
        ("S33", 33, day("2026-12-29"), day("2027-01-11")),
    ]
    assert {sprint.capacity for sprint in found} == {1.0}


def test_listed_sprints_have_names_numbers_and_factors_of_their_own_or_the_calendars() -> None:
    listed = "[{from: 2026-12-15, to: 2026-12-20, capacity: 0.5}, {name: A, from: 2026-12-01, to: 2026-12-14}]"  # noqa: E501
    for text, capacity in ((listed, 1.0), (f"{{list: {listed}, capacity: 0.8}}", 0.8)):
        first, second = sprints(text)
        assert (first.name, first.number, first.capacity) == ("A", 1, capacity)
        assert (second.name, second.number, second.capacity) == ("Sprint 2", 2, 0.5)


def test_teams_have_their_own_sprints_and_who_is_in_none_has_none() -> None:
    text = (
        "{capacity: 0.9, teams: {alpha: {length: 1w, first: 2026-12-01, count: 2, capacity: 0.5}, "
        "7: [{from: 2026-12-01, to: 2026-12-04}]}}"
    )
    assert [sprint.capacity for sprint in sprints(text, "alpha")] == [0.5, 0.5]
    assert [sprint.capacity for sprint in sprints(text, "7")] == [0.9]
    assert sprints(text, "gamma") == sprints(text) == ()
    assert len(sprints("{length: 1w, first: 2026-12-01, count: 2}", "any")) == 2


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{length: 2w, count: 3}", "sprints need first too", "length: 2w, first"),
        ("{}", "there are no sprints", "length: 2w, first"),
        ("{length: 36h, first: 2026-12-01, count: 2}", "not a number of whole days", "10d"),
        ("{length: 2w, first: 2026-12-01T09:00, count: 2}", "with whole days", "without a time"),
        ("{length: 2w, first: 2026-12-01, count: 0}", "must be at least 1", "at least 1"),
        (
            "{length: 2w, first: 2026-12-01, count: 2, list: [{from: 2026-12-01, to: 2026-12-02}]}",
            "given by length and by list",
            "give length, first and count",
        ),
        (
            "[{from: 2026-12-01, to: 2026-12-14}, {from: 2026-12-14, to: 2026-12-20}]",
            "sprints overlap (2026-12-01 to 2026-12-14, 2026-12-14 to 2026-12-20)",
            "let each end",
        ),
        ("[{from: 2026-12-05, to: 2026-12-01}]", "the sprint is empty", "swap the two"),
        ("{length: 1w, first: 2026-12-01, count: 2, name: S}", 'are called "S"', "{n}"),
        ("{teams: {a: {teams: {b: []}}}}", "there are no sprints", "length: 2w"),
        (
            "{teams: {a: {length: 1w, first: 2026-12-01, count: 2, fit: true}}}",
            "has fit of its own",
            "beside the outer",
        ),
        ("{length: 9999w, first: 2026-12-01, count: 2}", "after the year 2199", "fewer"),
    ],
)
def test_faulty_sprints_are_named_with_the_fix(findings, text, message, hint) -> None:
    head = "name: x\ncalendar: {start: 2026-12-01}\nitems: [{id: A, elapsed: 1d}]\n"
    found = [f for f in findings(f"{head}sprints: {text}\n") if f.severity == "error"]
    assert len(found) == 1
    assert (found[0].line, found[0].path.split(".")[0].split("[")[0]) == (4, "sprints")
    assert message in found[0].message
    assert hint in (found[0].hint or "")


def test_a_team_without_sprints_is_an_error_at_its_person(findings) -> None:
    head = "name: x\ncalendar: {start: 2026-12-01}\nitems: [{id: A, effort: 1d, assign: [a, b]}]\n"
    teams = "sprints: {teams: {alpha: [{from: 2026-12-01, to: 2026-12-04}]}}\n"
    people = "people:\n  - {id: a, team: alpha}\n  - {id: b, team: alfa}\n"
    (found,) = findings(head + teams + people)
    assert (found.line, found.path, found.severity) == (7, "people[1].team", "error")
    assert 'team "alfa", which has no sprints' in found.message
    assert found.hint == 'did you mean "alpha"?'


def test_teams_that_nobody_is_in_and_people_in_no_team_are_warnings(findings) -> None:
    head = "name: x\ncalendar: {start: 2026-12-01}\nitems: [{id: A, effort: 1d, assign: [a]}]\n"
    teams = "sprints: {teams: {alpha: [{from: 2026-12-01, to: 2026-12-04}]}}\n"
    found = findings(head + teams + "people: [{id: a}]\n")
    assert [f.severity for f in found] == ["warning", "warning"]
    assert 'nobody is in team "alpha"' in found[0].message
    assert "a is in no team" in found[1].message


@pytest.mark.parametrize("field", ["effort: 5d", "effort: 1d, remaining: 5d, " + RUNS])
def test_work_too_long_for_every_sprint_is_an_error_that_suggests_a_split(findings, field) -> None:
    """Ana does 4 days in a sprint of 5 at 0.8; Bo is never there for a whole one."""
    text = NOW.replace("{id: bo}", "{id: bo, time_off: [{from: 2026-12-10, to: 2026-12-25}]}")
    text += f"  - {{id: A, {field}, assign: [ana, bo]}}\n"
    text += "sprints: {length: 1w, first: 2026-12-07, count: 3, capacity: 0.8, fit: true}\n"
    (found,) = findings(text)
    assert found.severity == "error"
    assert found.path in ("items[0].effort", "items[0].remaining")
    assert "too long for every sprint that is left, whoever does it (ana, bo)" in found.message
    assert "split it" in found.hint
    assert findings(text.replace("5d", "4d")) == ()
    assert findings(text.replace("assign", "fit: false, assign")) == ()


def test_fit_without_sprints_is_a_warning(findings) -> None:
    (found,) = findings(NOW + "  - {id: A, effort: 1d, fit: true, assign: [ana, bo]}\n")
    assert (found.severity, found.path) == ("warning", "items[0].fit")


# Progress


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("effort: 1d, state: done", "is done, but not since when; add started and finished"),
        ("effort: 1d, state: done, finished: 2026-12-03", "not since when; add started"),
        ("effort: 1d, state: done, started: 2026-12-03", "not since when; add finished"),
        ("effort: 1d, state: in_progress", "is in progress, but not since when; add started"),
        (
            "effort: 1d, state: done, started: 2026-12-03, finished: 2026-12-02",
            "was finished 2026-12-02, before it was started 2026-12-03",
        ),
        (
            "effort: 1d, state: done, started: 2026-12-03T10:00, finished: 2026-12-03T09:00",
            "was finished 2026-12-03T09:00, before it was started",
        ),
        (f"effort: 1d, {DONE}, remaining: 1d", "is done, but something remains"),
        (f"effort: 1d, {RUNS}, finished: 2026-12-03", "is in progress, but has finished"),
        ("effort: 1d, started: 2026-12-03, people: [ana]", "has started and people"),
        ("effort: 1d, people: [ana]", "but has people; use assign"),
        (f"elapsed: 1d, {RUNS}, remaining: 1d", "has remaining, but no effort"),
        (f"kind: milestone, {RUNS}", "is a milestone, which has no length"),
        (f"kind: milestone, {DONE}", "is a milestone, so it has one date"),
        (f"kind: milestone, fit: true, {DONE}", "has no length; leave out fit"),
    ],
)
def test_what_of_an_items_progress_does_not_go_together(findings, item, message) -> None:
    (found,) = findings(NOW + f"  - {{id: A, {item}}}\n")
    assert (found.line, found.path, found.severity) == (6, "items[0]", "error")
    said, _, fix = message.partition("; ")
    assert said in found.message
    assert fix in (found.hint or "")


def test_several_contradictions_are_named_at_once(findings) -> None:
    found = findings(
        NOW
        + "  - {id: A, effort: 1d, assign: [ana, bo]}\n"
        + f"  - {{id: B, effort: 1d, {DONE}, people: [zoe], after: A}}\n"
        + "  - {id: C, effort: 1d, state: in_progress, started: 2026-12-09, assign: [ana, bo]}\n"
        + f"  - {{id: D, effort: 1d, {RUNS}, people: [ana, bo]}}\n"
        + f"  - {{id: E, {DONE.replace('12-03', '12-08T12:01')}}}\n"
        + "  - {id: F, effort: 1d, state: done}\n"
    )
    errors = [(f.line, f.path, f.message) for f in found if f.severity == "error"]
    assert [(line, path) for line, path, _ in errors] == [
        (7, "items[1].people[0]"),
        (7, "items[1].after"),
        (8, "items[2].started"),
        (9, "items[3].people"),
        (10, "items[4].finished"),
        (11, "items[5]"),
    ]
    texts = [text for _, _, text in errors]
    assert 'worked on by person "zoe", who does not exist' in texts[0]
    assert 'is done, but "A", which it comes after, has not been done' in texts[1]
    assert "was started 2026-12-09, which lies in the future: now is 2026-12-08T12:00" in texts[2]
    assert "is in progress with 2 people (ana, bo), but needs 1" in texts[3]
    assert "was finished 2026-12-08T12:01, which lies in the future" in texts[4]


GATES = """\
  - {{id: A, effort: 1d{done_a}}}
  - {{id: G, kind: milestone, after: A{awaited}}}
  - {{id: H, kind: milestone, after: G}}
  - {{id: B, effort: 1d, {done}, after: H}}
"""


@pytest.mark.parametrize(
    ("done_a", "awaited", "refused"),
    [
        (f", {DONE}", "", False),
        ("", "", True),
        (f", {DONE}", ", waits_for: [{what: Legal}]", True),
    ],
)
def test_a_milestone_that_all_has_led_to_needs_no_word(
    findings, done_a: str, awaited: str, refused: bool
) -> None:
    """Trackers know no milestones: B was refused since nobody had said that H is reached."""
    found = findings(NOW + GATES.format(done_a=done_a, awaited=awaited, done=DONE))
    errors = [f.message for f in found if f.severity == "error"]
    assert bool(errors) == refused
    assert all('"H", which it comes after, has not been done' in text for text in errors)


def test_what_merely_broke_the_rules_of_the_plan_is_a_warning(findings) -> None:
    found = findings(
        NOW
        + f"  - {{id: A, {DONE}}}\n"
        + "  - {id: B, state: done, started: 2026-12-02, finished: 2026-12-04, after: A}\n"
        + f"  - {{id: C, effort: 1d, needs: sql, {RUNS}, people: [bo], after: {{item: D, type: SS}}}}\n"  # noqa: E501
        + "  - {id: D, effort: 1d, assign: [ana, bo]}\n"
    )
    assert {f.severity for f in found} == {"warning"}
    texts = [f.message for f in found]
    assert any('"B" was started before "A", which it comes after, was finished' in t for t in texts)
    assert any('"C" was started before "D", which it comes after, was started' in t for t in texts)
    assert any('"C" is worked on by bo, without the needed sql' in t for t in texts)


@pytest.mark.parametrize(
    ("finished", "started", "is_so"),
    [
        ("2026-12-04T11:00", "2026-12-04", False),
        ("2026-12-04", "2026-12-04T11:00", False),
        ("2026-12-04T11:00", "2026-12-04T10:00", True),
        ("2026-12-04T11:00", "2026-12-03", True),
    ],
)
def test_a_date_alone_leaves_the_order_within_its_day_open(
    findings, finished: str, started: str, is_so: bool
) -> None:
    found = findings(
        NOW
        + f"  - {{id: A, state: done, started: 2026-12-01, finished: {finished!r}}}\n"
        + f"  - {{id: B, effort: 1d, state: in_progress, started: {started!r}, after: A}}\n"
        + "  - {id: C, effort: 1d, assign: [ana, bo]}\n"
    )
    assert any("was started before" in f.message for f in found) is is_so


def test_a_lead_lets_an_item_start_ahead_of_its_predecessor(findings) -> None:
    after = "after: {item: A, lag: -1d}"
    text = f"  - {{id: A, {DONE}}}\n  - {{id: B, {DONE.replace('12-01', '12-02')}, {after}}}\n"
    assert findings(NOW + text + "  - {id: C, effort: 1d, assign: [ana, bo]}\n") == ()


def test_deadlines_that_have_passed_are_warnings_for_the_planner_can_relax_them(findings) -> None:
    (found,) = findings(NOW + "  - {id: A, effort: 1d, assign: [ana, bo], deadline: 2026-12-07}\n")
    assert (found.severity, found.path) == ("warning", "items[0].deadline")
    assert "now is 2026-12-08T12:00, and its deadline is 2026-12-07" in found.message
    assert "--relax" in found.hint


def test_what_runs_cannot_hold_more_than_there_is(findings) -> None:
    running = "elapsed: 20d, resources: {gpu: 3}, " + RUNS
    text = NOW + f"  - {{id: A, {running}}}\n  - {{id: B, {running}}}\n"
    found = findings(text + "resources: [{id: gpu, capacity: 4}]\n")
    errors = [f for f in found if f.severity == "error"]
    assert [(f.line, f.path) for f in errors] == [(7, "items[1].resources.gpu")]
    assert "hold 6 of resource" in errors[0].message


def test_dates_mean_the_ends_of_working_days_and_on_the_day_of_now_at_most_now() -> None:
    of = scenario(
        NOW
        + f"  - {{id: A, {DONE}}}\n"
        + "  - {id: B, state: done, started: 2026-12-08, finished: 2026-12-08}\n"
        + "  - {id: C, state: done, started: 2026-12-03T18:00, finished: 2026-12-03}\n"
        + "  - {id: M, kind: milestone, state: done, finished: 2026-12-04}\n"
    )
    dates = {i.id: (of.started_at(i), of.finished_at(i)) for i in of.items}
    assert {name: tuple(f"{d:%d %H:%M}" for d in pair) for name, pair in dates.items()} == {
        "A": ("01 09:00", "03 17:00"),
        "B": ("08 09:00", "08 12:00"),
        "C": ("03 18:00", "03 18:00"),
        "M": ("04 17:00", "04 17:00"),
    }


def test_the_plan_begins_now_or_with_the_calendar() -> None:
    for now, begins in (("2026-11-20", "2026-12-01"), ("2026-12-09", "2026-12-09")):
        of = scenario(f"name: x\ncalendar: {{start: 2026-12-01}}\nnow: {now}\nitems: []\n")
        assert of.plan_from.date() == day(begins)
        assert of.present.date() == day(now)


# Files


def test_everything_reads_back_as_it_was_written() -> None:
    text = NOW + (
        "  - {id: A, group: 12, type: Story, labels: nlp, guessed: true, effort: 3d, needs: sql, "
        "fit: true, state: in_progress, started: 2026-12-02, remaining: 1d, people: [ana], "
        "waits_for: [approval, {what: labels, kind: data, expected: 2026-12-20}]}\n"
        f"  - {{id: B, effort: 3d, {DONE.replace('2026-12-03', '2026-12-03T10:00')}}}\n"
        "sprints: {fit: false, teams: {alpha: [{from: 2026-12-01, to: 2026-12-04}], "
        "beta: {length: 2w, first: 2026-12-01, count: 3}}}\n"
    )
    text = text.replace("{id: bo}", "{id: bo, team: beta, email: bo@example.org}")
    text = text.replace("{id: ana,", "{id: ana, team: alpha,")
    of = scenario(text)
    assert of.items[0].labels == ("nlp",)
    assert scenario(dump(of)) == of
    written = yaml.safe_load(dump(of))
    assert written["sprints"]["teams"]["alpha"] == [
        {"from": day("2026-12-01"), "to": day("2026-12-04")}
    ]
    assert written["items"][0]["waits_for"][0] == "approval"


def test_progress_is_read_from_csv_columns(tmp_path) -> None:
    (tmp_path / "backlog.csv").write_text(
        "id,effort,state,started,finished,remaining,people,labels,fit,guessed,waits_for,group,type\n"
        "A,3d,in_progress,2026-12-02,,1d/2d/4d,ana,nlp; vision,yes,x,"
        "legal approval; data: from a:b @2026-12-10,E-1,Story\n"
        "B,1d,done,2026-12-01,2026-12-03,,ana; bo,,,,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "team.csv").write_text(
        "id,team,email\nana,alpha,a@x\nbo,alpha,\n", encoding="utf-8"
    )
    (tmp_path / "s.yaml").write_text(
        "name: x\ncalendar: {start: 2026-12-01}\nnow: 2026-12-08\n"
        "sprints: {teams: {alpha: {length: 2w, first: 2026-12-01, count: 3}}}\n"
        "people: team.csv\nitems: backlog.csv\n",
        encoding="utf-8",
    )
    of = load(tmp_path / "s.yaml").scenario
    one, two = of.items
    assert (one.state, one.people, one.labels) == ("in_progress", ("ana",), ("nlp", "vision"))
    assert (one.fit, one.guessed, one.group, one.type) == (True, True, "E-1", "Story")
    assert one.remaining.likely == "2d"
    assert [(w.what, w.kind, w.expected) for w in one.waits_for] == [
        ("legal approval", "other", None),
        ("from a:b", "data", day("2026-12-10")),
    ]
    assert (two.people, two.fit, two.finished) == (("ana", "bo"), None, day("2026-12-03"))
    assert [(p.team, p.email) for p in of.people] == [("alpha", "a@x"), ("alpha", "")]


def test_what_remains_of_a_need_of_two_is_each_ones_own() -> None:
    """Both fill the same need, each with a rest of their own: that is no team of rivals."""
    of = scenario(
        "name: x\ncalendar: {start: 2026-12-01}\nnow: 2026-12-08\n"
        "people: [{id: ana, skills: [sql]}, {id: bo, skills: [sql]}]\n"
        "items:\n  - {id: A, needs: [{skills: sql, people: 2}], effort: 3d, state: in_progress,\n"
        "     started: 2026-12-02, remaining: {ana: 1d, bo: 4h}}\n"
    )
    assert [need.effort for need in of.items[0].staffing] == ["1d", "4h"]


PAIR = f"effort: 2d, needs: [python, sql], {RUNS}"
TEAM = NOW.replace("{id: bo}", "{id: bo, skills: {python: 1}}")


@pytest.mark.parametrize(
    ("fields", "message", "column"),
    [
        ("remaining: {bo: 1d, zoe: 1d}", 'worked on by person "zoe", who does not exist', True),
        ("remaining: {bo: 1d}", "is in progress with 1 person (bo), but needs 2", False),
        ("remaining: {bo: 1d, ana: -1d}", "must not be below zero", False),
        ("remaining: {bo: 1d, ana: soon}", "soon", False),
        ("remaining: {bo: 0h, ana: 0d}", "nothing of it remains; make it done", False),
        ("remaining: {bo: 1d}, people: [bo, ana]", "does not say what remains of ana", False),
    ],
)
def test_what_remains_by_person_has_to_fit_the_item(findings, fields, message, column) -> None:
    said, _, fix = message.partition("; ")
    found = [
        each
        for each in findings(f"{TEAM}  - {{id: A, {PAIR}, {fields}}}\n")
        if said in each.message
    ]
    (one,) = found
    assert (one.line, one.severity) == (6, "error")
    assert one.path.startswith("items[0]")
    assert fix in (one.hint or "")
    if column:
        line = f"  - {{id: A, {PAIR}, {fields}}}"
        assert line[one.column - 1 :].startswith("zoe")


@pytest.mark.parametrize("more", ["", ", people: [bo]", ", people: [bo, ana], reassign: true"])
def test_what_remains_by_person_reads_back_as_it_was_written(more) -> None:
    of = scenario(f"{TEAM}  - {{id: A, {PAIR}, remaining: {{bo: 0h, ana: 1.5d}}{more}}}\n")
    assert of.items[0].remaining == {"bo": "0h", "ana": "1.5d"}
    assert list(of.items[0].remaining) == ["bo", "ana"]
    assert scenario(dump(of)) == of
    assert yaml.safe_load(dump(of))["items"][0]["remaining"] == {"bo": "0h", "ana": "1.5d"}


def test_the_three_points_of_an_estimate_are_not_people() -> None:
    of = scenario(
        f"{NOW}  - {{id: A, effort: 3d, {RUNS}, remaining: {{low: 1d, likely: 2d, high: 4d}}}}\n"
    )
    assert (of.items[0].remaining.high, of.items[0].people) == ("4d", ())


def test_what_remains_by_person_is_read_from_a_csv_cell(tmp_path) -> None:
    (tmp_path / "backlog.csv").write_text(
        "id,effort,needs,state,started,remaining,reassign\n"
        "A,3d,python | sql,in_progress,2026-12-02,bo:0h; ana:1d,yes\n",
        encoding="utf-8",
    )
    (tmp_path / "s.yaml").write_text(
        TEAM.replace("items:\n", "items: backlog.csv\n"), encoding="utf-8"
    )
    (item,) = load(tmp_path / "s.yaml").scenario.items
    assert (item.remaining, item.people, item.reassign) == ({"bo": "0h", "ana": "1d"}, (), True)

"""What becomes of the rows of an export: hierarchy, links, estimates, history, people."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.errors import FormatError
from support.jira_csv import START, run, table


def after(made, key):
    return [link.item for link in made.scenario.item_by_id[key].after]


# ---------------------------------------------------------------------- hierarchy


def test_a_ticket_with_parts_is_a_milestone_after_them_and_keeps_id_and_due(tmp_path):
    rows = [
        {"key": "A-1", "title": "Whole", "due": "20/Dec/26 12:00 AM", "epic": "A-9"},
        {"key": "A-2", "type": "Sub-task", "parent": "A-1"},
        {"key": "A-10", "type": "Sub-task", "parent": "A-1"},
        {"key": "A-9", "type": "Epic", "title": "Epic", "due": "31/Dec/26 12:00 AM"},
    ]
    made = run(tmp_path, rows)
    whole = made.scenario.item_by_id["A-1"]
    assert whole.is_milestone
    assert whole.due == dt.date(2026, 12, 20)
    assert after(made, "A-1") == ["A-2", "A-10"]
    assert {item.project for item in made.scenario.items} == {"A-9"}
    assert [made.scenario.item_by_id[key].group for key in ("A-1", "A-2")] == ["A-9", "A-1"]
    (project,) = made.scenario.projects
    assert (project.id, project.name, project.due) == ("A-9", "Epic", dt.date(2026, 12, 31))
    assert "A-9" not in made.scenario.item_by_id
    assert "4 rows read: 3 items made (1 milestone), 1 left out" in made.report
    assert "no links, 2 parts of other tickets" in made.report


def test_parents_are_found_by_number_and_by_key(tmp_path):
    rows = [
        {"key": "A-1", "id": "100"},
        {"key": "A-2", "type": "Sub-task", "parent": "A-1"},
        {"key": "A-3", "type": "Sub-task"},
    ]
    text = table(rows).splitlines()
    place = text[0].split(",").index("Parent")
    cells = text[3].split(",")
    cells[place] = "100"
    made = run(tmp_path, "\n".join([*text[:3], ",".join(cells)]))
    assert after(made, "A-1") == ["A-2", "A-3"]


def test_a_parent_that_is_not_there_is_a_project_all_the_same(tmp_path):
    text = (
        "Issue key,Issue Type,Created,Parent,Parent summary\n"
        "A-1,Story,01/Dec/26 9:00 AM,777,Far epic\nA-2,Sub-task,01/Dec/26 9:00 AM,778,Far story\n"
    )
    made = run(tmp_path, text)
    assert [(p.id, p.name) for p in made.scenario.projects] == [("777", "Far epic")]
    items = made.scenario.item_by_id
    assert (items["A-1"].project, items["A-1"].group) == ("777", "777")
    assert (items["A-2"].project, items["A-2"].group) == (None, "778")


def test_tickets_that_are_each_others_parent_do_not_hang(tmp_path):
    rows = [
        {"key": "A-1", "parent": "A-2"},
        {"key": "A-2", "parent": "A-1"},
        {"key": "A-3", "parent": "A-3"},
    ]
    made = run(tmp_path, rows)
    assert len(made.scenario.items) == 3


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("epic", [None, "E-1"]),
        ("project", ["A", "A"]),
        ("component", ["data-eng", "models"]),
        ("label", ["nlp", None]),
        ("team", [None, "team-blue"]),
        ("none", [None, None]),
    ],
)
def test_projects_are_made_of_what_the_mapping_says(tmp_path, what, expected):
    rows = [
        {"key": "A-1", "component": ["Data Eng", "Models"], "label": "nlp"},
        {"key": "A-2", "component": "Models", "epic": "E-1", "team": "Team Blue"},
        {"key": "E-1", "type": "Epic"},
    ]
    made = run(tmp_path, rows, mapping=f"projects: {what}")
    assert [made.scenario.item_by_id[key].project for key in ("A-1", "A-2")] == expected


def test_the_due_date_of_an_epic_is_a_milestones_where_epics_are_no_projects(tmp_path):
    rows = [
        {"key": "E-1", "type": "Epic", "due": "20/Dec/26 12:00 AM"},
        {"key": "A-1", "epic": "E-1"},
    ]
    made = run(tmp_path, rows, mapping="projects: none")
    assert made.scenario.item_by_id["E-1"].due == dt.date(2026, 12, 20)
    assert after(made, "E-1") == ["A-1"]


# ---------------------------------------------------------------------- links


def test_both_ends_of_a_link_are_one_and_the_direction_is_right(tmp_path):
    rows = [
        {"key": "A-1", "before": ["A-2", "A-3"]},
        {"key": "A-2", "after": ["A-1"]},
        {"key": "A-3", "depends": "A-2"},
    ]
    made = run(tmp_path, rows)
    assert after(made, "A-1") == []
    assert after(made, "A-2") == ["A-1"]
    assert after(made, "A-3") == ["A-1", "A-2"]
    assert "3 links" in made.report


def test_links_to_the_outside_become_what_is_waited_for(tmp_path):
    rows = [{"key": "A-1", "after": ["X-1", "X-2"], "before": "X-3"}]
    made = run(tmp_path, rows)
    assert [(a.what, a.kind) for a in made.scenario.items[0].waits_for] == [
        ("X-1", "item"),
        ("X-2", "item"),
    ]
    assert "predecessors that are not in the file: 2 (X-1 (for A-1), X-2 (for A-1))" in made.report
    assert "1 link to followers that are not in the file" in made.report


def test_parts_wait_for_what_their_parents_wait_for(tmp_path):
    rows = [
        {"key": "A-1"},
        {"key": "E-1", "type": "Epic", "after": ["A-1", "X-1"]},
        {"key": "A-2", "epic": "E-1", "after": "A-4"},
        {"key": "A-3", "type": "Sub-task", "parent": "A-2"},
        {"key": "A-4"},
    ]
    made = run(tmp_path, rows)
    assert after(made, "A-3") == ["A-1", "A-4"]
    assert [a.what for a in made.scenario.item_by_id["A-3"].waits_for] == ["X-1"]
    assert after(made, "A-2") == ["A-3"]


def test_an_epic_that_something_waits_for_is_a_milestone_after_its_parts(tmp_path):
    rows = [
        {"key": "E-1", "type": "Epic", "before": "A-3", "due": "20/Dec/26 12:00 AM"},
        {"key": "A-1", "epic": "E-1"},
        {"key": "A-2", "epic": "E-1"},
        {"key": "A-3"},
    ]
    made = run(tmp_path, rows)
    epic = made.scenario.item_by_id["E-1"]
    assert epic.is_milestone
    assert epic.due is None, "it is its project's, and would count twice"
    assert epic.project == "E-1"
    assert after(made, "E-1") == ["A-1", "A-2"]
    assert after(made, "A-3") == ["E-1"]


def test_an_epic_without_parts_is_waited_for_outside_the_plan(tmp_path):
    rows = [{"key": "E-1", "type": "Epic", "before": "A-1"}, {"key": "A-1"}]
    made = run(tmp_path, rows)
    assert [a.what for a in made.scenario.item_by_id["A-1"].waits_for] == ["E-1"]
    assert "1 epic without parts in the files" in made.report


def test_links_between_a_ticket_and_its_parts_are_told_and_left_out(tmp_path):
    rows = [{"key": "A-1", "before": "A-2"}, {"key": "A-2", "type": "Sub-task", "parent": "A-1"}]
    made = run(tmp_path, rows)
    assert after(made, "A-2") == []
    assert "between a ticket and its own parts, ignored: A-1 before A-2" in made.report


CIRCLES = [
    {"key": "A-1", "before": "A-2"},
    {"key": "A-2", "before": "A-3"},
    {"key": "A-3", "before": "A-1"},
    {"key": "B-1", "before": "B-2", "after": "B-2"},
    {"key": "B-2"},
]


def test_all_circles_are_an_error_with_their_keys_and_a_place(tmp_path):
    with pytest.raises(FormatError) as caught:
        run(tmp_path, CIRCLES)
    message = str(caught.value)
    assert "export.csv:2: links run in a circle" in message
    for words in ("A-1 before A-2", "A-2 before A-3", "B-1 before B-2", "cycles: cut"):
        assert words in message


def test_circles_are_cut_and_listed_where_the_mapping_says_so(tmp_path):
    made = run(tmp_path, CIRCLES, mapping="cycles: cut")
    assert "links cut, since they closed a circle: A-2 before A-3, B-1 before B-2" in made.report
    assert after(made, "A-3") == []
    assert after(made, "A-2") == ["A-1"]


def test_a_circle_by_way_of_a_parent_is_one(tmp_path):
    rows = [
        {"key": "A-1", "before": "A-3"},
        {"key": "A-2", "type": "Sub-task", "parent": "A-1", "after": "A-3"},
        {"key": "A-3"},
    ]
    with pytest.raises(FormatError, match="circle"):
        run(tmp_path, rows)


def test_a_mapping_says_what_a_link_means(tmp_path):
    rows = [{"key": "A-1", "before": "A-2", "depends": "A-3"}, {"key": "A-2"}, {"key": "A-3"}]
    mapping = "links: {blocks: ignore, DEPENDS: {outward: before, type: SS}}"
    made = run(tmp_path, rows, mapping=mapping)
    assert after(made, "A-2") == []
    assert [(n.item, n.type.value) for n in made.scenario.item_by_id["A-3"].after] == [
        ("A-1", "SS")
    ]
    assert "links that make nothing wait, ignored: Blocks (1)" in made.report


# ---------------------------------------------------------------------- estimates


def test_seconds_are_days_of_the_tracker_and_points_go_through_the_table(tmp_path):
    rows = [
        {"key": "A-1", "estimate": "144000"},
        {"key": "A-2", "estimate": "5400"},
        {"key": "A-3", "points": "3"},
        {"key": "A-4", "points": "4"},
        {"key": "A-5", "points": "20"},
        {"key": "A-6", "points": "0.5"},
        {"key": "A-7", "estimate_points": "5"},
        {"key": "A-8", "estimate": "3600", "left": "1800"},
        {"key": "A-9", "estimate": "28800", "points": "1"},
    ]
    mapping = "points: {1: 4h, 3: 2d, 5: 4d, 8: 8d}"
    made = run(tmp_path, rows, mapping=mapping)
    efforts = [item.effort for item in made.scenario.items]
    assert efforts == ["5d", "90m", "2d", "3d", "20d", "2h", "4d", "30m", "1d"]
    assert not any(item.guessed for item in made.scenario.items)
    assert "effort: 3d # 4 points" in made.text


def test_hours_per_day_turn_the_trackers_days_into_the_teams(tmp_path):
    rows = [{"key": "A-1", "estimate": "126000"}]
    mapping = "hours_per_day: 7\nscenario: {calendar: {day_hours: 6}}"
    assert run(tmp_path, rows, mapping=mapping).scenario.items[0].effort == "5d"


def test_without_an_estimate_the_default_of_the_type_counts_and_is_marked(tmp_path):
    rows = [{"key": "A-1", "type": "Bug"}, {"key": "A-2"}, {"key": "A-3", "estimate": "0"}]
    made = run(tmp_path, rows, mapping="types: {bug: {effort: 4h}}\neffort: 3d")
    assert [(item.effort, item.guessed) for item in made.scenario.items] == [
        ("4h", True),
        ("3d", True),
        ("3d", True),
    ]
    assert made.text.count("# guessed: no estimate") == 3
    assert "guessed, effort: 3 (A-1, A-2, A-3)" in made.report


def test_a_parents_estimate_is_shared_by_parts_without_one(tmp_path):
    rows = [
        {"key": "A-1", "estimate": "57600"},
        *({"key": f"A-{n}", "type": "Sub-task", "parent": "A-1"} for n in (2, 3, 4, 5)),
    ]
    made = run(tmp_path, rows)
    assert [made.scenario.item_by_id[f"A-{n}"].effort for n in (2, 3, 4, 5)] == ["4h"] * 4
    assert "# guessed: a share of its parent's estimate" in made.text


def test_a_parents_estimate_is_not_counted_beside_those_of_its_parts(tmp_path):
    rows = [
        {"key": "A-1", "estimate": "57600"},
        {"key": "A-2", "type": "Sub-task", "parent": "A-1", "estimate": "28800"},
        {"key": "A-3", "type": "Sub-task", "parent": "A-1"},
    ]
    made = run(tmp_path, rows)
    assert made.scenario.item_by_id["A-2"].effort == "1d"
    assert made.scenario.item_by_id["A-3"].effort == "2d"
    assert "estimates of 1 parent not counted, since their parts have their own: A-1" in made.report


@pytest.mark.parametrize("column", ["estimate", "left", "spent", "points"])
@pytest.mark.parametrize("value", ["many", "-3", "1e99", "nan"])
def test_numbers_that_are_none_are_told(tmp_path, column, value):
    made = run(tmp_path, [{"key": "A-1", column: value}])
    assert f'unread: 1, such as "{value}"' in made.report
    assert made.scenario.items[0].guessed


# ---------------------------------------------------------------------- progress

DONE = {"status": "Done", "category": "Done", "resolution": "Done"}


def test_what_is_done_stands_as_it_was(tmp_path):
    rows = [
        {
            **DONE,
            "key": "A-1",
            "estimate": "28800",
            "who": "Ana",
            "created": "20/Nov/26 9:00 AM",
            "resolved": "25/Nov/26 12:00 PM",
            "updated": "26/Nov/26 3:00 PM",
        },
        {**DONE, "key": "A-2", "created": "01/Nov/26 9:00 AM", "changed": "24/Nov/26 4:30 PM"},
        {**DONE, "key": "A-3", "created": "01/Nov/26 9:00 AM", "updated": "24/Nov/26 4:30 PM"},
        {
            **DONE,
            "key": "A-4",
            "start": "02/Nov/26 12:00 AM",
            "resolved": "03/Nov/26 5:00 PM",
            "spent": "7200",
        },
    ]
    made = run(tmp_path, rows)
    one, two, three, four = made.scenario.items
    assert one.finished == dt.datetime(2026, 11, 25, 12)
    assert one.started == dt.datetime(2026, 11, 24, 12), "a working day of 8 hours before"
    assert one.people == ("ana",)
    assert two.finished == three.finished == dt.datetime(2026, 11, 24, 16, 30)
    assert two.started == dt.datetime(2026, 11, 20, 16, 30), "2d before, over a weekend"
    assert two.effort is None
    assert (four.started, four.effort) == (dt.date(2026, 11, 2), "2h")
    assert made.text.count("# guessed: its effort before its end") == 3
    assert made.text.count("# guessed: when it was updated last") == 1
    assert "states: 4 done" in made.report
    assert "guessed, started: 3" in made.report


def test_what_is_in_progress_has_begun_and_something_left(tmp_path):
    begun = {"status": "Coding", "category": "In Progress", "who": "Ana Souza"}
    rows = [
        {**begun, "key": "A-1", "changed": "30/Nov/26 10:00 AM", "estimate": "57600"},
        {**begun, "key": "A-2", "start": "27/Nov/26 12:00 AM", "estimate": "57600", "left": "3600"},
        {**begun, "key": "A-3", "estimate": "57600", "spent": "28800"},
        {**begun, "key": "A-4", "left": "0"},
        {**begun, "key": "A-5", "estimate": "57600", "left": "57600"},
    ]
    made = run(tmp_path, rows)
    one, two, three, four, five = made.scenario.items
    assert (one.started, one.remaining) == (dt.datetime(2026, 11, 30, 10), None)
    assert (two.started, two.effort, two.remaining) == (dt.date(2026, 11, 27), "2d", "1h")
    assert three.remaining == "1d"
    assert (four.effort, four.remaining, four.guessed) == ("2d", "1h", True)
    assert five.remaining is None
    assert {item.people for item in made.scenario.items} == {("ana-souza",)}
    assert not any(item.assign for item in made.scenario.items)


def test_a_parent_is_done_when_its_parts_are(tmp_path):
    rows = [
        {**DONE, "key": "A-1", "resolved": "25/Nov/26 9:00 AM"},
        {
            **DONE,
            "key": "A-2",
            "type": "Sub-task",
            "parent": "A-1",
            "resolved": "26/Nov/26 9:00 AM",
        },
        {**DONE, "key": "B-1", "resolved": "25/Nov/26 9:00 AM"},
        {"key": "B-2", "type": "Sub-task", "parent": "B-1"},
    ]
    made = run(tmp_path, rows)
    items = made.scenario.item_by_id
    assert items["A-1"].finished == dt.datetime(2026, 11, 26, 9)
    assert (items["B-1"].state, items["B-1"].finished) == ("todo", None)
    assert "guessed, not done yet, since some of its parts are not: 1 (B-1)" in made.report


def test_what_is_done_does_not_wait_for_what_is_not(tmp_path):
    rows = [
        {"key": "A-1", "before": "A-2"},
        {**DONE, "key": "A-2", "resolved": "25/Nov/26 9:00 AM", "after": "X-1"},
    ]
    made = run(tmp_path, rows)
    assert after(made, "A-2") == []
    assert not made.scenario.item_by_id["A-2"].waits_for
    assert "1 link left out, since the follower is done and its predecessor is not" in made.report


@pytest.mark.parametrize(
    ("history", "left"),
    [("all", ["A-1", "A-2", "A-3"]), ("none", ["A-3"]), ("10d", ["A-2", "A-3"])],
)
def test_history_is_as_long_as_the_mapping_says(tmp_path, history, left):
    rows = [
        {**DONE, "key": "A-1", "resolved": "02/Nov/26 9:00 AM", "created": "01/Nov/26 9:00 AM"},
        {**DONE, "key": "A-2", "resolved": "30/Nov/26 9:00 AM"},
        {"key": "A-3", "after": ["A-1", "A-2"]},
    ]
    made = run(tmp_path, rows, mapping=f"history: {history}")
    assert [item.id for item in made.scenario.items] == left
    assert after(made, "A-3") == left[:-1]


def test_parents_of_what_was_forgotten_are_still_no_work(tmp_path):
    rows = [
        {"key": "A-1", "estimate": "28800"},
        {**DONE, "key": "A-2", "type": "Sub-task", "parent": "A-1", "resolved": CREATED_LONG_AGO},
    ]
    made = run(tmp_path, rows, mapping="history: none")
    (item,) = made.scenario.items
    assert item.is_milestone


CREATED_LONG_AGO = "01/Sep/26 9:00 AM"


# ---------------------------------------------------------------------- dates of the plan


def test_the_plan_begins_on_the_day_after_the_newest_date(tmp_path):
    rows = [{"key": "A-1", "updated": "03/Dec/26 11:00 PM", "due": "31/Dec/27 12:00 AM"}]
    assert run(tmp_path, rows).scenario.calendar.start == dt.date(2026, 12, 4)


def test_a_day_given_counts_and_must_lie_after_what_happened(tmp_path):
    rows = [{"key": "A-1"}]
    made = run(tmp_path, rows, start=dt.date(2027, 1, 4))
    assert made.scenario.calendar.start == dt.date(2027, 1, 4)
    with pytest.raises(FormatError, match="begin on 2026-12-02 or later"):
        run(tmp_path, rows, start=dt.date(2026, 12, 1))


def test_a_calendar_that_began_before_stays_and_now_moves(tmp_path):
    mapping = "scenario: {calendar: {start: 2026-11-02, holidays: {country: US}}}"
    scenario = run(tmp_path, [{"key": "A-1"}], mapping=mapping).scenario
    assert (scenario.calendar.start, scenario.now) == (dt.date(2026, 11, 2), dt.date(2026, 12, 2))
    assert scenario.calendar.holidays.country == "US"


def test_without_any_date_the_plan_begins_today_and_the_report_says_so(tmp_path):
    text = "Issue key,Summary\nA-1,x\n"
    before = dt.date.today()
    imported = run(tmp_path, text)
    assert before <= imported.scenario.calendar.start <= dt.date.today()
    assert "begins today" in imported.report
    given = run(tmp_path, text, start=dt.date(2027, 1, 4))
    assert given.scenario.calendar.start == dt.date(2027, 1, 4)
    assert "begins today" not in given.report


def test_dates_that_could_be_two_days_are_asked_about(tmp_path):
    text = "Issue key,Created\nA-1,1/2/26\nA-2,3/4/26\n"
    with pytest.raises(FormatError, match="--date-order dmy, mdy or ymd"):
        run(tmp_path, text)
    assert run(tmp_path, text, order="mdy").scenario.calendar.start == dt.date(2026, 3, 5)
    assert run(tmp_path, text, order="dmy").scenario.calendar.start == dt.date(2026, 4, 4)


def test_dates_of_both_orders_are_an_error_that_shows_both(tmp_path):
    text = "Issue key,Created\nA-1,13/2/26\nA-2,2/14/26\n"
    with pytest.raises(FormatError) as caught:
        run(tmp_path, text)
    assert '"13/2/26"' in str(caught.value)
    assert '"2/14/26"' in str(caught.value)
    made = run(tmp_path, text, order="dmy")
    assert 'dates unread: 1, such as "2/14/26"' in made.report


# ---------------------------------------------------------------------- people and skills

RULES = """
skills:
  - {title: "^spike", needs: [research, python]}
  - {component: "Data*", needs: {sql: 3}}
  - {label: [nlp, llm], type: Story, needs: nlp}
needs: python
"""


def test_the_first_rule_that_fits_says_what_an_item_needs(tmp_path):
    rows = [
        {"key": "A-1", "title": "Spike: drift", "component": "Data Eng"},
        {"key": "A-2", "component": ["Web", "data science"], "label": "nlp"},
        {"key": "A-3", "label": ["x", "LLM"]},
        {"key": "A-4", "label": "llm", "type": "Bug"},
    ]
    team = "[{id: ana, skills: {sql: 4, nlp: 1, research: 1, python: 1}}, {id: bo, skills: python}]"
    made = run(tmp_path, rows, mapping=RULES, team=team)
    needs = [[dict(need.skills) for need in item.needs] for item in made.scenario.items]
    assert needs == [[{"research": 0}, {"python": 0}], [{"sql": 3}], [{"nlp": 0}], [{"python": 0}]]


def test_people_are_made_of_assignees_with_the_skills_of_what_they_hold_or_did(tmp_path):
    rows = [
        {"key": "A-1", "who": "Ana Souza", "component": "Data"},
        {**DONE, "key": "A-2", "who": "Ana Souza", "label": "nlp", "resolved": "30/Nov/26 9:00 AM"},
        {"key": "A-3", "who": "Bo Çelik"},
        {"key": "A-4", "who": "bo@example.com"},
        {"key": "A-5", "component": "Data"},
    ]
    made = run(tmp_path, rows, mapping=RULES)
    people = {person.id: person for person in made.scenario.people}
    assert people["ana-souza"].skills == {"sql": 3, "nlp": 1}
    assert people["bo-celik"].name == "Bo Çelik"
    assert people["bo"].email == "bo@example.com"
    assert made.scenario.item_by_id["A-1"].assign == ("ana-souza",)
    assert "# Inferred: everybody to whom a ticket is assigned" in made.text
    assert "people and their skills are inferred" in made.report


def test_needs_that_nobody_can_fill_are_dropped_and_told_where_people_are_inferred(tmp_path):
    rows = [{"key": "A-1", "component": "Data"}, {"key": "A-2", "who": "Ana"}]
    made = run(tmp_path, rows, mapping=RULES)
    assert made.scenario.item_by_id["A-1"].needs == ()
    assert "needs dropped: nobody has the skills" in made.text
    assert "guessed, needs dropped, since nobody has the skills: 1 (A-1)" in made.report


TEAM = """
- {id: ana, name: Ana Souza, email: ana@example.com, skills: {python: 3, sql: 4}}
- {id: bo, name: Bo Chen, skills: python}
"""


def test_accounts_are_matched_by_mail_name_and_id_and_the_others_are_told(tmp_path):
    rows = [
        {"key": "A-1", "who": "ANA@example.com"},
        {"key": "A-2", "who": "ana souza"},
        {"key": "A-3", "who": "Bo"},
        {"key": "A-4", "who": "Unknown Person"},
        {"key": "A-5", "who": "A. S.", "who_id": "acc-7"},
        {"key": "A-6", "who": "Souza, Ana <ana@example.com>"},
    ]
    mapping = "people: {accounts: {acc-7: ana}}"
    made = run(tmp_path, rows, mapping=mapping, team=TEAM)
    assigned = [item.assign for item in made.scenario.items]
    assert assigned == [("ana",), ("ana",), ("bo",), (), ("ana",), ("ana",)]
    assert 'assignee "Unknown Person" of 1 item is not in the team' in made.report
    assert [person.id for person in made.scenario.people] == ["ana", "bo"]


def test_assignees_of_what_has_not_begun_can_be_ignored(tmp_path):
    begun = {"status": "Coding", "category": "In Progress", "changed": "30/Nov/26 10:00 AM"}
    rows = [{"key": "A-1", "who": "Bo Chen"}, {**begun, "key": "A-2", "who": "Bo Chen"}]
    made = run(tmp_path, rows, mapping="people: {todo: ignore}", team=TEAM)
    assert made.scenario.item_by_id["A-1"].assign == ()
    assert made.scenario.item_by_id["A-2"].people == ("bo",)


def test_an_assignee_without_the_skills_does_the_work_all_the_same(tmp_path):
    rows = [{"key": "A-1", "who": "Bo Chen", "component": "Data"}]
    made = run(tmp_path, rows, mapping=RULES, team=TEAM)
    (item,) = made.scenario.items
    assert (item.assign, item.needs) == (("bo",), ())
    assert "needs dropped, since the assignee lacks the skills: 1 (A-1)" in made.report


def test_a_person_of_the_mapping_who_is_not_in_the_team_is_an_error(tmp_path):
    with pytest.raises(FormatError, match="gives accounts to anna, who is not in the team"):
        run(tmp_path, [{"key": "A-1"}], mapping="people: {accounts: {x: anna}}", team=TEAM)


def test_two_people_of_one_name_stay_two(tmp_path):
    rows = [
        {"key": "A-1", "who": "Kim Lee", "who_id": "1"},
        {"key": "A-2", "who": "Kim Lee", "who_id": "2"},
        {"key": "A-3", "who": "Kim Lee", "who_id": "1"},
    ]
    made = run(tmp_path, rows)
    assert [item.assign for item in made.scenario.items] == [
        ("kim-lee",),
        ("kim-lee-2",),
        ("kim-lee",),
    ]


@pytest.mark.parametrize(
    ("field", "skill"),
    [("component", "data-eng"), ("label", "nlp"), ("team", "blue"), ("activity", "anyone")],
)
def test_skills_can_come_from_the_tickets_own_fields(tmp_path, field, skill):
    rows = [
        {"key": "A-1", "who": "Ana", "component": "Data Eng", "label": "NLP", "team": "Blue"},
    ]
    made = run(tmp_path, rows, mapping=f"skills_from: [{field}]\nneeds: anyone")
    assert made.scenario.people[0].skills == {skill: 1}


# ---------------------------------------------------------------------- what is left out


def test_types_statuses_resolutions_and_keys_can_be_skipped_and_are_counted(tmp_path):
    rows = [
        {"key": "A-1", "type": "Test"},
        {"key": "A-2", "status": "Parked"},
        {"key": "A-3", "resolution": "Later", "status": "Done"},
        {"key": "A-4"},
        {"key": "A-5", "after": ["A-1", "A-4"]},
    ]
    mapping = "types: {test: {skip: true}}\nskip: {statuses: parked, resolutions: later, keys: A-4}"
    made = run(tmp_path, rows, mapping=mapping)
    assert [item.id for item in made.scenario.items] == ["A-5"]
    assert "5 rows read: 1 item made (no milestones), 4 left out" in made.report
    for words in ('type "Test"', 'status "Parked"', 'resolution "Later"', "by its key"):
        assert f"left out, {words}" in made.report
    assert "2 links to tickets that are left out" in made.report


def test_rows_of_one_key_count_once_and_the_newer_counts(tmp_path):
    rows = [
        {"key": "A-1", "title": "new", "updated": "01/Dec/26 5:00 PM"},
        {"key": "A-1", "title": "old", "updated": "01/Dec/26 4:00 PM"},
    ]
    made = run(tmp_path, rows)
    assert [item.title for item in made.scenario.items] == ["new"]
    assert "left out, given again in a newer or later row: 1 (A-1)" in made.report


# ---------------------------------------------------------------------- the file


def test_order_and_text_do_not_depend_on_the_order_of_the_rows(tmp_path):
    rows = [{"key": f"A-{n}", "who": f"P {n % 3}", "title": f"Item {n}"} for n in range(1, 13)]
    first = run(tmp_path, rows)
    assert run(tmp_path, rows[::-1]).text == first.text
    assert [item.id for item in first.scenario.items] == [f"A-{n}" for n in range(1, 13)]


def test_a_newer_export_changes_only_the_lines_of_what_changed(tmp_path):
    rows = [{"key": f"A-{n}", "title": f"Item {n}", "estimate": "28800"} for n in range(1, 9)]
    mapping = "scenario: {calendar: {start: 2026-12-01}}"
    before = run(tmp_path, rows, mapping=mapping).text.splitlines()
    rows[3]["title"] = "Another"
    rows.insert(0, {"key": "A-9", "title": "New", "updated": "08/Dec/26 9:00 AM"})
    now = run(tmp_path, rows, mapping=mapping).text.splitlines()
    changed = [line for line in now if line not in before]
    assert changed == [
        "now: 2026-12-09",
        "    title: Another",
        "  - id: A-9",
        "    title: New",
        "    effort: 2d # guessed: no estimate",
        "    guessed: true",
    ]
    assert START in "\n".join(before)


@pytest.mark.parametrize(
    "title",
    [
        *('He said "no"', "it's", "a: b", "#5 first", "x #y", "- dash", "[wip]", "{a}", "yes"),
        *("2026-12-01", "12", "1e3", "null", "~", "*star", "&amp", "!bang", "%d", "@home", "`x`"),
        *("=1+1", "emoji 🎉", "ไทย", "שלום עולם", "tab\there", "a\\b", "trailing:", "' quote"),
        *("x" * 10_000, "ends with #", "9:30", "0x1F", "a\u00a0b", "\u202eright", "a\x85b"),
    ],
)
def test_any_title_reads_back(tmp_path, title):
    made = run(tmp_path, [{"key": "A-1", "title": title, "label": title[:50]}])
    assert made.scenario.items[0].title == " ".join(title.split())


def test_a_title_of_several_lines_becomes_one(tmp_path):
    made = run(tmp_path, [{"key": "A-1", "title": "one\r\ntwo\n\n three"}])
    assert made.scenario.items[0].title == "one two three"


def test_sprints_hold_items_back_where_the_mapping_has_their_dates(tmp_path):
    rows = [
        {"key": "A-1", "sprint": ["Sprint 1", "Sprint 3"]},
        {"key": "A-2", "sprint": "Nowhere"},
        {"key": "A-3"},
    ]
    mapping = "sprints: not_before\nscenario: {sprints: {length: 2w, first: 2026-12-02, count: 4}}"
    made = run(tmp_path, rows, mapping=mapping)
    assert made.scenario.item_by_id["A-1"].not_before == dt.date(2026, 12, 30)
    assert made.scenario.item_by_id["A-2"].not_before is None
    assert 'sprints without dates in the mapping unread: 1, such as "Nowhere"' in made.report
    assert made.scenario.sprints is not None


def test_a_start_date_in_the_future_holds_an_item_back(tmp_path):
    rows = [
        {"key": "A-1", "start": "14/Dec/26 12:00 AM"},
        {"key": "A-2", "start": "20/Nov/26 12:00 AM"},
    ]
    made = run(tmp_path, rows)
    assert made.scenario.item_by_id["A-1"].not_before == dt.date(2026, 12, 14)
    assert made.scenario.item_by_id["A-2"].not_before is None


@pytest.mark.parametrize("key", ["1-Dec", "Dec-26", "12/1/2026"])
def test_keys_that_a_spreadsheet_took_for_dates_are_told(tmp_path, key):
    assert f'such as "{key}": export anew' in run(tmp_path, [{"key": key}]).report


@pytest.mark.parametrize("key", ["DEC-12", "MAR-1", "A2_B-26"])
def test_keys_that_are_keys_are_not(tmp_path, key):
    assert "spreadsheet" not in run(tmp_path, [{"key": key}]).report


def test_an_assignee_of_what_takes_several_people_is_left_out_and_told(tmp_path):
    rows = [{"key": "A-1", "who": "Bo Chen", "title": "Spike: x"}]
    team = TEAM + "- {id: cy, skills: research}\n"
    made = run(tmp_path, rows, mapping=RULES, team=team)
    assert made.scenario.items[0].assign == ()
    assert "assignee left out, since it takes several people: 1 (A-1)" in made.report

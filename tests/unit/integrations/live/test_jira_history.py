"""Start, end and flag of an issue come from its history; queries and sprints are put right."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.integrations.live.history import WorkHistory, work_history
from allocator.integrations.live.jira.fields import ReadField, fields_to_read
from allocator.integrations.live.jira.history import changes_of
from allocator.integrations.live.jira.issue_cells import cells_of, sprint_names
from allocator.integrations.live.jira.queries import changed_since, in_order_of_keys, with_keys
from allocator.integrations.live.jira.site import LinkKind
from allocator.integrations.live.jira.source import JiraSource, rule_of
from allocator.integrations.live.jira.sprints import sprint_iterations
from allocator.integrations.tracker.iterations import Iteration, with_sprints
from allocator.integrations.tracker.mapping import LinkRule, Mapping
from allocator.integrations.tracker.ticket import Category

STATES: dict[str, Category] = {"1": "todo", "3": "in_progress", "5": "done", "9": "removed"}


def told(*steps: tuple[str, str, str]) -> WorkHistory:
    changes = [[when, "status", before, "", after, ""] for when, before, after in steps]
    return work_history(changes, lambda id_, _name: STATES.get(id_))


@pytest.mark.parametrize(
    ("steps", "started", "finished"),
    [
        ([], None, None),
        ([("d1", "1", "3")], "d1", None),
        ([("d1", "1", "3"), ("d2", "3", "3")], "d1", None),
        ([("d1", "1", "3"), ("d4", "3", "5")], "d1", "d4"),
        ([("d1", "1", "3"), ("d4", "3", "5"), ("d5", "5", "9")], "d1", "d4"),
        ([("d1", "1", "5")], None, "d1"),
        # put back, and begun again
        ([("d1", "1", "3"), ("d2", "3", "1"), ("d6", "1", "3")], "d6", None),
        # done, found wanting, done again: the work began when it began
        ([("d1", "1", "3"), ("d2", "3", "5"), ("d3", "5", "3"), ("d7", "3", "5")], "d1", "d7"),
        ([("d1", "1", "3"), ("d2", "3", "5"), ("d3", "5", "1")], None, None),
        # a status that the site has deleted since says nothing
        ([("d1", "1", "3"), ("d2", "3", "77"), ("d3", "77", "5")], "d1", "d3"),
    ],
)
def test_start_and_end_are_the_last_ones(
    steps: list[tuple[str, str, str]], started: str | None, finished: str | None
) -> None:
    found = told(*steps)
    assert (found.started, found.finished) == (started, finished)


def test_a_flag_counts_from_when_it_was_set_last() -> None:
    def flag(when: str, before: str, after: str) -> list[str]:
        return [when, "flag", "", before, "", after]

    some = [flag("d1", "", "Impediment"), flag("d2", "Impediment", "")]
    assert work_history(some, lambda _i, _n: None).flagged_since is None
    again = [*some, flag("d3", "", "Impediment")]
    assert work_history(again, lambda _i, _n: None).flagged_since == "d3"


def test_changes_of_status_and_flag_are_kept_oldest_first_in_both_forms_of_time() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    histories = [
        {
            "created": 1764500400000,
            "items": [
                {
                    "field": "status",
                    "fieldId": "status",
                    "from": "3",
                    "to": "5",
                    "toString": "Done",
                },
                {"field": "description", "fieldId": "description", "from": None, "to": None},
            ],
        },
        {
            "created": "2025-11-01T10:00:00.000+0200",
            "items": [{"field": "Flagged", "fieldId": "customfield_1", "toString": "Impediment"}],
        },
    ]
    assert changes_of(histories, zone) == [
        ["2025-11-01T10:00:00.000+0200", "flag", "", "", "", "Impediment"],
        ["2025-11-30T13:00:00.000+02:00", "status", "3", "", "5", "Done"],
    ]


def test_queries_keep_their_meaning_in_another_order() -> None:
    assert in_order_of_keys("project = DS order  by rank desc") == "project = DS ORDER BY key ASC"
    tricky = "summary ~ \"order by me\" AND x = 'order by'"
    assert in_order_of_keys(tricky) == f"{tricky} ORDER BY key ASC"
    either = changed_since("a = 1 OR b = 2 ORDER BY c", 5)
    assert either == '(a = 1 OR b = 2) AND updated >= "-5h" ORDER BY key ASC'
    assert with_keys(["A-1", "B-2"]) == 'key in ("A-1", "B-2") ORDER BY key ASC'


def test_sprints_are_named_the_latest_last_whatever_the_server_writes() -> None:
    modern = [
        {"id": 2, "name": "S2", "startDate": "2026-11-02T09:00:00.000Z"},
        {"id": 1, "name": "S1", "startDate": "2026-10-19T09:00:00.000Z"},
    ]
    assert sprint_names(modern) == ["S1", "S2"]
    java = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id={},rapidViewId=1,state=CLOSED,"
    java += "name={},startDate={},endDate=<null>,completeDate=<null>,sequence=1,goal=<null>]"
    old = [
        java.format(2, "Data, and more", "2026-11-02T09:00:00.000Z"),
        java.format(1, "S1", "2026-10-19T09:00:00.000Z"),
    ]
    assert sprint_names(old) == ["S1", "Data, and more"]


def test_sprints_of_boards_become_iterations_one_after_another() -> None:
    def sprint(name: str, start: str | None, end: str | None) -> dict[str, object]:
        return {"id": name, "name": name, "startDate": start, "endDate": end}

    found, notes = sprint_iterations(
        [
            sprint("S2", "2026-11-16T10:00:00.000Z", "2026-11-30T10:00:00.000Z"),
            sprint("S1", "2026-11-02T10:00:00.000Z", "2026-11-16T10:00:00.000Z"),
            sprint("Next", None, None),
            sprint("Old", "2025-01-01T10:00:00.000Z", "2025-01-15T10:00:00.000Z"),
        ],
        dt.datetime(2026, 11, 30, 9),
    )
    assert [(one.name, one.start.day, one.end.day) for one in found] == [
        ("S1", 2, 15),
        ("S2", 16, 30),
    ]
    assert notes == [
        "sprints without dates: Next",
        "1 sprint that ended more than half a year before the newest change, left out",
    ]


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["DS Sprint 22", "DS Sprint 23"], 22),
        (["Sprint 1", "Sprint 2"], None),
        (["Sprint 22", "Sprint 24"], None),
        (["Alpha", "Beta"], None),
        (["Alpha", "Sprint 0"], None),
    ],
)
def test_sprints_keep_the_numbers_of_their_names(names: list[str], number: int | None) -> None:
    day = dt.date(2026, 11, 2)
    listed = [
        Iteration("", name, day + dt.timedelta(weeks=week), day + dt.timedelta(weeks=week, days=4))
        for week, name in enumerate(names)
    ]
    sprints = with_sprints(Mapping(), listed)[0].scenario["sprints"]
    assert (sprints["number"] if isinstance(sprints, dict) else None) == number


def test_values_of_all_kinds_become_cells() -> None:
    fields = (
        ReadField("status", "Status", "Status"),
        ReadField("assignee", "Assignee", "Assignee"),
        ReadField("issuelinks", "Links", "Linked issues"),
        ReadField("customfield_1", "Points", "Custom field (Points)"),
        ReadField("customfield_2", "Where", "Custom field (Where)"),
        ReadField("customfield_3", "Why", "Custom field (Why)"),
        ReadField("customfield_4", "Flagged", "Custom field (Flagged)"),
    )
    issue = {
        "id": "10012",
        "key": "DS-1",
        "fields": {
            "status": {"name": "En curso", "statusCategory": {"key": "indeterminate"}},
            "assignee": {"accountId": "5b1", "displayName": "Ana", "emailAddress": None},
            "issuelinks": [
                {"type": {"name": "Blocks"}, "inwardIssue": {"key": "DS-2"}},
                {"type": {"name": "Blocks"}, "outwardIssue": {"key": "DS-3"}},
            ],
            "customfield_1": 5.0,
            "customfield_2": {"value": "Here", "child": {"value": "Left"}},
            "customfield_3": {"type": "doc", "content": [{"content": [{"text": "So"}]}]},
            "customfield_4": [{"value": "Impediment"}],
        },
    }
    assert [cell for _, cell in cells_of(issue, fields)] == [
        ("Issue key", "DS-1"),
        ("Issue id", "10012"),
        ("Status", "En curso"),
        ("Status Category", "indeterminate"),
        ("Assignee", "Ana"),
        ("Assignee Id", "5b1"),
        ("Inward issue link (Blocks)", "DS-2"),
        ("Outward issue link (Blocks)", "DS-3"),
        ("Custom field (Points)", "5"),
        ("Custom field (Where)", "Here - Left"),
        ("Custom field (Why)", "So"),
        ("Custom field (Flagged)", "Impediment"),
    ]


def test_fields_are_read_by_id_by_kind_by_name_and_by_the_mapping() -> None:
    given = [
        {"id": "summary", "name": "Resumen", "custom": False},
        {"id": "environment", "name": "Entorno", "custom": False},
        {"id": "customfield_1", "name": "Story Points", "custom": True},
        {
            "id": "customfield_2",
            "name": "Carrera",
            "custom": True,
            "schema": {"custom": "com.pyxis.greenhopper.jira:gh-sprint"},
        },
        {"id": "customfield_3", "name": "Escuadra", "custom": True},
        {"id": "customfield_4", "name": "Color", "custom": True},
    ]
    rules = Mapping(columns={"Escuadra": "team", "Entorno": "activity"})
    found = fields_to_read(given, rules)
    read = {field.id: (field.column, field.target) for field in found.read}
    assert read["summary"] == ("Summary", None)
    assert read["environment"] == ("Entorno", None)
    assert read["customfield_1"] == ("Custom field (Story Points)", None)
    assert read["customfield_2"] == ("Custom field (Carrera)", "sprint")
    assert read["customfield_3"] == ("Custom field (Escuadra)", None)
    assert found.unread == {"customfield_4": "Color"}
    assert "duedate" in read, "asked for, though this list of fields lacks it"


def test_a_kind_of_link_is_understood_by_how_its_sides_read() -> None:
    rules = Mapping()
    assert rule_of(LinkKind("Puerta", "es bloqueado por", "bloquea a"), rules) == LinkRule(
        outward="before"
    )
    assert rule_of(LinkKind("Gate", "is required by", "depends on"), rules) == LinkRule(
        outward="after"
    )
    assert rule_of(LinkKind("Blocks", "is blocked by", "blocks"), rules) is None
    assert rule_of(LinkKind("Relates", "relates to", "relates to"), rules) is None
    given = Mapping.model_validate({"links": {"Puerta": "ignore"}})
    assert rule_of(LinkKind("Puerta", "is blocked by", "blocks"), given) is None


def test_hours_of_a_day_are_those_of_the_site_unless_the_mapping_says_otherwise() -> None:
    source = JiraSource(hours_per_day=7.5)
    assert source.complete_rules(Mapping()).hours_per_day == 7.5
    assert source.complete_rules(Mapping(hours_per_day=8)).hours_per_day == 8
    assert JiraSource().complete_rules(Mapping()).hours_per_day == 8

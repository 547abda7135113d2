"""Fields of a ticket that contradict each other are told, with what counts and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files

HEAD = (
    "Issue key,Summary,Issue Type,Status,Status Category,Resolution,Created,Updated,Resolved,"
    "Start date,Due date,Original Estimate,Remaining Estimate,Time Spent,Sprint"
)
PLAIN = {
    "Issue key": "DS-1",
    "Issue Type": "Task",
    "Status": "To Do",
    "Status Category": "To Do",
    "Created": "2026-09-01",
    "Updated": "2026-09-10",
}
OPEN = {"Status": "Deploy", "Status Category": "In Progress"}
DONE = {"Status": "Done", "Status Category": "Done"}
RESOLVED = {"Resolution": "Done", "Resolved": "2026-09-05"}


def report(tmp_path: Path, *rows: dict[str, str], mapping: str = "") -> list[str]:
    """Return the report of a file whose rows differ from a plain one as given."""
    names = HEAD.split(",")
    text = [HEAD]
    for number, row in enumerate(rows, start=1):
        cells = {**PLAIN, "Issue key": f"DS-{number}", **row}
        text.append(",".join(cells.get(name, "") for name in names))
    path = tmp_path / "export.csv"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    rules = tmp_path / "mapping.yaml"
    rules.write_text(mapping or "version: 1\n", encoding="utf-8")
    written = import_files(TRACKERS["jira"], ImportRequest(files=[path], mapping=rules))
    return list(written.report)


# Rows beside a plain one, and what the report says of the first of them.
KINDS = {
    "resolved, in progress": (
        [OPEN | RESOLVED],
        [
            '"Deploy" of the category "In Progress"',
            "(Done, 2026-09-05)",
            "statuses: {Deploy: done}",
        ],
    ),
    "a resolution alone": ([OPEN | {"Resolution": "Fixed"}], ["resolved, but", "(Fixed)"]),
    "a date of resolution alone": ([{"Resolved": "2026-09-05"}], ["resolved, but", "2026-09-05"]),
    "done without a resolution": ([DONE, DONE | RESOLVED], ["without a resolution", "DS-1"]),
    "resolved in the future": (
        [DONE | RESOLVED | {"Resolved": "2099-01-01"}],
        ["lie after 2026-09-11", "resolved 2099-01-01"],
    ),
    "start after due": (
        [{"Start date": "2026-12-01", "Due date": "2026-11-01"}],
        ["start after they are due", "2026-12-01, 2026-11-01"],
    ),
    "started after resolved": (
        [DONE | RESOLVED | {"Start date": "2026-09-08"}],
        ["started after they were resolved"],
    ),
    "resolved before created": (
        [DONE | RESOLVED | {"Resolved": "2026-08-01"}],
        ["resolved before they were created"],
    ),
    "due before created": ([{"Due date": "2026-08-01"}], ["due before they were created"]),
    "in progress, start to come": ([OPEN | {"Start date": "2026-12-01"}], ["start still to come"]),
    "more remains than estimated": (
        [OPEN | {"Original Estimate": "28800", "Remaining Estimate": "57600"}],
        ["more remains than was estimated", "2d of 1d"],
    ),
    "time spent, not begun": ([{"Time Spent": "28800"}], ["on which time was spent", '"To Do"']),
    "done, time remains": (
        [DONE | RESOLVED | {"Remaining Estimate": "3600"}],
        ["done, though time remains"],
    ),
    "in progress, nothing left": (
        [OPEN | {"Original Estimate": "3600", "Remaining Estimate": "0"}],
        ["in progress with nothing left"],
    ),
    "seconds that are none": ([{"Original Estimate": "8"}], ["times under a minute", "(8 s)"]),
    "an estimate of years": (
        [{"Original Estimate": "28800000"}],
        ["more than a working year", "1000d"],
    ),
    "status and category": (
        [{"Status": "Closed"}],
        ['status "Closed" of 1 ticket is of the category "To Do"'],
    ),
    "a category that nobody knows": (
        [{"Status Category": "Zu tun oder so"}],
        ['category "Zu tun oder so"', "not known"],
    ),
}


@pytest.mark.parametrize(("rows", "words"), KINDS.values(), ids=KINDS)
def test_contradictions_are_told_with_the_ticket(tmp_path, rows, words):
    told = report(tmp_path, *rows, {})
    assert any(all(word in line for word in words) for line in told), told


def test_tickets_without_contradictions_are_not_told(tmp_path):
    told = report(
        tmp_path,
        DONE | RESOLVED | {"Start date": "2026-09-02", "Time Spent": "3600"},
        OPEN | {"Original Estimate": "28800", "Remaining Estimate": "3600", "Time Spent": "3600"},
        {"Start date": "2026-10-01", "Due date": "2026-10-05", "Resolution": "Unresolved"},
    )
    assert not [line for line in told if line.startswith(("1 ticket", "2 tickets", "status"))]


def test_what_the_mapping_says_of_a_status_is_no_contradiction(tmp_path):
    told = report(tmp_path, OPEN | RESOLVED, mapping="statuses: {Deploy: done}\n")
    assert not any("resolved, but" in line for line in told)
    assert any("1 done" in line for line in told)


@pytest.mark.parametrize("word", ["Unresolved", "Nicht erledigt", "Sin resolver", "未解決"])
def test_the_word_for_no_resolution_is_none(tmp_path, word):
    told = report(tmp_path, {"Resolution": word, "Status": "Odd", "Status Category": ""})
    assert any("1 todo" in line for line in told)
    assert not any("resolved, but" in line for line in told)


def test_a_ticket_without_a_status_is_told_as_such(tmp_path):
    told = report(tmp_path, {"Status": "", "Status Category": ""})
    assert "1 ticket without a status: taken as todo" in told
    assert not any('status ""' in line for line in told)


def test_a_date_in_the_future_does_not_move_the_plan(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        "Issue key,Summary,Status,Created,Updated,Resolved\n"
        "DS-1,a,Done,2026-09-01,2026-09-02,2099-01-01\nDS-2,b,To Do,2026-09-01,2026-09-03,\n",
        encoding="utf-8",
    )
    written = import_files(TRACKERS["jira"], ImportRequest(files=[path]))
    assert "start: 2026-09-04" in written.text


def test_what_is_open_in_a_sprint_that_is_over_is_told(tmp_path):
    sprints = "scenario: {sprints: [{name: S 1, from: 2026-08-24, to: 2026-09-04}]}\n"
    told = report(tmp_path, {"Sprint": "S 1"}, {"Sprint": "S 2"}, mapping=sprints)
    (line,) = (line for line in told if "in the sprint" in line)
    assert '"S 1", which ended on 2026-09-04: DS-1' in line


def test_closed_dates_of_active_items_of_azure_devops_are_told(tmp_path):
    path = tmp_path / "query.csv"
    path.write_text(
        "ID,Title,State,Created Date,Closed Date\n1,A,Active,2026-09-01,2026-09-03\n",
        encoding="utf-8",
    )
    written = import_files(TRACKERS["azure-devops"], ImportRequest(files=[path]))
    assert any("resolved, but not done" in line for line in written.report)


def test_a_newest_change_in_the_future_is_told_with_the_later_dates_that_do_not_count(
    tmp_path: Path,
) -> None:
    updated = {"Created": "2099-01-01", "Updated": "2099-01-10"}
    said = "\n".join(report(tmp_path, updated))
    assert "the newest change in the files is of 2099-01-10, which is still to come" in said
    said = "\n".join(report(tmp_path, updated | DONE | RESOLVED | {"Resolved": "2099-02-03"}))
    assert "the newest change that counts is of 2099-01-10, which is still to come" in said
    assert "later dates, up to 2099-02-03, do not count" in said

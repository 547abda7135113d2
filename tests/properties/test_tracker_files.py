"""What is written for trackers reads back as it was, whatever the titles."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.domain.formulas import unguard
from allocator.exports.tracker.azure_devops import azure_files
from allocator.exports.tracker.azure_site import Site
from allocator.exports.tracker.jira import jira_csv
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import loads
from support.plans import plan_of
from support.strategies import settled

HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\ttab", "'=x", "''", "'", '"quoted"', 'a "b" c', ";,|\t"),
    *(
        "line\nbreak",
        "line\r\nbreak",
        "line\rbreak",
        "🧪 \U0001f469‍\U0001f52c",
        "עברית \u202eabc\u202c",
        "x" * 10_000,
    ),
    *("<b>&amp;</b>", "{0}", "%s", "\\n", "NULL", "DS-1", "2026-12-01", "007", "ＮＡＭＥ", "＝1"),
)
titles = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00"),
    min_size=1,
    max_size=40,
)
PEOPLE = ("ana", "bo", "cy")


@st.composite
def plans(draw: st.DrawFn, ids: str = "DS-{n}") -> Plan:
    """Draw a plan of items with hostile titles; its dates keep no rule, nobody asks here."""
    start = dt.date(2026, 12, 7)
    items: list[dict[str, Any]] = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        item: dict[str, Any] = {
            "id": ids.format(n=n),
            "title": draw(titles),
            "effort": f"{draw(st.integers(1, 400)) * 15}m",
        }
        before = draw(st.sets(st.integers(1, n - 1))) if n > 1 else set()
        item["after"] = [ids.format(n=k) for k in sorted(before)]
        if draw(st.booleans()):
            item["due"] = (start + dt.timedelta(days=draw(st.integers(0, 40)))).isoformat()
        if draw(st.booleans()):
            item["labels"] = draw(
                st.lists(st.sampled_from(["ml", "=x", "a b"]), max_size=3, unique=True)
            )
        items.append(item)
    scenario = Scenario.model_validate(
        {
            "name": "random",
            "calendar": {"start": start.isoformat()},
            "sprints": {"length": "1w", "first": start.isoformat(), "count": 4},
            "people": [
                {"id": person, "name": person.title(), "email": f"{person}@example.org"}
                for person in PEOPLE
            ],
            "items": items,
        }
    )
    return plan_of(scenario, [_entry(draw, scenario, item["id"], start) for item in items])


def _entry(draw: st.DrawFn, scenario: Scenario, name: str, first: dt.date) -> PlanItem:
    effort = scenario.item_by_id[name].effort
    assert isinstance(effort, str)
    begins = dt.datetime.combine(first + dt.timedelta(days=draw(st.integers(0, 25))), dt.time(9))
    ends = begins + dt.timedelta(hours=8)
    work = PlanAssignment(
        person=draw(st.sampled_from(PEOPLE)),
        start=begins,
        finish=ends,
        share=1.0,
        effort_hours=float(scenario.effort_minutes(effort) / 60),
    )
    return PlanItem(id=name, start=begins, finish=ends, assignments=(work,))


def cells(text: str) -> list[list[str]]:
    """Return the table as any reader of CSV sees it."""
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in table} == {len(table[0])}
    assert not [
        cell for row in table for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    ]
    return table


@settled(60)
@given(plans())
def test_a_file_for_jira_reads_back(plan: Plan) -> None:
    header, *rows = cells(jira_csv(plan)[0])
    seen = {}
    blocks = set()
    for row in rows:
        cell = dict(zip(header, row, strict=True))
        key = cell["Issue key"]
        seen[key] = (
            unguard(cell["Summary"]),
            cell["Original estimate"],
            cell["Due date"],
            cell["Assignee"],
            [unguard(c) for name, c in zip(header, row, strict=True) if name == "Labels" and c],
        )
        blocks |= {
            (key, c)
            for name, c in zip(header, row, strict=True)
            if name == "Outward issue link (Blocks)" and c
        }
    minutes = plan.scenario.effort_minutes
    assert seen == {
        entry.id: (
            item.title,
            str(int(minutes(item.effort) * 60)) if item.effort is not None else "",
            f"{item.due} 00:00" if item.due is not None else "",
            f"{entry.assignments[0].person}@example.org",
            list(item.labels),
        )
        for entry in plan.items
        for item in [plan.scenario.item_by_id[entry.id]]
    }
    assert blocks == links(plan)


@settled(60)
@given(plans())
def test_a_file_for_jira_is_imported_as_it_was(plan: Plan) -> None:
    """Titles come back in one line, as Jira has them."""
    again = imported("jira", jira_csv=jira_csv(plan)[0])
    assert {item.id: facts(again, item) for item in again.items} == {
        item.id: facts(plan.scenario, assigned(plan, item)) for item in plan.scenario.items
    }


def imported(tracker: str, **files: str) -> Scenario:
    """Return the scenario that ``allocator import`` makes of files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name.replace("_", ".") for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.write_bytes(text.encode())
        request = ImportRequest(files=paths, start=dt.date(2026, 12, 7))
        return loads(import_files(TRACKERS[tracker], request).text).scenario


def assigned(plan: Plan, item: WorkItem) -> WorkItem:
    """The item with whom the plan puts on it."""
    entry = next(entry for entry in plan.items if entry.id == item.id)
    return item.model_copy(update={"assign": (entry.assignments[0].person,)})


def one_line(title: str) -> str:
    """The title as trackers have it; control characters become blanks."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in title).split())


def facts(scenario: Scenario, item: WorkItem) -> tuple[object, ...]:
    assert item.effort is not None
    return (
        one_line(item.title),
        scenario.effort_minutes(item.effort),
        {link.item for link in item.after},
        item.due,
        set(item.labels),
        {scenario.person_by_id[person].email for person in item.assign},
    )


@settled(60)
@given(plans(ids="{n}"))
def test_files_for_azure_devops_read_back(plan: Plan) -> None:
    files, _ = azure_files(plan, "x", site=Site("https://dev.azure.com/o", "P"))
    header, *rows = cells(files["x.csv"])
    seen = {}
    for row in rows:
        cell = dict(zip(header, row, strict=True))
        seen[cell["ID"]] = (
            unguard(cell["Title"]),
            float(cell["Original Estimate"]),
            cell["Target Date"],
            cell["Assigned To"],
        )
    assert seen == {
        entry.id: (
            item.title,
            entry.assignments[0].effort_hours,
            str(item.due) if item.due is not None else "",
            f"{entry.assignments[0].person}@example.org",
        )
        for entry in plan.items
        for item in [plan.scenario.item_by_id[entry.id]]
    }
    relations = {
        (op["value"]["url"].rsplit("/", 1)[1], request["uri"].split("?")[0].rsplit("/", 1)[1])
        for request in json.loads(files["x.patch.json"])
        for op in request["body"]
        if op["path"] == "/relations/-"
    }
    assert relations == links(plan)


@settled(40)
@given(plans(ids="{n}"))
def test_files_for_azure_devops_are_imported_as_they_were(plan: Plan) -> None:
    """Predecessors are in the requests: what the service answers once it has them is imported."""
    files, _ = azure_files(plan, "x", site=Site("https://dev.azure.com/o", "P"))
    again = imported("azure-devops", x_csv=files["x.csv"], x_json=answer(files["x.patch.json"]))
    assert {item.id: facts(again, item) for item in again.items} == {
        item.id: facts(plan.scenario, assigned(plan, item)) for item in plan.scenario.items
    }


def answer(batch: str) -> str:
    """Return what Azure DevOps answers about work items after a batch of requests."""
    items: dict[int, dict[str, Any]] = {}
    for request in json.loads(batch):
        number = int(request["uri"].split("?")[0].rsplit("/", 1)[1])
        item = items.setdefault(number, {"id": number, "fields": {}, "relations": []})
        for op in request["body"]:
            if op["path"] == "/relations/-":
                item["relations"].append(op["value"])
            else:
                item["fields"][op["path"].removeprefix("/fields/")] = op["value"]
    return json.dumps({"count": len(items), "value": list(items.values())})


@settled(40)
@given(plans(ids="item {n}"))
def test_new_items_keep_their_titles_and_links_too(plan: Plan) -> None:
    header, *rows = cells(jira_csv(plan)[0])
    number = {row[header.index("Issue id")]: row for row in rows}
    title = {n: unguard(row[header.index("Summary")]) for n, row in number.items()}
    named = {
        item.id: item.title if one_line(item.title) else item.id for item in plan.scenario.items
    }
    assert sorted(title.values()) == sorted(named.values())
    files, _ = azure_files(plan, "x", site=Site("https://dev.azure.com/o", "P"))
    made = {r["name"]: r["body"] for r in json.loads(files["x.create.json"])}
    assert {name: body[0]["value"] for name, body in made.items()} == named


def links(plan: Plan) -> set[tuple[str, str]]:
    return {(link.item, item.id) for item in plan.scenario.items for link in item.after}


@settled(40)
@given(plans(ids="item {n}"))
def test_new_issues_are_imported_with_their_links(plan: Plan) -> None:
    """They have no keys yet, so titles tell them apart."""
    again = imported("jira", jira_csv=jira_csv(plan)[0])
    assert sorted(titled(again)) == sorted(titled(plan.scenario))


def titled(scenario: Scenario) -> list[tuple[str, ...]]:
    """Every item's title, with those that it comes after."""
    title = {item.id: one_line(item.title) or item.id for item in scenario.items}
    return [
        (title[item.id], *sorted(title[link.item] for link in item.after))
        for item in scenario.items
    ]

"""The files for Azure DevOps: CSV by its import's rules, requests by the REST specification."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.errors import InputError
from allocator.exports import FORMATS
from allocator.exports.tracker.azure_batch import batches
from allocator.exports.tracker.azure_csv import azure_csv
from allocator.exports.tracker.azure_devops import azure_files
from allocator.exports.tracker.azure_site import Site, is_id
from allocator.exports.tracker.rows import tracker_sheet
from support import sprint_plans
from support.plans import plan_of, solo

SPEC = Path(__file__).parents[4] / "shared" / "data" / "specs" / "azure-devops-wit.7.1.swagger.json"
SITE = Site.parse("https://dev.azure.com/contoso/Data%20Science")


def numbered_plan(**first: Any) -> Plan:
    """Two work items that Azure DevOps has, and one that it has not."""
    scenario = Scenario.model_validate(
        {
            "name": "numbers",
            "calendar": {"start": "2026-12-07"},
            "sprints": {"length": "1w", "first": "2026-12-07", "count": 2},
            "people": [{"id": "ana", "name": "Ana", "email": "ana@example.org"}],
            "items": [
                {"id": 101, "title": "Get data", "effort": "1d", **first},
                {"id": 102, "title": "Train", "effort": "12h", "after": 101, "type": "Bug"},
                {"id": "new", "title": "Show", "effort": "1d", "after": 102, "due": "2026-12-20"},
            ],
        }
    )
    return plan_of(
        scenario,
        [
            solo("101", "ana", "12-07 09:00", "12-07 17:00", hours=8),
            solo("102", "ana", "12-08 09:00", "12-09 13:00", hours=12),
            solo("new", "ana", "12-14 09:00", "12-14 17:00", hours=8),
        ],
    )


def files(plan: Plan, **options: Any) -> dict[str, str]:
    return azure_files(plan, "plan", **{"site": SITE, **options})[0]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_updates_have_an_id_and_an_assignee_and_new_items_have_neither() -> None:
    first, _, new = rows(files(numbered_plan())["plan.csv"])
    assert first == {
        "ID": "101",
        "Work Item Type": "Task",
        "Title": "Get data",
        "Assigned To": "ana@example.org",
        "Iteration Path": "Data Science\\Sprint 1",
        "Original Estimate": "8",
        "Remaining Work": "8",
        "Start Date": "",
        "Target Date": "",
        "Tags": "",
    }
    assert (new["ID"], new["Assigned To"], new["Target Date"]) == ("", "", "2026-12-20")
    assert new["Iteration Path"] == "Data Science\\Sprint 2"


def test_no_file_has_a_state() -> None:
    for text in files(sprint_plans.plan()).values():
        assert "State" not in text


def test_children_stand_under_their_parent_one_title_column_further() -> None:
    table = rows(files(sprint_plans.plan())["plan.csv"])
    titles = [(row["Work Item Type"], row["Title 1"], row["Title 2"]) for row in table]
    assert titles == [
        ("Epic", "Operations", ""),
        ("Task", "", "Cluster"),
        ("Task", "", "Test runs"),
        ("Task", "", "Rollout"),
        ("Epic", "Churn model", ""),
        ("Story", "", "Train"),
        ("Task", "", "Report"),
        ("Task", "", "Trained"),
        ("Task", "", "Features"),
    ]


def test_types_without_hours_have_no_estimate_and_it_is_told() -> None:
    texts, notes = azure_csv(tracker_sheet(sprint_plans.plan(), is_id), site=SITE)
    story = next(row for row in rows(texts[0]) if row["Work Item Type"] == "Story")
    assert story["Original Estimate"] == ""
    assert "1 of other types go without" in "\n".join(notes)


def test_a_file_has_no_more_rows_than_azure_takes_and_trees_stay_together() -> None:
    sheet = tracker_sheet(sprint_plans.plan(), is_id)
    texts, notes = azure_csv(sheet, site=SITE, most=5)
    assert [[row["Work Item Type"] for row in rows(text)] for text in texts] == [
        ["Epic", "Task", "Task", "Task"],
        ["Epic", "Story", "Task", "Task", "Task"],
    ]
    assert not [note for note in notes if "begin below" in note]


def test_a_tree_larger_than_a_file_is_torn_and_that_is_told() -> None:
    texts, notes = azure_csv(tracker_sheet(sprint_plans.plan(), is_id), site=SITE, most=3)
    assert all(len(rows(text)) <= 3 for text in texts)
    assert [note for note in notes if note.startswith("2 of the files begin below a new parent")]


def test_the_whole_plan_is_written_beside_each_other(tmp_path: Path) -> None:
    written = FORMATS["azure-devops"].write(numbered_plan(), tmp_path / "backlog.csv")
    assert [path.name for path in written] == [
        "backlog.csv",
        "backlog.patch.json",
        "backlog.create.json",
    ]


def test_a_batch_updates_fields_and_links_each_in_a_request_of_its_own() -> None:
    batch = json.loads(files(numbered_plan())["plan.patch.json"])
    assert [request["uri"] for request in batch] == [
        "/_apis/wit/workitems/101?api-version=7.1",
        "/_apis/wit/workitems/102?api-version=7.1",
        "/_apis/wit/workitems/102?api-version=7.1",
    ]
    assert {op["path"]: op["value"] for op in batch[0]["body"]} == {
        "/fields/System.IterationPath": "Data Science\\Sprint 1",
        "/fields/System.AssignedTo": "ana@example.org",
        "/fields/Microsoft.VSTS.Scheduling.OriginalEstimate": 8,
        "/fields/Microsoft.VSTS.Scheduling.RemainingWork": 8,
    }
    assert batch[2]["body"] == [
        {
            "op": "add",
            "path": "/relations/-",
            "value": {
                "rel": "System.LinkTypes.Dependency-Reverse",
                "url": "https://dev.azure.com/contoso/_apis/wit/workItems/101",
            },
        }
    ]


def test_the_plans_dates_are_written_where_asked_for() -> None:
    made = files(numbered_plan(), plan_dates=True)
    first = rows(made["plan.csv"])[0]
    assert (first["Start Date"], first["Target Date"]) == ("2026-12-07T09:00", "2026-12-07T17:00")
    batch = json.loads(made["plan.patch.json"])
    assert {op["path"].rsplit(".", 1)[1]: op["value"] for op in batch[1]["body"]} == {
        "StartDate": "2026-12-07T09:00",
        "TargetDate": "2026-12-07T17:00",
    }
    create = json.loads(made["plan.create.json"])
    assert [request["uri"] for request in create[1:]] == [
        "/_apis/wit/workitems/{new}?api-version=7.1"
    ]


def test_new_items_are_posted_with_their_predecessors() -> None:
    (made,) = json.loads(files(numbered_plan())["plan.create.json"])
    assert (made["name"], made["method"]) == ("new", "POST")
    assert made["uri"] == "/Data%20Science/_apis/wit/workitems/$Task?api-version=7.1"
    assert made["body"][0] == {"op": "add", "path": "/fields/System.Title", "value": "Show"}
    assert made["body"][-1]["value"]["url"].endswith("/workItems/102")


def test_new_items_that_need_each_other_are_made_in_order_and_named() -> None:
    made = json.loads(files(sprint_plans.plan())["plan.create.json"])
    names = [request["name"] for request in made]
    assert names.index("churn") < names.index("DS-2") < names.index("DS-4")
    assert names.index("DS-1") < names.index("DS-2")
    train = made[names.index("DS-2")]["body"]
    assert [op["value"] for op in train if op["path"] == "/relations/-"] == [
        {
            "rel": "System.LinkTypes.Hierarchy-Reverse",
            "url": "https://dev.azure.com/contoso/_apis/wit/workItems/{churn}",
        },
        {
            "rel": "System.LinkTypes.Dependency-Reverse",
            "url": "https://dev.azure.com/contoso/_apis/wit/workItems/{DS-1}",
        },
    ]


def test_a_known_item_after_a_new_one_is_linked_once_that_is_made() -> None:
    plan = numbered_plan(after="new")
    plan = plan_of(
        Scenario.model_validate(
            {
                **plan.scenario.model_dump(mode="json"),
                "items": [
                    {"id": "new", "title": "Show", "effort": "1d"},
                    {"id": 101, "title": "Get data", "effort": "1d", "after": "new"},
                ],
            }
        ),
        [
            solo("new", "ana", "12-07 09:00", "12-07 17:00", hours=8),
            solo("101", "ana", "12-08 09:00", "12-08 17:00", hours=8),
        ],
    )
    made, link = json.loads(files(plan)["plan.create.json"])
    assert (made["method"], link["method"]) == ("POST", "PATCH")
    assert link["uri"] == "/_apis/wit/workitems/101?api-version=7.1"
    assert link["body"][0]["value"]["url"].endswith("/workItems/{new}")


def test_numbers_that_are_no_ids_of_azure_are_named_too() -> None:
    made = json.loads(files(numbered_plan(), all_new=True)["plan.create.json"])
    assert [request["name"] for request in made] == ["101", "102", "new"]
    assert made[1]["body"][-1]["value"]["url"].endswith("/workItems/{101}")


def test_a_batch_has_no_more_requests_than_azure_takes() -> None:
    made, _ = batches(tracker_sheet(numbered_plan(), is_id), "plan", site=SITE, most=2)
    assert [len(json.loads(made[name])) for name in ("plan.patch.json", "plan-2.patch.json")] == [
        2,
        1,
    ]


@pytest.mark.skipif(not SPEC.exists(), reason="the specification is not beside the checkout")
def test_every_request_is_one_of_the_specification() -> None:
    spec = json.loads(SPEC.read_text("utf-8-sig"))
    for plan in (numbered_plan(), sprint_plans.plan()):
        made = files(plan)
        for name in ("plan.patch.json", "plan.create.json"):
            for request in json.loads(made[name]):
                check_request(spec, request)


def check_request(spec: dict[str, Any], request: dict[str, Any]) -> None:
    path, _, query = request["uri"].partition("?")
    assert query == "api-version=7.1"
    operation = next(
        operations[request["method"].lower()]
        for template, operations in spec["paths"].items()
        if re.fullmatch(pattern(template), path) and request["method"].lower() in operations
    )
    assert operation["consumes"] == [request["headers"]["Content-Type"]]
    definition = spec["definitions"]["JsonPatchOperation"]["properties"]
    for op in request["body"]:
        assert op.keys() <= definition.keys()
        assert op["op"] in definition["op"]["enum"]


def pattern(template: str) -> str:
    """Return a path of the specification as a pattern; the project may be left out of it."""
    rest = template.removeprefix("/{organization}")
    return re.sub(
        r"\\\{(\w+)\\\}", "[^/]+", re.escape(rest).replace(r"/\{project\}", "(?:/[^/]+)?")
    )


@pytest.mark.parametrize("url", ["contoso", "http://dev.azure.com/a/b", "https://dev.azure.com"])
def test_what_is_no_address_of_a_project_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="not the address of an Azure DevOps project"):
        Site.parse(url)


def test_without_an_address_there_are_placeholders_and_that_is_told() -> None:
    made, notes = azure_files(numbered_plan(), "plan", site=Site())
    assert "{project}\\Sprint 1" in made["plan.csv"]
    assert "https://dev.azure.com/{organization}/_apis" in made["plan.patch.json"]
    assert [note for note in notes if "--azure" in note]


def test_the_script_of_the_page_makes_the_items_and_their_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "sprints.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    path = tmp_path / "x.create.json"
    path.write_text(files(sprint_plans.plan())["plan.create.json"], "utf-8")
    sent: list[tuple[str, str, list[dict[str, Any]]]] = []

    def answer(call: Any) -> io.BytesIO:
        sent.append((call.get_method(), call.full_url, json.loads(call.data)))
        return io.BytesIO(json.dumps({"id": 1000 + len(sent)}).encode())

    monkeypatch.setattr("urllib.request.urlopen", answer)
    monkeypatch.setattr("sys.argv", ["send", "https://dev.azure.com/contoso", str(path)])
    monkeypatch.setenv("TOKEN", "secret")
    with path.open(encoding="utf-8") as opened:
        monkeypatch.setattr("builtins.open", lambda *_, **__: opened)
        exec(compile(script, "sprints.md", "exec"), {})
    assert len(sent) == 9
    assert {method for method, _, _ in sent} == {"POST"}
    numbers = {body[0]["value"]: 1000 + n for n, (_, _, body) in enumerate(sent, 1)}
    train = next(body for _, _, body in sent if body[0]["value"] == "Train")
    urls = [op["value"]["url"] for op in train if op["path"] == "/relations/-"]
    assert urls == [
        f"https://dev.azure.com/contoso/_apis/wit/workItems/{numbers[title]}"
        for title in ("Churn model", "Cluster")
    ]

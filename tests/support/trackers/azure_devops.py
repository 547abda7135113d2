"""A small Azure DevOps of the tests' own that keeps state, after Microsoft's description of 7.1.

It knows one project. A query finds the work items whose type or time of change it names, of the
whole project else; everything else of WIQL is not evaluated.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from support.trackers.fault_proxy import FaultProxy, Seen, answering

TOKEN = "azure-token"
ORGANISATION = "acme"
"""May stand before the project, as on dev.azure.com."""

PROJECT = "Shop"
TEAM = "Alpha"

STATES = {
    "User Story": [
        ("New", "Proposed"),
        ("Active", "InProgress"),
        ("Waiting for data", "InProgress"),
        ("Closed", "Completed"),
        ("Removed", "Removed"),
    ],
}
FIELDS = {
    "System.Title": "Title",
    "System.State": "State",
    "System.Tags": "Tags",
    "Microsoft.VSTS.Scheduling.StoryPoints": "Story Points",
    "Custom.Riskdays": "Risk days",
}

Reply = tuple[int, Any]


class AzureDevOps:
    """A project with its team; work items are changed through the interface, or by the tests."""

    def __init__(self) -> None:
        self.items: dict[int, dict[str, Any]] = {}
        self.updates: dict[int, list[dict[str, Any]]] = {}
        self.iterations: list[dict[str, Any]] = []
        self.capacities: dict[str, list[dict[str, Any]]] = {}
        self.days_off: dict[str, list[dict[str, str]]] = {}
        self.clock = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
        self.most_listed = 20_000

    # ------------------------------------------------------------------ what tests do

    def add(self, title: str, *, kind: str = "User Story", **fields: Any) -> int:
        """Make a work item; fields by the last part of their reference name."""
        number = len(self.updates) + 1
        self.items[number] = {"id": number, "rev": 0, "fields": {}, "relations": []}
        self.updates[number] = []
        first = {"WorkItemType": kind, "Title": title, "State": "New", "TeamProject": PROJECT}
        first |= {"AreaPath": PROJECT, "IterationPath": PROJECT, "CreatedDate": self.now()}
        self.change(number, **{**first, **fields})
        return number

    def change(self, number: int, **fields: Any) -> None:
        """Change fields of a work item, an hour after the last change."""
        item = self.items[number]
        self.clock += dt.timedelta(hours=1)
        given = {reference_name(name): value for name, value in fields.items()}
        given |= {"System.ChangedDate": self.now()}
        item["rev"] += 1
        self.updates[number].append(
            {
                "id": len(self.updates[number]) + 1,
                "rev": item["rev"],
                "fields": {
                    name: {"oldValue": item["fields"].get(name), "newValue": value}
                    for name, value in given.items()
                },
            }
        )
        item["fields"] |= given

    def link(self, number: int, kind: str, other: int) -> None:
        """Relate a work item to another one, seen from both."""
        ends = {"Dependency": ("Forward", "Reverse"), "Hierarchy": ("Forward", "Reverse")}[kind]
        for one, end, two in ((number, ends[0], other), (other, ends[1], number)):
            relation = {"rel": f"System.LinkTypes.{kind}-{end}", "url": f"x/workItems/{two}"}
            self.items[one]["relations"].append(relation)

    def delete(self, number: int) -> None:
        del self.items[number]

    def now(self) -> str:
        return self.clock.strftime("%Y-%m-%dT%H:%M:%SZ")

    # ------------------------------------------------------------------ what the interface does

    def __call__(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        status, body = self.answer(seen)
        return status, {"Content-Type": "application/json"}, json.dumps(body).encode()

    def answer(self, seen: Seen) -> Reply:
        """Return status and content."""
        parts = urlsplit(seen.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if seen.headers.get("Authorization") != authorization():
            return 401, {"message": "Access Denied"}
        if query.get("api-version") != "7.1":
            return 400, {"message": "No api-version was supplied."}
        steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        steps = steps[1:] if steps[0] == ORGANISATION else steps
        if "_apis" not in steps or (steps[0] not in (PROJECT, "_apis")):
            return 404, {"message": f"TF200016: The following project does not exist: {steps[0]}"}
        place, rest = steps[: steps.index("_apis")], steps[steps.index("_apis") + 1 :]
        if len(place) > 1 and place[1] != TEAM:
            return 404, {"message": f"The team with id '{place[1]}' does not exist."}
        body = json.loads(seen.body) if seen.body else None
        if rest[0] == "work":
            return self.work(rest[1:])
        return self.tracking(seen.method, rest[1:], query, body)

    def work(self, rest: list[str]) -> Reply:
        """Answer what belongs to the team."""
        if rest == ["teamsettings"]:
            days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
            return 200, {"workingDays": days}
        if rest == ["teamsettings", "iterations"]:
            return 200, {"count": len(self.iterations), "value": self.iterations}
        id_, what = rest[2], rest[3]
        if what == "capacities":
            return 200, {"teamMembers": self.capacities.get(id_, [])}
        return 200, {"daysOff": self.days_off.get(id_, [])}

    def tracking(self, method: str, rest: list[str], query: dict[str, str], body: Any) -> Reply:
        """Answer what belongs to work items."""
        if rest[0] == "wiql":
            return self.wiql(body["query"], query)
        if rest[0] == "workitemsbatch":
            if len(body["ids"]) > 200:
                return 400, {"message": "VS403474: at most 200 work items"}
            if body.get("fields") and body.get("$expand", "none") != "none":
                return 400, {"message": "The expand parameter can not be used with the fields"}
            found = [self.items.get(id_) for id_ in body["ids"]]
            return 200, {"count": len(found), "value": found}
        if rest[0] == "fields":
            entries = [{"referenceName": ref, "name": name} for ref, name in FIELDS.items()]
            return 200, {"count": len(entries), "value": entries}
        if rest[0] == "workitemtypes":
            states = [{"name": n, "category": c} for n, c in STATES.get(rest[1], [])]
            return (200, {"value": states}) if states else (404, {"message": "no such type"})
        if rest[0].casefold() == "workitems" and rest[2:] == ["updates"]:
            skip, top = int(query.get("$skip", 0)), int(query.get("$top", 200))
            return 200, {"value": self.updates[int(rest[1])][skip : skip + top]}
        return self.work_item(method, rest, body)

    def wiql(self, wiql: str, query: dict[str, str]) -> Reply:
        since = re.search(r"\[System\.ChangedDate\] >= '([^']*)'", wiql)
        kind = re.search(r"\[System\.WorkItemType\] = '([^']*)'", wiql)
        found = [
            number
            for number, item in self.items.items()
            if (since is None or item["fields"]["System.ChangedDate"] >= since[1])
            and (kind is None or item["fields"]["System.WorkItemType"] == kind[1])
        ]
        if since is not None and query.get("timePrecision") != "true":
            return 400, {"message": "a date-time needs timePrecision"}
        if len(found) > self.most_listed:
            return 400, {"message": "VS402337: The number of work items exceeds the size limit."}
        return 200, {"queryType": "flat", "workItems": [{"id": number} for number in found]}

    def work_item(self, method: str, rest: list[str], body: Any) -> Reply:
        """Show, make or change one work item, by JSON patch; nothing of it is done by half."""
        new = rest[1].removeprefix("$")
        number = self.add("", kind=new) if method == "POST" else int(new)
        if number not in self.items:
            return 404, {"message": f"TF401232: Work item {number} does not exist."}
        if method == "GET":
            return 200, self.items[number]
        if method == "DELETE":
            return 200, {"id": number, "resource": self.items.pop(number)}
        for step in body:
            held = self.items[number]["rev"]
            if step["op"] == "test" and step["path"] == "/rev" and step["value"] != held:
                return 412, {"message": f"VS403351: Test Operation for path /rev failed: {held}"}
        fields, relations = {}, list(self.items[number]["relations"])
        for step in body:
            name = step["path"].removeprefix("/fields/")
            if step["path"].startswith("/fields/"):
                fields[name] = None if step["op"] == "remove" else step["value"]
            elif step["path"] == "/relations/-":
                relations.append(step["value"])
            elif step["path"].startswith("/relations/"):
                relations.pop(int(step["path"].rpartition("/")[2]))
        self.items[number]["relations"] = relations
        self.change(number, **fields)
        self.items[number]["fields"] = {
            name: value for name, value in self.items[number]["fields"].items() if value is not None
        }
        return 200, self.items[number]


def reference_name(name: str) -> str:
    """Return the reference name of a field: of ``StoryPoints`` that of the process."""
    if "." in name:
        return name
    scheduling = ("StoryPoints", "OriginalEstimate", "RemainingWork", "CompletedWork", "TargetDate")
    if name in scheduling:
        return f"Microsoft.VSTS.Scheduling.{name}"
    if name.endswith("Date") and name not in ("ChangedDate", "CreatedDate"):
        return f"Microsoft.VSTS.Common.{name}"
    return f"System.{name}"


def authorization() -> str:
    return "Basic " + base64.b64encode(f":{TOKEN}".encode()).decode()


def person(name: str) -> dict[str, str]:
    """Return somebody as Azure DevOps shows them."""
    return {"displayName": name.title(), "uniqueName": f"{name}@example.org", "id": f"id-{name}"}


@contextmanager
def azure_devops(project: AzureDevOps) -> Iterator[FaultProxy]:
    """Run a server with a project."""
    with answering(project) as running:
        yield running

"""A Jira Cloud of the tests' own: what the issues of a jira820 store look like over REST v3.

It checks what Cloud checks (a bounded query, at most 100 issues a page, a token for the next one,
an account) and answers in Cloud's forms: no totals, times of changelogs in milliseconds.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jira820 import Store, jql

from support.trackers.fault_proxy import FaultProxy, Seen, answering

EMAIL = "pm@acme.com"
TOKEN = "cloud-token"
PAGE = 7
"""Issues of a page; Cloud gives fewer than are asked for."""


class JiraCloud:
    """Answers requests from a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        status, body = self.answer(seen)
        content = b"" if body is None else json.dumps(body).encode()
        return status, {"Content-Type": "application/json"}, content

    def answer(self, seen: Seen) -> tuple[int, Any]:
        """Return status and content."""
        parts = urlsplit(seen.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = json.loads(seen.body) if seen.body else {}
        path = parts.path.removeprefix("/rest/")
        if path == "api/2/serverInfo":
            return 200, {"deploymentType": "Cloud", "version": "1001.0.0"}
        expected = "Basic " + base64.b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()
        if seen.headers.get("Authorization") != expected:
            return 401, {"errorMessages": ["Client must be authenticated"]}
        if path == "api/3/search/jql":
            return self.search(body)
        if path == "api/3/changelog/bulkfetch":
            return self.changelogs(body)
        if path == "api/3/issue/bulkfetch":
            keys = [key for key in body["issueIdsOrKeys"] if key in self.store.issues]
            return 200, {"issues": [self.issue(key, body["fields"]) for key in keys]}
        if path == "api/3/user/search":
            return 200, [
                u for u in map(self.user, self.store.users) if query["query"] in u.values()
            ]
        if seen.method != "GET" or re.fullmatch(r"api/3/issue/[A-Z]+-\d+", path):
            return self.change(seen.method, path, query, body)
        if path.startswith("agile/1.0/board/1"):
            return self.board(path, query)
        simple = {
            "api/3/myself": {"accountId": "1", "timeZone": "UTC"},
            "api/3/field": self.fields(),
            "api/3/status": [self.serializer.status_obj(n) for n, _, _ in self.config.statuses],
            "api/3/issueLinkType": {"issueLinkTypes": self.link_kinds()},
            "api/3/configuration": {"timeTrackingConfiguration": {"workingHoursPerDay": 8.0}},
        }
        return (200, simple[path]) if path in simple else (404, {"errorMessages": ["none"]})

    @property
    def config(self) -> Any:
        return self.store.config

    @property
    def serializer(self) -> Any:
        return self.store.serializer

    def fields(self) -> list[dict[str, Any]]:
        """Return the fields of the site, whose names are Spanish."""
        custom = [
            (self.config.sp_field, "Puntos", "com.pyxis.greenhopper.jira:jsw-story-points"),
            (self.config.sprint_field, "Carrera", "com.pyxis.greenhopper.jira:gh-sprint"),
            ("customfield_10021", "Flagged", "multicheckboxes"),
            ("customfield_10050", "Escuadra", "select"),
        ]
        system = ("summary", "status", "issuetype", "assignee", "created", "updated", "issuelinks")
        return [
            *({"id": name, "name": f"es {name}", "custom": False} for name in system),
            *({"id": i, "name": n, "custom": True, "schema": {"custom": k}} for i, n, k in custom),
        ]

    def link_kinds(self) -> list[dict[str, str]]:
        kinds = self.serializer.LINK_TYPES.items()
        return [{"name": n, "inward": i, "outward": o} for n, (i, o) in kinds]

    def search(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Answer a page of issues, and the token of the next one."""
        if not body.get("jql", "").partition("ORDER BY")[0].strip():
            return 400, {"errorMessages": ["Unbounded JQL queries are not allowed here."]}
        keys = jql.filter_keys(self.store, body["jql"])
        start = int(body.get("nextPageToken") or 0)
        size = min(int(body.get("maxResults", 50)), PAGE)
        page = [self.issue(key, body.get("fields") or ["id"]) for key in keys[start : start + size]]
        end = start + len(page)
        more = {"nextPageToken": str(end)} if end < len(keys) else {"isLast": True}
        return 200, {"issues": page, **more}

    def issue(self, key: str, fields: list[str]) -> dict[str, Any]:
        held = self.store.issues[key]
        whole = self.serializer.issue_fields(held) | held.get("cloud", {})
        if whole.get("assignee"):
            whole["assignee"] = {
                "accountId": f"acc-{held['assignee']}",
                "displayName": whole["assignee"]["displayName"],
            }
        number = self.serializer.issue_res(held, "", "key")["id"]
        return {"id": number, "key": key, "fields": {n: whole.get(n) for n in fields}}

    def user(self, name: str) -> dict[str, str]:
        shown = self.store.users[name]["displayName"]
        return {"accountId": f"acc-{name}", "displayName": shown}

    def change(
        self, method: str, path: str, query: dict[str, str], body: dict[str, Any]
    ) -> tuple[int, Any]:
        """Show one issue, or change what is there, as Cloud takes it: accounts have ids."""
        store, last = self.store, path.rpartition("/")[2]
        fields = body.get("fields", {})
        if fields.get("assignee"):
            fields["assignee"] = {"name": fields["assignee"]["accountId"].removeprefix("acc-")}
        if path.startswith("api/3/issue/") and last not in store.issues:
            return 404, {"errorMessages": ["Issue does not exist or you do not have permission"]}
        if method == "GET":
            return 200, self.issue(last, query["fields"].split(","))
        if path == "api/3/issue":
            return 201, store.create_issue(fields)
        if method == "PUT":
            store.update_issue(last, fields)
        elif path == "api/3/issueLink":
            ends = (body[side]["key"] for side in ("inwardIssue", "outwardIssue"))
            store.add_issue_link(body["type"]["name"], *ends)
            return 201, None
        elif path.startswith("api/3/issueLink/"):
            store.delete_issue_link(last)
        elif method == "DELETE":
            store.delete_issue(last)
        elif path == "agile/1.0/backlog/issue":
            store.move_issues_to_backlog(body["issues"])
        else:
            store.move_issues_to_sprint(int(path.split("/")[3]), body["issues"])
        return 204, None

    def changelogs(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Answer the changelogs of many issues, of the fields that are asked for."""
        by_id = {self.issue(key, [])["id"]: key for key in self.store.issues}
        found = []
        for id_ in body["issueIdsOrKeys"]:
            histories = self.serializer.changelog(self.store.issues[by_id[id_]])["histories"]
            for entry in histories:
                when = dt.datetime.fromisoformat(entry["created"])
                entry["created"] = int(when.timestamp() * 1000)
            found.append({"issueId": id_, "changeHistories": histories})
        return 200, {"issueChangeLogs": found}

    def board(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path.endswith("/configuration"):
            return 200, {"id": 1, "filter": {"id": "10001"}}
        if not path.endswith("/sprint"):
            return 200, {"id": 1, "name": "DS", "type": "scrum"}
        start = int(query.get("startAt", 0))
        values = [self.store.sprint_json(number) for number in sorted(self.store.sprints)]
        page = values[start : start + 2]
        return 200, {"startAt": start, "isLast": start + 2 >= len(values), "values": page}


@contextmanager
def jira_cloud(store: Store) -> Iterator[FaultProxy]:
    """Run a Jira Cloud with the issues of a store."""
    with answering(JiraCloud(store)) as running:
        yield running

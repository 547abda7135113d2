"""Writes to Jira, Cloud or Data Center."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.jira.pages import IssuePages
from allocator.integrations.live.jira.queries import with_keys, without_order
from allocator.integrations.live.jira.site import JiraFacts
from allocator.integrations.live.push.changes import (
    AFTER,
    FieldChange,
    Fields,
    NewIssue,
    RequestStep,
)
from allocator.integrations.live.push.jira_fields import JiraIssueFields
from allocator.integrations.live.push.ordering import RankMove

_PAGE: Final = 50
"""Issues of a request that reads several, or moves several into a sprint."""

_LAGS: Final = (0.0, 2.0, 5.0)
"""Seconds to wait before each search for a new issue; the index of Jira Cloud lags behind."""


class JiraTarget:
    """Issues of a site of Jira.

    Parameters
    ----------
    client
        The connection.
    facts
        What the site knows.
    fields
        The fields of its issues.
    project
        Key of the project in which new issues are made.
    sleep
        Waits some seconds.
    """

    def __init__(
        self,
        client: TrackerClient,
        facts: JiraFacts,
        fields: JiraIssueFields,
        project: str,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._facts, self._fields = client, facts, fields
        self._project, self._sleep = project, sleep
        self._accounts: dict[tuple[str, ...], str | None] = {}

    def states(self, keys: Sequence[str], *, one_by_one: bool = False) -> dict[str, Fields]:
        """Return the fields of issues as they are now; those that are gone are left out."""
        found: dict[str, Fields] = {}
        for start in range(0, len(keys), _PAGE):
            some = list(keys[start : start + _PAGE])
            issues = self._each(some) if one_by_one else self._several(some)
            found |= {key: self._fields.held(fields) for key, fields in issues.items()}
        return found

    def _several(self, keys: list[str]) -> dict[str, Mapping[str, Any]]:
        """Return the fields of issues; one that is no longer there makes a query fail."""
        params: dict[str, str | int] = {"jql": with_keys(keys), "maxResults": len(keys)}
        params["fields"] = ",".join(self._fields.ids)
        body = {"issueIdsOrKeys": keys, "fields": list(self._fields.ids)}
        try:
            if self._facts.is_cloud:
                path = f"{self._facts.api}/issue/bulkfetch"
                answer = self._client.read("POST", path, body=body)
            else:
                answer = self._client.read("GET", f"{self._facts.api}/search", params=params)
        except TrackerError as error:
            if error.status not in (400, 404):
                raise
            return self._each(keys)
        return {str(one["key"]): one.get("fields") or {} for one in answer.get("issues") or ()}

    def _each(self, keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        found = {}
        for key in keys:
            fields = self._one(key)
            if fields is not None:
                found[key] = fields
        return found

    def _one(self, key: str) -> Mapping[str, Any] | None:
        params = {"fields": ",".join(self._fields.ids)}
        try:
            answer = self._client.read("GET", f"{self._facts.api}/issue/{key}", params=params)
        except TrackerError as error:
            if error.status != 404:
                raise
            return None
        return answer.get("fields") or {}

    def steps(self, changes: Iterable[FieldChange]) -> list[RequestStep]:
        """Return the requests: the fields of each issue, sprints, then links."""
        listed = list(changes)
        links = [c for c in listed if c.field.startswith(AFTER)]
        sprints = [c for c in listed if c.field == "sprint"]
        rest = [c for c in listed if c.field != "sprint" and not c.field.startswith(AFTER)]
        steps = [
            RequestStep("fields", tuple(group))
            for _, group in groupby(sorted(rest, key=lambda c: c.key), lambda c: c.key)
        ]
        targets = dict.fromkeys(c.after for c in sprints)
        for target in targets:
            some = [c for c in sprints if c.after == target]
            steps += [
                RequestStep("sprint", tuple(some[start : start + _PAGE]))
                for start in range(0, len(some), _PAGE)
            ]
        return [*steps, *(RequestStep("link", (change,)) for change in links)]

    def apply(self, step: RequestStep) -> None:
        """Send a request, once; a link that is to go takes two.

        Raises
        ------
        TrackerError
            Jira refuses.
        UncertainWriteError
            Nobody knows whether it has been done.
        """
        first = step.changes[0]
        if step.kind == "fields":
            fields = self._in_jira_terms(step.changes)
            self._write("PUT", f"{self._facts.api}/issue/{first.key}", {"fields": fields})
        elif step.kind == "sprint":
            place = "backlog" if first.after is None else f"sprint/{first.after}"
            keys = [change.key for change in step.changes]
            self._write("POST", f"/rest/agile/1.0/{place}/issue", {"issues": keys})
        elif first.after:
            self._link(first.key, first.field.removeprefix(AFTER))
        else:
            self._unlink(first.key, first.field.removeprefix(AFTER))

    def _in_jira_terms(self, changes: Iterable[FieldChange]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for change in changes:
            value = change.after
            if change.field == "assignee":
                name = "accountId" if self._facts.is_cloud else "name"
                found["assignee"] = None if value is None else {name: value}
            elif change.field == "due":
                found["duedate"] = value
            elif change.field in ("original", "remaining"):
                minutes = f"{round((value or 0) / 60)}m"
                found.setdefault("timetracking", {})[f"{change.field}Estimate"] = minutes
            else:
                found[self._fields.custom[change.field]] = value
        return found

    def _link(self, key: str, before: str) -> None:
        kind = self._fields.link_to_write()
        if kind is None:
            raise TrackerError("the site has no kind of link that makes an issue wait for another")
        first, second = (before, key) if kind[1].outward == "before" else (key, before)
        body = {
            "type": {"name": kind[0].name},
            "inwardIssue": {"key": first},
            "outwardIssue": {"key": second},
        }
        self._write("POST", f"{self._facts.api}/issueLink", body)

    def _unlink(self, key: str, before: str) -> None:
        for number, other in self._fields.predecessors(self._one(key) or {}):
            if other == before:
                self._delete(f"{self._facts.api}/issueLink/{number}")

    def unite_links(self, key: str, before: str) -> None:
        """Leave one of several links that make an issue wait for another."""
        links = self._fields.predecessors(self._one(key) or {})
        for number in [number for number, other in links if other == before][1:]:
            self._delete(f"{self._facts.api}/issueLink/{number}")

    def order(self) -> list[str]:
        """Return the keys of the issues of the query by rank; sub-tasks stand below others."""
        bare = without_order(self._facts.jql)
        both = f"({bare}) AND " if bare else ""
        jql = f"{both}issuetype in standardIssueTypes() ORDER BY Rank ASC"
        return IssuePages(self._client, self._facts).keys(jql)

    def move(self, move: RankMove) -> None:
        """Put issues beside another one in the order of the backlog; a second time is no harm."""
        side = "rankAfterIssue" if move.is_behind else "rankBeforeIssue"
        body = {"issues": list(move.keys), side: move.anchor}
        path = "/rest/agile/1.0/issue/rank"
        answer = self._client.write("PUT", path, body=body, repeatable=True)
        entries = answer.get("entries") if isinstance(answer, dict) else None
        for entry in entries or ():
            if entry.get("status", 200) >= 400:
                said = "; ".join(map(str, entry.get("errors") or ()))
                raise TrackerError(
                    f"Jira does not rank {entry.get('issueKey')}: {said}", status=400
                )

    def create(self, issue: NewIssue) -> str:
        """Make an issue and return its key.

        Raises
        ------
        TrackerError
            Jira refuses.
        UncertainWriteError
            Nobody knows whether it has been made.
        """
        fields: dict[str, Any] = {
            "project": {"key": self._project},
            "issuetype": {"name": issue.type},
            "summary": " ".join(issue.title.split())[:255],
            "labels": [issue.marker],
        }
        if issue.parent is not None:
            fields |= self._parent(issue.parent)
        answer = self._write("POST", f"{self._facts.api}/issue", {"fields": fields})
        key = (answer or {}).get("key") or self.find_marked(issue.marker)
        if not key:
            raise TrackerError("Jira has not said which key the new issue has")
        return str(key)

    def _parent(self, parent: str) -> dict[str, Any]:
        """Return the field that names the parent: of an epic, on Data Center, its own."""
        epic = self._fields.custom.get("epic")
        if epic is None or self._facts.is_cloud:
            return {"parent": {"key": parent}}
        fields = self._one(parent) or {}
        kind = str((fields.get("issuetype") or {}).get("name", ""))
        return {epic: parent} if kind.casefold() == "epic" else {"parent": {"key": parent}}

    def find_marked(self, marker: str) -> str | None:
        """Return the key of the issue with a marker; None without one."""
        jql = f'labels = "{marker}"'
        for lag in _LAGS if self._facts.is_cloud else _LAGS[:1]:
            self._sleep(lag)
            if self._facts.is_cloud:
                body = {"jql": jql, "fields": ["key"], "maxResults": 2}
                answer = self._client.read("POST", f"{self._facts.api}/search/jql", body=body)
            else:
                params: dict[str, str | int] = {"jql": jql, "fields": "key", "maxResults": 2}
                answer = self._client.read("GET", f"{self._facts.api}/search", params=params)
            if found := answer.get("issues"):
                return str(found[0]["key"])
        return None

    def unmark(self, key: str, marker: str) -> None:
        """Take the marker off an issue, if it is there."""
        labels = (self._one(key) or {}).get("labels") or []
        if marker in labels:
            rest = [label for label in labels if label != marker]
            self._write("PUT", f"{self._facts.api}/issue/{key}", {"fields": {"labels": rest}})

    def delete(self, key: str) -> None:
        """Delete an issue; one that is no longer there is no error."""
        self._delete(f"{self._facts.api}/issue/{key}")

    def account_of(self, names: tuple[str, ...]) -> str | None:
        """Return the account of a person; None if there is none, or not exactly one.

        Parameters
        ----------
        names
            Mail address, name and id, as far as they are known; the first that fits counts.
        """
        if names not in self._accounts:
            self._accounts[names] = next(filter(None, map(self._account, names)), None)
        return self._accounts[names]

    def _account(self, name: str) -> str | None:
        word = "query" if self._facts.is_cloud else "username"
        path = f"{self._facts.api}/user/search"
        found = self._client.read("GET", path, params={word: name}, kind=list)
        said = name.casefold()
        fitting = [
            str(user.get("accountId" if self._facts.is_cloud else "name"))
            for user in found
            if said in [str(user.get(f, "")).casefold() for f in _USER_FIELDS]
        ]
        return fitting[0] if len(set(fitting)) == 1 else None

    def sprint_id(self, name: str) -> int | None:
        """Return the id of a sprint by its name; of several the one that is not over."""
        found = [s for s in self._facts.sprints if str(s.get("name")).strip() == name]
        found = [s for s in found if s.get("state") != "closed"]
        return int(found[0]["id"]) if found else None

    def _write(self, method: str, path: str, body: Any) -> Any:
        return self._client.write(method, path, body=body)

    def _delete(self, path: str) -> None:
        try:
            self._client.write("DELETE", path)
        except TrackerError as error:
            if error.status != 404:
                raise


_USER_FIELDS: Final = ("emailAddress", "displayName", "name", "accountId")
"""Fields of a user that a person can be called by."""

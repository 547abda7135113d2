"""Writes to Azure DevOps: a JSON patch for each work item, refused if its revision is another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from allocator.errors import TrackerError
from allocator.integrations.live.azure.paths import VERSION, in_project
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject
from allocator.integrations.live.push.azure_fields import (
    PARENT,
    TAGS,
    TITLE,
    held_fields,
    operation,
    relation,
)
from allocator.integrations.live.push.changes import (
    AFTER,
    FieldChange,
    Fields,
    NewIssue,
    RequestStep,
)
from allocator.integrations.live.push.ordering import RankMove

_BATCH: Final = 200
"""Work items of a request that reads several."""

_JSON_PATCH: Final = "application/json-patch+json"
_CONFLICT: Final = 409


class AzureTarget:
    """Work items of a project.

    Parameters
    ----------
    client
        The connection.
    site
        The project.
    accounts
        Accounts that are known to hold work items.
    with_order
        Whether the place in the backlog is read and written.
    """

    def __init__(
        self,
        client: TrackerClient,
        site: AzureProject,
        accounts: Iterable[str],
        *,
        with_order: bool = False,
    ) -> None:
        self._client, self._site = client, site
        self._with_order = with_order
        self._accounts = {account.casefold(): account for account in accounts}
        self._sprints: dict[str, str] | None = None

    def states(self, keys: Sequence[str], *, one_by_one: bool = False) -> dict[str, Fields]:
        """Return the fields of work items as they are now; those that are gone are left out."""
        if one_by_one:
            asked = {key: self._one(key) for key in keys}
            found = {key: item for key, item in asked.items() if item is not None}
        else:
            found = self._several(keys)
        return {key: self._held(item) for key, item in found.items()}

    def _held(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return held_fields(item, with_order=self._with_order)

    def _several(self, keys: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(keys), _BATCH):
            numbers = [int(key) for key in keys[start : start + _BATCH]]
            body = {"ids": numbers, "$expand": "relations", "errorPolicy": "omit"}
            path = in_project(self._site.project, "wit/workitemsbatch")
            answer = self._client.read("POST", path, params=VERSION, body=body)
            found |= {str(item["id"]): item for item in answer.get("value") or () if item}
        return found

    def _one(self, key: str) -> Mapping[str, Any] | None:
        params = {**VERSION, "$expand": "relations"}
        try:
            answer: Mapping[str, Any] = self._client.read("GET", self._path(key), params=params)
        except TrackerError as error:
            if error.status != 404:
                raise
            return None
        return answer

    def steps(self, changes: Iterable[FieldChange]) -> list[RequestStep]:
        """Return the requests: one for each work item."""
        ordered = sorted(changes, key=lambda change: change.key)
        return [RequestStep("item", tuple(group)) for _, group in groupby(ordered, lambda c: c.key)]

    def apply(self, step: RequestStep) -> None:
        """Send a request, once, for the revision that holds what is to be changed.

        Raises
        ------
        TrackerError
            The server refuses, or somebody has changed the work item meanwhile.
        UncertainWriteError
            Nobody knows whether it has been done.
        """
        key = step.changes[0].key
        item = self._one(key)
        if item is None:
            raise TrackerError("it is no longer in the tracker", status=404)
        now = self._held(item)
        moved = [change.field for change in step.changes if now.get(change.field) != change.before]
        if moved:
            why = f"it has changed while the push ran: {', '.join(moved)}"
            raise TrackerError(why, status=_CONFLICT)
        removed = [change for change in step.changes if _removes_link(change)]
        rest = [change for change in step.changes if not _removes_link(change)]
        patch = [operation(item, change, self._site.url) for change in (*removed, *rest)]
        self._patch(key, [{"op": "test", "path": "/rev", "value": item["rev"]}, *_ordered(patch)])

    def create(self, issue: NewIssue) -> str:
        """Make a work item and return its number.

        Raises
        ------
        TrackerError
            The server refuses.
        UncertainWriteError
            Nobody knows whether it has been made.
        """
        patch: list[dict[str, Any]] = [
            {"op": "add", "path": f"/fields/{TITLE}", "value": " ".join(issue.title.split())[:255]},
            {"op": "add", "path": f"/fields/{TAGS}", "value": issue.marker},
        ]
        if issue.parent is not None:
            patch.append(relation(PARENT, issue.parent, self._site.url))
        kind = quote(issue.type, safe="")
        path = in_project(self._site.project, f"wit/workitems/${kind}")
        answer = self._client.write(
            "POST", path, params=VERSION, body=patch, content_type=_JSON_PATCH
        )
        number = (answer or {}).get("id") or self.find_marked(issue.marker)
        if not number:
            raise TrackerError("the server has not said which number the new work item has")
        return str(number)

    def find_marked(self, marker: str) -> str | None:
        """Return the number of the work item with a marker; None without one."""
        query = (
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project "
            f"AND [System.Tags] CONTAINS '{marker}' ORDER BY [System.Id] DESC"
        )
        path = in_project(self._site.project, "wit/wiql")
        answer = self._client.read("POST", path, params=VERSION, body={"query": query})
        numbers = [str(item["id"]) for item in answer.get("workItems") or ()]
        found = self._several(numbers)
        return next((key for key, item in found.items() if marker in _tags(item)), None)

    def unmark(self, key: str, marker: str) -> None:
        """Take the marker off a work item, if it is there."""
        tags = _tags(self._one(key) or {})
        if marker in tags:
            rest = "; ".join(tag for tag in tags if tag != marker)
            self._patch(key, [{"op": "add", "path": f"/fields/{TAGS}", "value": rest}])

    def delete(self, key: str) -> None:
        """Move a work item into the recycle bin; one that is no longer there is no error."""
        try:
            self._client.write("DELETE", self._path(key), params=VERSION)
        except TrackerError as error:
            if error.status != 404:
                raise

    def unite_links(self, _key: str, _before: str) -> None:
        """Do nothing: a request of another revision is refused, so that no link is made twice."""

    def order(self) -> list[str]:
        """Return nothing: a field of each work item holds its place."""
        return []

    def move(self, move: RankMove) -> None:
        """Move nothing: a field of each work item holds its place."""

    def account_of(self, names: tuple[str, ...]) -> str | None:
        """Return the account of a person: one that holds work items, else a mail address.

        Parameters
        ----------
        names
            Account, mail address, name and id, as far as they are known.
        """
        known = (self._accounts.get(name.casefold()) for name in names)
        mail = (name for name in names if "@" in name)
        return next(filter(None, known), None) or next(mail, None)

    def sprint_id(self, name: str) -> str | None:
        """Return the path of an iteration by its name."""
        if self._sprints is None:
            self._sprints = {}
            for team in self._site.team:
                path = in_project(self._site.project, "work/teamsettings/iterations", team)
                answer = self._client.read("GET", path, params=VERSION)
                for one in answer.get("value") or ():
                    self._sprints.setdefault(str(one.get("name")), str(one.get("path")))
        return name if "\\" in name else self._sprints.get(name)

    def _path(self, key: str) -> str:
        return in_project(self._site.project, f"wit/workitems/{key}")

    def _patch(self, key: str, patch: list[dict[str, Any]]) -> None:
        self._client.write(
            "PATCH", self._path(key), params=VERSION, body=patch, content_type=_JSON_PATCH
        )


def _removes_link(change: FieldChange) -> bool:
    return change.field.startswith(AFTER) and not change.after


def _ordered(patch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps, relations that go from the last place on, so that places stay right."""

    def place(step: dict[str, Any]) -> int:
        is_removed = step["op"] == "remove" and step["path"].startswith("/relations/")
        return -int(step["path"].rpartition("/")[2]) if is_removed else 1

    return sorted(patch, key=place)


def _tags(item: Mapping[str, Any]) -> list[str]:
    text = str((item.get("fields") or {}).get(TAGS) or "")
    return [tag.strip() for tag in text.split(";") if tag.strip()]

"""Reads the history of issues: with the issues, for many at once, or issue by issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.jira.history import FLAG_NAMES, changes_of
from allocator.integrations.live.jira.site import JiraFacts
from allocator.integrations.tracker.headers import plain_name

_NOT_OFFERED: Final = (400, 403, 404, 405, 410)


class Changelogs:
    """Completes records of issues with their changes of status and flag.

    Parameters
    ----------
    client
        The connection.
    facts
        What the site knows.
    """

    def __init__(self, client: TrackerClient, facts: JiraFacts) -> None:
        self._client, self._facts = client, facts
        self._has_bulk = facts.is_cloud
        self._flags = [
            str(one["id"])
            for one in facts.fields
            if one.get("custom") and plain_name(str(one.get("name"))) in FLAG_NAMES
        ]

    def complete(
        self, records: Sequence[dict[str, Any]], issues: Sequence[Mapping[str, Any]]
    ) -> None:
        """Put their changes into records.

        Parameters
        ----------
        records
            Records of issues, which are changed.
        issues
            The same issues as the server has answered; where their changelog is missing or not
            whole, it is read.
        """
        missing = []
        for record, issue in zip(records, issues, strict=True):
            log = issue.get("changelog")
            if isinstance(log, dict) and _is_whole(log):
                record["changes"] = changes_of(log["histories"], zone_of(record))
            elif self._may_matter(record):
                missing.append(record)
        if missing and self._has_bulk:
            missing = self._read_bulk(missing)
        for record in missing:
            record["changes"] = changes_of(self._read_one(record["key"]), zone_of(record))

    def _may_matter(self, record: Mapping[str, Any]) -> bool:
        """Return whether the history of an issue can say anything: it has begun, or is flagged."""
        fields = record["fields"]
        category = (fields.get("status") or {}).get("statusCategory") or {}
        return category.get("key") != "new" or any(fields.get(name) for name in self._flags)

    def _read_bulk(self, records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Read the changelogs of many issues; return the records if the site does not offer it."""
        by_id = {record["id"]: record for record in records}
        found: dict[str, list[Mapping[str, Any]]] = {id_: [] for id_ in by_id}
        token = None
        while True:
            body: dict[str, Any] = {
                "issueIdsOrKeys": list(by_id),
                "fieldIds": ["status", *self._flags][:10],
                "maxResults": 1000,
            }
            body |= {"nextPageToken": token} if token else {}
            try:
                path = f"{self._facts.api}/changelog/bulkfetch"
                answer = self._client.read("POST", path, body=body)
            except TrackerError as error:
                if error.status not in _NOT_OFFERED:
                    raise
                self._has_bulk = False
                return list(records)
            for one in answer.get("issueChangeLogs") or ():
                found.setdefault(str(one.get("issueId")), []).extend(
                    one.get("changeHistories") or ()
                )
            token = answer.get("nextPageToken")
            if not token:
                break
        for id_, record in by_id.items():
            record["changes"] = changes_of(found[id_], zone_of(record))
        return []

    def _read_one(self, key: str) -> list[Mapping[str, Any]]:
        """Read the changelog of one issue."""
        path = f"{self._facts.api}/issue/{key}"
        if self._facts.is_cloud:
            return list(self._client.pages(f"{path}/changelog", size=100))
        params = {"fields": "status", "expand": "changelog"}
        answer = self._client.read("GET", path, params=params)
        return list((answer.get("changelog") or {}).get("histories") or ())


def _is_whole(log: Mapping[str, Any]) -> bool:
    histories = log.get("histories")
    return isinstance(histories, list) and len(histories) >= int(log.get("total") or 0)


def zone_of(record: Mapping[str, Any]) -> dt.tzinfo:
    """Return the clock of the times of an issue: UTC, or so many hours beside it."""
    text = str(record["fields"].get("updated") or record["fields"].get("created") or "")
    try:
        return dt.datetime.fromisoformat(text).tzinfo or dt.UTC
    except ValueError:
        return dt.UTC

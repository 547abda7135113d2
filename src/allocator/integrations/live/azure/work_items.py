"""Reads the work items of a query: all of them at first, later only what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from allocator.errors import TrackerError
from allocator.integrations.azure.column_names import category_of
from allocator.integrations.live.azure.paths import VERSION, in_project
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject
from allocator.integrations.live.history import Change
from allocator.integrations.live.reading import ReadingCounts
from allocator.integrations.live.record_store import RecordStore

BATCH_SIZE: Final = 200
"""Work items of a request, which is the most that Azure DevOps takes."""

_OVERLAP: Final = dt.timedelta(minutes=10)
"""Time before the newest change that is known which is read again: indexes lag."""

_MAX_TEXT: Final = 200
"""Characters kept of a text: descriptions are only counted."""

ACTIVATED: Final = "Microsoft.VSTS.Common.ActivatedDate"
_CHANGED: Final = "System.ChangedDate"
_STATE: Final = "System.State"
_BLOCKED: Final = "Microsoft.VSTS.CMMI.Blocked"

WorkItem = dict[str, Any]


class AzureWorkItems:
    """Reads the work items of a query into a store.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.
    store
        Keeps what has been read.
    progress
        Is called with the number of work items read, after each batch.
    """

    def __init__(
        self,
        client: TrackerClient,
        site: AzureProject,
        store: RecordStore,
        progress: Callable[[int], None],
    ) -> None:
        self._client, self._site = client, site
        self._store, self._progress = store, progress
        self._read = 0

    def read(self, now: dt.datetime) -> ReadingCounts:
        """Bring the store up to date; return how much that took."""
        known = self._store.keys()
        is_resumed = bool(known) and not self._store.was_whole
        self._store.begin(now)
        listed = self._listed()
        changed = self._changed() if known else set()
        wanted = [id_ for id_ in listed if id_ not in known or id_ in changed]
        for start in range(0, len(wanted), BATCH_SIZE):
            self._keep(wanted[start : start + BATCH_SIZE])
        gone = self._store.finish(now, listed)
        held = self._store.keys()
        return ReadingCounts(
            read=self._read,
            kept=len(listed) - len(wanted),
            gone=tuple(gone),
            refused=tuple(id_ for id_ in listed if id_ not in held),
            is_resumed=is_resumed,
        )

    def _listed(self) -> list[str]:
        return self._ids(self._site.wiql, {})

    def _changed(self) -> set[str]:
        """Return the ids of all that has changed since the newest change that is known.

        Everything counts as changed if the server finds more than it can list.
        """
        times = [dt.datetime.fromisoformat(when) for when in self._known_changes()]
        if not times:
            return self._store.keys()
        since = (max(times) - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        query = f"SELECT [System.Id] FROM WorkItems WHERE [{_CHANGED}] >= '{since}'"
        try:
            return set(self._ids(query, {"timePrecision": "true"}))
        except TrackerError as error:
            if error.status != 400:
                raise
            return self._store.keys()

    def _known_changes(self) -> Iterator[str]:
        for _, record in self._store.records():
            when = record["fields"].get(_CHANGED)
            if when:
                yield str(when)

    def _ids(self, wiql: str, params: Mapping[str, str | int]) -> list[str]:
        """Return the ids that a query finds, a tree of links too."""
        team = self._site.team[0] if self._site.team else None
        path = in_project(self._site.project, "wit/wiql", team)
        answer = self._client.read("POST", path, params={**VERSION, **params}, body={"query": wiql})
        found = [one.get("id") for one in answer.get("workItems") or ()]
        for link in answer.get("workItemRelations") or ():
            ends = (link.get("source") or {}, link.get("target") or {})
            found += [end.get("id") for end in ends]
        return list(dict.fromkeys(str(id_) for id_ in found if id_ is not None))

    def _keep(self, ids: Sequence[str]) -> None:
        """Read a batch of work items and store them; those deleted since are left out."""
        answer = self._client.read(
            "POST",
            in_project(self._site.project, "wit/workitemsbatch"),
            params=VERSION,
            body={"ids": [int(id_) for id_ in ids], "$expand": "relations", "errorPolicy": "omit"},
        )
        entries = answer.get("value") or ()
        records = [self._record(one) for one in entries if isinstance(one, dict) and "id" in one]
        self._store.put((str(record["id"]), record) for record in records)
        self._read += len(records)
        self._progress(self._read)

    def _record(self, entry: Mapping[str, Any]) -> WorkItem:
        """Return what is kept of a work item."""
        fields = {
            name: value[:_MAX_TEXT] if isinstance(value, str) and _is_long(name, value) else value
            for name, value in (entry.get("fields") or {}).items()
        }
        record: WorkItem = {
            "id": entry["id"],
            "rev": entry.get("rev"),
            "fields": fields,
            "relations": entry.get("relations") or [],
            "changes": [],
        }
        if _needs_history(fields):
            record["changes"] = self._changes(int(entry["id"]))
        return record

    def _changes(self, id_: int) -> list[Change]:
        """Return the changes of state and flag of a work item, oldest first."""
        path = in_project(self._site.project, f"wit/workItems/{id_}/updates")
        found: list[Change] = []
        skip = 0
        while True:
            params = {**VERSION, "$top": BATCH_SIZE, "$skip": skip}
            updates = self._client.read("GET", path, params=params).get("value") or []
            for update in updates:
                found += _changes_of(update)
            skip += len(updates)
            if len(updates) < BATCH_SIZE:
                return sorted(found, key=lambda change: change[0])


def _changes_of(update: Mapping[str, Any]) -> Iterator[Change]:
    fields = update.get("fields") or {}
    when = (fields.get(_CHANGED) or {}).get("newValue") or update.get("revisedDate") or ""
    for name, kind in ((_STATE, "status"), (_BLOCKED, "flag")):
        if name in fields:
            before = str(fields[name].get("oldValue") or "")
            after = str(fields[name].get("newValue") or "")
            if kind == "flag" and after.casefold() == "no":
                after = ""
            yield [str(when), kind, before, before, after, after]


def _needs_history(fields: Mapping[str, Any]) -> bool:
    """Return whether only the history can tell when work began, or since when it is blocked."""
    if str(fields.get(_BLOCKED) or "").casefold() == "yes":
        return True
    return category_of(str(fields.get(_STATE) or "")) != "todo" and not fields.get(ACTIVATED)


def _is_long(name: str, value: str) -> bool:
    return len(value) > _MAX_TEXT and name not in ("System.Tags", "System.Title")

"""Reads the issues of a query: all of them at first, later only what has changed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.jira.changelogs import Changelogs
from allocator.integrations.live.jira.fields import SiteFields
from allocator.integrations.live.jira.issue_cells import text_of
from allocator.integrations.live.jira.pages import Issue, IssuePages
from allocator.integrations.live.jira.queries import changed_since, in_order_of_keys, with_keys
from allocator.integrations.live.jira.site import JiraFacts
from allocator.integrations.live.reading import ReadingCounts
from allocator.integrations.live.record_store import RecordStore

PAGE_SIZE: Final = 100
"""Issues of a page with their fields; servers may give fewer."""

_MOST_TEXT: Final = 201
"""Characters kept of a field that is only counted: enough to see whether it holds keys."""

_OVERLAP: Final = dt.timedelta(hours=1)
"""Time before the last pull that is read again: clocks differ, and indexes lag."""


class JiraIssues:
    """Reads the issues of a query into a store.

    Parameters
    ----------
    client
        The connection.
    facts
        What the site knows.
    fields
        The fields that are read, and those of which the issues are counted.
    store
        Keeps what has been read.
    progress
        Is called with the number of issues read, after each page.
    """

    def __init__(
        self,
        client: TrackerClient,
        facts: JiraFacts,
        fields: SiteFields,
        store: RecordStore,
        progress: Callable[[int], None],
    ) -> None:
        self._facts, self._fields = facts, fields
        self._asked = (*fields.ids, *fields.unread)
        self._store, self._progress = store, progress
        self._logs = Changelogs(client, facts)
        self._pages = IssuePages(client, facts)
        self._read: set[str] = set()

    def read(self, now: dt.datetime) -> ReadingCounts:
        """Bring the store up to date; return how much that took.

        Parameters
        ----------
        now
            The present time, with a zone.
        """
        is_resumed = bool(self._store.keys()) and not self._store.was_whole
        since = self._store.begin(now)
        if since is None:
            self._keep(in_order_of_keys(self._facts.jql))
        else:
            hours = math.ceil((now - since + _OVERLAP) / dt.timedelta(hours=1))
            self._keep(changed_since(self._facts.jql, max(hours, 1)))
        listed = self._pages.keys(in_order_of_keys(self._facts.jql))
        known = self._store.keys()
        self._keep_by_key([key for key in listed if key not in known])
        gone = self._store.finish(now, listed)
        held = self._store.keys()
        return ReadingCounts(
            read=len(self._read & set(listed)),
            kept=len(set(listed) & known - self._read),
            gone=tuple(gone),
            refused=tuple(key for key in listed if key not in held),
            is_resumed=is_resumed,
        )

    def _keep(self, jql: str) -> None:
        """Read the issues of a query and store them, page by page."""
        for page in self._pages.pages(jql, self._asked, "changelog", PAGE_SIZE):
            records = [self._record(issue) for issue in page]
            self._logs.complete(records, page)
            self._store.put((record["key"], record) for record in records)
            self._read |= {record["key"] for record in records}
            self._progress(len(self._read))

    def _keep_by_key(self, keys: Sequence[str]) -> None:
        """Read issues by key; one that is no longer there makes a whole query fail."""
        for start in range(0, len(keys), PAGE_SIZE):
            self._keep_some(list(keys[start : start + PAGE_SIZE]))

    def _keep_some(self, keys: list[str]) -> None:
        try:
            self._keep(with_keys(keys))
        except TrackerError as error:
            if error.status != 400:
                raise
            if len(keys) > 1:
                half = len(keys) // 2
                self._keep_some(keys[:half])
                self._keep_some(keys[half:])

    def _record(self, issue: Mapping[str, Any]) -> Issue:
        """Return what is kept of an issue: the fields that are read, the beginning of others."""
        held = issue.get("fields") or {}
        others = {name: text_of(held.get(name))[:_MOST_TEXT] for name in self._fields.unread}
        return {
            "id": str(issue.get("id") or ""),
            "key": str(issue["key"]),
            "fields": {n: held[n] for n in self._fields.ids if held.get(n) is not None},
            "unread": {name: text for name, text in others.items() if text},
            "changes": [],
        }

"""Ranks for jira820, which has none: a server before it that keeps the order of the backlog."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.trackers.fault_proxy import FaultProxy, Seen

JSON = {"Content-Type": "application/json"}


class JiraRanks(FaultProxy):
    """Passes requests on to jira820, and answers those on ranks itself, as Atlassian describes it.

    Parameters
    ----------
    upstream
        Address of jira820.
    store
        Its issues; new ones come behind all others.
    """

    def __init__(self, upstream: str, store: Any) -> None:
        super().__init__(upstream)
        self._store = store
        self._ranked: list[str] = []
        self.moved = 0

    @property
    def order(self) -> list[str]:
        """The issues as they are ranked."""
        there = self._store.issues
        self._ranked = [key for key in self._ranked if key in there]
        self._ranked += [key for key in there if key not in self._ranked]
        return self._ranked

    def forward(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(seen.path)
        jql = parse_qs(parts.query).get("jql", [""])[0]
        if parts.path.endswith("/search") and "ORDER BY Rank" in jql:
            start = int(parse_qs(parts.query)["startAt"][0])
            page = [{"id": "1", "key": key, "fields": {}} for key in self.order[start : start + 7]]
            body = {"startAt": start, "total": len(self.order), "issues": page}
            return 200, JSON, json.dumps(body).encode()
        if seen.method == "PUT" and parts.path == "/rest/agile/1.0/issue/rank":
            return self.rank(json.loads(seen.body))
        return super().forward(seen)

    def rank(self, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        keys, order = body["issues"], self.order
        (side,) = {"rankBeforeIssue", "rankAfterIssue"} & set(body)
        assert len(keys) <= 50 and set(body) == {"issues", side}
        if body[side] in keys or not {*keys, body[side]} <= set(order):
            return 400, JSON, b'{"errorMessages": ["no such issue"]}'
        rest = [key for key in order if key not in keys]
        place = rest.index(body[side]) + (side == "rankAfterIssue")
        self._ranked = rest[:place] + keys + rest[place:]
        self.moved += len(keys)
        return 204, JSON, b""


@contextmanager
def jira_ranks(upstream: str, store: Any) -> Iterator[JiraRanks]:
    """Run a server with ranks before jira820."""
    server = JiraRanks(upstream, store)
    server.start()
    try:
        yield server
    finally:
        server.stop()

"""Changelogs come with the issues, for many at once, or issue by issue, whichever a site offers."""

from __future__ import annotations

from typing import Any, cast

import pytest

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.jira.changelogs import Changelogs
from allocator.integrations.live.jira.site import JiraFacts

BEGUN = {"created": "2026-11-03T10:00:00.000+0100", "items": [{"field": "status", "to": "3"}]}
CHANGE = ["2026-11-03T10:00:00.000+0100", "status", "", "", "3", ""]


class Site:
    """Answers what it is given, by path, and remembers what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def read(self, _method: str, path: str, **_more: Any) -> Any:
        self.asked.append(path)
        if path not in self.answers:
            raise TrackerError("there is none", status=404)
        return self.answers[path]

    def pages(self, path: str, **_more: Any) -> Any:
        return iter(self.read("GET", path)["values"])


def completed(site: Site, log: Any, *, is_cloud: bool, category: str = "done") -> list[list[str]]:
    facts = JiraFacts(is_cloud, "x", [])
    status = {"statusCategory": {"key": category}}
    updated = "2026-11-04T10:00:00.000+0100"
    record: dict[str, Any] = {"id": "7", "key": "A-7", "changes": []}
    record["fields"] = {"status": status, "updated": updated}
    issue = {"key": "A-7", **({} if log is None else {"changelog": log})}
    Changelogs(cast(TrackerClient, site), facts).complete([record], [issue])
    changes: list[list[str]] = record["changes"]
    return changes


@pytest.mark.parametrize("is_cloud", [True, False])
def test_a_whole_changelog_costs_no_request(is_cloud: bool) -> None:
    site = Site({})
    assert completed(site, {"total": 1, "histories": [BEGUN]}, is_cloud=is_cloud) == [CHANGE]
    assert site.asked == []


def test_cloud_gives_many_at_once_where_the_search_gives_a_part() -> None:
    path = "/rest/api/3/changelog/bulkfetch"
    begun = {**BEGUN, "created": 1793696400000}
    site = Site({path: {"issueChangeLogs": [{"issueId": "7", "changeHistories": [begun]}]}})
    found = completed(site, {"total": 60, "histories": [BEGUN]}, is_cloud=True)
    assert found == [["2026-11-03T10:00:00.000+01:00", *CHANGE[1:]]]
    assert site.asked == [path]


def test_cloud_without_that_is_asked_issue_by_issue() -> None:
    site = Site({"/rest/api/3/issue/A-7/changelog": {"values": [BEGUN]}})
    assert completed(site, None, is_cloud=True) == [CHANGE]


def test_data_center_without_changelogs_is_asked_issue_by_issue() -> None:
    site = Site({"/rest/api/2/issue/A-7": {"changelog": {"histories": [BEGUN]}}})
    assert completed(site, None, is_cloud=False) == [CHANGE]


def test_what_has_not_begun_needs_no_history() -> None:
    site = Site({})
    assert completed(site, None, is_cloud=False, category="new") == []
    assert site.asked == []

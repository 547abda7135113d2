"""Reads the pages of a query: of Cloud by tokens, of Data Center by numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.jira.site import JiraFacts

_KEY_PAGE_SIZES: Final = {True: 5000, False: 1000}
"""Keys of a page, of Cloud and of Data Center."""

Issue = dict[str, Any]


class IssuePages:
    """Searches for issues.

    Parameters
    ----------
    client
        The connection.
    facts
        What the site knows.
    """

    def __init__(self, client: TrackerClient, facts: JiraFacts) -> None:
        self._client, self._facts = client, facts

    def keys(self, jql: str) -> list[str]:
        """Return the keys of the issues of a query, in its order."""
        size = _KEY_PAGE_SIZES[self._facts.is_cloud]
        pages = self.pages(jql, ("key",), "", size)
        return list(dict.fromkeys(str(issue["key"]) for page in pages for issue in page))

    def pages(
        self, jql: str, fields: Sequence[str], expand: str, size: int
    ) -> Iterator[list[Issue]]:
        """Yield the pages of a query.

        Parameters
        ----------
        jql
            The query.
        fields
            Ids of the fields that are read.
        expand
            What else is read; empty for nothing.
        size
            Issues of a page; servers may give fewer.
        """
        if self._facts.is_cloud:
            return self._pages_by_token(jql, fields, expand, size)
        return self._pages_by_start(jql, fields, expand, size)

    def _pages_by_start(
        self, jql: str, fields: Sequence[str], expand: str, size: int
    ) -> Iterator[list[Issue]]:
        """Yield the pages of Data Center, which counts from ``startAt``."""
        start = 0
        while True:
            params: dict[str, str | int] = {"jql": jql, "fields": ",".join(fields)}
            params |= {"startAt": start, "maxResults": size}
            params |= {"expand": expand} if expand else {}
            answer = self._client.read("GET", f"{self._facts.api}/search", params=params)
            page = _issues(answer)
            if page:
                yield page
            start += len(page)
            if not page or start >= int(answer.get("total") or 0):
                return

    def _pages_by_token(
        self, jql: str, fields: Sequence[str], expand: str, size: int
    ) -> Iterator[list[Issue]]:
        """Yield the pages of Cloud, each of which names the next one."""
        token, seen = None, set()
        while True:
            body: dict[str, Any] = {"jql": jql, "fields": list(fields), "maxResults": size}
            body |= {"expand": expand} if expand else {}
            body |= {"nextPageToken": token} if token else {}
            answer = self._client.read("POST", f"{self._facts.api}/search/jql", body=body)
            page = _issues(answer)
            if page:
                yield page
            token = answer.get("nextPageToken")
            if not token or answer.get("isLast") is True or token in seen:
                return
            seen.add(token)


def _issues(answer: Mapping[str, Any]) -> list[Issue]:
    return [one for one in answer.get("issues") or () if isinstance(one, dict) and one.get("key")]

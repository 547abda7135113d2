"""Pulls from Jira: what the site knows, the issues of a query, and the tickets of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import JiraSite
from allocator.integrations.live.jira.fields import SiteFields, fields_to_read
from allocator.integrations.live.jira.issues import JiraIssues
from allocator.integrations.live.jira.queries import without_order
from allocator.integrations.live.jira.site import JiraFacts, read_facts
from allocator.integrations.live.jira.source import JiraSource, source_of
from allocator.integrations.live.reading import TrackerReading, kept_note
from allocator.integrations.live.record_store import RecordStore
from allocator.integrations.tracker.mapping import Mapping as Rules


def read_jira(
    client: TrackerClient,
    site: JiraSite,
    rules: Rules,
    *,
    store: Path | None,
    now: dt.datetime,
    progress: Callable[[int], None],
) -> TrackerReading:
    """Read the issues of a site, and make tickets of them.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.
    rules
        The mapping.
    store
        File that keeps what has been read; None to read everything and keep nothing.
    now
        The present time, with a zone.
    progress
        Is called with the number of issues read, after each page.

    Raises
    ------
    TrackerError
        The site refuses, or does not answer; what has been read is kept.
    """
    facts = read_facts(client, site)
    fields = fields_to_read(facts.fields, rules)
    identity = {
        "site": site.url,
        "query": without_order(facts.jql),
        "fields": sorted(fields.ids),
        "account": site.email or "",
    }
    with RecordStore(store, identity) as kept:
        try:
            counts = JiraIssues(client, facts, fields.ids, kept, progress).read(now)
        except TrackerError as error:
            raise TrackerError(f"{error}{kept_note(kept, 'issue')}", status=error.status) from None
        records = dict(kept.records())
        dropped = kept.dropped
    source: JiraSource = source_of(records.items(), facts, fields, rules, site.url, now.date())
    return TrackerReading(
        source=source,
        counts=counts,
        noun="issue",
        anew=dropped,
        held={key: held_fields(record, facts, fields) for key, record in records.items()},
    )


def held_fields(record: Mapping[str, Any], facts: JiraFacts, fields: SiteFields) -> dict[str, Any]:
    """Return what the site holds for an issue in fields that a plan can change, in its own terms.

    Parameters
    ----------
    record
        The issue as it was read.
    facts, fields
        What the site knows, and which of its fields were read.
    """
    held = record["fields"]
    account = held.get("assignee") or {}
    name = account.get("accountId") if facts.is_cloud else account.get("name")
    found = {
        "id": record["id"],
        "updated": held.get("updated"),
        "assignee": name or account.get("accountId") or account.get("key"),
        "due": held.get("duedate"),
        "original": held.get("timeoriginalestimate"),
        "remaining": held.get("timeestimate"),
    }
    found |= {
        field.id: held[field.id]
        for field in fields.read
        if field.id.startswith("customfield_") and isinstance(held.get(field.id), (int, float, str))
    }
    return {key: value for key, value in found.items() if value is not None}

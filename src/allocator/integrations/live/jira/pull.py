"""Pulls from Jira: what the site knows, the issues of a query, and the tickets of both."""

from __future__ import annotations

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import JiraSite
from allocator.integrations.live.jira.fields import fields_to_read
from allocator.integrations.live.jira.issues import JiraIssues
from allocator.integrations.live.jira.queries import without_order
from allocator.integrations.live.jira.site import read_facts
from allocator.integrations.live.jira.source import JiraSource, source_of
from allocator.integrations.live.push.changes import known
from allocator.integrations.live.push.jira_fields import JiraIssueFields
from allocator.integrations.live.reading import ReadingRequest, TrackerReading, kept_note
from allocator.integrations.live.record_store import RecordStore


def read_jira(client: TrackerClient, site: JiraSite, request: ReadingRequest) -> TrackerReading:
    """Read the issues of a site, and make tickets of them.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.
    request
        How it is read.

    Raises
    ------
    TrackerError
        The site refuses, or does not answer; what has been read is kept.
    """
    facts, rules = read_facts(client, site), request.rules
    fields = fields_to_read(facts.fields, rules)
    identity = {
        "site": site.url,
        "query": without_order(facts.jql),
        "fields": sorted(fields.ids),
        "counted": sorted(fields.unread),
        "account": site.email or "",
    }
    with RecordStore(request.store, identity) as kept:
        try:
            counts = JiraIssues(client, facts, fields, kept, request.progress).read(request.now)
        except TrackerError as error:
            raise TrackerError(f"{error}{kept_note(kept, 'issue')}", status=error.status) from None
        records = dict(kept.records())
        dropped = kept.dropped
    held = JiraIssueFields.of(facts, rules)
    source: JiraSource = source_of(records.items(), facts, fields, rules, site.url)
    return TrackerReading(
        source=source,
        counts=counts,
        noun="issue",
        anew=dropped,
        held={key: known(held.held(record["fields"])) for key, record in records.items()},
    )

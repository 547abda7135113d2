"""Chooses which fields of a site of Jira are read, and as which column of an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.tracker.headers import Header
from allocator.integrations.tracker.mapping import Mapping as Rules

SYSTEM_COLUMNS: Final[Mapping[str, str]] = {
    "summary": "Summary",
    "issuetype": "Issue Type",
    "status": "Status",
    "statuscategorychangedate": "Status Category Changed",
    "priority": "Priority",
    "resolution": "Resolution",
    "assignee": "Assignee",
    "created": "Created",
    "updated": "Updated",
    "resolutiondate": "Resolved",
    "duedate": "Due date",
    "timeoriginalestimate": "Original estimate",
    "timeestimate": "Remaining Estimate",
    "timespent": "Time Spent",
    "parent": "Parent key",
    "project": "Project key",
    "components": "Components",
    "labels": "Labels",
    "issuelinks": "Linked issues",
}
"""Fields of every site that are read, by id: the column that an export has for each."""

KINDS: Final[Mapping[str, str]] = {
    "com.pyxis.greenhopper.jira:gh-sprint": "sprint",
    "com.pyxis.greenhopper.jira:gh-epic-link": "epic",
    "com.pyxis.greenhopper.jira:gh-epic-label": "epic_name",
    "com.pyxis.greenhopper.jira:jsw-story-points": "points",
    "com.atlassian.jpo:jpo-custom-field-parent": "parent",
    "com.atlassian.jpo:jpo-custom-field-baseline-start": "target_start",
    "com.atlassian.jpo:jpo-custom-field-baseline-end": "target_end",
    "com.atlassian.jira.plugin.system.customfieldtypes:atlassian-team": "own_team",
    "com.atlassian.teams:rm-teams-custom-field-team": "own_team",
}
"""Field of a ticket by the kind of a custom field, which is the same in all languages."""

_LEFT_OUT: Final = frozenset(
    {
        *("issuekey", "id", "key", "thumbnail", "timetracking", "workratio", "progress", "votes"),
        *("watches", "lastViewed", "comment", "attachment", "worklog", "aggregateprogress"),
        *("aggregatetimespent", "aggregatetimeestimate", "aggregatetimeoriginalestimate"),
        *("subtasks", "statusCategory", "creator", "issuerestriction", "versions", "fixVersions"),
    }
)
"""Fields of every site that are not read, and that nobody would map."""


_LONG_TEXTS: Final = frozenset({"description", "environment"})
"""Fields of every site that may hold pages of text."""


@dataclass(frozen=True)
class ReadField:
    """A field of a site that is read.

    Attributes
    ----------
    id
        Id in requests and answers: ``duedate``, ``customfield_10016``.
    name
        Name on the site, in its language.
    column
        Name of the column that an export would have.
    target
        Field of a ticket by its kind; None where the name of the column tells.
    """

    id: str
    name: str
    column: str
    target: str | None = None


@dataclass(frozen=True)
class SiteFields:
    """The fields of a site.

    Attributes
    ----------
    read
        Those that are read.
    unread
        Names of those that are not, by id; how many issues have them is counted.
    texts
        Names of long texts, which are not asked for.
    """

    read: tuple[ReadField, ...]
    unread: Mapping[str, str]
    texts: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the fields that are read."""
        return tuple(field.id for field in self.read)


def fields_to_read(given: Iterable[Mapping[str, Any]], rules: Rules) -> SiteFields:
    """Choose the fields of a site: those that the importer knows, and those of the mapping.

    Parameters
    ----------
    given
        The answer of ``GET field``.
    rules
        The mapping, which may name further fields under ``columns`` and ``link_columns``, as the
        site does or as an export does.
    """
    header = Header(jira_names(), rules.columns, rules.link_columns)
    read: list[ReadField] = []
    unread: dict[str, str] = {}
    texts: list[str] = []
    there = set()
    for one in given:
        id_, name = str(one.get("id", "")), str(one.get("name", "")).strip()
        there.add(id_)
        schema = one.get("schema")
        kind = str(schema.get("custom", "")) if isinstance(schema, dict) else ""
        is_custom = bool(one.get("custom")) or id_.startswith("customfield_")
        column = f"Custom field ({name})" if is_custom else SYSTEM_COLUMNS.get(id_, name)
        columns = header.columns([column])
        is_known = bool(columns.at or columns.link_columns) if is_custom else id_ in SYSTEM_COLUMNS
        if is_known:
            read.append(ReadField(id_, name, column))
        elif is_custom and kind in KINDS:
            read.append(ReadField(id_, name, column, KINDS[kind]))
        elif not is_custom and _is_mapped(header, name, rules):
            read.append(ReadField(id_, name, name))
        elif id_ in _LONG_TEXTS:
            texts.append(name)
        elif id_ not in _LEFT_OUT and not columns.ignored:
            unread[id_] = name
    read += [
        ReadField(id_, column, column) for id_, column in SYSTEM_COLUMNS.items() if id_ not in there
    ]
    return SiteFields(tuple(read), unread, tuple(texts))


def _is_mapped(header: Header, name: str, rules: Rules) -> bool:
    """Return whether the mapping names a field that all sites have."""
    if not rules.columns and not rules.link_columns:
        return False
    bare = Header(jira_names()).columns([name])
    found = header.columns([name])
    return (found.at, found.link_columns) != (bare.at, bare.link_columns)

"""What an issue of Jira holds in the fields that a plan can change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.live.jira.fields import KINDS
from allocator.integrations.live.jira.link_kinds import rule_by_sides
from allocator.integrations.live.jira.site import JiraFacts, LinkKind
from allocator.integrations.live.push.changes import AFTER
from allocator.integrations.tracker.headers import Header
from allocator.integrations.tracker.mapping import LinkRule, find
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.vocabulary import link_rule

_CUSTOM: Final = ("points", "start", "target_start", "target_end")
"""Fields of tickets that are fields of the site's own."""

_ALWAYS: Final = (
    *("assignee", "duedate", "timeoriginalestimate", "timeestimate", "issuelinks", "labels"),
    "issuetype",
)
_SPRINT_TEXT: Final = re.compile(r"\bid=(\d+)\b.*?\bstate=(\w+)", re.DOTALL)
"""A sprint as older Data Centers write it."""


@dataclass(frozen=True)
class JiraIssueFields:
    """Reads the fields of issues of one site that a plan can change.

    Attributes
    ----------
    is_cloud
        Whether accounts have ids in place of names.
    rules
        The mapping, which says what links mean.
    kinds
        Kinds of links of the site.
    custom
        Ids of the site's own fields, by the field of a ticket.
    """

    is_cloud: bool
    rules: Rules
    kinds: tuple[LinkKind, ...]
    custom: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: JiraFacts, rules: Rules) -> JiraIssueFields:
        """Return the fields of a site.

        Parameters
        ----------
        facts
            What the site knows.
        rules
            The mapping.
        """
        return cls(facts.is_cloud, rules, tuple(facts.links), dict(_custom_fields(facts, rules)))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the fields to ask for."""
        return (*_ALWAYS, *self.custom.values())

    def held(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what an issue holds, in the terms of a push; what is empty is None.

        Parameters
        ----------
        fields
            As Jira answers.
        """
        account = fields.get("assignee") or {}
        name = account.get("accountId" if self.is_cloud else "name")
        found: dict[str, Any] = {
            "assignee": name or account.get("accountId") or account.get("key"),
            "due": fields.get("duedate"),
            "original": fields.get("timeoriginalestimate") or None,
            "remaining": fields.get("timeestimate") or None,
        }
        if "sprint" in self.custom:
            found["sprint"] = _sprint(fields.get(self.custom["sprint"]))
        for name in _CUSTOM:
            if name in self.custom:
                value = fields.get(self.custom[name])
                found[name] = value if isinstance(value, (int, float, str)) else None
        found |= {AFTER + key: True for _, key in self.predecessors(fields)}
        return found

    def predecessors(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the id of each link that makes an issue wait, with the key of the other one."""
        for link in fields.get("issuelinks") or ():
            kind = link.get("type") or {}
            sides = (str(kind.get(name) or "") for name in ("name", "inward", "outward"))
            rule = self._rule(LinkKind(*sides))
            if rule is None or rule.type != "FS":
                continue
            side = "inwardIssue" if rule.outward == "before" else "outwardIssue"
            other = (link.get(side) or {}).get("key")
            if other:
                yield str(link.get("id")), str(other)

    def _rule(self, kind: LinkKind) -> LinkRule | None:
        given = find(self.rules.links, kind.name)
        if given is not None:
            return given if isinstance(given, LinkRule) else None
        return link_rule(kind.name) or rule_by_sides(kind)

    def link_to_write(self) -> tuple[LinkKind, LinkRule] | None:
        """Return the kind of link that a push makes, and what it means; None without any."""
        found = [
            (kind, rule)
            for kind in self.kinds
            if (rule := self._rule(kind)) is not None and rule.type == "FS"
        ]
        found.sort(key=lambda pair: pair[0].name.casefold() != "blocks")
        return found[0] if found else None


def _custom_fields(facts: JiraFacts, rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the fields of tickets that are fields of the site's own, with their ids."""
    header = Header(jira_names(), rules.columns, rules.link_columns)
    seen = set()
    for one in facts.fields:
        id_, name = str(one.get("id", "")), str(one.get("name", "")).strip()
        kind = str((one.get("schema") or {}).get("custom", ""))
        if not id_.startswith("customfield_"):
            continue
        at = list(header.columns([f"Custom field ({name})"]).at)
        target = at[0] if at else KINDS.get(kind, "")
        if target in (*_CUSTOM, "sprint", "epic") and target not in seen:
            seen.add(target)
            yield target, id_


def _sprint(value: Any) -> int | None:
    """Return the id of the sprint that an issue is in; those that are closed do not count."""
    found = None
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            number, state = one.get("id"), str(one.get("state", ""))
        else:
            match = _SPRINT_TEXT.search(str(one))
            number, state = (match[1], match[2]) if match else (None, "")
        if number is not None and state.casefold() != "closed":
            found = int(number)
    return found

"""Makes tickets of the issues that were read, with what the site knows about their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.jira.rows import AMOUNTS, JiraRow
from allocator.integrations.live.history import work_history
from allocator.integrations.live.jira.fields import SiteFields
from allocator.integrations.live.jira.issue_cells import cells_of
from allocator.integrations.live.jira.link_kinds import rule_by_sides
from allocator.integrations.live.jira.site import JiraFacts, LinkKind
from allocator.integrations.live.jira.sprints import sprint_iterations
from allocator.integrations.tracker.dates import DateReader
from allocator.integrations.tracker.headers import Columns, Header
from allocator.integrations.tracker.iterations import Iteration, with_sprints
from allocator.integrations.tracker.mapping import LinkRule, find
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.structure import state_of
from allocator.integrations.tracker.ticket import Category, Ticket
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.unread_columns import UnreadColumn, UnreadColumns, uses_of
from allocator.integrations.tracker.vocabulary import link_rule


@dataclass
class JiraSource(TicketSource):
    """Tickets of a site of Jira, with what the site says beside them.

    Attributes
    ----------
    links
        Kinds of links of the site.
    iterations
        Its sprints with dates.
    hours_per_day
        Hours of a day of its estimates; None where it does not say.
    """

    links: list[LinkKind] = field(default_factory=list)
    iterations: list[Iteration] = field(default_factory=list)
    hours_per_day: float | None = None

    def complete_rules(self, rules: Rules) -> Rules:
        """Return the mapping with kinds of links, working hours and sprints of the site."""
        update: dict[str, Any] = {}
        known = {link.name: rule for link in self.links if (rule := rule_of(link, rules))}
        if known:
            update["links"] = {**known, **rules.links}
        if self.hours_per_day and "hours_per_day" not in rules.model_fields_set:
            update["hours_per_day"] = self.hours_per_day
        rules, notes = with_sprints(rules.model_copy(update=update), self.iterations)
        self.notes += notes
        return rules


def rule_of(link: LinkKind, rules: Rules) -> LinkRule | None:
    """Return what the sides of a kind of link say; None where its name does, or nothing."""
    if find(rules.links, link.name) is not None or link_rule(link.name) is not None:
        return None
    return rule_by_sides(link)


def source_of(
    records: Iterable[tuple[str, Mapping[str, Any]]],
    facts: JiraFacts,
    fields: SiteFields,
    rules: Rules,
    site_url: str,
) -> JiraSource:
    """Return the tickets of issues.

    Parameters
    ----------
    records
        Issues by key, with their changes.
    facts, fields
        What the site knows, and which of its fields were read.
    rules
        The mapping.
    site_url
        Address of the site.
    """
    return _Tickets(facts, fields, rules, site_url).source(records)


class _Tickets:
    """Makes the tickets of one pull."""

    def __init__(self, facts: JiraFacts, fields: SiteFields, rules: Rules, site_url: str) -> None:
        self._facts, self._fields, self._rules, self._url = facts, fields, rules, site_url
        self._header = Header(jira_names(), rules.columns, rules.link_columns)
        self._dates = DateReader("ymd")
        self._numbers = NumberReader(marks=dict.fromkeys(AMOUNTS, "."))
        self._columns: dict[tuple[int, ...], dict[tuple[str, ...], _Shape]] = {}
        self._unread: dict[str, UnreadColumn] = {}
        self._states: dict[tuple[str, str], Category | None] = {}

    def source(self, records: Iterable[tuple[str, Mapping[str, Any]]]) -> JiraSource:
        source = JiraSource(
            is_live=True, links=self._facts.links, hours_per_day=self._facts.hours_per_day
        )
        source.notes += self._facts.notes
        source.columns = dict.fromkeys([*self._fields.unread.values(), *self._fields.texts], "")
        source.site_statuses = dict(self._facts.statuses.values())
        source.site_links = {
            link.name: f"{link.outward} / {link.inward}" for link in self._facts.links
        }
        source.tickets += (self._ticket(record) for _, record in records)
        for shapes in self._columns.values():
            for names, shape in shapes.items():
                source.columns |= uses_of(names, shape.columns)
                source.leave(shape.unread.of, shape.unread.helpers, shape.unread.second)
        source.leave(self._unread, {}, {})
        if self._dates.unread:
            source.unread["dates"] = self._dates.unread
        source.take_numbers(self._numbers, AMOUNTS, {})
        source.iterations, notes = sprint_iterations(self._facts.sprints, source.newest)
        source.notes += notes
        self._note_unread(source)
        return source

    def _ticket(self, record: Mapping[str, Any]) -> Ticket:
        for id_, text in record.get("unread", {}).items():
            name = self._fields.unread.get(id_, id_)
            self._unread.setdefault(name, UnreadColumn()).add(text)
        found = list(cells_of(record, self._fields.read))
        names = tuple(name for _, (name, _) in found)
        cells = [cell for _, (_, cell) in found]
        shape = self._shape(tuple(place for place, _ in found), names)
        shape.unread.add(cells)
        row = JiraRow(names, cells, shape.columns, self._dates, self._numbers)
        ticket = row.ticket(f"{self._url}/browse/{record['key']}", 0)
        kind = record["fields"].get("issuetype") or {}
        level = kind.get("hierarchyLevel")
        ticket = replace(
            ticket,
            is_subtask=kind.get("subtask") is True or ticket.is_subtask,
            is_container=(isinstance(level, int) and level > 0) or ticket.is_container,
        )
        return self._with_history(ticket, record)

    def _shape(self, places: tuple[int, ...], names: tuple[str, ...]) -> _Shape:
        """Return the columns of issues whose cells have these names."""
        known = self._columns.setdefault(places, {})
        if names not in known:
            columns = self._header.columns(names)
            for position, place in enumerate(places):
                target = self._fields.read[place].target if place >= 0 else None
                if target is not None and position in columns.rest:
                    columns.add(target, position)
            known[names] = _Shape(columns, UnreadColumns(names, columns))
        return known[names]

    def _with_history(self, ticket: Ticket, record: Mapping[str, Any]) -> Ticket:
        """Return the ticket with what its history says of start, end and flag."""
        found = work_history(record.get("changes") or (), self._state_of)
        started, finished = self._time(found.started), self._time(found.finished)
        state, _ = state_of(ticket, self._rules)
        if state == "in_progress" and started is not None:
            ticket = replace(ticket, changed=started)
        elif state == "done":
            ticket = replace(
                ticket, resolved=ticket.resolved or finished, start=started or ticket.start
            )
        if ticket.flags and ticket.blocked_since is None:
            ticket = replace(ticket, blocked_since=self._time(found.flagged_since))
        return ticket

    def _time(self, text: str | None) -> dt.datetime | None:
        return None if text is None else self._dates.read(text)

    def _state_of(self, id_: str, name: str) -> Category | None:
        """Return the state that a status stands for, by the mapping and the site."""
        if (id_, name) not in self._states:
            category = self._facts.statuses.get(id_, ("", ""))[1]
            stand_in = Ticket(key="-", status=name, category=category)
            state, is_known = state_of(stand_in, self._rules)
            self._states[id_, name] = state if is_known else None
        return self._states[id_, name]

    def _note_unread(self, source: JiraSource) -> None:
        if self._fields.texts:
            source.notes.append(f"texts that were not asked for: {', '.join(self._fields.texts)}")


@dataclass(frozen=True)
class _Shape:
    """The columns of the issues that have the same cells, and what of them is not read."""

    columns: Columns
    unread: UnreadColumns

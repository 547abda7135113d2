"""From tickets to a scenario: puts the steps together and counts what becomes of what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from allocator.domain import Calendar, Person, Scenario
from allocator.domain.quantities import elapsed_minutes
from allocator.errors import FormatError
from allocator.integrations.base import counted
from allocator.integrations.tracker.axis import Axis
from allocator.integrations.tracker.draft import Draft, Entry
from allocator.integrations.tracker.estimates import Estimate, Estimator
from allocator.integrations.tracker.items import ItemMaker
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping import find
from allocator.integrations.tracker.precedence import (
    Precedence,
    check_circles,
    hand_down,
    precedence,
)
from allocator.integrations.tracker.progress import Dates, Historian
from allocator.integrations.tracker.projects import Projects
from allocator.integrations.tracker.report import Report
from allocator.integrations.tracker.source import Source, one_each
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import Node, Structure, contradicts
from allocator.integrations.tracker.words import PRIORITIES, folded
from allocator.scenario.short_forms import shortened


def build(
    source: Source,
    rules: Rules,
    axis: Axis,
    *,
    team: tuple[Person, ...] | None = None,
    name: str = "Imported",
) -> tuple[Draft, Report]:
    """Make a scenario of what a reader has read.

    Parameters
    ----------
    source
        Tickets of all files.
    rules
        The mapping.
    axis
        The calendar, and when the plan begins.
    team
        Who there is; None makes people from the assignees.
    name
        Of the scenario, where the mapping has none.

    Returns
    -------
    tuple
        The scenario as plain data, and the report.

    Raises
    ------
    FormatError
        Links run in a circle.
    """
    return _Build(source, rules, axis, team).run(rules.name or name)


NOBODY = {"id": "somebody", "name": "Somebody"}
"""Who does the work where nothing is assigned to anybody."""

NOBODY_NOTE = "nothing is assigned to anybody: one person stands for the team"
"""What the report says then."""


class _Build:
    """One import."""

    def __init__(
        self,
        source: Source,
        rules: Rules,
        axis: Axis,
        team: tuple[Person, ...] | None,
    ) -> None:
        self._source, self._rules = source, rules
        self._report = Report(rows=len(source.tickets), unread=dict(source.unread))
        self._axis = axis
        tickets, self._again = one_each(source.tickets)
        self._structure = Structure(tickets, rules)
        calendar = self._axis.calendar
        self._estimator = Estimator(
            rules, day_hours=calendar.day_hours, week_days=len(calendar.workdays)
        )
        self._historian = Historian(
            self._axis.now,
            workdays=calendar.workdays,
            day_hours=calendar.day_hours,
            day_start=self._axis.day_start,
        )
        self._staff = Staff(rules, team)
        self._check_accounts()
        self._estimates: dict[str, Estimate] = {}
        self._dates: dict[str, Dates] = {}

    def _check_accounts(self) -> None:
        strangers = self._staff.strangers()
        if strangers:
            raise FormatError(
                f"the mapping gives accounts to {', '.join(strangers)}, who "
                f"{'is' if len(strangers) == 1 else 'are'} not in the team\n    hint: correct "
                "people, accounts in the mapping, or add them to the team file"
            )

    def run(self, name: str) -> tuple[Draft, Report]:
        links = precedence(self._structure, self._rules)
        hand_down(links, self._structure)
        check_circles(links, self._structure, self._rules)
        self._measure()
        self._forget_history()
        made = ItemMaker(
            rules=self._rules,
            axis=self._axis,
            structure=self._structure,
            links=links,
            staff=self._staff,
            estimator=self._estimator,
            estimates=self._estimates,
            dates=self._dates,
            projects=(projects := Projects(self._structure, self._rules, self._axis.now)),
            report=self._report,
        )
        items = made.entries()
        draft = Draft(
            fields={"version": 1, "name": name, **self._fields()},
            people=self._people(),
            people_head=self._people_head(),
            projects=projects.entries(),
            items=items,
        )
        self._count(draft, links)
        return draft, self._report

    def _fields(self) -> dict[str, object]:
        given = {k: v for k, v in self._rules.scenario.items() if k not in ("calendar", "now")}
        return {**self._axis.fields, **given}

    def _measure(self) -> None:
        """Find out effort and dates of everything, parents' estimates divided among parts."""
        counted_once: list[str] = []
        shares: dict[str, int] = {}
        nodes = self._structure.nodes
        for key, node in nodes.items():
            if node.kind == "container" or not node.children:
                continue
            parts = [nodes[child] for child in node.children]
            share, is_left_out = self._estimator.shares(node, parts)
            if share is not None:
                shares |= dict.fromkeys(node.children, share)
            if is_left_out:
                counted_once.append(key)
        for key, node in nodes.items():
            estimate = self._estimator.of(node, shares.get(key))
            self._estimates[key] = estimate
            self._dates[key] = self._historian.dates(node, estimate.minutes)
        if counted_once:
            self._report.notes.append(
                f"estimates of {counted(len(counted_once), 'parent')} not counted, since their "
                f"parts have their own: {_some(counted_once)}"
            )

    def _forget_history(self) -> None:
        """Leave out what was finished long ago, if the mapping says so."""
        history = self._rules.history
        if history == "all":
            return
        limit = self._axis.now
        if history != "none":
            limit -= dt.timedelta(minutes=float(elapsed_minutes(history)))
        nodes = self._structure.nodes
        for key in [k for k, n in nodes.items() if n.state == "done" and self._is_over(n, limit)]:
            parent = nodes[key].parent
            if parent in nodes:
                nodes[parent].children.remove(key)
                nodes[parent].had_children = True
            del nodes[key]
            self._structure.past.add(key)
            self._report.skip("done before the history that the mapping keeps", key)

    def _is_over(self, node: Node, limit: dt.datetime) -> bool:
        """Whether a ticket and all its parts ended before an instant."""
        finished = self._dates[node.key].finished
        parts = [self._structure.nodes[k] for k in node.children if k in self._structure.nodes]
        return (finished is not None and finished < limit) and all(
            part.state == "done" and self._is_over(part, limit) for part in parts
        )

    def _people(self) -> list[Entry]:
        team = self._staff.team
        if team is None:
            return [Entry(fields) for fields in self._staff.entries()] or [Entry(dict(NOBODY))]
        shell = Scenario(
            name="-", calendar=Calendar(start=dt.date(2000, 1, 1)), people=team, items=()
        )
        return [Entry(fields) for fields in shortened(shell)["people"]]

    def _people_head(self) -> list[str]:
        if not self._staff.is_inferred:
            return []
        if not self._staff.names:
            return [
                "A placeholder, since nothing is assigned to anybody. Name your team in a file",
                "of its own, and import with --team.",
            ]
        return [
            "Inferred: everybody to whom a ticket is assigned, with the skills of the tickets",
            "that they hold or did. Name your team in a file of its own, and import with --team.",
        ]

    def _count(self, draft: Draft, links: Precedence) -> None:
        report, source = self._report, self._source
        report.items, report.people = len(draft.items), len(draft.people)
        report.projects = len(draft.projects)
        report.milestones = sum(e.fields.get("kind") == "milestone" for e in draft.items)
        report.states = dict(Counter(e.fields.get("state", "todo") for e in draft.items))
        for key, reason in self._structure.skipped.items():
            report.skip(reason, key)
        for key in self._again:
            report.skip("given again in a newer or later row", key)
        report.notes = [*source.notes, *report.notes, *_about_links(links)]
        unknown = Counter(
            node.ticket.status for node in self._structure.nodes.values() if not node.is_known
        )
        report.notes += [
            f'status "{status}" of {counted(number, "ticket")} is not known: taken as todo; say '
            "what it means in the mapping, under statuses"
            for status, number in unknown.items()
        ]
        unknown = Counter(
            node.ticket.priority
            for node in self._structure.nodes.values()
            if folded(node.ticket.priority) not in PRIORITIES
            and find(self._rules.priorities, node.ticket.priority) is None
        )
        report.notes += [
            f'priority "{priority}" of {counted(number, "ticket")} is not known: weight 1; say '
            "another in the mapping, under priorities"
            for priority, number in unknown.items()
        ]
        odd = Counter(
            (node.ticket.status, node.ticket.category)
            for node in self._structure.nodes.values()
            if contradicts(node.ticket, self._rules)
        )
        report.notes += [
            f'status "{status}" of {counted(number, "ticket")} is of the category "{category}", '
            "which counts; say otherwise in the mapping, under statuses"
            for (status, category), number in odd.items()
        ]
        report.notes += [
            f'assignee "{name}" of {counted(number, "item")} is nobody of the team: add the '
            "account to the mapping, under people, accounts"
            for name, number in self._staff.unmatched.items()
        ]
        if self._staff.is_inferred and not self._staff.names:
            report.notes.append(NOBODY_NOTE)
        elif self._staff.is_inferred:
            report.notes.append("people and their skills are inferred from the assignees")


def _about_links(links: Precedence) -> list[str]:
    """Say what became of the links."""
    notes = []
    for kind, (rule, number) in links.used.items():
        side = "before" if rule.outward == "before" else "after"
        notes.append(
            f'link "{kind}": the outward side comes {side} the other ({rule.type}), '
            f"{counted(number, 'mention')}"
        )
    if links.ignored:
        words = ", ".join(f"{kind} ({number})" for kind, number in links.ignored.items())
        notes.append(f"links that make nothing wait, ignored: {words}")
    if links.left_out:
        notes.append(f"{counted(len(links.left_out), 'link')} to tickets that are left out")
    if links.within:
        some = [f"{edge.before} before {edge.after}" for edge in links.within]
        notes.append(f"links between a ticket and its own parts, ignored: {_some(some)}")
    if links.followers:
        notes.append(f"{counted(links.followers, 'link')} to followers that are not in the file")
    if links.cut:
        some = [f"{edge.before} before {edge.after}" for edge in links.cut]
        notes.append(f"links cut, since they closed a circle: {_some(some)}")
    return notes


def _some(names: Iterable[str], most: int = 8) -> str:
    some: Sequence[str] = list(names)
    more = f" and {len(some) - most} more" if len(some) > most else ""
    return f"{', '.join(some[:most])}{more}"

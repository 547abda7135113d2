"""Makes a scenario from tickets; this module wires the steps together."""

from __future__ import annotations

import datetime as dt

from allocator.domain import Calendar, Person, Scenario
from allocator.domain.quantities import elapsed_minutes
from allocator.errors import FormatError
from allocator.integrations.tracker.column_notes import about_cells, about_columns
from allocator.integrations.tracker.contradictions import TicketContradictions
from allocator.integrations.tracker.estimates import Estimate, Estimator
from allocator.integrations.tracker.import_notes import (
    NOBODY,
    about_links,
    about_parents,
    about_people,
    about_words,
    fill_in_totals,
)
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.items import ItemMaker
from allocator.integrations.tracker.kept_cells import KeptCells
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.precedence import (
    check_circles,
    hand_down,
    precedence,
)
from allocator.integrations.tracker.projects import Projects
from allocator.integrations.tracker.scenario_document import DocumentEntry, ScenarioDocument
from allocator.integrations.tracker.staff import Staff
from allocator.integrations.tracker.structure import Structure, TicketNode
from allocator.integrations.tracker.ticket_source import TicketSource, one_each
from allocator.integrations.tracker.timeframe import Timeframe
from allocator.integrations.tracker.work_dates import WorkDateFinder, WorkDates
from allocator.scenario.shape.short_forms import shortened
from allocator.wording import count, enumerated


def build(
    source: TicketSource,
    rules: Rules,
    timeframe: Timeframe,
    *,
    team: tuple[Person, ...] | None = None,
    name: str = "Imported",
) -> tuple[ScenarioDocument, ImportReport]:
    """Make a scenario from the tickets of a reader.

    Parameters
    ----------
    source
        Tickets of all files.
    rules
        The mapping.
    timeframe
        The calendar, and the start of the plan.
    team
        The people; None makes them from the assignees.
    name
        Name of the scenario, if the mapping has none.

    Returns
    -------
    tuple
        The scenario as plain data, and the report.

    Raises
    ------
    FormatError
        Links run in a circle.
    """
    return _ScenarioBuild(source, rules, timeframe, team).run(rules.name or name)


class _ScenarioBuild:
    """One import."""

    def __init__(
        self,
        source: TicketSource,
        rules: Rules,
        timeframe: Timeframe,
        team: tuple[Person, ...] | None,
    ) -> None:
        self._source, self._rules = source, rules
        rows = len(source.tickets) + sum(map(len, source.left_out.values()))
        self._report = ImportReport(rows=rows, unread=dict(source.unread))
        self._timeframe = timeframe
        tickets, self._again = one_each(source.tickets)
        self._structure = Structure(tickets, rules)
        calendar = self._timeframe.calendar
        self._estimator = Estimator(
            rules, day_hours=calendar.day_hours, week_days=len(calendar.workdays)
        )
        self._historian = WorkDateFinder(
            self._timeframe.now,
            workdays=calendar.workdays,
            day_hours=calendar.day_hours,
            day_start=self._timeframe.day_start,
        )
        self._staff = Staff(rules, team)
        self._check_accounts()
        self._estimates: dict[str, Estimate] = {}
        self._dates: dict[str, WorkDates] = {}

    def _check_accounts(self) -> None:
        strangers = self._staff.strangers()
        if strangers:
            raise FormatError(
                f"the mapping gives accounts to {', '.join(strangers)}, who "
                f"{'is' if len(strangers) == 1 else 'are'} not in the team",
                hint="correct people, accounts in the mapping, or add them to the team file",
            )

    def run(self, name: str) -> tuple[ScenarioDocument, ImportReport]:
        links = precedence(self._structure, self._rules)
        hand_down(links, self._structure)
        check_circles(links, self._structure, self._rules)
        self._measure()
        self._forget_history()
        made = ItemMaker(
            rules=self._rules,
            timeframe=self._timeframe,
            structure=self._structure,
            links=links,
            staff=self._staff,
            estimator=self._estimator,
            estimates=self._estimates,
            dates=self._dates,
            projects=(projects := Projects(self._structure, self._rules, self._timeframe.now)),
            report=self._report,
        )
        items = made.entries()
        document = ScenarioDocument(
            fields={"version": 1, "name": name, **self._fields()},
            people=self._people(),
            people_head=self._people_head(),
            projects=projects.entries(),
            items=items,
        )
        self._report.skipped = self._left_out()
        fill_in_totals(self._report, document)
        self._report.notes = [
            *self._source.notes,
            *self._report.notes,
            *about_parents(self._structure),
            *about_links(links),
            *about_columns(self._source, self._rules),
            *about_cells(self._source, self._accounts(made, document).lost()),
            *about_words(self._structure, self._rules),
            *TicketContradictions(
                self._structure, self._rules, self._timeframe, self._estimates
            ).lines(),
            *about_people(self._staff),
        ]
        return document, self._report

    def _accounts(self, made: ItemMaker, document: ScenarioDocument) -> KeptCells:
        return KeptCells(
            structure=self._structure,
            rules=self._rules,
            staff=self._staff,
            estimator=self._estimator,
            estimates=self._estimates,
            staffing=made.staffing,
            document=document,
        )

    def _left_out(self) -> dict[str, list[str]]:
        """Return further rows that are left out, by reason."""
        found = self._report.skipped | self._source.left_out
        for key, reason in self._structure.skipped.items():
            found.setdefault(reason, []).append(key)
        if self._again:
            found["given again in a newer or later row"] = list(self._again)
        return found

    def _fields(self) -> dict[str, object]:
        given = {k: v for k, v in self._rules.scenario.items() if k not in ("calendar", "now")}
        return {**self._timeframe.fields, **given}

    def _measure(self) -> None:
        """Find effort and dates of all tickets, with estimates of parents divided among parts."""
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
                f"estimates of {count(len(counted_once), 'parent')} not counted, since their "
                f"parts have their own: {enumerated(counted_once)}"
            )

    def _forget_history(self) -> None:
        """Leave out tickets that were finished long ago, if the mapping says so."""
        history = self._rules.history
        if history == "all":
            return
        limit = self._timeframe.now
        if history != "none":
            ago = dt.timedelta(minutes=float(elapsed_minutes(history)))
            limit = max(limit, dt.datetime.min + ago) - ago
        nodes = self._structure.nodes
        for key in [k for k, n in nodes.items() if n.state == "done" and self._is_over(n, limit)]:
            parent = nodes[key].parent
            if parent in nodes:
                nodes[parent].children.remove(key)
                nodes[parent].had_children = True
            del nodes[key]
            self._structure.past.add(key)
            self._report.skip("done before the history that the mapping keeps", key)

    def _is_over(self, node: TicketNode, limit: dt.datetime) -> bool:
        """Return whether a ticket and all its parts ended before an instant."""
        finished = self._dates[node.key].finished
        parts = [self._structure.nodes[k] for k in node.children if k in self._structure.nodes]
        return (finished is not None and finished < limit) and all(
            part.state == "done" and self._is_over(part, limit) for part in parts
        )

    def _people(self) -> list[DocumentEntry]:
        team = self._staff.team
        if team is None:
            return [DocumentEntry(fields) for fields in self._staff.entries()] or [
                DocumentEntry(dict(NOBODY))
            ]
        shell = Scenario(
            name="-", calendar=Calendar(start=dt.date(2000, 1, 1)), people=team, items=()
        )
        return [DocumentEntry(fields) for fields in shortened(shell)["people"]]

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

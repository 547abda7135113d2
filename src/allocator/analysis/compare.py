"""What differs between two plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from allocator import wording
from allocator.analysis.comparison import (
    Comparison,
    DateChange,
    ItemLateness,
    ItemMove,
    ItemName,
    Reassignment,
)
from allocator.analysis.dates import planned, project_spans
from allocator.analysis.days import plan_days
from allocator.analysis.item_changes import has_other_people
from allocator.analysis.lateness import moved_text, overdue_text
from allocator.analysis.left_out import left_out_text
from allocator.analysis.people import people_on
from allocator.analysis.rounding import rounded
from allocator.analysis.why.explain import Explainer
from allocator.analysis.why.reason import Why
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan
from allocator.domain.quantities import last_day


def compare(old: Plan, new: Plan) -> Comparison:
    """Return what changed from the old plan to the new one."""
    was, now = Calendars(old.scenario), Calendars(new.scenario)
    team, before, after = now.team, _Side(old, was), _Side(new, now)
    explainer = Explainer(old, new, was, now)
    both = [item_id for item_id in after.planned if item_id in before.planned]
    come = [item_id for item_id in after.planned if item_id not in before.planned]
    gone = [item_id for item_id in before.planned if item_id not in after.planned]
    return Comparison(
        dates=(
            *(
                _with_reason(change, explainer.project)
                for change in _dates(team, "project", before.projects, after.projects)
            ),
            *(
                _with_reason(change, explainer.milestone)
                for change in _dates(team, "milestone", before.milestones, after.milestones)
            ),
        ),
        added=tuple(after.name(i) for i in come if i not in before.entries),
        removed=tuple(before.name(i) for i in gone if i not in after.entries),
        taken_up=tuple(
            after.name(i, before.why_contingent(i, new)) for i in come if i in before.entries
        ),
        dropped=tuple(before.name(i, after.why_left_out(i)) for i in gone if i in after.entries),
        moved=tuple(
            _move(team, i, before, after, explainer.move(i))
            for i in both
            if i not in after.milestones and before.planned[i] != after.planned[i]
        ),
        reassigned=tuple(
            Reassignment(
                id=i,
                title=after.entries[i].title,
                was=before.people(i),
                now=after.people(i),
                project=after.entries[i].project,
                why=explainer.reassignment(i),
            )
            for i in both
            if has_other_people(old.scenario, before.entries[i], new.scenario, after.entries[i])
        ),
        newly_late=tuple(after.lateness(i) for i in after.late if i not in before.late),
        no_longer_late=tuple(
            before.lateness(i) for i in before.late if i in after.planned and i not in after.late
        ),
    )


_Finishes = dict[str, tuple[str, dt.datetime | None, dt.date | None]]
"""Name, finish and its day by id."""


class _Side:
    """One of the two plans, by item id."""

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        self._scenario, self._team = plan.scenario, calendars.team
        self.entries = {entry.id: entry for entry in plan.items}
        self.planned = {entry.id: (start, finish) for entry, start, finish in planned(plan.items)}
        self.late = [i for i in self.planned if self._late_days(i) > 0]
        spans = project_spans(plan.scenario, plan.items)
        shown = plan_days(plan, calendars)
        nothing = (None, None)
        self.projects: _Finishes = {
            project.id: (
                project.name,
                spans.get(project.id, nothing)[1],
                (shown.project(project.id) or nothing)[1],
            )
            for project in plan.scenario.projects
        }
        self.milestones: _Finishes = {
            item.id: (item.title, self.planned.get(item.id, nothing)[1], shown.ends(item.id))
            for item in plan.scenario.items
            if item.is_milestone
        }

    def name(self, item_id: str, reason: str = "") -> ItemName:
        return ItemName(id=item_id, title=self.entries[item_id].title, reason=reason)

    def why_left_out(self, item_id: str) -> str:
        """Return which failed item gives an item up, or whose try must fail for it, in words."""
        entry = self.entries[item_id]
        is_given_up = item_id in self._scenario.given_up
        given = entry.state == "contingent" or is_given_up
        return left_out_text(self._scenario, entry) if given else ""

    def why_contingent(self, item_id: str, later: Plan) -> str:
        """Return whose try has failed by a later plan, so that a contingent item is planned."""
        if self.entries[item_id].state != "contingent":
            return ""
        failed = [
            item.id
            for item in later.scenario.items
            if item.state == "failed" and item.if_fails and item_id in item.if_fails.then
        ]
        return f"as {wording.joined(failed)} failed" if failed else "no longer only if a try fails"

    def people(self, item_id: str) -> tuple[str, ...]:
        return people_on(self._scenario, self.entries[item_id])

    def lateness(self, item_id: str) -> ItemLateness:
        entry = self.entries[item_id]
        return ItemLateness(
            id=item_id,
            title=entry.title,
            late_days=self._late_days(item_id),
            late_by=overdue_text(self._scenario, self._team, entry),
        )

    def _late_days(self, item_id: str) -> float:
        return self.entries[item_id].overdue_days


def _dates(
    team: TeamCalendar,
    kind: Literal["project", "milestone"],
    before: _Finishes,
    after: _Finishes,
) -> list[DateChange]:
    """Return the finishes of everything in either plan, the new plan's first."""
    changes = []
    for key in dict.fromkeys((*after, *before)):
        name = (after.get(key) or before[key])[0]
        _, was, was_day = before.get(key, ("", None, None))
        _, now, now_day = after.get(key, ("", None, None))
        days = None if was is None or now is None else _days(team, was, now)
        by = "" if was is None or now is None else moved_text(team, was, now)
        changes.append(
            DateChange(
                kind=kind,
                id=key,
                name=name,
                was=was,
                now=now,
                was_day=was_day,
                now_day=now_day,
                days=days,
                moved_by=by,
            )
        )
    return changes


def _with_reason(change: DateChange, why: Callable[[str], Why | None]) -> DateChange:
    """Add to a date of both plans that moved why it did."""
    if change.days is None or not change.changed:
        return change
    return change.model_copy(update={"why": why(change.id)})


def _move(team: TeamCalendar, item_id: str, before: _Side, after: _Side, why: Why) -> ItemMove:
    entry, was, now = after.entries[item_id], before.planned[item_id], after.planned[item_id]
    return ItemMove(
        id=entry.id,
        title=entry.title,
        was_start=was[0],
        start=now[0],
        start_days=_days(team, was[0], now[0]),
        was_finish=was[1],
        finish=now[1],
        was_finish_day=last_day(was[1], was[0]),
        finish_day=last_day(now[1], now[0]),
        finish_days=_days(team, was[1], now[1]),
        moved_by=moved_text(team, was[1], now[1]),
        project=entry.project,
        why=why,
    )


def _days(team: TeamCalendar, was: dt.datetime, now: dt.datetime) -> float:
    """Return the working days from was to now, never 0 where they differ."""
    moved = team.hours_moved(was, now) / team.day_hours
    return rounded(moved if now > was else -moved)

"""Computes the statuses of a plan; :mod:`.status` says the rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from allocator import wording
from allocator.analysis.date_lines import DateLine, by_project, date_lines
from allocator.analysis.lateness import late_text
from allocator.analysis.rag.chances import date_chance
from allocator.analysis.rag.status import (
    EVEN_CHANCE,
    SEVERITY,
    Colour,
    RagStatus,
    least_spare_days,
)
from allocator.analysis.rag.upstream import Upstream
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Project, Promise, WorkItem
from allocator.domain.forecast import Forecast
from allocator.domain.quantities import beginning, end_of


def rag_statuses(
    plan: Plan, forecast: Forecast | None = None, calendars: Calendars | None = None
) -> tuple[RagStatus, ...]:
    """Return how each project stands, followed by its milestones and tasks with hard dates.

    Parameters
    ----------
    plan
        The plan.
    forecast
        How sure the plan is.
    calendars
        The calendars of the plan's scenario, where they are at hand.
    """
    calendars = calendars or Calendars(plan.scenario)
    lines = date_lines(plan, calendars)
    judge = _LineJudge(plan, forecast, calendars)
    of_line = {(line.kind, line.id): judge.status(line) for line in lines}
    dated = [one for one in of_line.values() if one.colour != "none" and not _is_project(one)]
    found = []
    for line in by_project(plan, lines):
        own = of_line[line.kind, line.id]
        if _is_project(own):
            own = _with_members(own, [one for one in dated if one.line.project == line.id])
        found.append(own)
    return tuple(found)


def worst_projects_first(found: Sequence[RagStatus]) -> tuple[RagStatus, ...]:
    """Return the statuses with the worst projects first, each followed by what belongs to it.

    A project counts as its worst milestone where that is worse. Equal ones keep their order; what
    belongs to no project stays at the end.
    """
    worst: dict[str | None, int] = {}
    own: dict[str | None, int] = {}
    for one in found:
        project, severity = one.line.project, SEVERITY[one.colour]
        worst[project] = min(worst.get(project, severity), severity)
        own.setdefault(project, severity)
    rank = {project: (project is None, worst[project], own[project]) for project in worst}
    return tuple(sorted(found, key=lambda one: rank[one.line.project]))


def _is_project(one: RagStatus) -> bool:
    return one.line.kind == "project"


def _gravity(one: RagStatus) -> tuple[int, bool]:
    return SEVERITY[one.colour], one.word != "late"


def _with_members(own: RagStatus, members: Iterable[RagStatus]) -> RagStatus:
    """Return how a project stands, given how those of its items stand that have dates."""
    if own.colour not in ("none", "green"):
        return own
    worst = min(members, key=_gravity, default=None)
    if own.colour == "none":
        if worst is None or worst.colour == "done" or own.word != "no date":
            return own
        return RagStatus(line=own.line, colour=worst.colour, word=worst.word, worst=worst)
    if worst is not None and worst.word == "late":
        return replace(own, colour="amber", word="at risk", amount="", worst=worst)
    return own


class _LineJudge:
    """Says how the lines of one plan stand."""

    def __init__(self, plan: Plan, forecast: Forecast | None, calendars: Calendars) -> None:
        self._plan, self._scenario, self._forecast = plan, plan.scenario, forecast
        self._team = calendars.team
        self._upstream = Upstream(plan)
        self._entries = {entry.id: entry for entry in plan.items}
        self._promises: dict[str, list[Promise]] = {}
        for promise in self._scenario.promises:
            self._promises.setdefault(promise.subject, []).append(promise)

    def status(self, line: DateLine) -> RagStatus:
        """Return how a line stands by its own dates."""
        if ended := self._ended(line):
            return RagStatus(line=line, colour="done", word=ended, amount=self._missed(line))
        if line.finish is None:
            return RagStatus(line=line, colour="none", word="nothing planned")
        dates = self._dates(line)
        if not dates and not line.deadline_broken:
            return RagStatus(line=line, colour="none", word="no date")
        awaited = self._upstream.awaited(line)
        if missed := self._missed(line):
            return RagStatus(line=line, colour="red", word="late", amount=missed, awaited=awaited)
        return self._open(line, min(dates), awaited)

    def _open(self, line: DateLine, date: dt.datetime, awaited: tuple[str, ...]) -> RagStatus:
        """Return how something stands that the plan has on time."""
        sure = date_chance(self._forecast, line)
        spare = self._spare(line, date)
        least = None if spare is None else self._least_spare(date)
        colour: Colour = "green"
        word, amount = "on time", "" if spare is None else f"{wording.days(spare)} to spare"
        if sure is not None:
            amount = f"on time with {wording.chance(sure.chance)}"
            if sure.chance < EVEN_CHANCE:
                colour, word = "red", "likely late"
            elif not sure.is_enough:
                colour, word = "amber", "at risk"
        elif spare is not None and least is not None and spare < least:
            colour, word = "amber", "at risk"
        if awaited and colour == "green":
            colour, word, amount = "amber", "at risk", "waits, no date known"
        return RagStatus(
            line=line,
            colour=colour,
            word=word,
            amount=amount,
            sure=sure,
            spare_days=spare,
            least_spare_days=least,
            awaited=awaited,
        )

    def _ended(self, line: DateLine) -> str:
        """Return in a word how a line has ended; empty where something of it remains."""
        members = self._members(line)
        entries = [entry for entry in members if not entry.is_left_out]
        if not entries or not all(entry.is_over for entry in entries):
            return ""
        if line.kind != "project":
            return "failed" if entries[0].state == "failed" else "done"
        return "stopped" if any(one.id in self._scenario.given_up for one in members) else "done"

    def _members(self, line: DateLine) -> list[PlanItem]:
        if line.kind != "project":
            return [self._entries[line.id]]
        return [entry for entry in self._plan.items if entry.project == line.id]

    def _missed(self, line: DateLine) -> str:
        """Return by how much a line misses which of its dates; empty where it keeps them."""
        if line.deadline_broken:
            return f"{line.past_deadline_text} past its {line.broken_date}"
        if line.late_days:
            return f"{line.late_text} late"
        for promise in self._promises_of(line):
            until = self._scenario.kept_until(self._owner(line), promise.by)
            if late := late_text(self._team, promise.by, line.finish, until=until):
                return f"{late} past its promise"
        return ""

    def _dates(self, line: DateLine) -> list[dt.datetime]:
        """Return the instants by which somebody wants it to be finished."""
        owner, found = self._owner(line), []
        for when in (line.due, line.hard, *(one.by for one in self._promises_of(line))):
            if when is not None:
                found.append(end_of(self._scenario.kept_until(owner, when)))
        return found

    def _promises_of(self, line: DateLine) -> list[Promise]:
        return [
            promise
            for promise in self._promises.get(line.id, ())
            if (promise.project is not None) == (line.kind == "project")
        ]

    def _owner(self, line: DateLine) -> WorkItem | Project:
        if line.kind == "project":
            return self._scenario.project_by_id[line.id]
        return self._scenario.item_by_id[line.id]

    def _spare(self, line: DateLine, date: dt.datetime) -> float | None:
        """Return the working days from the finish to the date.

        Of a milestone that stands where a fixed date or its ``not_before`` holds it, they count
        from the finish of what it comes after; None where it comes after nothing.
        """
        finish = line.finish
        if line.is_fixed:
            assert line.hard is not None, "a fixed date is a hard date"
            finish, date = self._upstream.ready(line.id), beginning(line.hard)
        elif self._is_held(line):
            finish = self._upstream.ready(line.id)
        return None if finish is None else float(self._team.days_between(finish, date))

    def _is_held(self, line: DateLine) -> bool:
        """Whether a milestone stands at its ``not_before``, and not where its work ends."""
        if line.kind != "milestone":
            return False
        not_before = self._scenario.item_by_id[line.id].not_before
        return not_before is not None and line.finish == beginning(not_before)

    def _least_spare(self, date: dt.datetime) -> float:
        return least_spare_days(float(self._team.days_between(self._scenario.plan_from, date)))

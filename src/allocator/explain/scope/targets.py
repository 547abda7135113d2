"""The dates that are to be kept: what they are of, when they are reached, by how much missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.days import PlanDays
from allocator.calendars import TeamCalendar
from allocator.domain import Plan, PlanItem, Scenario
from allocator.domain.quantities import When, end_of
from allocator.domain.scope_front import WantedDate
from allocator.errors import InputError
from allocator.explain.subjects import Subject, subject_of


@dataclass(frozen=True)
class TargetEnd:
    """When something is finished: the day as it is shown, and the instant."""

    day: dt.date
    finish: dt.datetime

    def hours_past(self, team: TeamCalendar, date: When) -> float:
        """Return by how many working hours it misses a date; 0 where it keeps it.

        A date is kept on its day; one with a time, until then.
        """
        end = self.finish if isinstance(date, dt.datetime) else end_of(self.day)
        return float(team.hours_late(date, end))


@dataclass(frozen=True)
class DateTarget:
    """Something that is to be finished by a date."""

    subject: Subject
    by: When

    def end(
        self, scenario: Scenario, team: TeamCalendar, items: Sequence[PlanItem]
    ) -> TargetEnd | None:
        """Return when it is finished in a plan of a scenario; None where nothing of it is planned.

        Parameters
        ----------
        scenario
            It may be changed.
        team
            Its team calendar.
        items
            What the plan has of them.
        """
        shown = PlanDays(scenario, team, items)
        ends = [day for name in self.subject.items if (day := shown.ends(name)) is not None]
        finish = self.subject.finish(items)
        return TargetEnd(max(ends), finish) if ends and finish is not None else None

    def described(self, plan: Plan, team: TeamCalendar) -> WantedDate:
        """Return it as an answer has it."""
        kind = self.subject.kind
        assert kind != "person"
        end = self.end(plan.scenario, team, plan.items)
        return WantedDate(
            kind=kind,
            id=self.subject.id,
            title=self.subject.title,
            by=self.by,
            planned=None if end is None else end.day,
        )


def target_of(plan: Plan, what: str, by: When) -> DateTarget:
    """Return what is to be finished by a date.

    Raises
    ------
    InputError
        Nothing of the plan has that name, it is a person, nothing of it is planned, or the date
        has passed.
    """
    subject = subject_of(plan, what)
    if subject.kind == "person":
        raise InputError(f"{subject.name} is a person; name a milestone, an item or a project")
    entries = {entry.id: entry for entry in plan.items}
    if not any(entries[name].finish for name in subject.items if name in entries):
        raise InputError(f"nothing of {subject.name} is planned, so no date of it can be kept")
    if end_of(by) <= plan.scenario.plan_from:
        raise InputError(
            f"{wording.when(by)} has passed: the plan is as of "
            f"{wording.day(plan.scenario.plan_from)}, so that "
            f"nothing can be left out to finish {subject.name} by then"
        )
    return DateTarget(subject, by)

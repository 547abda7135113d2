"""A plan as sections show it: its rows of dates, people and states, each worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from allocator import wording
from allocator.analysis.date_lines import DateLine, date_lines
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.lateness import overdue_text
from allocator.analysis.names import people_names, project_names
from allocator.analysis.people import people_on
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem
from allocator.domain.forecast import Forecast, ForecastRow
from allocator.exports.markdown import escaped, escaped_label
from allocator.exports.status_page import STATE_WORDS

MAX_NAMED = 3
"""Items that a cell names; further ones are counted."""


class SectionSource:
    """What the sections of documents are made of.

    Parameters
    ----------
    plan
        The plan.
    forecast
        How sure it is; None where there is no forecast of it.
    """

    def __init__(self, plan: Plan, forecast: Forecast | None = None) -> None:
        self.plan, self.forecast = plan, forecast
        self.entries: Mapping[str, PlanItem] = {entry.id: entry for entry in plan.items}

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of the plan's scenario."""
        return Calendars(self.plan.scenario)

    @cached_property
    def days(self) -> PlanDays:
        """The days on which items begin and end."""
        return plan_days(self.plan, self.calendars)

    @cached_property
    def date_lines(self) -> tuple[DateLine, ...]:
        """The dates of projects and items against what was asked for."""
        return date_lines(self.plan, self.calendars)

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Names of the people by id."""
        return people_names(self.plan.scenario)

    @cached_property
    def projects(self) -> Mapping[str, str]:
        """Names of the projects by id."""
        return project_names(self.plan.scenario)

    @cached_property
    def forecast_rows(self) -> Mapping[tuple[str, str | None], ForecastRow]:
        """Rows of the forecast under its main policy, by kind and id."""
        if self.forecast is None:
            return {}
        policy = self.forecast.main_policy
        return {(row.kind, row.id): row for row in self.forecast.rows if row.policy == policy}

    def item(self, entry: PlanItem) -> dict[str, str]:
        """Return the cells that rows of items share: item, project, people, dates, state."""
        return {
            "item": escaped_label(entry.id, entry.title),
            "id": escaped(entry.id),
            "title": escaped(entry.title),
            "project": escaped(self.projects.get(entry.project or "", "")),
            "people": ", ".join(self.names(entry)),
            "start": wording.finish_day(self.days.begins(entry.id)),
            "finish": wording.finish_day(self.days.ends(entry.id)),
            "due": wording.when(entry.due),
            "state": self.state(entry),
        }

    def labels(self, entries: Sequence[PlanItem]) -> str:
        """Return ids and titles of items in Markdown; those after the first are counted."""
        named = (escaped_label(entry.id, entry.title) for entry in entries)
        return wording.enumerated(named, most=MAX_NAMED)

    def owner(self, name: str) -> str:
        """Return an owner in Markdown: the name where it is the id of a person."""
        return escaped(self.people.get(name, name))

    def names(self, entry: PlanItem) -> Iterator[str]:
        """Yield the names of the people on an item, in Markdown."""
        for person in people_on(self.plan.scenario, entry):
            yield escaped(self.people.get(person, person))

    def state(self, entry: PlanItem) -> str:
        """Write how an item stands: ``in progress``, ``planned, 2 d late``."""
        late = overdue_text(self.plan.scenario, self.calendars.team, entry, brief=True)
        state = STATE_WORDS[entry.state]
        return f"{state}, {late} late" if late and not entry.is_left_out else state

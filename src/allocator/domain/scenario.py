"""The scenario: everything the planner is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from allocator.domain.attendance import attending
from allocator.domain.base import Model, Share, invalid
from allocator.domain.baseline import BaselineItem
from allocator.domain.calendar import Calendar
from allocator.domain.items import WorkItem
from allocator.domain.links import Link, LinkType
from allocator.domain.meetings import Meeting, Rota
from allocator.domain.needs import Effort, Level, Need, Rest, ThreePoint
from allocator.domain.openings import kept_until, openings
from allocator.domain.outcomes import contingent_items, given_up, in_scope, links_in_force
from allocator.domain.people import Person
from allocator.domain.progress import work_began, work_ended
from allocator.domain.projects import Project, Resource
from allocator.domain.quantities import When, beginning, exact
from allocator.domain.sprints import Sprint, Sprints
from allocator.domain.uncertainty import Promise, Risk, Uncertainty

TierName = Literal[
    "tardiness", "flow", "makespan", "cost", "budget", "value", "stability", "preference"
]


def _levels(value: Any) -> Any:
    """Read levels that are texts, as they are in JSON."""
    if not isinstance(value, dict):
        return value
    return {int(k) if isinstance(k, str) and k.isdecimal() else k: v for k, v in value.items()}


class Scenario(Model):
    """People, resources, projects, work items and the calendar they share."""

    version: Literal[1] = 1
    name: str
    currency: Annotated[str, Field(min_length=1, max_length=12)] | None = None
    """What rates, costs and budgets are counted in, as they are shown: EUR."""
    calendar: Calendar
    now: When | None = None
    """Nothing that has not been done is planned before it; default: the calendar's start."""
    sprints: Sprints | None = None
    proficiency: Annotated[
        dict[Level, Annotated[float, Field(gt=0)]] | None, BeforeValidator(_levels)
    ] = None
    """Working speed by skill level; absent: all 1.0."""
    max_items: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Items that each person is on at a time, at most, where they say nothing themselves."""
    people: tuple[Person, ...] = ()
    resources: tuple[Resource, ...] = ()
    projects: tuple[Project, ...] = ()
    items: tuple[WorkItem, ...]
    plan_on: Literal["likely", "mean", "high"] = "mean"
    """What a three-point estimate counts as."""
    objectives: tuple[TierName, ...] | None = None
    """Lexicographic; default: value where there are optional items, tardiness, budget where a
    project has one as a goal, flow, and preference where an item says who is preferred."""
    goals: dict[TierName, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    """Objective -> value that is good enough: it is pushed no further."""
    baseline: tuple[BaselineItem, ...] = ()
    """Where the plan that people go by has what is not done."""
    uncertainty: Uncertainty | None = None
    risks: tuple[Risk, ...] = ()
    promises: tuple[Promise, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    rota: tuple[Rota, ...] = ()
    meeting_share: Share = 0.25
    """Meetings that take more of somebody's capacity in a week are warned of."""

    @model_validator(mode="after")
    def _objectives_once(self) -> Self:
        if self.objectives is not None:
            if not self.objectives:
                raise invalid(
                    "no-objectives", "objectives is empty", "leave it out for the default"
                )
            if len(set(self.objectives)) != len(self.objectives):
                raise invalid("objective-twice", "an objective is named twice", "name each once")
            if "stability" in self.objectives and not self.baseline:
                raise invalid(
                    "stability-without-baseline",
                    "stability is measured against a baseline, and there is none",
                    "use allocator replan, which takes a plan as the baseline",
                )
        return self

    @property
    def tiers(self) -> tuple[TierName, ...]:
        """The objectives in their order, defaults filled in."""
        if self.objectives is not None:
            return self.objectives
        aims = any(p.budget is not None and not p.is_budget_hard for p in self.projects)
        found: tuple[TierName, ...] = ("tardiness", *(("budget",) if aims else ()), "flow")
        if any(item.is_droppable for item in self.scope.items):
            found = ("value", *found)
        return (*found, "preference") if any(item.prefer for item in self.scope.items) else found

    @cached_property
    def item_by_id(self) -> dict[str, WorkItem]:
        """Work items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def project_by_id(self) -> dict[str, Project]:
        """Projects by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def resource_by_id(self) -> dict[str, Resource]:
        """Resources by id."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def baseline_by_item(self) -> dict[str, BaselineItem]:
        """The baseline's entries by item, without those of items that are over or left out."""
        known = self.scope.item_by_id
        return {
            entry.item: entry
            for entry in self.baseline
            if entry.item in known and not known[entry.item].is_done
        }

    @cached_property
    def contingent(self) -> frozenset[str]:
        """Ids of the items that are done only if tries fail that have not failed yet.

        They are no part of the plan, which is made for success.
        """
        return contingent_items(self.items)

    @cached_property
    def given_up(self) -> dict[str, str]:
        """Items that are dropped since a try has failed, each with the item that failed."""
        return given_up(self.items)

    @property
    def scope(self) -> Scenario:
        """The scenario as it is planned: without what is contingent or given up.

        Of the links those are left that bind, and what waits for a failed item waits for what is
        done instead of it. Without experiments it is the scenario itself.
        """
        return self._narrowed or self

    @cached_property
    def _narrowed(self) -> Scenario | None:
        """What of the scenario is planned, where that is not all of it."""
        left_out = frozenset(self.item_by_id.keys() & (self.contingent | self.given_up.keys()))
        failed = any(item.state == "failed" and item.if_fails for item in self.items)
        if not left_out and not failed:
            return None
        links = links_in_force(self.items, left_out)
        items = tuple(in_scope(item, links[item.id]) for item in self.items if item.id in links)
        return None if items == self.items else self.model_copy(update={"items": items})

    @cached_property
    def attendees(self) -> dict[str, frozenset[str]]:
        """The ids of the people who are at each meeting, by its id."""
        return {
            meeting.id: attending(meeting.attendees, self.people, self.items)
            for meeting in self.meetings
        }

    def people_at(self, meeting: Meeting) -> tuple[Person, ...]:
        """Return who is at a meeting of the scenario, in its order."""
        return tuple(each for each in self.people if each.id in self.attendees[meeting.id])

    def meetings_of(self, person: Person) -> tuple[Meeting, ...]:
        """Return the meetings that a person attends."""
        return tuple(each for each in self.meetings if person.id in self.attendees[each.id])

    def rotas_of(self, person: Person) -> tuple[Rota, ...]:
        """Return the rotas in which a person takes turns."""
        return tuple(each for each in self.rota if person.id in each.people)

    def is_frozen(self, item: WorkItem) -> bool:
        """Whether an item may neither move nor change hands."""
        return item.id in self.baseline_by_item and self.baseline_by_item[item.id].frozen

    @property
    def present(self) -> dt.datetime:
        """The instant up to which there is history: now, else the calendar's start."""
        return beginning(self.calendar.start if self.now is None else self.now)

    @property
    def plan_from(self) -> dt.datetime:
        """The instant before which nothing is planned: the later of start and now."""
        return max(beginning(self.calendar.start), self.present)

    @cached_property
    def openings(self) -> dict[str, dt.datetime]:
        """The instant before which no date allows a milestone, by its id."""
        dates = {project.id: project.not_before for project in self.projects}
        not_before = {name: when for name, when in dates.items() if when is not None}
        return openings(self.scope.items, self.plan_from, not_before)

    @cached_property
    def _opened(self) -> dict[str | None, set[dt.datetime]]:
        """The openings of milestones by project; of all for None."""
        found: dict[str | None, set[dt.datetime]] = {None: set()}
        for name, opening in self.openings.items():
            found[None].add(opening)
            found.setdefault(self.item_by_id[name].project, set()).add(opening)
        return found

    def kept_until(self, owner: WorkItem | Project | None, when: When) -> When:
        """Return by when an item, a project or all items must finish to keep a date of theirs.

        That is the due date or deadline itself, but a minute before its end for a milestone that
        begins the next day, and for a project that has one.
        """
        if isinstance(owner, WorkItem):
            opening = self.openings.get(owner.id)
            return kept_until(when, () if opening is None else (opening,))
        return kept_until(when, self._opened.get(None if owner is None else owner.id, ()))

    def started_at(self, item: WorkItem) -> dt.datetime:
        """Return when an item that is done or in progress was started."""
        when = item.finished if item.started is None else item.started
        assert when is not None, "only what has been started has dates"
        if item.is_milestone:
            return work_ended(when, self.calendar, self.present)
        return work_began(when, self.calendar, self.present)

    def finished_at(self, item: WorkItem) -> dt.datetime:
        """Return when an item that is done was finished, at the earliest when it was started."""
        assert item.finished is not None, "only what is done has a finish"
        ended = work_ended(item.finished, self.calendar, self.present)
        return max(ended, self.started_at(item))

    def sprints_of(self, team: str | None) -> tuple[Sprint, ...]:
        """Return the sprints of a team, in order.

        Parameters
        ----------
        team
            Its name; where sprints are the same for all, any, and None for nobody's.

        Returns
        -------
        tuple of Sprint
            Empty where there are none: for a person without team where only teams have sprints.
        """
        return () if self.sprints is None else self.sprints.of(team)

    def fits(self, item: WorkItem) -> bool:
        """Whether an item's work may not cross a sprint border of the people who do it."""
        if item.fit is not None:
            return item.fit and self.sprints is not None
        return self.sprints is not None and self.sprints.fit is True

    def with_predecessors(self, ids: Iterable[str]) -> set[str]:
        """Return items by id, and all that they wait for, directly or not."""
        found = set(ids)
        waiting = sorted(found)
        while waiting:
            for link in self.links_of(self.item_by_id[waiting.pop()]):
                if link.item not in found:
                    found.add(link.item)
                    waiting.append(link.item)
        return found

    def deadline_of(self, kind: str, owner: str | None) -> When:
        """Return the deadline of an item, a project or the calendar, which must have one."""
        if kind == "calendar" or not owner:
            when = self.calendar.end
        elif kind == "project":
            when = self.project_by_id[owner].deadline
        else:
            when = self.item_by_id[owner].hard_end
        assert when is not None
        return when

    def effort_minutes(self, effort: Effort) -> Fraction:
        """Return the effort that counts, in minutes of work at speed 1.

        A three-point estimate counts as ``plan_on`` says; the mean is PERT's,
        (low + 4 likely + high) / 6.
        """
        if not isinstance(effort, ThreePoint):
            return self.calendar.working_minutes(effort)
        low, likely, high = (
            self.calendar.working_minutes(span) for span in (effort.low, effort.likely, effort.high)
        )
        return {"likely": likely, "high": high, "mean": (low + 4 * likely + high) / 6}[self.plan_on]

    def max_items_of(self, person: Person) -> int | None:
        """Return how many items a person may be on at a time; None where nothing limits it."""
        return self.max_items if person.max_items is None else person.max_items

    def speed(self, person: Person, need: Need) -> Fraction:
        """Return the working speed of a person on a need: the slowest needed skill counts.

        Of skills that they lack, on an item that they work on all the same, none counts.
        """
        levels = [person.skills[skill] for skill in need.skills if skill in person.skills]
        if not self.proficiency or not levels:
            return Fraction(1)
        return min(exact(self.proficiency[level]) for level in levels)

    def lacks(self, person: Person, need: Need) -> dict[str, int]:
        """Return the needed skills, with levels, that a person does not have."""
        return {
            skill: level
            for skill, level in need.skills.items()
            if person.skills.get(skill, -1) < level
        }

    def candidates(self, item: WorkItem, need: Need) -> tuple[Person, ...]:
        """Return the people who may fill a need: skilled, in assign, not in avoid.

        Of an item in progress that names its people it is they: those with the skills, or all of
        them where these are too few. What one of them has left nobody else may do, unless they
        no longer do it.
        """
        if isinstance(need, Rest) and need.person is not None:
            return tuple(person for person in self.people if person.id == need.person)
        if item.crew and not isinstance(need, Rest):
            here = [person for person in self.people if person.id in item.crew]
            able = [person for person in here if not self.lacks(person, need)]
            return tuple(able if len(able) >= need.people else here)
        return tuple(
            person
            for person in self.people
            if (not item.assign or person.id in item.assign)
            and person.id not in item.avoid
            and not self.lacks(person, need)
        )

    def preferred(self, item: WorkItem, need: Need) -> frozenset[str]:
        """Return the ids of those of an item's preferred people who may fill a need."""
        if not item.prefer:
            return frozenset()
        return frozenset(item.prefer) & {person.id for person in self.candidates(item, need)}

    def binding_links(self, item: WorkItem) -> tuple[Link, ...]:
        """Return the links that hold an item back.

        What would hold back a start or finish that lies in the past, or the end of elapsed time
        that runs, binds nothing any more.
        """
        if not item.is_started:
            return self.links_of(item)
        if not item.staffing:
            return ()
        return tuple(
            link for link in self.links_of(item) if link.type in (LinkType.FF, LinkType.SF)
        )

    def links_of(self, item: WorkItem) -> tuple[Link, ...]:
        """Return what an item comes after: its links without those to what is left out.

        What waits for a failed item waits for what is done instead of it.
        """
        if self.scope is self:
            return item.after
        planned = self.scope.item_by_id.get(item.id)
        return () if planned is None else planned.after

    def priority_of(self, item: WorkItem) -> float:
        """Return the weight of an item: its own, else its project's, else 1."""
        if item.priority is not None:
            return item.priority
        if item.project is not None:
            return self.project_by_id[item.project].priority
        return 1.0

"""Derives from a scenario what several checks need, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from allocator.calendars.attendance import MeetingCalendars
from allocator.domain import Meeting, Need, Person, Rest, Rota, Scenario, WorkItem
from allocator.domain.quantities import When, beginning, end_of, iso
from allocator.scenario import limits
from allocator.scenario.earliest import WorkTimes
from allocator.scenario.shape.known_holidays import countries_known
from allocator.scenario.shape.parts import ScenarioParts
from allocator.scenario.text.located import Step
from allocator.scenario.validate.misplaced import MisplacedNames
from allocator.scenario.validate.references import Reference, references
from allocator.wording import shorten


@dataclass(frozen=True)
class DateLimit:
    """A date that holds for an item.

    Attributes
    ----------
    at
        The instant.
    text
        What it is and what was written, for example ``its deadline 2027-02-12``.
    field
        The item's own field, or None where the date is its project's or the calendar's.
    is_now
        Whether it is the present.
    """

    at: dt.datetime
    text: str
    field: str | None = None
    is_now: bool = False


class Context:
    """The valid parts of a scenario, and what several checks derive from them.

    Parameters
    ----------
    parts
        The valid parts of a scenario.
    """

    def __init__(self, parts: ScenarioParts) -> None:
        self.parts = parts
        self._releases: dict[int, DateLimit] = {}
        self._capable: dict[tuple[tuple[str, int], ...], dict[str, Person]] = {}

    @property
    def scenario(self) -> Scenario:
        """The valid parts."""
        return self.parts.scenario

    @cached_property
    def references(self) -> list[tuple[int, str | None, tuple[Reference, ...]]]:
        """Each item of the document: its index, its id and the ids that it names."""
        return list(references(self.parts))

    @cached_property
    def misplaced(self) -> MisplacedNames:
        """What names are that stand where another kind of name belongs."""
        return MisplacedNames(self.parts)

    @cached_property
    def droppable(self) -> frozenset[str]:
        """Optional items that no mandatory item comes after, over any number of links."""
        optional = {item.id for item in self.scenario.items if item.is_droppable}
        started = {item.id for item in self.scenario.items if item.is_started}
        after: dict[str | None, list[str]] = {}
        for _, name, named in self.references:
            if name not in started:
                after.setdefault(name, []).extend(r.name for r in named if r.field == "after")
        for item in self.scenario.items:
            if item.is_started:
                after[item.id] = [link.item for link in self.scenario.binding_links(item)]
        kept = [name for name in after if name not in optional]
        seen = set(kept)
        while kept:
            for name in after.get(kept.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    kept.append(name)
        return frozenset(optional - seen)

    def is_planned(self, item: WorkItem) -> bool:
        """Whether an item is part of the plan: not over, contingent or given up."""
        return not (item.is_done or self.is_left_out(item.id))

    def is_left_out(self, name: str) -> bool:
        """Whether an item is done only if a try fails, or is given up, as one has failed."""
        return name in self.scenario.contingent or name in self.scenario.given_up

    @cached_property
    def times(self) -> WorkTimes | None:
        """The calendars, or None where one of them is not valid."""
        if not {"calendar", "people"} <= self.parts.sound or not countries_known(self.scenario):
            return None
        if self.scenario.calendar.start.year not in limits.START_YEARS:
            return None
        if not {"now", "sprints"} <= self.parts.sound:
            return None
        return WorkTimes(self.scenario)

    @cached_property
    def free_times(self) -> WorkTimes | None:
        """The calendars as if nobody had meetings or duties; None where there are none."""
        scenario = self.scenario
        if self.times is None or not {"items", "meetings", "rota"} <= self.parts.sound:
            return None
        if not scenario.meetings and not scenario.rota:
            return None
        return self.times_without((*scenario.meetings, *scenario.rota))

    @cached_property
    def meeting_calendars(self) -> MeetingCalendars | None:
        """When people are in meetings; None where some of what says so is not valid."""
        scenario, sound = self.scenario, self.parts.sound
        if not (scenario.meetings or scenario.rota) or self.times is None:
            return None
        if not {"people", "items", "meetings", "rota"} <= sound:
            return None
        zones = [*(p.timezone for p in scenario.people), *(m.timezone for m in scenario.meetings)]
        if scenario.calendar.timezone is None and any(zones):
            return None
        return MeetingCalendars(scenario)

    def times_without(self, commitments: Collection[Meeting | Rota]) -> WorkTimes:
        """Return the calendars as if some meetings and rotas were not there."""
        scenario = self.scenario
        changes = {
            "meetings": tuple(one for one in scenario.meetings if one not in commitments),
            "rota": tuple(one for one in scenario.rota if one not in commitments),
        }
        return WorkTimes(scenario.model_copy(update=changes))

    def severity(self, item: WorkItem) -> Literal["error", "warning"]:
        """Return how bad it is that an item cannot be planned."""
        return "warning" if item.id in self.droppable else "error"

    def severity_of_dates(self, item: WorkItem) -> Literal["error", "warning"]:
        """Return how bad it is that an item cannot keep its dates.

        Where only time has passed since they were set, they may be relaxed.
        """
        return "warning" if self.release(item).is_now else self.severity(item)

    def consequence(self, item: WorkItem) -> str:
        """Return what follows, to be put behind a message that an item cannot be planned."""
        return "; it will always be dropped" if item.id in self.droppable else ""

    def capable(self, need: Need) -> dict[str, Person]:
        """Return the people, by id, who have all the skills of a need at their levels."""
        key = tuple(sorted(need.skills.items()))
        if key not in self._capable:
            skilled = [self._skilled.get(skill, {}) for skill in need.skills]
            people = min(skilled, key=len, default=self.able)
            lacks = self.scenario.lacks
            self._capable[key] = {name: p for name, p in people.items() if not lacks(p, need)}
        return self._capable[key]

    @property
    def able(self) -> Mapping[str, Person]:
        """Everybody by id, as far as their skills are known."""
        return self.parts.able or {}

    @property
    def skills(self) -> Collection[str]:
        """The skills that anybody has."""
        return self._skilled.keys()

    @cached_property
    def _skilled(self) -> dict[str, dict[str, Person]]:
        """The people with each skill."""
        skilled: dict[str, dict[str, Person]] = {}
        for person in self.able.values():
            for skill in person.skills:
                skilled.setdefault(skill, {})[person.id] = person
        return skilled

    def candidates(self, item: WorkItem, need: Need) -> Collection[Person]:
        """Return the people who may fill a need of an item: capable, in assign, not in avoid.

        Of one that they work on already it is those people.
        """
        bound = item.crew and not isinstance(need, Rest)
        if bound or (isinstance(need, Rest) and need.person is not None):
            return self.scenario.candidates(item, need)
        capable = self.capable(need)
        if not item.assign and not item.avoid:
            return capable.values()
        chosen = dict.fromkeys(item.assign) if item.assign else capable
        avoid = set(item.avoid)
        return [capable[name] for name in chosen if name in capable and name not in avoid]

    def allowed(self, item: WorkItem, person: Person) -> bool:
        """Whether assign and avoid leave a person to an item."""
        return (not item.assign or person.id in item.assign) and person.id not in item.avoid

    def staffed(self) -> Iterator[tuple[tuple[Step, ...], WorkItem]]:
        """Yield the items of which it is known who may do them, with their paths."""
        people = self.parts.ids["people"]
        all_known = "people" in self.parts.sound
        if self.parts.able and people:
            for path, item in self.parts.items():
                named = (*item.assign, *item.avoid, *item.prefer, *item.people)
                if all(person in people for person in named) and (all_known or not item.crew):
                    yield path, item

    def releases(self, item: WorkItem) -> list[DateLimit]:
        """Return what work on an item may not start before; of one in progress, what remains."""
        bounds = [*self._beginnings]
        for number, awaited in enumerate(item.waits_for):
            if awaited.expected is not None:
                text = f"what it waits for is expected {awaited.expected}"
                field = f"waits_for[{number}].expected"
                bounds.append(DateLimit(beginning(awaited.expected), text, field))
        if item.blocked is not None and item.blocked.until is not None:
            text = f"it is blocked until {item.blocked.until}"
            bounds.append(DateLimit(beginning(item.blocked.until), text, "blocked.until"))
        if item.is_started:
            return bounds
        project = self.scenario.project_by_id.get(item.project or "")
        if project is not None and project.not_before is not None:
            text = f'the not_before of project "{shorten(project.id)}" is {project.not_before}'
            bounds.append(DateLimit(beginning(project.not_before), text))
        if item.not_before is not None:
            text = f"its not_before is {item.not_before}"
            bounds.append(DateLimit(beginning(item.not_before), text, "not_before"))
        if item.date is not None:
            bounds.append(DateLimit(beginning(item.date), f"its date is {item.date}", "date"))
        if item.fixed is not None:
            text = f"its start is fixed to {iso(item.fixed)}"
            bounds.append(DateLimit(beginning(item.fixed), text, "fixed"))
        return bounds

    @cached_property
    def _beginnings(self) -> tuple[DateLimit, ...]:
        """What no work may start before: the calendar's start, and now."""
        start, now = self.scenario.calendar.start, self.scenario.plan_from
        bounds = (DateLimit(beginning(start), f"the plan starts {start}"),)
        if now <= beginning(start):
            return bounds
        return (*bounds, DateLimit(now, f"now is {iso(now)}", is_now=True))

    def deadlines(self, item: WorkItem) -> list[DateLimit]:
        """Return what an item must finish by."""
        bounds = []
        end = self.scenario.calendar.end
        if end is not None:
            bounds.append(DateLimit(self._kept(item, end), f"the calendar ends {end}"))
        project = self.scenario.project_by_id.get(item.project or "")
        if project is not None and project.deadline is not None:
            text = f'the deadline of project "{shorten(project.id)}" is {project.deadline}'
            bounds.append(DateLimit(self._kept(item, project.deadline), text))
        if item.deadline is not None:
            text = f"its deadline is {item.deadline}"
            bounds.append(DateLimit(self._kept(item, item.deadline), text, "deadline"))
        if item.date is not None:
            bounds.append(DateLimit(beginning(item.date), f"its date is {item.date}", "date"))
        return bounds

    def _kept(self, item: WorkItem, limit: When) -> dt.datetime:
        """Return the instant after which an item has missed a date."""
        return end_of(self.scenario.kept_until(item, limit) if item.is_milestone else limit)

    def release(self, item: WorkItem) -> DateLimit:
        """Return the latest of what an item may not start before."""
        known = self._releases.get(id(item))
        if known is None:
            known = max(self.releases(item), key=lambda bound: bound.at)
            self._releases[id(item)] = known
        return known

    def deadline(self, item: WorkItem) -> DateLimit | None:
        """Return the earliest of what an item must finish by."""
        return min(self.deadlines(item), key=lambda bound: bound.at, default=None)


def called(person: Person) -> str:
    """Return what messages call a person: name and id."""
    if person.name and person.name != person.id:
        return f"{shorten(person.name)} ({shorten(person.id)})"
    return shorten(person.id)


def label(item: WorkItem) -> str:
    """Return what messages call a work item."""
    word = "milestone" if item.is_milestone else "work item"
    return f'{word} "{shorten(item.id)}"'

"""Turns the resources of project files into people and shared things."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.domain import Person
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.file_report import FileReport
from allocator.integrations.projectfile.person_time import PersonTime
from allocator.integrations.projectfile.working_time import WorkingTime
from allocator.integrations.tracker.staff import slug
from allocator.integrations.tracker.vocabulary import folded
from allocator.mpxj.project_records import CalendarRecord, ProjectRecord, ResourceRecord
from allocator.scenario.companions.cells import amounts

_KINDS: Final = {
    "MATERIAL": "since they are material, which is used up",
    "COST": "since they are costs, not people",
    "NON_LABOR": "since they are equipment without a whole number of units",
}


@dataclass(kw_only=True)
class ResourceRole:
    """What a resource is in the scenario.

    Attributes
    ----------
    people
        Ids of the people; of a group of people all of them.
    skills
        What its work needs.
    is_group
        Whether any of several people may do its work.
    units
        Units of one person at most; 1 is the whole person.
    thing, capacity
        Id of a shared thing, empty for people; and how much of it there is.
    """

    people: list[str] = field(default_factory=list)
    skills: tuple[str, ...] = ()
    is_group: bool = False
    units: float = 1.0
    thing: str = ""
    capacity: int = 0


class ProjectTeam:
    """The people of a scenario, by the resources of the files.

    Parameters
    ----------
    rules
        The mapping.
    time
        The team's calendar.
    first
        First day of the scenario.
    report
        Counts what is left out.
    team
        The people; None makes them from the resources.
    """

    def __init__(
        self,
        rules: ProjectFileMapping,
        time: WorkingTime,
        first: dt.date,
        report: FileReport,
        team: tuple[Person, ...] | None,
    ) -> None:
        self._rules, self._time, self._first, self._report = rules, time, first, report
        self._roles: dict[tuple[int, int], ResourceRole] = {}
        self._by_name: dict[str, ResourceRole] = {}
        self._given = {} if team is None else {p.id: dict(p.skills) for p in team}
        self._words = {
            folded(word): person.id
            for person in reversed(team or ())
            for word in (person.name, person.id, person.email)
            if word
        }
        self._is_given = team is not None
        self.people: dict[str, dict[str, Any]] = {}
        self.things: list[dict[str, Any]] = []

    def add(self, number: int, project: ProjectRecord) -> None:
        """Add the resources of a project; those of one name are the same in all of them."""
        calendars = {calendar.id: calendar for calendar in project.calendars}
        most = _most_units(project)
        codes = Counter(one.code for one in project.resources if one.code)
        initials = Counter(one.initials for one in project.resources if one.initials)
        for resource in project.resources:
            if not resource.name and not resource.email:
                continue
            name = folded(resource.name or resource.email)
            if name not in self._by_name:
                own = next(
                    (
                        text
                        for text, times in ((resource.code, codes), (resource.initials, initials))
                        if times[text] == 1 and len(text) > 1 and slug(text)
                    ),
                    "",
                )
                found = self._role(resource, calendars, own, most.get(resource.uid, 0))
                if found is None:
                    continue
                self._by_name[name] = found
            self._roles[number, resource.uid] = self._by_name[name]

    def of(self, number: int, resource: int | None) -> ResourceRole | None:
        """Return what a resource is; None if it is left out."""
        return None if resource is None else self._roles.get((number, resource))

    def has_skill(self, skill: str) -> bool:
        """Return whether somebody has a skill."""
        return any(skill in entry.get("skills", ()) for entry in self.people.values()) or any(
            skill in skills for skills in self._given.values()
        )

    def learn(self, person: str, skills: Iterable[str]) -> None:
        """Give a person who is made from a resource the skills of their work."""
        entry = self.people.get(person)
        if entry is not None:
            own = entry.get("skills", [])
            levels = dict.fromkeys(own, 1) if isinstance(own, list) else dict(own)
            levels = dict.fromkeys(skills, 1) | levels
            entry["skills"] = list(levels) if set(levels.values()) == {1} else levels

    def _role(
        self,
        resource: ResourceRecord,
        calendars: dict[int, CalendarRecord],
        own: str,
        most: float,
    ) -> ResourceRole | None:
        rule = self._rules.resource(resource.name)
        units = 1.0 if resource.units is None else resource.units
        if rule.skip:
            self._report.skip("as the mapping says", resource.name)
            return None
        if rule.capacity is not None:
            return self._thing(resource, rule.capacity, own)
        if resource.type != "WORK" and rule.person is None and rule.people is None:
            if units >= max(1, most) and units.is_integer():
                return self._thing(resource, int(units), own)
            reason = _KINDS.get(resource.type, f"since they are {resource.type.lower()}")
            self._report.skip(f"{reason}: resources in the mapping says otherwise", resource.name)
            return None
        if resource.is_role:
            self._report.skip("since they are roles, not people", resource.name)
            return None
        number = rule.people or (1 if rule.person else max(1, math.ceil(units - 0.01)))
        if rule.people is not None or number > 1:
            return self._several(resource, calendars, number, units)
        return self._single(resource, calendars, rule.person or own or slug(resource.name))

    def _thing(self, resource: ResourceRecord, capacity: int, own: str) -> ResourceRole:
        name = own or slug(resource.name) or f"resource-{resource.uid}"
        entry: dict[str, Any] = {"id": name, "capacity": capacity}
        if resource.name != name:
            entry = {"id": name, "name": resource.name, "capacity": capacity}
        self.things.append(entry)
        return ResourceRole(thing=name, capacity=capacity)

    def _single(
        self, resource: ResourceRecord, calendars: dict[int, CalendarRecord], wanted: str
    ) -> ResourceRole:
        skills = self._skills(resource)
        units = min(1.0, resource.units or 1.0)
        if self._is_given:
            return self._match(resource, skills, units)
        name = self._free(wanted or slug(resource.email.partition("@")[0]) or "person")
        self.people[name] = self._entry(name, resource, calendars, skills)
        return ResourceRole(people=[name], skills=tuple(skills), units=units)

    def _match(
        self, resource: ResourceRecord, skills: dict[str, int], units: float
    ) -> ResourceRole:
        """Return the person of the team file who is a resource."""
        words = (resource.email, resource.name, resource.code, resource.initials)
        rule = self._rules.resource(resource.name)
        candidates = [rule.person or "", *words, slug(resource.name)]
        known = (self._words.get(folded(word)) for word in candidates if word)
        found = next((name for name in known if name), None)
        if found is None:
            self._report.skip("since the team has nobody of that name", resource.name)
            return ResourceRole(skills=tuple(s for s in skills if self.has_skill(s)))
        own = tuple(skill for skill in skills if skill in self._given[found])
        return ResourceRole(people=[found], skills=own, units=units)

    def _several(
        self,
        resource: ResourceRecord,
        calendars: dict[int, CalendarRecord],
        number: int,
        units: float,
    ) -> ResourceRole:
        """Return a resource of several units as so many people with its name as their skill."""
        skill = slug(resource.name) or f"resource-{resource.uid}"
        if self._is_given:
            if not self.has_skill(skill):
                self._report.skip("since nobody of the team has that skill", skill)
                return ResourceRole(is_group=True)
            return ResourceRole(skills=(skill,), is_group=True)
        names = []
        for place in range(number):
            name = self._free(f"{skill}-{place + 1}")
            entry = self._entry(name, resource, calendars, {skill: 1} | self._skills(resource))
            entry["name"] = f"{resource.name} {place + 1}"
            share = min(1.0, max(0.01, units - place)) if units > 1 else 1.0
            entry |= {"capacity": round(share, 4)} if share < 1 else {}
            entry.pop("email", None)
            self.people[name] = entry
            names.append(name)
        self._report.notes.append(
            f"resource {resource.name} has {units:g} units: made {number} people with the skill "
            f"{skill}"
        )
        return ResourceRole(people=names, skills=(skill,), is_group=True)

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.people:
            number += 1
            name = f"{wanted}-{number}"
        return name

    def _skills(self, resource: ResourceRecord) -> dict[str, int]:
        """Return the skills of a resource with their levels."""
        values = {
            "group": resource.group,
            "code": resource.code,
            "role": resource.role,
            "name": resource.name,
        }
        found = {
            slug(part): 1
            for source in self._rules.skills_from
            for part in values[source].replace(",", ";").split(";")
            if slug(part)
        }
        for name, target in self._rules.resource_fields.items():
            text = resource.fields.get(name, "")
            if target == "skills" and text:
                found |= {
                    slug(skill): level if isinstance(level, int) else 1
                    for skill, level in amounts(text.replace(",", ";"), default=1).items()
                    if slug(skill)
                }
        return found

    def _entry(
        self,
        name: str,
        resource: ResourceRecord,
        calendars: dict[int, CalendarRecord],
        skills: dict[str, int],
    ) -> dict[str, Any]:
        entry: dict[str, Any] = {"id": name}
        if resource.name and resource.name != name:
            entry["name"] = resource.name
        if resource.email:
            entry["email"] = resource.email
        for field_name, target in self._rules.resource_fields.items():
            text = resource.fields.get(field_name, "")
            if target in ("team", "role") and text:
                entry[target] = slug(text) if target == "team" else text
        if skills:
            entry["skills"] = list(skills) if set(skills.values()) == {1} else skills
        time = PersonTime(self._time, calendars.get(resource.calendar or -1), self._first, resource)
        entry |= time.fields()
        if resource.rate > 0:
            rate = round(resource.rate, 4)
            entry["rate"] = int(rate) if rate.is_integer() else rate
        self._report.notes += time.notes
        return entry


def _most_units(project: ProjectRecord) -> dict[int, float]:
    """Return the most units of each resource that a task takes."""
    found: dict[int, float] = {}
    for entry in project.assignments:
        if entry.resource is not None:
            found[entry.resource] = max(found.get(entry.resource, 0), entry.units)
    return found

"""Reads custom fields and codes of tasks into fields of items, as the mapping says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

from allocator.domain.quantities import working_minutes
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.people import ProjectTeam
from allocator.integrations.projectfile.task_tree import TaskNode
from allocator.integrations.projectfile.working_time import WorkingTime
from allocator.integrations.tracker.scenario_document import DocumentEntry
from allocator.integrations.tracker.staff import slug
from allocator.mpxj.project_records import ProjectRecord
from allocator.wording import count

_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(m|h|d|w|mo|y)?")
_YES: Final = {"true", "yes", "1", "x", "y"}


class CustomFieldReading:
    """Reads the custom fields that the mapping names, and counts the others.

    Parameters
    ----------
    rules
        The mapping.
    time, team
        The team's calendar and people.

    Attributes
    ----------
    unreadable
        Texts that are not of their field, by name of the custom field.
    unused
        Ids of items that have no place for what they hold, by name of the custom field.
    unknown
        Skills that nobody has.
    """

    def __init__(self, rules: ProjectFileMapping, time: WorkingTime, team: ProjectTeam) -> None:
        self._targets = sorted(rules.fields.items(), key=lambda pair: pair[1] == "value")
        self._time, self._team = time, team
        self._skilled: list[tuple[dict[str, Any], list[str]]] = []
        self.unreadable: dict[str, list[str]] = {}
        self.unused: dict[str, list[str]] = {}
        self.unknown: Counter[str] = Counter()

    def add(self, node: TaskNode, entry: DocumentEntry) -> None:
        """Add the custom fields of a task to its item."""
        for name, target in self._targets:
            text = node.task.fields.get(name, "")
            try:
                if text and not self._add(target, text, entry.fields):
                    self.unused.setdefault(name, []).append(node.id)
            except ValueError:
                self.unreadable.setdefault(name, []).append(text)

    def finish(self) -> None:
        """Add the skills that items need, as far as somebody has them."""
        for fields, skills in self._skilled:
            known = [skill for skill in skills if self._team.has_skill(skill)]
            self.unknown.update(skill for skill in skills if skill not in known)
            if known:
                _add_skills(known, fields)

    def _add(self, target: str, text: str, fields: dict[str, Any]) -> bool:
        """Add a field to an item; return whether it has a place for it.

        A value is added after all else: only an optional item has one.

        Raises
        ------
        ValueError
            The text is not of the field.
        """
        is_open = fields.get("state") != "done"
        if target == "type":
            fields["type"] = text
        elif target == "labels":
            fields["labels"] = [*fields.get("labels", ()), *_parts(text)]
        elif target == "optional" and fields.get("state", "todo") == "todo":
            fields |= {"optional": True} if text.casefold() in _YES else {}
        elif target == "priority" or (target == "value" and "optional" in fields):
            fields[target] = _number(text)
        elif target == "waits_for" and is_open:
            fields["waits_for"] = [
                *fields.get("waits_for", ()),
                *({"what": p} for p in _parts(text)),
            ]
        elif target == "blocked" and is_open:
            fields["blocked"] = True if text.casefold() in _YES else {"by": text}
        elif target == "needs":
            return self._need(text, fields)
        elif target in ("low", "high") and isinstance(fields.get("effort"), (str, dict)):
            self._add_estimate(target, text, fields)
        else:
            return False
        return True

    def _need(self, text: str, fields: dict[str, Any]) -> bool:
        """Remember the skills of an item that one person does; who is on it has them.

        False for an item that several do, or nobody.
        """
        skills = [slug(part) for part in _parts(text) if slug(part)]
        needs = fields.get("needs")
        if "effort" not in fields or (isinstance(needs, list) and len(needs) > 1) or not skills:
            return False
        for name in fields.get("people", fields.get("assign", ())):
            self._team.learn(str(name), skills)
        self._skilled.append((fields, skills))
        return True

    def _add_estimate(self, target: str, text: str, fields: dict[str, Any]) -> None:
        """Make a three-point estimate of the effort."""
        match = _DURATION.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        day, week = self._time.day_minutes, self._time.day_minutes * len(self._time.workdays)
        unit = {"m": 1, "h": 60, "d": day, "w": week, "mo": 20 * day, "y": 240 * day}
        span = self._time.span(float(match[1]) * unit[match[2] or "d"])
        effort = fields["effort"]
        if isinstance(effort, str):
            effort = {"low": effort, "likely": effort, "high": effort}
        is_ordered = self._minutes(span) <= self._minutes(effort["likely"])
        if is_ordered != (target == "low") and span != effort["likely"]:
            raise ValueError(text)
        fields["effort"] = effort | {target: span}

    def _minutes(self, span: str) -> float:
        day = Fraction(self._time.day_minutes, 60)
        return float(working_minutes(span, day_hours=day, week_days=len(self._time.workdays)))


def _add_skills(skills: list[str], fields: dict[str, Any]) -> None:
    """Let the one person of an item need some skills."""
    needs = fields.get("needs")
    if isinstance(needs, list) and isinstance(needs[0], dict):
        fields["needs"] = [{**needs[0], "skills": skills}]
    else:
        fields["needs"] = dict.fromkeys(skills, 0) if len(skills) > 1 else skills[0]


def _number(text: str) -> float:
    number = float(text.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("[;,]", text) if part.strip()]


def unread_fields(projects: Iterable[ProjectRecord], rules: ProjectFileMapping) -> list[str]:
    """Report custom fields and further content that is not read, with counts and a way to map."""
    tasks = [task for project in projects for task in project.tasks]
    resources = [one for project in projects for one in project.resources]
    notes = []
    for what, entries, known, where in (
        ("tasks", [task.fields for task in tasks], set(rules.fields), "fields"),
        (
            "resources",
            [one.fields for one in resources],
            set(rules.resource_fields),
            "resource_fields",
        ),
    ):
        counts = Counter(name for fields in entries for name in fields if name not in known)
        if counts:
            words = ", ".join(f"{name} ({number})" for name, number in counts.items())
            notes.append(
                f"custom fields of {what} that are not read, with the number of their values: "
                f"{words}. {where} in the mapping gives them a meaning"
            )
        missing = known - {name for fields in entries for name in fields}
        if missing:
            notes.append(
                f"the mapping names {count(len(missing), 'field')} of {what} that no file has: "
                f"{', '.join(sorted(missing))}"
            )
    content = Counter(
        f"{name} of {what}"
        for what, unread in (
            ("tasks", [task.unread for task in tasks]),
            ("resources", [one.unread for one in resources]),
        )
        for names in unread
        for name in names
    )
    if content:
        words = ", ".join(f"{name} ({number})" for name, number in content.items())
        notes.append(f"read, and not in the scenario, which has no place for it: {words}")
    return notes

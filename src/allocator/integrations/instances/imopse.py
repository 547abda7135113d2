"""Reads MS-RCPSP instances in the iMOPSE form (``.def``).

The form holds people with a salary and skills with levels, and tasks with a duration in
hours, a skill at a level, and predecessors. One person does a task; a level of 0 counts as
having the skill. See Myszkowski, Skowronski, Olech, Oslizlo (2015), "Hybrid ant colony
optimization in solving multi-skill resource-constrained project scheduling problem",
Soft Computing 19.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from allocator.domain import Link, Need, Person, Scenario, WorkItem
from allocator.errors import FormatError
from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault, name_of
from allocator.integrations.instances.instance_file import (
    MAX_HOURS,
    check_acyclic,
    check_count,
    read_instance_text,
    whole,
    whole_calendar,
)
from allocator.wording import count

_COUNT = re.compile(
    r"\s*(tasks|resources|precedence relations|number of skill types)\s*:\s*(\S*)\s*$", re.I
)
_RULE = re.compile(r"\s*={5,}\s*$")
_COUNTS = ("tasks", "resources", "precedence relations", "number of skill types")


@dataclass(frozen=True)
class _ImopseTask:
    line: int
    hours: int
    skills: dict[str, int]
    predecessors: list[str]


@dataclass
class _ImopseFile:
    """The tables of a file."""

    path: Path
    said: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Counts of the header, each with its line."""
    people: dict[str, Person] = field(default_factory=dict)
    tasks: dict[str, _ImopseTask] = field(default_factory=dict)

    def fault(self, line: int | None, what: str, fix: str) -> FormatError:
        return fault(self.path, line, what, fix)


def read(path: Path) -> Imported:
    """Read an iMOPSE instance.

    Parameters
    ----------
    path
        A ``.def`` file.

    Returns
    -------
    Imported
        One person per task; effort in hours; rate is the salary; makespan is the objective.

    Raises
    ------
    FormatError
        The file is not of this form, is cut off, or contradicts its own header.
    """
    content = _parse(path, read_instance_text(path))
    _check(content)
    links = sum(len(task.predecessors) for task in content.tasks.values())
    skills = {skill for person in content.people.values() for skill in person.skills}
    items = tuple(
        WorkItem(
            id=task_id,
            needs=(Need(skills=task.skills),),
            effort=f"{task.hours}h",
            after=tuple(Link(item=other) for other in dict.fromkeys(task.predecessors)),
        )
        for task_id, task in content.tasks.items()
    )
    scenario = Scenario(
        name=name_of(path),
        calendar=whole_calendar(),
        people=tuple(content.people.values()),
        items=items,
        objectives=("makespan",),
    )
    report = (
        f"{count(len(items), 'work item')}, {count(len(content.people), 'person', 'people')}, "
        f"{count(links, 'link')}, {count(len(skills), 'skill')}: as the file says",
        "durations are hours of one person, salary is the rate per hour, every hour is working "
        "time, the objective is the makespan",
    )
    return Imported(scenario=scenario, report=report)


def _parse(path: Path, text: str) -> _ImopseFile:
    content = _ImopseFile(path)
    section = None
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if _RULE.match(line):
            section = None
        elif line.lstrip().startswith("ResourceID"):
            section = _person
        elif line.lstrip().startswith("TaskID"):
            section = _task
        elif section is not None:
            section(content, number, line.replace(":", ": ").split())
        elif match := _COUNT.match(line):
            content.said[match[1].lower()] = (_header_count(content, number, match[2]), number)
    if section is not None and not text.endswith(("\n", "\r")):
        raise content.fault(
            len(lines),
            "the file ends in the middle of a table, without the closing line of equals signs",
            "the file is cut off; get it anew",
        )
    return content


def _header_count(content: _ImopseFile, line: int, token: str) -> int:
    number = whole(token)
    if number is None:
        raise content.fault(line, f'"{token}" is not a count', "write a whole number")
    return number


def _person(content: _ImopseFile, line: int, tokens: list[str]) -> None:
    person_id = tokens[0]
    if person_id in content.people:
        raise content.fault(line, f'person "{person_id}" is there twice', "remove one of them")
    salary = tokens[1] if len(tokens) > 1 else ""
    if not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", salary, re.A):
        raise content.fault(
            line,
            f'person "{person_id}" has the salary "{salary}"',
            "a line holds id, salary, and skills with levels, such as: 1 56.2 Q4: 1 Q0: 0",
        )
    skills, rest = _skills(content, line, f'person "{person_id}"', tokens[2:])
    if rest:
        raise content.fault(
            line, f'person "{person_id}" has a stray "{rest[0]}"', "write skills as Q4: 1"
        )
    content.people[person_id] = Person(id=person_id, rate=float(salary), skills=skills)


def _task(content: _ImopseFile, line: int, tokens: list[str]) -> None:
    task_id = tokens[0]
    if task_id in content.tasks:
        raise content.fault(line, f'task "{task_id}" is there twice', "remove one of them")
    hours = whole(tokens[1]) if len(tokens) > 1 else None
    if hours is None or not 0 < hours <= MAX_HOURS:
        raise content.fault(
            line,
            f'task "{task_id}" has the duration "{tokens[1] if len(tokens) > 1 else ""}"',
            f"write whole hours between 1 and {MAX_HOURS}",
        )
    skills, predecessors = _skills(content, line, f'task "{task_id}"', tokens[2:])
    if not skills:
        raise content.fault(
            line,
            f'task "{task_id}" names no skill',
            "a line holds id, duration, skill with level and predecessors, such as: 12 30 Q13: 2 6",
        )
    content.tasks[task_id] = _ImopseTask(line, hours, skills, predecessors)


def _skills(
    content: _ImopseFile, line: int, owner: str, tokens: list[str]
) -> tuple[dict[str, int], list[str]]:
    """Read pairs of skill and level from the front; return them and the remaining tokens."""
    skills: dict[str, int] = {}
    while tokens and tokens[0].endswith(":"):
        skill = tokens[0][:-1]
        level = whole(tokens[1]) if len(tokens) > 1 else None
        if not skill or level is None:
            raise content.fault(line, f'{owner} has skill "{skill}" without a level', "write Q4: 1")
        if skill in skills:
            raise content.fault(line, f'{owner} has skill "{skill}" twice', "remove one of them")
        skills[skill] = level
        tokens = tokens[2:]
    return skills, tokens


def _check(content: _ImopseFile) -> None:
    path = content.path
    missing = [name for name in _COUNTS if name not in content.said]
    if missing or not content.tasks or not content.people:
        lacks = [f'the line "{name.capitalize()}:"' for name in missing]
        lacks += [
            f"the table {head}"
            for head, rows in (("ResourceID", content.people), ("TaskID", content.tasks))
            if not rows
        ]
        raise content.fault(
            None,
            f"is not a whole iMOPSE definition: {' and '.join(lacks)} missing",
            "give a .def file of the iMOPSE library; other forms: psplib, mplib",
        )
    skills = {skill for person in content.people.values() for skill in person.skills}
    links = sum(len(task.predecessors) for task in content.tasks.values())
    for name, noun, found in (
        ("tasks", "tasks", len(content.tasks)),
        ("resources", "resources (people)", len(content.people)),
        ("precedence relations", "precedence relations", links),
        ("number of skill types", "skill types", len(skills)),
    ):
        said, line = content.said[name]
        check_count(path, line, noun, said, found)
    _check_references(content)


def _check_references(content: _ImopseFile) -> None:
    for task_id, task in content.tasks.items():
        for other in task.predecessors:
            if other not in content.tasks:
                raise content.fault(
                    task.line,
                    f'task "{task_id}" comes after "{other}", which is no task of the file',
                    "name a task of the table TaskID",
                )
        if not any(
            all(person.skills.get(skill, -1) >= level for skill, level in task.skills.items())
            for person in content.people.values()
        ):
            wanted = ", ".join(f"{skill}: {level}" for skill, level in task.skills.items())
            raise content.fault(
                task.line,
                f'task "{task_id}" needs {wanted}, which nobody has',
                "give the skill to a person of the table ResourceID, or lower the level",
            )
    check_acyclic(
        content.path,
        {task_id: task.predecessors for task_id, task in content.tasks.items()},
        {task_id: task.line for task_id, task in content.tasks.items()},
    )

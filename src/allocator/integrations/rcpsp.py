"""Turns an RCPSP instance, as the psplib package reads it, into a scenario.

Shared by the single-project forms (psplib) and the multi-project form (mplib): activities
become work items that take elapsed time and hold resources; there are no people.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allocator.domain import Calendar, Link, Project, Resource, Scenario, WorkItem
from allocator.domain.quantities import beginning
from allocator.errors import FormatError
from allocator.integrations.base import (
    MAX_HOURS,
    Imported,
    check_acyclic,
    counted,
    fault,
    whole_calendar,
)


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What was read from a file, with what is needed to speak about it.

    Attributes
    ----------
    path
        The file.
    data
        A ``psplib.ProjectInstance``; activities and their successors by index from 0.
    ids
        The file's own name of each activity.
    lines
        Line of each activity, counted from 1.
    projects
        Id of each project; empty where the file holds a single project without a release.
    notes
        Further lines of the report.
    """

    path: Path
    data: Any
    ids: Sequence[str]
    lines: Sequence[int]
    projects: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)

    def fault(self, activity: int, what: str, fix: str) -> FormatError:
        """Make an error about an activity, given by index."""
        message = f'activity "{self.ids[activity]}" {what}'
        return fault(self.path, self.lines[activity], message, fix)


def parsed(text: str, form: str) -> Any:
    """Let the psplib package read a text.

    It gets a copy in plain UTF-8 with plain line ends, so that byte-order marks, encodings and
    odd line ends of the original do not matter.

    Raises
    ------
    ValueError
        The package could not read it.
    """
    import psplib

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "instance.txt"
        copy.write_text("\n".join(text.splitlines()) + "\n", encoding="utf-8")
        try:
            return psplib.parse(copy, instance_format=form)
        except (ArithmeticError, AssertionError, LookupError, RuntimeError, TypeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from error
        except StopIteration as error:
            raise ValueError("the file ends too early") from error


def imported(instance: Instance) -> Imported:
    """Check an instance and turn it into a scenario with the makespan as its objective.

    Raises
    ------
    FormatError
        A successor that does not exist, a demand above the capacity, a circle, more than one
        mode, resources that are used up, or times beyond belief.
    """
    _check(instance)
    dummies = _dummies(instance)
    if len(dummies) == len(instance.ids):
        raise fault(instance.path, None, "no activity takes any time", "give another instance")
    calendar = whole_calendar()
    projects = _projects(instance, calendar)
    items = _items(instance, dummies, {p.id for p in projects})
    scenario = Scenario(
        name=instance.path.stem,
        calendar=calendar,
        resources=tuple(
            Resource(id=f"R{number}", capacity=resource.capacity)
            for number, resource in enumerate(instance.data.resources, start=1)
        ),
        projects=projects,
        items=items,
        objectives=("makespan",),
    )
    return Imported(scenario=scenario, report=_report(instance, scenario, dummies))


def _check(instance: Instance) -> None:
    data = instance.data
    used_up = [n for n, resource in enumerate(data.resources, start=1) if not resource.renewable]
    if used_up:
        raise fault(
            instance.path,
            None,
            f"resource R{used_up[0]} is used up (nonrenewable), which is not supported",
            "give an instance whose resources are all renewable",
        )
    total = 0
    for number, activity in enumerate(data.activities):
        _check_activity(instance, number)
        total += activity.modes[0].duration
    total += max((project.release_date for project in data.projects), default=0)
    if total > MAX_HOURS:
        raise fault(
            instance.path,
            None,
            f"the durations add up to {total} hours, more than {MAX_HOURS}",
            "check the durations and release dates",
        )
    line_of = dict(zip(instance.ids, instance.lines, strict=True))
    check_acyclic(instance.path, _predecessors(instance), line_of)


def _check_activity(instance: Instance, number: int) -> None:
    data = instance.data
    activity = data.activities[number]
    if len(activity.modes) != 1:
        raise instance.fault(
            number,
            f"has {len(activity.modes)} modes; multi-mode instances are not supported",
            "give a single-mode instance (.sm, .rcp)",
        )
    mode = activity.modes[0]
    if mode.duration < 0 or len(mode.demands) != len(data.resources):
        raise instance.fault(
            number,
            f"has the duration {mode.duration} and {counted(len(mode.demands), 'demand')}",
            f"write a duration of 0 or more and {counted(len(data.resources), 'demand')}",
        )
    for index, (demand, resource) in enumerate(
        zip(mode.demands, data.resources, strict=True), start=1
    ):
        if not 0 <= demand <= resource.capacity:
            raise instance.fault(
                number,
                f"asks for {demand} of resource R{index}, whose capacity is {resource.capacity}",
                "correct the demand or the capacity",
            )
    for successor in activity.successors:
        if not 0 <= successor < len(data.activities):
            raise instance.fault(
                number,
                f"has the successor {successor + 1}, which does not exist",
                f"name an activity from 1 to {len(data.activities)}",
            )


def _predecessors(instance: Instance) -> dict[str, list[str]]:
    """Return the predecessors of each activity, in file order, each once."""
    found: dict[str, dict[str, None]] = {name: {} for name in instance.ids}
    for name, activity in zip(instance.ids, instance.data.activities, strict=True):
        for successor in activity.successors:
            found[instance.ids[successor]][name] = None
    return {name: list(names) for name, names in found.items()}


def _dummies(instance: Instance) -> frozenset[str]:
    """Return the source and sink activities that stand only for start and end.

    They take no time, ask for nothing, and have no predecessor or no successor in the file;
    a source that other projects wait for stays, since its project's release counts for them.
    """
    predecessors = _predecessors(instance)
    project_of = _project_of(instance)
    found = set()
    for number, (name, activity) in enumerate(
        zip(instance.ids, instance.data.activities, strict=True)
    ):
        if activity.modes[0].duration or any(activity.modes[0].demands):
            continue
        inside = all(project_of[other] == project_of[number] for other in activity.successors)
        if not activity.successors or (inside and not predecessors[name]):
            found.add(name)
    return frozenset(found)


def _project_of(instance: Instance) -> dict[int, int]:
    return {
        activity: number
        for number, project in enumerate(instance.data.projects)
        for activity in project.activities
    }


def _projects(instance: Instance, calendar: Calendar) -> tuple[Project, ...]:
    start = beginning(calendar.start)
    return tuple(
        Project(
            id=name,
            not_before=start + dt.timedelta(hours=data.release_date) if data.release_date else None,
        )
        for name, data in zip(instance.projects, instance.data.projects, strict=False)
    )


def _items(instance: Instance, dummies: frozenset[str], projects: set[str]) -> tuple[WorkItem, ...]:
    predecessors = _predecessors(instance)
    project_of = _project_of(instance)
    items = []
    for number, (name, activity) in enumerate(
        zip(instance.ids, instance.data.activities, strict=True)
    ):
        if name in dummies:
            continue
        mode = activity.modes[0]
        after = tuple(Link(item=other) for other in predecessors[name] if other not in dummies)
        project = instance.projects[project_of[number]] if projects else None
        if mode.duration == 0:
            items.append(WorkItem(id=name, kind="milestone", project=project, after=after))
            continue
        demands = {f"R{n}": demand for n, demand in enumerate(mode.demands, start=1) if demand}
        items.append(
            WorkItem(
                id=name,
                project=project,
                elapsed=f"{mode.duration}h",
                resources=demands,
                after=after,
            )
        )
    return tuple(items)


def _report(instance: Instance, scenario: Scenario, dummies: frozenset[str]) -> tuple[str, ...]:
    data = instance.data
    links = sum(len(activity.successors) for activity in data.activities)
    kept = sum(len(item.after) for item in scenario.items)
    head = f"{counted(len(data.projects), 'project')}, " if scenario.projects else ""
    lines = [
        f"{head}{counted(len(data.activities), 'activity', 'activities')}, "
        f"{counted(len(data.resources), 'resource')}, {counted(links, 'link')}: as the file says"
    ]
    if dummies:
        lines.append(
            f"{counted(len(dummies), 'source or sink', 'sources and sinks')} of zero length "
            f"left out: the start of the plan and the makespan stand for them; "
            f"{counted(len(scenario.items), 'work item')} and {counted(kept, 'link')} stay"
        )
    idle = [
        name
        for name, activity in zip(instance.ids, data.activities, strict=True)
        if not activity.modes[0].duration and any(activity.modes[0].demands)
    ]
    if idle:
        lines.append(
            f"zero-length activities hold no resources, whatever they ask for: {', '.join(idle)}"
        )
    lines.append("durations are hours, every hour is working time, the objective is the makespan")
    return (*lines, *instance.notes)

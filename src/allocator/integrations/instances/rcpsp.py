"""Turns an RCPSP instance, as the psplib package reads it, into a scenario.

Shared by the single-project forms (psplib) and the multi-project form (mplib): activities
become work items that take elapsed time and hold resources; there are no people.
"""

from __future__ import annotations

import datetime as dt

from allocator.domain import Calendar, Link, Project, Resource, Scenario, WorkItem
from allocator.domain.quantities import beginning
from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault, name_of
from allocator.integrations.instances.instance_file import whole_calendar
from allocator.integrations.instances.rcpsp_check import check_instance
from allocator.integrations.instances.rcpsp_instance import Instance, predecessors_of, project_of
from allocator.wording import count


def imported(instance: Instance) -> Imported:
    """Check an instance and turn it into a scenario with the makespan as its objective.

    Raises
    ------
    FormatError
        The instance contradicts itself, or does not fit into a scenario.
    """
    check_instance(instance)
    dummies = _dummies(instance)
    if len(dummies) == len(instance.ids):
        raise fault(instance.path, None, "no activity takes any time", "give another instance")
    calendar = whole_calendar()
    projects = _projects(instance, calendar)
    items = _items(instance, dummies, {p.id for p in projects})
    scenario = Scenario(
        name=name_of(instance.path),
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


def _dummies(instance: Instance) -> frozenset[str]:
    """Return the source and sink activities, which only mark start and end.

    They take no time and no resource, and have no predecessor or no successor in the file;
    a source that other projects wait for stays, since its project's release counts for them.
    """
    predecessors = predecessors_of(instance)
    home = project_of(instance)
    found = set()
    for number, (name, activity) in enumerate(
        zip(instance.ids, instance.data.activities, strict=True)
    ):
        if activity.modes[0].duration or any(activity.modes[0].demands):
            continue
        inside = all(home[other] == home[number] for other in activity.successors)
        if not activity.successors or (inside and not predecessors[name]):
            found.add(name)
    return frozenset(found)


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
    predecessors = predecessors_of(instance)
    home = project_of(instance)
    items = []
    for number, (name, activity) in enumerate(
        zip(instance.ids, instance.data.activities, strict=True)
    ):
        if name in dummies:
            continue
        mode = activity.modes[0]
        after = tuple(Link(item=other) for other in predecessors[name] if other not in dummies)
        project = instance.projects[home[number]] if projects else None
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
    head = f"{count(len(data.projects), 'project')}, " if scenario.projects else ""
    lines = [
        f"{head}{count(len(data.activities), 'activity', 'activities')}, "
        f"{count(len(data.resources), 'resource')}, {count(links, 'link')}: as the file says"
    ]
    if dummies:
        lines.append(
            f"{count(len(dummies), 'source or sink', 'sources and sinks')} of zero length "
            f"left out: the start of the plan and the makespan stand for them; "
            f"{count(len(scenario.items), 'work item')} and {count(kept, 'link')} stay"
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

"""Reads the projects of a file into plain data; runs only where Java has been started.

The fields are those of :mod:`.project_records`. Java's exceptions are left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.mpxj.java_calendars import calendars_of
from allocator.mpxj.java_files import projects_of
from allocator.mpxj.java_values import CustomFields, amount, minutes, moment, number, text, unit_of

_LINKS = {"FINISH_START": "FS", "START_START": "SS", "FINISH_FINISH": "FF", "START_FINISH": "SF"}


def read_projects(path: str) -> list[dict[str, Any]]:
    """Return what the projects of a file hold."""
    return [_project(project, path) for project in projects_of(path)]


def _project(project: Any, path: str) -> dict[str, Any]:
    properties = project.getProjectProperties()
    default = project.getDefaultCalendar()
    tasks = [task for task in project.getTasks() if not task.getNull()]
    tool = (text(properties.getFileApplication()), text(properties.getFileType()))
    return {
        "file": path,
        "name": text(properties.getProjectTitle()) or text(properties.getName()),
        "author": text(properties.getAuthor()),
        "tool": " ".join(dict.fromkeys(filter(None, tool))),
        "start": moment(properties.getStartDate()),
        "finish": moment(properties.getFinishDate()),
        "status_date": moment(properties.getStatusDate()),
        "must_finish": moment(properties.getMustFinishBy()),
        "default_calendar": None if default is None else int(default.getUniqueID()),
        "day_minutes": int(properties.getMinutesPerDay() or 480),
        "blank_rows": len(project.getTasks()) - len(tasks),
        "calendars": calendars_of(project),
        "tasks": list(_tasks(project, tasks, properties)),
        "resources": list(_resources(project, properties)),
        "assignments": [
            _assignment(entry, properties)
            for entry in project.getResourceAssignments()
            if entry.getTask() is not None
        ],
        "errors": [
            " ".join(str(error.getMessage()).split()) for error in project.getIgnoredErrors()
        ],
    }


def _tasks(project: Any, tasks: list[Any], properties: Any) -> Iterator[dict[str, Any]]:
    custom = CustomFields(project, project.getTasks())
    for task in tasks:
        fields = custom.of(task)
        codes = task.getActivityCodeValues()
        for code in codes.keySet() if codes is not None else ():
            fields.setdefault(text(code.getName()), text(codes.get(code).getName()))
        yield _task(task, properties) | {"fields": fields, "unread": _unread_of_task(task)}


def _task(task: Any, properties: Any) -> dict[str, Any]:
    parent = task.getParentTask()
    duration = task.getDuration()
    priority, kind, calendar = task.getPriority(), task.getActivityType(), task.getCalendar()
    return {
        "uid": int(task.getUniqueID()),
        "id": number(task.getID()),
        "name": text(task.getName()),
        "parent": None if parent is None else int(parent.getUniqueID()),
        "level": int(task.getOutlineLevel() or 0),
        "outline": text(task.getOutlineNumber()),
        "wbs": text(task.getWBS()),
        "activity": text(task.getActivityID()),
        "is_summary": bool(task.getSummary()),
        "is_milestone": bool(task.getMilestone()),
        "is_inactive": not task.getActive(),
        "is_external": bool(task.getExternalTask()),
        "is_inserted": bool(task.getExternalProject()),
        "kind": "" if kind is None else str(kind.name()),
        "duration": minutes(duration, properties),
        "is_elapsed": unit_of(duration) == "elapsed",
        "is_estimated": bool(task.getEstimated()),
        "work": minutes(task.getWork(), properties),
        "actual_work": minutes(task.getActualWork(), properties),
        "remaining_work": minutes(task.getRemainingWork(), properties),
        "remaining_duration": minutes(task.getRemainingDuration(), properties),
        "percent": amount(task.getPercentageComplete()) or 0,
        "priority": None if priority is None else int(priority.getValue()),
        "calendar": None if calendar is None else int(calendar.getUniqueID()),
        "links": [_link(link, properties) for link in task.getPredecessors()],
        **_dates(task),
    }


def _dates(task: Any) -> dict[str, Any]:
    first, second = task.getConstraintType(), task.getSecondaryConstraintType()
    return {
        "start": moment(task.getStart()),
        "finish": moment(task.getFinish()),
        "actual_start": moment(task.getActualStart()),
        "actual_finish": moment(task.getActualFinish()),
        "constraint": "" if first is None else str(first.name()),
        "constraint_date": moment(task.getConstraintDate()),
        "second_constraint": "" if second is None else str(second.name()),
        "second_date": moment(task.getSecondaryConstraintDate()),
        "deadline": moment(task.getDeadline()),
        "baseline_start": moment(task.getBaselineStart()),
        "baseline_finish": moment(task.getBaselineFinish()),
    }


def _link(link: Any, properties: Any) -> dict[str, Any]:
    lag = link.getLag()
    unit = unit_of(lag)
    length = float(lag.getDuration()) if unit == "percent" else minutes(lag, properties)
    return {
        "task": int(link.getPredecessorTask().getUniqueID()),
        "type": _LINKS[str(link.getType().name())],
        "lag": length or 0,
        "unit": unit,
    }


def _unread_of_task(task: Any) -> list[str]:
    """Return the names of content of a task that has no place in the records."""
    splits = task.getWorkSplits()
    found = {
        "notes": bool(text(task.getNotes())),
        "costs": bool(amount(task.getFixedCost())),
        "hyperlinks": bool(text(task.getHyperlinkAddress())),
        "interruptions": splits is not None and splits.size() > 1,
        "steps": task.getSteps() is not None and task.getSteps().size() > 0,
        "expenses": task.getExpenseItems() is not None and task.getExpenseItems().size() > 0,
    }
    return [name for name, is_there in found.items() if is_there]


def _resources(project: Any, properties: Any) -> Iterator[dict[str, Any]]:
    custom = CustomFields(project, project.getResources())
    for resource in project.getResources():
        if resource.getNull() or resource.getUniqueID() is None:
            continue
        fields = custom.of(resource)
        codes = resource.getResourceCodeValues()
        for code in codes.keySet() if codes is not None else ():
            fields.setdefault(text(code.getName()), text(codes.get(code).getName()))
        yield _resource(resource, properties) | {"fields": fields}


def _resource(resource: Any, properties: Any) -> dict[str, Any]:
    calendar, role = resource.getCalendar(), resource.getPrimaryRole()
    units, kind = amount(resource.getMaxUnits()), resource.getType()
    return {
        "uid": int(resource.getUniqueID()),
        "name": text(resource.getName()),
        "initials": text(resource.getInitials()),
        "code": text(resource.getResourceID()) or text(resource.getCode()),
        "email": text(resource.getEmailAddress()),
        "group": text(resource.getGroup()),
        "role": "" if role is None else text(role.getName()),
        "type": "WORK" if kind is None else str(kind.name()),
        "is_role": bool(resource.getRole()),
        "is_generic": bool(resource.getGeneric()),
        "is_inactive": not resource.getActive(),
        "units": None if units is None else units / 100,
        "rate": _rate(resource.getStandardRate(), properties),
        "calendar": None if calendar is None else int(calendar.getUniqueID()),
        "availability": [_available(entry) for entry in resource.getAvailability()],
        "unread": _unread_of_resource(resource),
    }


def _unread_of_resource(resource: Any) -> list[str]:
    found = {
        "notes": bool(text(resource.getNotes())),
        "costs per use": bool(amount(resource.getCostPerUse())),
    }
    return [name for name, is_there in found.items() if is_there]


def _available(entry: Any) -> dict[str, Any]:
    reach = entry.getRange()
    return {
        "start": moment(reach.getStart()),
        "end": moment(reach.getEnd()),
        "units": (amount(entry.getUnits()) or 0) / 100,
    }


def _rate(rate: Any, properties: Any) -> float:
    """Return a rate as cost per hour."""
    if rate is None or not rate.getAmount() or rate.getUnits() is None:
        return 0.0
    import jpype

    one = jpype.JClass("org.mpxj.Duration").getInstance(1.0, rate.getUnits())
    per = minutes(one, properties)
    return float(rate.getAmount()) * 60 / per if per else 0.0


def _assignment(entry: Any, properties: Any) -> dict[str, Any]:
    resource, role, units = entry.getResource(), entry.getRole(), amount(entry.getUnits())
    return {
        "task": int(entry.getTask().getUniqueID()),
        "resource": None if resource is None else int(resource.getUniqueID()),
        "role": None if role is None else int(role.getUniqueID()),
        "units": 1 if units is None else units / 100,
        "work": minutes(entry.getWork(), properties),
        "actual_work": minutes(entry.getActualWork(), properties),
        "remaining_work": minutes(entry.getRemainingWork(), properties),
        "start": moment(entry.getStart()),
        "finish": moment(entry.getFinish()),
    }

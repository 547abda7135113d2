"""The JSON Schema of scenario files, from which editors complete and check."""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any, Final

from allocator import domain
from allocator.domain import Scenario, TemplateUse
from allocator.domain.base import Model
from allocator.scenario.companions.cells import READERS

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DESCRIPTIONS: Final = {
    "Availability.from": "First day, or the instant, from which the capacity differs.",
    "Availability.to": "Last day, or the instant, until which the capacity differs.",
    "Attendees.people": "By their ids.",
    "Awaited.kind": "Another team's item, a decision, data, or something else.",
    "BudgetLimit.limit": "The most that the project may cost.",
    "Calendar.day_start": "When the working day begins, for example 09:00.",
    "Calendar.holidays": "Public and company holidays, on which nobody works.",
    "Calendar.workdays": "Days of the week on which the team works.",
    "Calibration.common_factors": "What multiplies all work of one person or project.",
    "Calibration.format": "Of the file.",
    "Calibration.groups": "What tasks are told apart by.",
    "Calibration.prior": "What stands in where the history is short.",
    "Calibration.variance_within": "Variance of the tasks of one group, in normal scores.",
    "CalibrationGroup.each": "The members, by name.",
    "CalibrationGroup.variance_between": "Variance between its members, in normal scores.",
    "CalibrationGroups.kind": "By the item's type.",
    "CalibrationGroups.person": "By who works on it.",
    "CalibrationGroups.project": "By the item's project.",
    "CalibrationPrior.counts_as_tasks": "As many tasks of history weigh as much as it.",
    "CalibrationPrior.source": "Where it comes from.",
    "CommonFactors.person": "Standard deviation of the logarithm of each person's factor.",
    "CommonFactors.project": "Standard deviation of the logarithm of each project's factor.",
    "DateRange.high": "The latest.",
    "DateRange.likely": "What the plan goes by.",
    "DateRange.low": "The earliest.",
    "ElapsedLag.elapsed": "Calendar time around the clock: 1d is 24 hours.",
    "Link.item": "Id of the work item that comes before.",
    "Link.type": "FS, SS, FF or SF: finish or start of that item, start or finish of this one.",
    "Meeting.attendees": "A list of people, or people, roles, teams and projects.",
    "Meeting.except": "Days on which it does not take place.",
    "Meeting.from": "The day from which its rule counts.",
    "Meeting.id": "What commands call the meeting.",
    "Meeting.length": "How long it lasts: 30m, 1h.",
    "Meeting.title": "What people call it.",
    "Meeting.until": "Last day.",
    "Need.people": "How many people of this kind, each doing the whole effort; or {from, to}, who "
    "share it.",
    "PeopleRange.from": "At least so many; 1 where it is left out.",
    "PeopleRange.to": "At most so many.",
    "Need.skills": "Skills with the level that is at least needed; a bare skill is any level.",
    "Person.availability": "Times in which the capacity differs.",
    "Person.from": "Joins: the first day.",
    "Person.id": "What assign, avoid and the plan call the person.",
    "Person.name": "What people call them.",
    "Person.role": "For the reader; the planner looks at skills.",
    "Person.skills": "Skills with levels; a list means level 1 of each.",
    "Person.time_off": "Vacations and other absences; both ends are included.",
    "Project.deadline": "Hard; every item of the project ends by the end of that day.",
    "Project.due": "Soft; the day by whose end the project's last item should end.",
    "Project.id": "What items and the plan call the project.",
    "Project.name": "What people call it.",
    "Project.not_before": "No item of the project starts before this day.",
    "Project.priority": "Weight of its lateness and its flow, and of its items.",
    "Promise.by": "When it is promised for.",
    "Promise.confidence": "How sure that has to be.",
    "RangeHits.below_high": "Percentage that took less than high.",
    "RangeHits.below_likely": "Percentage that took less than likely.",
    "RangeHits.below_low": "Percentage of them that took less than low.",
    "RangeHits.tasks": "Finished tasks with a range.",
    "Resource.capacity": "How much of it there is at any time.",
    "Resource.id": "What items call the resource.",
    "Resource.name": "What people call it.",
    "Risk.chance": "The probability that it happens.",
    "Risk.hits": "Ids of the items that it hits, all of them together.",
    "Risk.id": "What forecasts call the risk.",
    "Risk.owner": "Who looks after it.",
    "Risk.title": "What people call it.",
    "Scenario.calendar": "The working time of the team, and the grid on which a plan runs.",
    "Scenario.items": "What is to be planned; or the name of a CSV file beside the scenario.",
    "Scenario.meetings": "Meetings that recur, which take capacity of whoever attends.",
    "Scenario.name": "What the plan is called.",
    "Scenario.people": "Who does the work; or the name of a CSV file beside the scenario.",
    "Scenario.projects": "Products or projects that items belong to.",
    "Scenario.promises": "Dates that somebody counts on.",
    "Scenario.resources": "Shared things of limited capacity, such as GPUs.",
    "Scenario.risks": "What may happen once, to all that it hits together.",
    "Scenario.rota": "Duties that people take in turn, such as support.",
    "Scenario.sprints": "The team's or each team's sprints: by a rule, or a list with dates.",
    "Scenario.uncertainty": "How a forecast reads the estimates, and what happens besides.",
    "Scenario.version": "Of the file format.",
    "Rota.id": "What commands call the rota.",
    "Rota.title": "What people call it.",
    "Rota.until": "Last day of the last turn.",
    "ScopeGrowth.from": "What the share is of.",
    "SizeRatios.estimate": "The size of the estimate.",
    "TemplateUse.group": "Id of the epic or parent of its items.",
    "TemplateUse.project": "Id of the project of its items.",
    "TemplateUse.size": "One of its sizes: S, M, L, XL.",
    "ThreePoint.high": "If things go badly.",
    "ThreePoint.likely": "Most likely.",
    "ThreePoint.low": "If all goes well.",
    "TimeOff.from": "First day, or the instant, of the absence.",
    "TimeOff.to": "Last day, or the instant at which it ends.",
    "Uncertainty.scope": "Work that is added on the way.",
    "WorkItem.after": "What the item waits for: ids, or links with type and lag.",
    "WorkItem.effort": "Work of each person: 30m, 6h, 1.5d, 2w, or {low, likely, high}.",
    "WorkItem.elapsed": "Calendar time that it takes at least, around the clock.",
    "WorkItem.id": "What links, the plan and your tracker call the item.",
    "WorkItem.kind": "A task, or a milestone of zero length.",
    "WorkItem.needs": "A skill, a map of skills with levels, or a list: one entry a team member.",
    "WorkItem.not_before": "The item does not start before this day.",
    "WorkItem.optional": "Whether the item may be dropped.",
    "WorkItem.project": "Id of its project.",
    "WorkItem.state": "How far it is.",
    "WorkItem.title": "What people call it.",
}
"""What the models' own docstrings leave to the field's name."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file, short forms included.

    It says what a file may hold where; whether the parts fit together only
    :func:`allocator.scenario.load` can tell.
    """
    schema = Scenario.model_json_schema(by_alias=True, mode="validation")
    for name, shapes in {**schema["$defs"], "Scenario": schema}.items():
        said = _docstrings(getattr(domain, name)) if "properties" in shapes else {}
        for field, shape in shapes.get("properties", {}).items():
            shape.pop("title", None)
            shape["description"] = said.get(field, _DESCRIPTIONS.get(f"{name}.{field}", ""))
    _add_calendar_files(schema["$defs"])
    _add_calibration_file(schema["$defs"])
    for section in READERS:
        shape = schema["properties"][section]
        table = {"type": "string", "pattern": r"\.[cC][sS][vV]$", "examples": [f"{section}.csv"]}
        rows = {key: shape.pop(key) for key in ("type", "items")}
        shape["anyOf"] = [rows, table]
    _add_templates(schema)
    _add_includes(schema)
    return {"$schema": _DIALECT, **schema, "title": "allocator scenario"}


def _docstrings(model: type[Model]) -> dict[str, str]:
    """Return what stands under the fields in a model's source, by their names in files.

    pydantic can read them too, but for every model that is imported, and that takes longer than
    to plan a few items.
    """
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in pairwise(body.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                alias = model.model_fields[name].alias or name
                found[alias] = inspect.cleandoc(str(text.value.value))
    return found


def _add_templates(schema: dict[str, Any]) -> None:
    """Let a scenario use templates, beside its items or in their place."""
    use = TemplateUse.model_json_schema(by_alias=True, mode="validation")
    said = _docstrings(TemplateUse)
    for name, shape in use["properties"].items():
        shape.pop("title", None)
        shape["description"] = said.get(name, _DESCRIPTIONS.get(f"TemplateUse.{name}", ""))
    schema["$defs"] |= {**use.pop("$defs", {}), "TemplateUse": use} | schema["$defs"]
    schema["properties"]["use"] = {
        "type": "array",
        "items": {"$ref": "#/$defs/TemplateUse"},
        "description": "Life-cycle templates, whose items are planned with the scenario's own.",
    }
    schema["required"].remove("items")
    own = schema.pop("required")  # what one of the included files may hold instead
    schema["anyOf"] = [
        {"required": ["include"]},
        *({"required": [*own, name]} for name in ("items", "use")),
    ]


def _add_includes(schema: dict[str, Any]) -> None:
    """Let a scenario include others, whose items are planned with its own."""
    name = {"type": "string", "pattern": r"\.[yY][aA]?[mM][lL]$|\.[jJ][sS][oO][nN]$"}
    schema["properties"]["include"] = {
        "anyOf": [name, {"type": "array", "items": name}],
        "description": "Files beside the scenario that hold parts of it.",
    }


def _add_calibration_file(models: dict[str, Any]) -> None:
    """Let the name of a file stand where its content is put when the scenario is read."""
    name = {"type": "string", "pattern": r"\.[yY][aA]?[mM][lL]$|\.[jJ][sS][oO][nN]$"}
    models["Uncertainty"]["properties"]["calibration"]["anyOf"].append(name)


def _add_calendar_files(models: dict[str, Any]) -> None:
    """Let iCalendar files stand where their dates are put when the scenario is read."""
    name = {"type": "string", "pattern": r"\.[iI][cC][sS]$", "examples": ["holidays.ics"]}
    ics = {
        "anyOf": [name, {"type": "array", "items": name}],
        "description": "iCalendar files beside the scenario, whose events are days off.",
    }
    models["Holidays"]["properties"]["ics"] = ics
    file = {
        "type": "object",
        "properties": {"ics": ics},
        "required": ["ics"],
        "additionalProperties": False,
    }
    time_off = models["Person"]["properties"]["time_off"]
    entries = {"type": "array", "items": {"anyOf": [time_off.pop("items"), file]}}
    time_off.pop("type")
    time_off["anyOf"] = [entries, file]

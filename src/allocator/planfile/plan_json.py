"""plan.json: the plan as a file that holds everything, its scenario included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from allocator.domain import Plan
from allocator.planfile.coherence import incoherent
from allocator.planfile.indented_json import indented_json
from allocator.planfile.json_document import JsonFormat, raise_problems, read_document

PLAN_FORMAT = JsonFormat(what="plan", tag="allocator-plan/1", file_name="plan.json")


def write_plan(plan: Plan) -> str:
    """Return the text of plan.json: indented, keys in the models' order.

    The scenario is written without default values.
    """
    data = plan.model_dump(mode="json", by_alias=True, exclude={"scenario"})
    scenario = plan.scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ordered = {name: scenario if name == "scenario" else data[name] for name in Plan.model_fields}
    return indented_json(ordered) + "\n"


def read_plan(path: Path) -> Plan:
    """Read a coherent plan from plan.json or from the folder that holds it.

    Parameters
    ----------
    path
        The file or its folder.

    Raises
    ------
    PlanFileError
        As for :func:`parse_plan`, or items are missing, dates are centuries away, or people are
        unknown; the error lists all problems.
    """
    plan = parse_plan(path)
    if problems := incoherent(plan):
        raise_problems(PLAN_FORMAT.file(path), problems)
    return plan


def parse_plan(path: Path) -> Plan:
    """Read a plan that need not be coherent; for the checker.

    Raises
    ------
    PlanFileError
        The file is missing, too large, not JSON, or not of the plan format; the error lists all
        problems.
    """
    file = PLAN_FORMAT.file(path)
    plan = read_document(file, PLAN_FORMAT, Plan)
    if zoned := list(_zoned(plan)):
        raise_problems(file, zoned)
    return plan


def _zoned(plan: Plan) -> Iterator[str]:
    """Yield instants that have a time zone or are written as a number."""
    why = "write a local date-time of the team calendar, without a time zone: 2026-12-01T09:00"
    for number, entry in enumerate(plan.items):
        dates = [(f"items[{number}].{end}", getattr(entry, end)) for end in ("start", "finish")]
        for place, said in enumerate(entry.assignments):
            where = f"items[{number}].assignments[{place}]"
            dates += [(f"{where}.{end}", getattr(said, end)) for end in ("start", "finish")]
        for where, instant in dates:
            if instant is not None and instant.tzinfo is not None:
                yield f"{where}: {why}"

"""Writes a plan as Microsoft Project XML (MSPDI), for Project and ProjectLibre."""

from __future__ import annotations

from pathlib import Path

from allocator import wording
from allocator.analysis.reader_clock import clock_notes
from allocator.domain import Plan
from allocator.exports.lost_rules import item_rule_notes, team_rules
from allocator.exports.msproject.document import document
from allocator.planfile.files import write_text


def write(plan: Plan, target: Path) -> list[Path]:
    """Write the project into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    write_text(target, document(plan))
    return [target]


def notes(plan: Plan) -> list[str]:
    """Return lines for the user: what the file leaves out."""
    dropped = [entry.id for entry in plan.items if entry.state == "dropped"]
    contingent = [entry.id for entry in plan.items if entry.state == "contingent"]
    found = [(dropped, "since the plan drops them"), (contingent, "as done only if a try fails")]
    lines = [f"Left out, {why}: {', '.join(names)}." for names, why in found if names]
    if lost := team_rules(plan.scenario):
        averaged = "; units are what meetings and rotas leave on average"
        has_any = bool(plan.scenario.meetings or plan.scenario.rota)
        lines.append(f"Not in the file: {wording.joined(lost)}{averaged if has_any else ''}.")
    there = {entry.id for entry in plan.items if not entry.is_left_out}
    items = (item for item in plan.scenario.items if item.id in there)
    rules = item_rule_notes(items, takes_fixed_starts=True)
    return [*lines, *rules, *clock_notes(plan)]

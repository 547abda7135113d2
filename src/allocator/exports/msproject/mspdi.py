"""Writes a plan as Microsoft Project XML (MSPDI), for Project and ProjectLibre."""

from __future__ import annotations

from pathlib import Path

from allocator import wording
from allocator.domain import Plan
from allocator.exports.lost_rules import across_zones_notes
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
    meetings, rotas = len(plan.scenario.meetings), len(plan.scenario.rota)
    if meetings or rotas:
        lost = wording.joined(
            wording.count(n, one) for n, one in ((meetings, "meeting"), (rotas, "rota")) if n
        )
        lines.append(f"Not in the file: {lost}; units are what these leave on average.")
    budgets = sum(project.budget is not None for project in plan.scenario.projects)
    if budgets:
        lines.append(f"Not in the file: {wording.count(budgets, 'budget')}.")
    return [*lines, *across_zones_notes(plan.scenario.items)]

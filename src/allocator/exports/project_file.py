"""Writes a plan as a project file of any format that MPXJ writes.

The plan is written as Microsoft Project XML first, which holds most; MPXJ turns that into the other
formats.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from allocator.domain import ElapsedLag, Plan
from allocator.errors import InputError
from allocator.exports.msproject import mspdi
from allocator.exports.msproject.document import document
from allocator.mpxj.process import write_projects
from allocator.planfile.files import write_bytes
from allocator.wording import count, joined

_BY_ENDING: Final = {
    ".xml": "mspdi",
    ".mpx": "mpx",
    ".pmxml": "pmxml",
    ".xer": "xer",
    ".planner": "planner",
    ".sdef": "sdef",
}


def write(plan: Plan, target: Path, file_format: str = "mspdi") -> list[Path]:
    """Write the project into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    file_format
        The format, of FILE_FORMATS.

    Raises
    ------
    InputError
        Java or MPXJ is missing, or the file cannot be written.
    """
    form = file_format
    if form == "mspdi":
        return mspdi.write(plan, target)
    with tempfile.TemporaryDirectory(prefix="allocator-") as folder:
        source, made = Path(folder) / "plan.xml", Path(folder) / f"plan.{form}"
        source.write_text(document(plan, is_for_project=form == "mpx"), "utf-8")
        write_projects(source, [(made, form.upper())])
        write_bytes(target, made.read_bytes())
    return [target]


def notes(plan: Plan, file_format: str = "mspdi") -> list[str]:
    """Return lines for the user: what the file leaves out."""
    form, scenario = file_format, plan.scenario
    dated = sum(entry.due is not None for entry in plan.items)
    waits = [item for item in scenario.items if item.elapsed is not None]
    links = [link for item in scenario.items for link in item.after if link.lag is not None]
    fixed = [item for item in scenario.items if item.fixed_start is not None or item.date]
    around = sum(isinstance(link.lag, ElapsedLag) for link in links)
    lost = {
        count(dated, "due date"): dated and form != "mspdi",
        count(len(scenario.resources), "shared resource"): scenario.resources
        and form in ("pmxml", "planner", "sdef"),
        "the skills and teams of people": form in ("pmxml", "xer", "planner"),
        "the capacity of people": form in ("pmxml", "planner"),
        "people and their assignments": form == "sdef",
        "projects and groups": form == "sdef",
        "ids of items": form == "planner",
    }
    changed = {
        f"{count(len(waits), 'item')} that {'lasts' if len(waits) == 1 else 'last'} around the "
        "clock: working time": waits and form not in ("mspdi", "mpx"),
        f"{count(around, 'lag')} around the clock: working time": around
        and form in ("pmxml", "xer", "sdef"),
        f"{count(len(links) - around, 'lag')} in working time: time around the clock": len(links)
        > around
        and form == "planner",
        f"{count(len(scenario.resources), 'shared resource')}: people": scenario.resources
        and form == "mpx",
        f"{count(len(fixed), 'fixed start')}: earliest starts": fixed and form == "sdef",
    }
    found = [name for name, is_lost in lost.items() if is_lost]
    turned = [name for name, is_changed in changed.items() if is_changed]
    return [
        *mspdi.notes(plan),
        *([f"The format {form} has no place for {joined(found)}."] if found else []),
        *([f"The format {form} turns into something else: {'; '.join(turned)}."] if turned else []),
    ]


def format_of(target: Path) -> str:
    """Return the format that the ending of a file names.

    Raises
    ------
    InputError
        It names none.
    """
    found = _BY_ENDING.get(target.suffix.lower())
    if found is None:
        endings = ", ".join(f"{ending} ({form})" for ending, form in _BY_ENDING.items())
        raise InputError(
            f"{target}: its ending names no format of project files",
            hint=f"end it with {endings}, or name the format with --format",
        )
    return found

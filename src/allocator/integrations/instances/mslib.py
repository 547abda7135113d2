"""Reads multi-skill project scheduling instances of MSLIB (``.msrcp``).

The file is made of modules, each with a headline between asterisks: the project in Patterson form,
the workforce (a row a person, a 1 for each skill that they have), the workforce with levels, and
how many people with each skill an activity needs. What follows belongs to extensions of the
problem: least levels, costs, a common resource, rework. See Snauwaert, Vanhoucke (2023), "A
classification and new benchmark instances for the multi-skilled resource-constrained project
scheduling problem", European Journal of Operational Research 307.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault
from allocator.integrations.instances.instance_file import (
    MAX_HOURS,
    check_count,
    read_instance_text,
    whole,
)
from allocator.integrations.instances.multi_skill import MultiSkillInstance, imported
from allocator.wording import count

PROJECT = "Project Module"
WORKFORCE = "Workforce Module"
LEVELS = "Workforce Module with Skill Levels"
REQUIREMENTS = "Skill Requirements Module"
LEVEL_REQUIREMENTS = "Skill Level Requirements Module"
_REQUIRED = (PROJECT, WORKFORCE, REQUIREMENTS)
_EXTENSIONS = (
    LEVEL_REQUIREMENTS,
    "Cost Module",
    "Common Resource Usage Module",
    "Rework Module",
)
_HEADLINE = re.compile(r"\s*\\?\*\s*([^*\\]*[^*\\\s])\s*(?:\*?\\?\s*)$")


@dataclass
class _Module:
    """The lines of a module that are not empty, as words, each with its number."""

    line: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    """Whole numbers of a line."""

    line: int
    numbers: tuple[int, ...]


def read(path: Path) -> Imported:
    """Read an MSLIB instance.

    Parameters
    ----------
    path
        An ``.msrcp`` file.

    Returns
    -------
    Imported
        The basic problem, see ``multi_skill.imported``. People keep their levels, but no need
        asks for one.

    Raises
    ------
    FormatError
        The file is not of this form, is cut off, or contradicts its own counts.
    """
    modules = _modules(path, read_instance_text(path))
    project = [_numbers(path, row) for row in modules[PROJECT].rows]
    if len(project) < 3 or len(project[0].numbers) != 4:
        raise fault(
            path,
            modules[PROJECT].line,
            "the project module is not whole",
            "it begins with a line of four numbers (activities, people, skills, levels) and two "
            "lines with a deadline each",
        )
    activities, people, skills, _ = project[0].numbers
    hours, predecessors = _activities(path, project[3:], activities, modules[PROJECT].line)
    needs = _table(path, modules[REQUIREMENTS], "activities", activities, skills)
    instance = MultiSkillInstance(
        path=path,
        hours=hours,
        places=tuple(row.numbers for row in needs),
        levels=_levels(path, modules, people, skills),
        predecessors=predecessors,
        lines=tuple(row.line for row in needs),
    )
    deadlines = [number for row in project[1:3] for number in row.numbers]
    where = "the skill requirements or the workforce"
    return imported(instance, _notes(modules, deadlines), where=where)


def _modules(path: Path, text: str) -> dict[str, _Module]:
    found: dict[str, _Module] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        headline = _HEADLINE.match(line)
        if headline:
            name = " ".join(headline[1].split())
            if name in found:
                raise fault(path, number, f'"{name}" is there twice', "remove one of them")
            last = found[name] = _Module(number)
        elif line.strip():
            if not found:
                raise fault(
                    path,
                    number,
                    f'"{line.strip()[:60]}" stands before the first module',
                    f"give an .msrcp file of MSLIB, which begins with \\* {PROJECT} *\\",
                )
            last.rows.append((number, line.split()))
    missing = [name for name in _REQUIRED if name not in found]
    if missing:
        raise fault(
            path,
            None,
            f"is not a whole MSLIB instance: {', '.join(missing)} missing",
            "give an .msrcp file of MSLIB; other forms: imopse, mspsp, psplib, mplib",
        )
    return found


def _numbers(path: Path, row: tuple[int, list[str]]) -> _Row:
    line, words = row
    numbers = []
    for word in words:
        number = whole(word)
        if number is None or number > MAX_HOURS:
            raise fault(
                path,
                line,
                f'"{word[:60]}" stands where a number is due',
                f"write whole numbers from 0 to {MAX_HOURS}",
            )
        numbers.append(number)
    return _Row(line, tuple(numbers))


def _activities(
    path: Path, rows: list[_Row], activities: int, line: int
) -> tuple[tuple[int, ...], dict[int, list[int]]]:
    """Return durations, and by activity those before it."""
    check_count(path, line, "activities in the project module", activities, len(rows))
    predecessors: dict[int, list[int]] = {a: [] for a in range(1, activities + 1)}
    for a, row in enumerate(rows, start=1):
        if len(row.numbers) < 2:
            raise fault(
                path,
                row.line,
                f"the line of activity {a} is not whole",
                "write its duration, the number of its successors, and these",
            )
        _, said, *successors = row.numbers
        check_count(path, row.line, f"successors of activity {a}", said, len(successors))
        for successor in successors:
            if successor not in predecessors:
                raise fault(
                    path,
                    row.line,
                    f"activity {a} comes before {successor}, but there are 1 to {activities}",
                    "correct the number",
                )
            predecessors[successor].append(a)
    return tuple(row.numbers[0] for row in rows), predecessors


def _table(path: Path, module: _Module, what: str, rows: int, columns: int) -> list[_Row]:
    found = [_numbers(path, row) for row in module.rows]
    check_count(path, module.line, f"{what} in the module", rows, len(found))
    for row in found:
        check_count(path, row.line, "skills in a row", columns, len(row.numbers))
    return found


def _levels(
    path: Path, modules: dict[str, _Module], people: int, skills: int
) -> tuple[tuple[int | None, ...], ...]:
    """Return the level of each skill of each person; 0 where the file has no levels."""
    table = _table(path, modules[WORKFORCE], "people", people, skills)
    graded = table
    if LEVELS in modules:
        graded = _table(path, modules[LEVELS], "people", people, skills)
    found = []
    for p, (has, level) in enumerate(zip(table, graded, strict=True), start=1):
        for s, (mark, grade) in enumerate(zip(has.numbers, level.numbers, strict=True), start=1):
            if bool(mark) != bool(grade):
                raise fault(
                    path,
                    level.line,
                    f"person {p} has level {grade} of skill {s} here, and {mark} in line "
                    f"{has.line}",
                    "correct one of the two modules of the workforce",
                )
        grades = level.numbers if LEVELS in modules else (0,) * skills
        marked = zip(has.numbers, grades, strict=True)
        found.append(tuple(grade if mark else None for mark, grade in marked))
    return tuple(found)


def _notes(modules: dict[str, _Module], deadlines: list[int]) -> list[str]:
    """Say what was left out."""
    said = ", ".join(str(number) for number in dict.fromkeys(deadlines))
    lines = [f"left out: {count(len(set(deadlines)), 'deadline')} of the project ({said})"]
    spare = [name for name in modules if name in _EXTENSIONS]
    if spare:
        lines.append("left out, since it belongs to extensions of the problem: " + ", ".join(spare))
    if LEVELS in modules:
        lines.append("people keep their levels, but no activity asks for a level")
    known = (*_REQUIRED, LEVELS, *_EXTENSIONS)
    unknown = [name for name in modules if name not in known]
    if unknown:
        lines.append(f"left out, since the form does not know it: {', '.join(unknown)}")
    return lines

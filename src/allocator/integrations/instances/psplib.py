"""Reads single-project RCPSP instances: PSPLIB's own form (``.sm``) and the Patterson form.

Both are read by the psplib package; what it does not look at (the file's own counts, numbers
too many or too few) is checked here. See Kolisch, Sprecher (1997), "PSPLIB - A project
scheduling problem library", European Journal of Operational Research 96.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault
from allocator.integrations.instances.instance_file import check_count, read_instance_text, whole
from allocator.integrations.instances.rcpsp import imported
from allocator.integrations.instances.rcpsp_instance import Instance, parsed

_SECTIONS = ("PRECEDENCE RELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES")
_SM_HINT = "give a whole single-mode .sm file of PSPLIB"
_PATTERSON_HINT = (
    "give a .sm file or one of the Patterson form (.rcp, .txt); "
    "for several projects: allocator import mplib"
)


def read(path: Path) -> Imported:
    """Read a PSPLIB (``.sm``) or Patterson (``.rcp``, ``.txt``) instance.

    The form is recognised by the content, not by the name of the file.

    Parameters
    ----------
    path
        The instance file.

    Returns
    -------
    Imported
        Activities as elapsed work items that hold resources; no people; makespan.

    Raises
    ------
    FormatError
        The file is of neither form, is cut off, contradicts its own counts, or holds what
        the scenario cannot say (several modes, resources that are used up).
    """
    text = read_instance_text(path)
    sectioned = any(section in text for section in _SECTIONS) or path.suffix.lower() == ".mm"
    return imported(_sm(path, text) if sectioned else _patterson(path, text))


def _patterson(path: Path, text: str) -> Instance:
    tokens = [
        (number, token)
        for number, line in enumerate(text.splitlines(), start=1)
        for token in line.split()
    ]
    for line, token in tokens:
        if whole(token) is None:
            raise fault(path, line, f'"{token}" is not a whole number', _PATTERSON_HINT)
    try:
        data = parsed(text, "patterson")
    except ValueError as error:
        raise fault(
            path, tokens[-1][0], f"is no whole Patterson file: {error}", _PATTERSON_HINT
        ) from error
    resources = int(tokens[1][1])
    check_count(path, tokens[1][0], "resources", resources, len(data.resources))
    lines = []
    position = 2 + resources
    for activity in data.activities:
        lines.append(tokens[position][0])
        position += resources + 2 + len(activity.successors)
    if position != len(tokens):
        raise fault(
            path,
            tokens[position][0],
            f"holds {len(tokens) - position} numbers more than its "
            f"{len(data.activities)} activities take",
            "correct the number of activities in line 1, or the numbers of successors",
        )
    return Instance(path=path, data=data, ids=_names(data), lines=lines)


def _sm(path: Path, text: str) -> Instance:
    sections = _rows(path, text)
    said = _said(path, text)
    try:
        data = parsed(text, "psplib")
    except ValueError as error:
        raise fault(path, None, f"is no whole .sm file: {error}", _SM_HINT) from error
    _check_counts(path, said, data)
    precedence = sections["PRECEDENCE RELATIONS"]
    check_count(path, None, "lines of precedence", len(data.activities), len(precedence))
    for number, (line, row) in enumerate(precedence, start=1):
        if len(row) < 3 or row[0] != number:
            raise fault(
                path, line, f"is not the line of job {number}", "list the jobs in order, each once"
            )
        successors = data.activities[number - 1].successors
        check_count(path, line, f"successors of job {number}", row[2], len(successors))
    _check_requests(path, sections["REQUESTS/DURATIONS"], data)
    released = _release(path, text)
    data.projects[0].release_date = released
    return Instance(
        path=path,
        data=data,
        ids=_names(data),
        lines=[line for line, _ in precedence],
        projects=["1"] if released else [],
        notes=("due date and tardiness cost of the project are not taken over",),
    )


def _names(data: Any) -> list[str]:
    return [str(number) for number in range(1, len(data.activities) + 1)]


def _check_counts(path: Path, said: dict[str, tuple[int, int]], data: Any) -> None:
    renewable = sum(resource.renewable for resource in data.resources)
    for name, noun, found in (
        ("jobs", "jobs", len(data.activities)),
        ("renewable", "renewable resources", renewable),
        ("nonrenewable", "nonrenewable resources", len(data.resources) - renewable),
    ):
        number, line = said[name]
        check_count(path, line, noun, number, found)


def _check_requests(path: Path, rows: list[tuple[int, list[int]]], data: Any) -> None:
    """Compare the job numbers of the requests with the jobs; the package trusts their order."""
    if any(len(activity.modes) != 1 for activity in data.activities):
        return  # refused later, with the job that has them
    check_count(path, None, "requests, one for each job", len(data.activities), len(rows))
    for job, (line, row) in enumerate(rows, start=1):
        if len(row) != 3 + len(data.resources) or row[:2] != [job, 1]:
            raise fault(
                path,
                line,
                f"is not the request of job {job}",
                "give job, mode 1, duration and one demand for each resource, jobs in order",
            )


def _release(path: Path, text: str) -> int:
    """Return the release date of the only project, in hours; 0 where none is given."""
    lines = text.splitlines()
    for number, line in enumerate(lines[:-1], start=1):
        if "rel.date" in line:
            words = lines[number].split()
            released = whole(words[2]) if len(words) > 2 else None
            if released is None:
                raise fault(path, number + 1, "has no release date in column 3", _SM_HINT)
            return released
    return 0


def _rows(path: Path, text: str) -> dict[str, list[tuple[int, list[int]]]]:
    """Return the lines of numbers of each section, with their places."""
    rows: dict[str, list[tuple[int, list[int]]]] = {}
    section = None
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        found = next((name for name in _SECTIONS if line.startswith(name)), None)
        if found:
            section = found
            rows[section] = []
        elif line.startswith("****"):
            section = None
        elif section and line.strip() and not re.match(r"\s*(jobnr|---|R +\d|N +\d)", line):
            values = [whole(token) for token in line.split()]
            if None in values:
                raise fault(path, number, f'"{line.strip()}" holds more than numbers', _SM_HINT)
            rows[section].append((number, [value for value in values if value is not None]))
    missing = [name for name in _SECTIONS if not rows.get(name)]
    if missing:
        raise fault(path, None, f"has no section {missing[0]}", _SM_HINT)
    if section is not None and not text.endswith(("\n", "\r")):
        raise fault(path, len(lines), "ends in the middle of a section", _SM_HINT)
    return rows


def _said(path: Path, text: str) -> dict[str, tuple[int, int]]:
    """Return the counts of the header with their lines; refuse unsupported ones."""
    said: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*(?:- )?(projects|jobs|renewable|nonrenewable|doubly)[^:]*:(.*)", line)
        if head is None:
            continue
        count = whole(head[2].split()[0]) if head[2].split() else None
        if count is None:
            raise fault(path, number, f'"{line.strip()}" has no count', _SM_HINT)
        said.setdefault(head[1], (count, number))
    for name in ("projects", "jobs", "renewable", "nonrenewable", "doubly"):
        if name not in said:
            raise fault(path, None, f'the header has no line "{name}"', _SM_HINT)
    if said["projects"][0] != 1:
        raise fault(
            path,
            said["projects"][1],
            f"holds {said['projects'][0]} projects",
            "give a file of one project; several projects are read by: allocator import mplib",
        )
    if said["nonrenewable"][0] or said["doubly"][0]:
        raise fault(
            path,
            said["nonrenewable"][1],
            "holds resources that are used up (nonrenewable or doubly constrained), "
            "which is not supported; nor are multi-mode (.mm) instances",
            "give a single-mode instance whose resources are all renewable",
        )
    return said

"""Reads multi-project RCPSP instances of MPLIB (``.txt``, ``.rcmp``).

Projects share all resources; each has its release date and its activities, whose successors
are named project:activity. The objective is the makespan over all projects. Read by the
psplib package, after a check of the layout. See Van Eynde, Vanhoucke (2020),
"Resource-constrained multi-project scheduling: benchmark datasets and decoupled scheduling",
Journal of Scheduling 23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault
from allocator.integrations.instances.instance_file import check_count, read_instance_text, whole
from allocator.integrations.instances.rcpsp import imported
from allocator.integrations.instances.rcpsp_instance import Instance, parsed
from allocator.wording import count

_HINT = "give a multi-project file of MPLIB; for a single project: allocator import psplib"


@dataclass(frozen=True)
class _Layout:
    """The places of activities in a file."""

    names: list[str] = field(default_factory=list)
    """Names of the activities, such as 3:17."""
    lines: list[int] = field(default_factory=list)
    """Lines of the activities, from 1."""
    unused: list[tuple[str, int]] = field(default_factory=list)
    """Activities with a demand for a resource that their project does not list as used."""


def read(path: Path) -> Imported:
    """Read an MPLIB instance.

    Parameters
    ----------
    path
        The instance file.

    Returns
    -------
    Imported
        Activities as elapsed work items of their projects, with not_before where a project
        has a release date; resources shared by all; makespan over all projects.

    Raises
    ------
    FormatError
        The file is not of this form, is cut off, or contradicts its own counts.
    """
    text = read_instance_text(path)
    layout = _layout(path, text)
    try:
        data = parsed(text, "mplib")
    except ValueError as error:
        raise fault(path, None, f"is no whole MPLIB file: {error}", _HINT) from error
    notes = [
        f'activity "{name}" asks for R{resource}, which its project does not list as used; '
        "the demand is kept"
        for name, resource in layout.unused
    ]
    return imported(
        Instance(
            path=path,
            data=data,
            ids=layout.names,
            lines=layout.lines,
            projects=[str(number) for number in range(1, len(data.projects) + 1)],
            notes=notes,
        )
    )


class _LineReader:
    """Takes the non-empty lines one after the other."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.number = 0
        self._rest = iter(
            [
                (number, line.split())
                for number, line in enumerate(text.splitlines(), start=1)
                if line.strip()
            ]
        )

    def take(self, what: str) -> list[str]:
        """Return the words of the next line, whose expected content is named."""
        try:
            self.number, words = next(self._rest)
        except StopIteration:
            raise fault(
                self.path, self.number, f"the file ends before {what}", "get the file anew"
            ) from None
        return words

    def numbers(self, what: str, count: int) -> list[int]:
        """Return the next line as so many whole numbers."""
        words = self.take(what)
        values = [value for value in map(whole, words) if value is not None]
        if len(values) != len(words) or len(values) != count:
            raise fault(
                self.path, self.number, f'"{" ".join(words)[:60]}" is not {what} ({count})', _HINT
            )
        return values

    def more(self) -> bool:
        """Move to the next non-empty line; return whether there is one."""
        self.number, words = next(self._rest, (self.number, []))
        return bool(words)


def _layout(path: Path, text: str) -> _Layout:
    """Walk through the file as its own counts say; the psplib package trusts them."""
    lines = _LineReader(path, text)
    layout = _Layout()
    (projects,) = lines.numbers("the number of projects", 1)
    (resources,) = lines.numbers("the number of resources", 1)
    lines.numbers("the capacities of the resources", resources)
    successors: list[tuple[int, str]] = []
    for project in range(1, projects + 1):
        size, _ = lines.numbers(f"activities and release date of project {project}", 2)
        used = lines.numbers(f"the resources that project {project} uses", resources)
        for number in range(1, size + 1):
            name = f"{project}:{number}"
            words = lines.take(f"activity {name}")
            demands = _activity(path, lines.number, name, words, resources)
            layout.names.append(name)
            layout.lines.append(lines.number)
            layout.unused.extend(
                (name, index)
                for index, (demand, flag) in enumerate(zip(demands, used, strict=True), start=1)
                if demand and not flag
            )
            successors += [(lines.number, word) for word in words[resources + 2 :]]
    if lines.more():
        raise fault(
            path,
            lines.number,
            f"the file goes on after its {count(projects, 'project')}",
            "correct the number of projects in line 1, or the numbers of activities",
        )
    known = set(layout.names)
    for line, name in successors:
        if name not in known:
            raise fault(
                path, line, f'the successor "{name}" does not exist', "name project:activity"
            )
    return layout


def _activity(path: Path, line: int, name: str, words: list[str], resources: int) -> list[int]:
    """Check the line of an activity; return its demands."""
    head = [value for value in map(whole, words[: resources + 2]) if value is not None]
    rest = words[resources + 2 :]
    if len(head) != resources + 2 or not all(re.fullmatch(r"\d+:\d+", word) for word in rest):
        raise fault(
            path,
            line,
            f"is not the line of activity {name}",
            f"write duration, {resources} demands, number of successors, "
            "and successors as project:activity",
        )
    check_count(path, line, f"successors of activity {name}", head[-1], len(rest))
    return head[1:-1]

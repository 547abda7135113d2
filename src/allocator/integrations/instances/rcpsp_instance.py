"""An RCPSP instance as the psplib package reads it, with its places in the file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allocator.errors import FormatError
from allocator.integrations.input_files import fault


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The content of a file, with the places for messages.

    Attributes
    ----------
    path
        The file.
    data
        A ``psplib.ProjectInstance``; activities and their successors by index from 0.
    ids
        The file's own name of each activity.
    lines
        Line of each activity, counted from 1.
    projects
        Id of each project; empty for a single project without a release.
    notes
        Further lines of the report.
    """

    path: Path
    data: Any
    ids: Sequence[str]
    lines: Sequence[int]
    projects: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)

    def fault(self, activity: int, what: str, fix: str) -> FormatError:
        """Return an error about an activity, given by index."""
        message = f'activity "{self.ids[activity]}" {what}'
        return fault(self.path, self.lines[activity], message, fix)


def parsed(text: str, form: str) -> Any:
    """Read a text with the psplib package.

    The package gets a copy in UTF-8 with plain line ends, so that byte order marks, encodings and
    line ends of the original do not matter.

    Raises
    ------
    ValueError
        The package could not read it.
    """
    import psplib

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "instance.txt"
        copy.write_text("\n".join(text.splitlines()) + "\n", encoding="utf-8")
        try:
            return psplib.parse(copy, instance_format=form)
        except (ArithmeticError, AssertionError, LookupError, RuntimeError, TypeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from error
        except StopIteration as error:
            raise ValueError("the file ends too early") from error


def predecessors_of(instance: Instance) -> dict[str, list[str]]:
    """Return the predecessors of each activity, in file order, each once."""
    found: dict[str, dict[str, None]] = {name: {} for name in instance.ids}
    for name, activity in zip(instance.ids, instance.data.activities, strict=True):
        for successor in activity.successors:
            found[instance.ids[successor]][name] = None
    return {name: list(names) for name, names in found.items()}


def project_of(instance: Instance) -> dict[int, int]:
    """Return the index of the project of each activity, both from 0."""
    return {
        activity: number
        for number, project in enumerate(instance.data.projects)
        for activity in project.activities
    }

"""Plans to files of other tools, one file a format, listed in ``FORMATS``.

A format module is imported when the format is asked for.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from allocator.domain import Plan


@dataclass(frozen=True, kw_only=True)
class Format:
    """A form in which a plan can be written.

    Attributes
    ----------
    module
        Has ``write(plan, target) -> list[Path]``, which returns the files written.
    title
        One line for the list of formats.
    example
        A command that shows how.
    """

    module: str
    title: str
    example: str

    def write(self, plan: Plan, target: Path) -> list[Path]:
        """Write a plan, and return the files written.

        Raises
        ------
        InputError
            It cannot be written there.
        """
        written: list[Path] = importlib.import_module(self.module).write(plan, target)
        return written


FORMATS: dict[str, Format] = {
    "csv": Format(
        module="allocator.exports.csv",
        title="schedule, assignments and load into a folder, or schedule into *.csv",
        example="allocator export csv plan -o tables",
    ),
    "json": Format(
        module="allocator.exports.json",
        title="one plan.json, which holds everything",
        example="allocator export json plan -o plan.json",
    ),
}
"""Formats by the name that ``allocator export`` knows them by."""

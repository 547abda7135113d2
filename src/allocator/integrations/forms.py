"""Forms of files that ``allocator import`` reads, each by a module that is loaded on use."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.domain import Scenario
    from allocator.integrations.tracker.dates import DateOrder
    from allocator.integrations.tracker.mapping import Mapping
    from allocator.integrations.tracker.ticket_source import TicketSource


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A scenario read from another tool's file.

    Attributes
    ----------
    scenario
        The content of the file as a scenario.
    report
        Lines for the user: what was read and what was left out.
    """

    scenario: Scenario
    report: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InstanceReader:
    """A public benchmark format.

    Attributes
    ----------
    module
        Has ``read(path) -> Imported``, which raises FormatError for a file that is not of the
        format.
    title
        One line for the list of formats.
    suffixes
        Usual endings of such files, with the dot.
    example
        A command that imports such a file.
    """

    module: str
    title: str
    suffixes: tuple[str, ...]
    example: str

    def read(self, path: Path) -> Imported:
        """Read a file.

        Raises
        ------
        FormatError
            The file is not of the format.
        """
        imported: Imported = importlib.import_module(self.module).read(path)
        return imported


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """A tracker whose exports can be imported.

    Attributes
    ----------
    name
        Its key in ``TRACKERS``, by which ``allocator import`` knows it.
    module
        Has ``read(files, rules, order) -> TicketSource``, and FIELDS, the names of the fields that
        a mapping can give to columns.
    title
        One line for the list of formats.
    example
        A command that imports such files.
    """

    name: str
    module: str
    title: str
    example: str

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields that a mapping can give to columns."""
        names: frozenset[str] = importlib.import_module(self.module).FIELDS
        return names

    def read(self, files: Sequence[Path], rules: Mapping, order: DateOrder | None) -> TicketSource:
        """Read the tickets of some files together.

        Parameters
        ----------
        files
            Exports of one site.
        rules
            The mapping.
        order
            Order of day, month and year in numeric dates; None if the files themselves tell.

        Raises
        ------
        FormatError
            A file is no such export.
        """
        source: TicketSource = importlib.import_module(self.module).read(files, rules, order)
        return source


@dataclass(frozen=True, kw_only=True)
class ProjectFileForm:
    """Project files, which ``allocator import`` reads by way of MPXJ.

    Attributes
    ----------
    title
        One line for the list of formats.
    example
        A command that imports such a file.
    """

    title: str
    example: str

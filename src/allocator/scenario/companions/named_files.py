"""Finds the files that a scenario names, beside it or in a folder below."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import NoReturn

from allocator.errors import Finding, Place, ScenarioError
from allocator.wording import shorten


def named_file(name: str, field: str, folder: Path | None, place: Place) -> Path:
    """Return the path of a file that the scenario names.

    Parameters
    ----------
    name
        As the scenario has it.
    field
        What names it, for messages.
    folder
        Where the scenario lies; None where it is no file.
    place
        Where the name stands.

    Raises
    ------
    ScenarioError
        The file does not lie beside the scenario or in a folder below it.
    """
    windows = PureWindowsPath(name)
    if folder is None:
        refuse_at(
            place,
            f"{field} names the file {shorten(name)}, but the scenario itself is no file",
            "save the scenario beside it, or write the entries out",
            code="file-without-folder",
        )
    if windows.anchor or ".." in windows.parts:
        refuse_at(
            place,
            f"{field} names {shorten(name)}, which does not lie beside the scenario",
            "copy the file beside the scenario and give its name alone",
            code="file-outside-folder",
        )
    return folder / name


def refuse_at(place: Place, message: str, hint: str, *, code: str) -> NoReturn:
    """Raise a scenario error with one finding at a place in a document.

    Raises
    ------
    ScenarioError
        Always.
    """
    raise ScenarioError([Finding(code=code, message=message, hint=hint, place=place)])


def at_name(finding: Finding, name: str, place: Place) -> Finding:
    """Return a finding about a whole file at the place where the scenario names it."""
    if finding.line is not None:
        return finding
    return replace(finding, message=f"{shorten(name)}: {finding.message}", place=place)

"""Files that a scenario names: they lie beside it, or in a folder below."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Literal, NoReturn

from allocator.errors import Finding, ScenarioError
from allocator.scenario.shape.nearest import shorten
from allocator.scenario.text.marked import Place


def beside(name: str, field: str, folder: Path | None, place: Place) -> Path:
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
        )
    if windows.anchor or ".." in windows.parts:
        refuse_at(
            place,
            f"{field} names {shorten(name)}, which does not lie beside the scenario",
            "copy the file beside the scenario and give its name alone",
        )
    return folder / name


def refuse_at(place: Place, message: str, hint: str) -> NoReturn:
    """Raise a scenario error with one finding at a place in a document.

    Raises
    ------
    ScenarioError
        Always.
    """
    raise ScenarioError([finding_at(place, message, hint)])


def finding_at(
    place: Place, message: str, hint: str, severity: Literal["error", "warning"] = "error"
) -> Finding:
    """Return a finding at a place in a document."""
    return Finding(
        message=message,
        hint=hint,
        file=place.file,
        line=place.line,
        column=place.column,
        path=place.path,
        severity=severity,
    )


def at_name(finding: Finding, name: str, place: Place) -> Finding:
    """Return a finding about a whole file at the place where the scenario names it."""
    if finding.line is not None:
        return finding
    return replace(
        finding,
        message=f"{shorten(name)}: {finding.message}",
        file=place.file,
        line=place.line,
        column=place.column,
        path=place.path,
    )

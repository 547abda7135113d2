"""Templates by name, for commands and Python: all there are, one, and its items."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from allocator.domain import Template, ThreePoint, WorkItem
from allocator.domain.history import span_hours
from allocator.errors import Finding, InputError, Place, ScenarioError
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.templates.insert import insert_templates
from allocator.scenario.templates.library import (
    is_file,
    read_template,
    shipped_template,
    shipped_text,
    template_in,
    template_names,
)
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict
from allocator.scenario.text.source import read_text
from allocator.wording import shorten

_NO_FILE: Final = "the use of the template"
"""What stands for a file where a use is given by options; messages do not name it."""


def all_templates(folder: Path | None = None) -> dict[str, Template]:
    """Return the templates that come with the program, and those in the files of a folder.

    Parameters
    ----------
    folder
        Of a team's own templates; they are called by their files.

    Raises
    ------
    ScenarioError
        Files of the folder are no templates.
    InputError
        There is no such folder.
    """
    found = {name: shipped_template(name).template for name in template_names()}
    if folder is None:
        return found
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.")
    findings: list[Finding] = []
    for path in _files(folder):
        try:
            found[str(path)] = template_in(path).template
        except ScenarioError as error:
            findings += error.findings
    if findings:
        raise ScenarioError(findings)
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if is_file(path.name))


def read_named_template(name: str, folder: Path | None = None) -> tuple[Template, str]:
    """Return a template and the text of its file.

    Parameters
    ----------
    name
        Of one that comes with the program, or a file, also without its suffix.
    folder
        Where the file lies, where it is named without a folder.

    Raises
    ------
    InputError
        There is none of that name.
    ScenarioError
        The file cannot be read, or holds no template.
    """
    path = _path(name, folder)
    if path is not None:
        text = read_text(path, file=str(path))
        return read_template(text, str(path)).template, text
    if name not in template_names():
        own = [one.name for one in _files(folder)] if folder and folder.is_dir() else []
        hint = Suggester().did_you_mean(name, [*template_names(), *own], "templates")
        raise InputError(f'there is no template "{shorten(name)}"' + (f"; {hint}" * bool(hint)))
    return shipped_template(name).template, shipped_text(name)


def expand_template(
    name: str, folder: Path | None, use: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return the work items that a use of a template comes to, and what to warn of.

    The items are as a scenario file holds them.

    Parameters
    ----------
    name, folder
        As of :func:`read_named_template`.
    use
        Fields of an entry of ``use``, without ``template``.

    Raises
    ------
    InputError, ScenarioError
        Something is wrong with the template, or with what is made of it.
    """
    read_named_template(name, folder)
    path = _path(name, folder)
    entry = {"template": name if path is None else path.name, **use}
    root = read_document(json.dumps({"use": [entry]}), file=_NO_FILE)
    findings = insert_templates(root, None if path is None else path.parent)
    errors = [one for one in findings if one.severity == "error"]
    if errors:
        raise ScenarioError(
            [replace(one, place=Place()) if one.file == _NO_FILE else one for one in errors]
        )
    warnings = [replace(one, place=Place()) for one in findings if one.file == _NO_FILE]
    return [_plain(item) for item in root["items"]], warnings


def template_hours(name: str, folder: Path | None, size: str) -> dict[str, float]:
    """Return the likely hours of all people on each item of a template that has an estimate.

    A day has eight hours, as in histories. Items that depend on a parameter are there too.

    Parameters
    ----------
    name, folder
        As of :func:`read_named_template`.
    size
        One of its sizes.

    Raises
    ------
    InputError, ScenarioError
        There is no such template or size.
    """
    template, _ = read_named_template(name, folder)
    flags = [key for key, one in template.parameters.items() if isinstance(one.default, bool)]
    found: dict[str, float] = {}
    for value in (True, False):
        use = {"id": "X", "size": size, "with": dict.fromkeys(flags, value)}
        entries, _ = expand_template(name, folder, use)
        for entry in entries:
            item = WorkItem.model_validate(entry)
            found[item.id.removeprefix("X-")] = _likely_hours(item)
    order = [str(item["id"]) for item in template.items]
    return {item: found[item] for item in order if found.get(item)}


def _likely_hours(item: WorkItem) -> float:
    total = 0.0
    for people, effort in item.estimates:
        likely = effort.likely if isinstance(effort, ThreePoint) else effort
        total += people * span_hours(likely) if likely is not None else 0.0
    return total


def _path(name: str, folder: Path | None) -> Path | None:
    """Return the file of a template; None for one that comes with the program, or for none."""
    if is_file(name):
        path = Path(name)
        return path if folder is None or path.exists() else folder / name
    if folder is None or not folder.is_dir() or name in template_names():
        return None
    return next((path for path in _files(folder) if path.stem == name), None)


def _plain(value: Any) -> Any:
    if isinstance(value, (dict, LocatedDict)):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value

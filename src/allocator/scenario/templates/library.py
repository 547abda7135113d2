"""Reads templates: those that come with the program, and a team's own files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from allocator.domain import Template, WorkItem
from allocator.errors import Finding, ScenarioError
from allocator.scenario.companions.model_file import validated
from allocator.scenario.shape.fields import field_names, given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import id_text
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict, locate
from allocator.scenario.text.source import read_text
from allocator.wording import shorten

OWN_FIELDS: Final = ("when", "scales")
"""Fields of a template's items beside those of a work item."""
PARAMETER: Final = re.compile(r"\{(\w+)\}")
"""What stands in fields of a template's items for the value of a parameter."""
_SUFFIXES: Final = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class ReadTemplate:
    """A template, and its document with the places of its parts."""

    template: Template
    document: LocatedDict


def template_names() -> list[str]:
    """Return the names of the templates that come with the program."""
    folder = resources.files("allocator.scenario.templates") / "library"
    return sorted(
        one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")
    )


def is_file(name: str) -> bool:
    """Whether a template is named by a file."""
    return name.lower().endswith(_SUFFIXES)


def shipped_template(name: str) -> ReadTemplate:
    """Return a template that comes with the program.

    Parameters
    ----------
    name
        One of :func:`template_names`.
    """
    return read_template(shipped_text(name), f"template {name}")


def shipped_text(name: str) -> str:
    """Return the text of a template that comes with the program."""
    folder = resources.files("allocator.scenario.templates") / "library"
    return (folder / f"{name}.yaml").read_text("utf-8")


def template_in(path: Path) -> ReadTemplate:
    """Return the template that a file holds; errors as of :func:`read_template`."""
    return read_template(read_text(path, file=str(path)), str(path))


def read_template(text: str, file: str) -> ReadTemplate:
    """Return the template that a text holds.

    Parameters
    ----------
    text
        YAML or JSON.
    file
        How messages call it.

    Raises
    ------
    ScenarioError
        Something is wrong with it; everything is named, in file order.
    """
    root = read_document(text, file=file, kind="template")
    names = root.get("parameters")
    flags = ("scales", "default", *(names if isinstance(names, dict) else ()))
    findings, found = validated(
        root, Template, (), given(root, Template), booleans=tuple(str(flag) for flag in flags)
    )
    findings = [*(one for one in root.faults if one.severity == "error"), *findings]
    if found is not None:
        findings += _of_items(root, found)
    if findings or found is None:
        raise ScenarioError(sorted(findings, key=lambda one: (one.line or 0, one.column or 0)))
    return ReadTemplate(found, root)


def _of_items(root: LocatedDict, template: Template) -> Iterator[Finding]:
    """Yield what is wrong with the items themselves: ids, fields, conditions."""
    known, suggester = {*field_names(WorkItem), *OWN_FIELDS}, Suggester()
    seen: dict[str, int | None] = {}
    for number, item in enumerate(template.items):
        name = id_text(item.get("id"))
        if name is None:
            yield Finding(
                code="template-item-without-id",
                message="an item of a template has no id",
                hint="give each a short id, for example id: train",
                place=locate(root, ("items", number)),
            )
        elif name in seen:
            yield Finding(
                code="id-taken",
                message=f'the id "{shorten(name)}" of an item of the template is already taken on '
                f"line {seen[name]}",
                hint="give one of the two another id, or remove it",
                place=locate(root, ("items", number, "id")),
                subjects=(name,),
            )
        else:
            seen[name] = locate(root, ("items", number)).line
        for field in item.keys() - known:
            yield Finding(
                code="unknown-field",
                message=f'an item of a template has no field "{shorten(field)}"',
                hint=suggester.did_you_mean(field, sorted(known), "fields"),
                place=locate(root, ("items", number, field), at_key=True),
            )
        if not isinstance(item.get("scales", True), bool):
            yield Finding(
                code="not-true-or-false",
                message=f'scales must be true or false, not "{shorten(str(item["scales"]))}"',
                hint="write scales: false where the effort is the same at every size",
                place=locate(root, ("items", number, "scales")),
            )
        for field, parameter in _named_parameters(item):
            if parameter not in template.parameters:
                names = sorted(template.parameters)
                yield Finding(
                    code="unknown-parameter",
                    message=f'template "{template.template}" has no parameter '
                    f'"{shorten(parameter)}"',
                    hint=suggester.did_you_mean(parameter, names, "parameters"),
                    place=locate(root, ("items", number, field)),
                )


def _named_parameters(item: Mapping[Any, Any]) -> Iterator[tuple[Any, str]]:
    """Yield the parameters that fields of an item name, each with the field."""
    for field, value in item.items():
        names = PARAMETER.findall(str(value))
        if field == "when" and value:
            names = [str(value).removeprefix("not ").strip()]
        yield from ((field, name) for name in dict.fromkeys(names))

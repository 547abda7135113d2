"""Puts the items of the templates that a scenario uses among its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allocator.domain import Template, TemplateUse
from allocator.errors import Finding, ScenarioError
from allocator.scenario.companions.model_file import validated
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.shape.fields import given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.templates.expansion import Expansion, values_of
from allocator.scenario.templates.library import (
    ReadTemplate,
    is_file,
    shipped_template,
    template_in,
    template_names,
)
from allocator.scenario.text.located import LocatedDict, LocatedList, Origin, Step, locate
from allocator.wording import shorten


def insert_templates(root: LocatedDict, folder: Path | None) -> list[Finding]:
    """Put the items of used templates behind the scenario's own, and take ``use`` away.

    Parameters
    ----------
    root
        The document of a scenario, which is changed.
    folder
        Where the scenario lies; None where it is no file.

    Returns
    -------
    list
        What is wrong with the uses and their templates.
    """
    uses = root.get("use")
    if not isinstance(uses, LocatedList):
        wrong = [] if uses is None else [_not_a_list(root)]
        root.pop("use", None)
        return wrong
    if root.get("items") is None:
        root.put("items", LocatedList(root.file, root.position), root.position, root.position)
    items = root["items"] if isinstance(root["items"], LocatedList) else None
    findings: list[Finding] = []
    for number in range(len(uses)):
        try:
            entries = _expanded(root, number, folder)
            for entry in entries if items is not None else ():
                items.put(entry, entry.position, Origin(entry.file, ("items",)))
        except ScenarioError as error:
            findings += error.findings
    del root["use"]
    return findings


def _not_a_list(root: LocatedDict) -> Finding:
    return Finding(
        code="not-a-list",
        message="use is not a list",
        hint="write use: [{template: model, id: CH}]",
        place=locate(root, ("use",)),
    )


def _expanded(root: LocatedDict, number: int, folder: Path | None) -> list[LocatedDict]:
    """Return the items of one use of a template.

    Raises
    ------
    ScenarioError
        Something is wrong with it.
    """
    base: tuple[Step, ...] = ("use", number)
    written = root["use"][number]
    names = written.get("with") if isinstance(written, LocatedDict) else None
    flags = tuple(str(name) for name in names) if isinstance(names, dict) else ()
    data = given(written, TemplateUse) if isinstance(written, LocatedDict) else written
    findings, use = validated(root, TemplateUse, base, data, booleans=flags)
    if use is None:
        raise ScenarioError(findings)
    read = _template(root, use, base, folder)
    findings = list(_unfit(root, use, base, read.template))
    if findings:
        raise ScenarioError(findings)
    entries = Expansion(read, use).entries()
    _override(entries, use, written, base)
    return entries


def _template(
    root: LocatedDict, use: TemplateUse, base: tuple[Step, ...], folder: Path | None
) -> ReadTemplate:
    place = locate(root, (*base, "template"))
    if is_file(use.template):
        try:
            return template_in(named_file(use.template, "template", folder, place))
        except ScenarioError as error:
            raise ScenarioError(
                [at_name(finding, use.template, place) for finding in error.findings]
            ) from None
    if use.template not in template_names():
        refuse_at(
            place,
            f'there is no template "{shorten(use.template)}"',
            Suggester().did_you_mean(use.template, template_names(), "templates")
            or "allocator template list shows them; one of your own is named by its file",
            code="unknown-template",
        )
    return shipped_template(use.template)


def _unfit(
    root: LocatedDict, use: TemplateUse, base: tuple[Step, ...], template: Template
) -> Iterator[Finding]:
    """Yield sizes, parameters and items that a template lacks, and values of other kinds."""
    items = [str(item["id"]) for item in template.items]
    named: tuple[tuple[str, list[str], list[str], str], ...] = (
        ("size", [use.size], list(template.sizes), "unknown-size"),
        ("with", list(use.given), list(template.parameters), "unknown-parameter"),
        ("without", list(use.without), items, "unknown-template-item"),
        ("items", list(use.items), items, "unknown-template-item"),
    )
    suggester = Suggester()
    for field, wanted, known, code in named:
        what = {"size": "size", "with": "parameter"}.get(field, "item")
        for name in wanted:
            if name not in known:
                yield Finding(
                    code=code,
                    message=f'template "{template.template}" has no {what} "{shorten(name)}"',
                    hint=suggester.did_you_mean(name, known, f"{what}s"),
                    place=locate(root, (*base, field)),
                )
    for name in use.given.keys() & template.parameters.keys():
        value, default = values_of(template, use)[name], template.parameters[name].default
        if isinstance(value, bool) is not isinstance(default, bool) or (
            isinstance(value, str) is not isinstance(default, str)
        ):
            yield Finding(
                code="wrong-parameter",
                message=f"{name} is {_kind(default)}, and {shorten(str(value))} is not",
                hint=f"write for example {name}: {_shown(default)}",
                place=locate(root, (*base, "with", name)),
            )


def _kind(default: Any) -> str:
    if isinstance(default, bool):
        return "yes or no"
    return "a number" if isinstance(default, (int, float)) else "a text such as 14d"


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _override(
    entries: list[LocatedDict], use: TemplateUse, written: LocatedDict, base: tuple[Step, ...]
) -> None:
    """Put fields that a use gives for single items in the place of the template's."""
    said = written.get("items")
    if not isinstance(said, LocatedDict):
        return
    by_id = {str(entry["id"]): entry for entry in entries}
    for name, fields in said.items():
        entry = by_id.get(f"{use.id}-{name}")
        if entry is None or not isinstance(fields, LocatedDict):
            continue
        for field, value in fields.items():
            origin = Origin(written.file, (*base, "items", name, field))
            entry.put(field, value, fields.keys_at[field], fields.values_at[field], origin)

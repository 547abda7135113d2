"""The part of a scenario that a requirements document comes to: its project, uses of templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from allocator.domain import BudgetLimit, Template
from allocator.domain.quantities import iso
from allocator.domain.requirements import (
    LABEL_OF_REQUIREMENT,
    Requirement,
    RequirementPriority,
    RequirementsHead,
)
from allocator.drafting.document import RequirementsDocument
from allocator.drafting.markdown_parts import plain_text
from allocator.drafting.matching import TemplateMatch
from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario.shape.parts import PartValidator
from allocator.scenario.shape.sections import id_text
from allocator.scenario.templates.expansion import needed_skills
from allocator.scenario.templates.insert import insert_templates
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict
from allocator.scenario.write.render import lines_of
from allocator.wording import label, printable, shorten

WEIGHTS: Final[Mapping[RequirementPriority, int]] = {"must": 3, "should": 2, "could": 1, "won't": 0}
"""Times the project's priority: how much it weighs that items of a requirement are late."""
_USE: Final = re.compile(r"use\[(\d+)\]")
_ITEM: Final = re.compile(r"(?:use|items)\[")
_TITLE_CHARACTERS: Final = 40
_PROJECT_FIELDS: Final = ("priority", "due", "deadline", "not_before", "budget")


@dataclass(frozen=True, kw_only=True)
class UsedTemplate:
    """What a requirement makes of a template.

    Attributes
    ----------
    requirement
        What is asked for.
    use
        An entry of ``use`` of a scenario.
    """

    requirement: Requirement
    use: Mapping[str, Any]


def uses_of(
    document: RequirementsDocument,
    matches: Mapping[str, TemplateMatch],
    templates: Mapping[str, Template],
) -> list[UsedTemplate]:
    """Return the uses of templates that the requirements come to, in their order.

    Parameters
    ----------
    document
        What was read.
    matches
        Templates by requirement.
    templates
        Those that there are, by name.
    """
    needed, head = _needed(document.requirements), document.head
    skills = {name: needed_skills(one) for name, one in templates.items()}
    return [
        UsedTemplate(
            requirement=one,
            use=_use(
                *(one, head, matches[one.id].template),
                skills=skills.get(matches[one.id].template, head.skills.keys()),
                is_needed=one.id in needed,
            ),
        )
        for one in document.requirements
        if one.is_wanted and matches[one.id].template
    ]


def _needed(requirements: Sequence[Requirement]) -> set[str]:
    """Return what must or should be there, and what these come after in turn."""
    by_id = {one.id: one for one in requirements}
    needed: set[str] = set()
    waiting = [one.id for one in requirements if one.priority in ("must", "should")]
    while waiting:
        name = waiting.pop()
        if name not in needed and name in by_id:
            needed.add(name)
            waiting += by_id[name].after
    return needed


def _use(
    one: Requirement,
    head: RequirementsHead,
    template: str,
    *,
    skills: Collection[str],
    is_needed: bool,
) -> dict[str, Any]:
    weight = WEIGHTS[one.priority] * (1 if head.priority is None else head.priority)
    fields = {
        "template": template,
        "id": one.id,
        "title": short_title(one),
        "project": head.project,
        "size": one.size or head.size,
        "with": dict(one.given),
        "skills": {skill: name for skill, name in head.skills.items() if skill in skills},
        "labels": [f"{LABEL_OF_REQUIREMENT}{one.id}"],
        "priority": _number(weight),
        "optional": not is_needed,
    }
    return {name: value for name, value in fields.items() if value not in ({}, "", None, False)}


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def short_title(one: Requirement) -> str:
    """Return a few words for a requirement: its title, or the beginning of its text."""
    words = plain_text(one.title or re.split(r"(?<=\w)[.:;](?:\s|$)", one.text)[0])
    return label(words, most=_TITLE_CHARACTERS)


def expanded(
    document: RequirementsDocument, uses: Sequence[UsedTemplate], folder: Path, file: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the items of the uses, as a scenario holds them, and what in the uses is idle.

    Parameters
    ----------
    document
        What was read.
    uses
        What is made of it.
    folder
        Where templates of the team's own lie.
    file
        How messages call the document.

    Raises
    ------
    ScenarioError
        A requirement asks a template for what it does not have, or gives values that make items
        wrong; each is named with its line.
    """
    root = read_document(fragment_text(document, uses, {}, folder), file=file)
    findings = insert_templates(root, folder)
    errors = _errors(root, findings)
    if errors:
        told = dict.fromkeys(_in_document(one, uses, file, document.lines) for one in errors)
        raise ScenarioError(list(told))
    return list(root.get("items") or ()), [_idle_note(one, uses) for one in findings]


def _errors(root: LocatedDict, findings: Iterable[Finding]) -> list[Finding]:
    """Return what is wrong with uses of templates, and with the items that they have made."""
    validator = PartValidator(root)
    validator.parts()
    of_items = (
        one for one in validator.findings if _ITEM.match(one.path or "") or one.file != root.file
    )
    return [one for one in (*findings, *of_items) if one.severity == "error"]


def _idle_note(finding: Finding, uses: Sequence[UsedTemplate]) -> str:
    """Return a line on what a requirement gives to a template for nothing."""
    match = _USE.match(finding.path or "")
    asked = uses[int(match[1])].requirement if match is not None else None
    where = "" if asked is None else f"{shorten(asked.id)} (line {asked.line}): "
    hint = f"; {finding.hint}" if finding.hint else ""
    return f"{where}{finding.message}{hint}"


def _in_document(
    finding: Finding, uses: Sequence[UsedTemplate], file: str, lines: Mapping[str, int]
) -> Finding:
    """Return a finding about a use at the place of its requirement, or in the front matter."""
    match = _USE.match(finding.path or "")
    if match is None or finding.file != file:
        return finding
    asked = uses[int(match[1])].requirement
    if finding.code == "unknown-size" and not asked.size:
        return replace(finding, place=Place(file, lines.get("size"), 1))
    message = f'requirement "{asked.id}": {finding.message}'
    return replace(finding, message=message, place=Place(file, asked.line, 1))


def items_in(text: str, folder: Path, file: str) -> list[dict[str, Any]]:
    """Return the items that a part of a scenario comes to.

    Parameters
    ----------
    text
        YAML, as people may have edited it.
    folder, file
        Where it lies, and how messages call it.

    Raises
    ------
    ScenarioError
        Something is wrong with it.
    """
    root = read_document(text, file=file)
    findings = [*(one for one in root.faults if one.severity == "error")]
    findings += _errors(root, insert_templates(root, folder))
    if findings:
        raise ScenarioError(findings)
    items = root.get("items")
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def item_id(item: Mapping[Any, Any]) -> str:
    """Return the id of an item as the scenario has it."""
    return str(id_text(item.get("id")))


def items_by_requirement(items: Iterable[Mapping[Any, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the ids of items by the requirement that their labels name."""
    found: dict[str, list[str]] = {}
    for item in items:
        labels = item.get("labels") or ()
        for one in [labels] if isinstance(labels, str) else labels:
            name = str(one).removeprefix(LABEL_OF_REQUIREMENT)
            if name != str(one):
                found.setdefault(name, []).append(item_id(item))
    return {name: tuple(ids) for name, ids in found.items()}


def last_items(items: Sequence[Mapping[Any, Any]]) -> list[str]:
    """Return the last milestone of a use; without one, what none of its others comes after."""
    milestones = [str(item["id"]) for item in items if item.get("kind") == "milestone"]
    if milestones:
        return milestones[-1:]
    before = {str(name) for item in items for name in _named(item)}
    return [str(item["id"]) for item in items if str(item["id"]) not in before]


def _named(item: Mapping[Any, Any]) -> Iterator[Any]:
    """Yield the items that come before an item, and those that replace it where it fails."""
    after = item.get("after") or []
    for link in after if isinstance(after, list) else [after]:
        yield link["item"] if isinstance(link, (dict, LocatedDict)) else link
    fails = item.get("if_fails")
    then = fails.get("then") if isinstance(fails, dict) else None
    yield from then if isinstance(then, list) else [then] if then else ()


def fragment_text(
    document: RequirementsDocument,
    uses: Sequence[UsedTemplate],
    after: Mapping[str, Sequence[str]],
    folder: Path,
) -> str:
    """Return the text of the part of a scenario.

    Parameters
    ----------
    document
        What was read.
    uses
        What is made of it.
    after
        Items by the requirement that comes after them.
    folder
        In which it will lie.
    """
    head = document.head
    lines = [
        f"# Part of a scenario, made from {printable(document.name)} by allocator draft.",
        f"# A scenario takes it in by include: [{printable(folder_name(folder))}/scenario.yaml].",
        "# What you edit here stays when the document is drafted again.",
        "projects:",
    ]
    lines += _entry(_project(head))
    lines += ["", "use:"]
    for one in uses:
        asked = one.requirement
        what = " ".join(plain_text(asked.text).split())
        lines += ["", f"  # {asked.id} ({asked.priority}): {label(what, most=80)}"]
        links = list(after.get(asked.id, ()))
        lines += _entry(dict(one.use) | ({"after": links} if links else {}))
    return "\n".join(lines) + "\n"


def folder_name(folder: Path) -> str:
    """Return what a folder is called where it lies, also for one or two dots."""
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def _project(head: RequirementsHead) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": head.project, "name": head.name}
    for name in _PROJECT_FIELDS:
        value = getattr(head, name)
        if isinstance(value, BudgetLimit):
            fields[name] = {"limit": _number(value.limit)}
        elif value is not None:
            fields[name] = _number(value) if isinstance(value, (int, float)) else iso(value)
    return fields


def _entry(fields: Mapping[str, Any]) -> list[str]:
    """Return the lines of an entry, a field on each, so that edits of two fields do not meet."""
    lines = [line for name, value in fields.items() for line in lines_of(name, value)]
    return [("  - " if number == 0 else "    ") + line for number, line in enumerate(lines)]

"""Puts the items of the templates that a scenario uses among its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final

from allocator.domain import Template, TemplateUse
from allocator.domain.templates import value_text
from allocator.errors import Finding, ScenarioError
from allocator.scenario.companions.model_file import validated
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.shape.fields import given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.sections import id_text
from allocator.scenario.templates.expansion import Expansion, needed_skills
from allocator.scenario.templates.idle import idle_parts
from allocator.scenario.templates.library import (
    ReadTemplate,
    is_file,
    shipped_template,
    template_in,
    template_names,
)
from allocator.scenario.text.located import (
    LocatedDict,
    LocatedList,
    Origin,
    Position,
    Step,
    locate,
)
from allocator.wording import shorten

_USE: Final = re.compile(r"(?:add\.)?use\[(\d+)\]")
_GIVEN_TO_ALL: Final = {"id", "project", "group", "priority", "optional"}


def insert_templates(
    root: LocatedDict, folder: Path | None, projects: Collection[str] = ()
) -> list[Finding]:
    """Put the items of used templates behind the scenario's own, and take ``use`` away.

    Parameters
    ----------
    root
        The document of a scenario, or what changes add to one; it is changed.
    folder
        Where the file lies; None where it is none.
    projects
        Ids of projects that are there beside those of the document.

    Returns
    -------
    list
        What is wrong with the uses and their templates, and what in them means nothing.
    """
    uses = root.get("use")
    if not isinstance(uses, LocatedList):
        wrong = [] if uses is None else [_not_a_list(root)]
        root.pop("use", None)
        if wrong:
            _put_items(root)
        return wrong
    _put_items(root)
    items = root["items"]
    findings: list[Finding] = []
    for number in range(len(uses)):
        try:
            entries, warnings = _expanded(root, number, folder, projects)
            findings += warnings
            for entry, origin in entries if isinstance(items, LocatedList) else ():
                items.put(entry, entry.position, origin)
        except ScenarioError as error:
            findings += error.findings
    del root["use"]
    return findings


def failed_uses(uses: Any, findings: Iterable[Finding]) -> frozenset[str] | None:
    """Return the ids of the uses of templates of which there are no items.

    Parameters
    ----------
    uses
        As they stand in the document.
    findings
        Of :func:`insert_templates`.

    Returns
    -------
    frozenset
        None where all uses have been expanded.
    """
    errors = [one for one in findings if one.severity == "error"]
    if not errors:
        return None
    entries = uses if isinstance(uses, list) else [uses]
    ids = [id_text(one.get("id")) if isinstance(one, dict) else None for one in entries]
    numbers = [_USE.match(one.path or "") for one in errors]
    named = {int(one[1]) for one in numbers if one is not None}
    failed = (one for number, one in enumerate(ids) if number in named or None in numbers)
    return frozenset(one for one in failed if one)


def _put_items(root: LocatedDict) -> None:
    """Let a document have a list of items."""
    if root.get("items") is None:
        root.put("items", LocatedList(root.file, root.position), root.position, root.position)


def _not_a_list(root: LocatedDict) -> Finding:
    return Finding(
        code="not-a-list",
        message="use is not a list",
        hint="write use: [{template: model, id: CH}]",
        place=locate(root, ("use",)),
    )


def _expanded(
    root: LocatedDict, number: int, folder: Path | None, projects: Collection[str]
) -> tuple[list[tuple[LocatedDict, Origin]], list[Finding]]:
    """Return the items of one use of a template with their places, and what to warn of.

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
    findings = [*_unplaced(root, use, number, projects), *_unfit(root, use, base, read.template)]
    warnings = [*_unneeded(root, use, base, read.template)]
    if findings:
        raise ScenarioError([*findings, *warnings])
    expansion = Expansion(read, use)
    warnings += idle_parts(root, use, base, read.template, expansion)
    entries = expansion.entries()
    origin = root["use"].origins.get(number)
    path = base if origin is None else origin.path
    for name, entry in zip(expansion.kept, entries, strict=True):
        first = {"after"} if expansion.begins_with(name) else set()
        _place(entry, written, path, _GIVEN_TO_ALL | first)
        _place_values(entry, expansion.given_in(name), written, path)
    places = _override(entries, use, written, path)
    found = [(one, places.get(one["id"], Origin(one.file, ("items",)))) for one in entries]
    return found, warnings


def _unplaced(
    root: LocatedDict, use: TemplateUse, number: int, others: Collection[str]
) -> Iterator[Finding]:
    """Yield an id that an earlier use has, and a project that there is not."""
    earlier = [one.get("id") if isinstance(one, dict) else None for one in root["use"][:number]]
    taken = [before for before, name in enumerate(earlier) if id_text(name) == use.id]
    for before in taken[:1]:
        place, first = (locate(root, ("use", one, "id")) for one in (number, before))
        file = "" if first.file == place.file else f" of {first.file}"
        yield Finding(
            code="id-taken",
            message=f'the id "{shorten(use.id)}" of the use of a template is already taken on line '
            f"{first.line}{file}",
            hint="give one of the two another id, or remove it",
            place=place,
            subjects=(use.id,),
        )
    projects = root.get("projects") or []
    if use.project is None or not isinstance(projects, list):
        return
    known = [id_text(one.get("id")) for one in projects if isinstance(one, dict)]
    if use.project not in (*known, *others):
        yield Finding(
            code="unknown-project",
            message=f'project "{shorten(use.project)}" does not exist',
            hint="add it to projects, or remove it here",
            place=locate(root, ("use", number, "project")),
        )


def _place(
    entry: LocatedDict, written: LocatedDict, base: tuple[Step, ...], fields: AbstractSet[str]
) -> None:
    """Let the fields that a use gives to its items stand where it gives them."""
    for field in fields & entry.keys() & written.keys():
        if field not in entry.origins:
            origin = Origin(written.file, (*base, field))
            at = written.keys_at[field], written.values_at[field]
            entry.put(field, entry[field], *at, origin)


def _place_values(
    entry: LocatedDict, fields: Mapping[Any, str], written: LocatedDict, base: tuple[Step, ...]
) -> None:
    """Let fields that hold values of parameters stand where the use gives these."""
    said = written.get("with")
    if not isinstance(said, LocatedDict):
        return
    for field, name in fields.items():
        if field in entry and name in said:
            origin = Origin(written.file, (*base, "with", name), is_filled_in=True)
            entry.put(field, entry[field], said.keys_at[name], said.values_at[name], origin)


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
    lacking = _Lacking(template, root, base)
    if use.size not in template.sizes:
        yield lacking.finding("size", use.size, list(template.sizes), "size", code="unknown-size")
    for name in use.given.keys() - template.parameters.keys():
        known = list(template.parameters)
        yield lacking.finding("parameter", name, known, "with", code="unknown-parameter")
    items = [str(item["id"]) for item in template.items]
    for field, wanted in (("without", use.without), ("items", tuple(use.items))):
        for name in wanted:
            if name not in items:
                yield lacking.finding("item", name, items, field, code="unknown-template-item")
    for name, fields in use.items.items():
        if "id" in fields:
            called = f"{use.id}-{name}"
            yield Finding(
                code="template-item-renamed",
                message=f'the item "{shorten(name)}" of a template is called "{shorten(called)}", '
                "since others come after it by this name",
                hint="leave out id, or change that of the use",
                place=locate(root, (*base, "items", name, "id"), at_key=True),
            )
    for name in use.given.keys() & template.parameters.keys():
        value, default = use.given[name], template.parameters[name].default
        if _kind(value) != _kind(default):
            yield Finding(
                code="wrong-parameter",
                message=f"{name} is {_kind(default)}, and {_written(value)} is not",
                hint=f"write for example {name}: {_meant(value, default)}",
                place=locate(root, (*base, "with", name)),
            )


def _unneeded(
    root: LocatedDict, use: TemplateUse, base: tuple[Step, ...], template: Template
) -> Iterator[Finding]:
    """Yield names for skills that no item of a template needs."""
    needed, suggester = sorted(needed_skills(template)), Suggester()
    for name in use.skills:
        if name not in needed:
            yield Finding(
                code="unneeded-skill-name",
                message=f'template "{template.template}" needs no skill "{shorten(name)}", so that '
                "its name in skills means nothing",
                hint=suggester.did_you_mean(name, needed, "skills"),
                place=locate(root, (*base, "skills", name), at_key=True),
                severity="warning",
            )


class _Lacking:
    """Says that a template does not have what a use of it names."""

    def __init__(self, template: Template, root: LocatedDict, base: tuple[Step, ...]) -> None:
        self._template, self._root, self._base = template, root, base
        self._suggester = Suggester()

    def finding(self, what: str, name: str, known: list[str], field: str, *, code: str) -> Finding:
        return Finding(
            code=code,
            message=f'template "{self._template.template}" has no {what} "{shorten(name)}"',
            hint=self._suggester.did_you_mean(name, known, f"{what}s"),
            place=locate(self._root, (*self._base, field)),
        )


def _kind(default: Any) -> str:
    if isinstance(default, bool):
        return "yes or no"
    return "a number" if isinstance(default, (int, float)) else "a text such as 14d"


def _written(value: Any) -> str:
    """Return a value as messages show it: a text that is to be a number in its quotes."""
    return f'"{shorten(value)}"' if isinstance(value, str) else value_text(value)


def _meant(value: Any, default: Any) -> str:
    """Return an example of a value: the number of a text, else the default."""
    is_number = isinstance(default, (int, float)) and not isinstance(default, bool)
    if is_number and isinstance(value, str) and value.strip().isdecimal():
        return value.strip()
    return value_text(default)


def _override(
    entries: list[LocatedDict], use: TemplateUse, written: LocatedDict, base: tuple[Step, ...]
) -> dict[str, Origin]:
    """Put fields that a use gives for single items in the place of the template's.

    Returns
    -------
    dict
        Where the use speaks of them, by the ids of the items.
    """
    said, found = written.get("items"), dict[str, Origin]()
    if not isinstance(said, LocatedDict):
        return found
    by_id = {str(entry["id"]): entry for entry in entries}
    for name, fields in said.items():
        entry = by_id.get(f"{use.id}-{name}")
        if entry is None or not isinstance(fields, LocatedDict):
            continue
        for field, value in fields.items():
            origin = Origin(written.file, (*base, "items", name, field))
            entry.put(field, value, fields.keys_at[field], fields.values_at[field], origin)
        found[str(entry["id"])] = Origin(written.file, (*base, "items", name))
        _stand_at(entry, said.keys_at[name], found[str(entry["id"])])
    return found


def _stand_at(entry: LocatedDict, position: Position, origin: Origin) -> None:
    """Let an item, and what of it has no place of its own, stand where a use speaks of it."""
    for field in entry.keys() - entry.origins.keys():
        entry.put(field, entry[field], position, position, origin)
    entry.file, entry.position = origin.file, position

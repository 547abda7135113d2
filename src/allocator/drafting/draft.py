"""Makes the files of a draft, and keeps what people have written in those of the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from allocator.analysis.traceability import RequirementRow, requirement_rows
from allocator.domain import Plan, Template
from allocator.domain.requirements import DraftRecord, MatchedRequirement
from allocator.drafting.document import RequirementsDocument, examine_requirements
from allocator.drafting.draft_changes import change_lines
from allocator.drafting.fragment import (
    expanded,
    fragment_text,
    item_id,
    items_by_requirement,
    items_in,
    last_items,
    uses_of,
)
from allocator.drafting.kept_writing import (
    SCENARIO,
    SPECIFICATION,
    PreferredSide,
    kept_notes,
    merged_scenario,
    merged_specification,
)
from allocator.drafting.last_draft import DRAFT_FORMAT, read_last_draft
from allocator.drafting.matching import match_template, unknown_tags
from allocator.drafting.matrix import matrix_csv, matrix_markdown
from allocator.drafting.specification import SpecificationSource, specification_text
from allocator.errors import InputError, ScenarioError
from allocator.scenario.templates.named import all_templates
from allocator.wording import enumerated

MATRIX: Final = ("traceability.md", "traceability.csv")
TEMPLATES: Final = "templates"
"""The folder, beside the files of a draft, of a team's own templates."""
_STAND_IN: Final = "P"
"""The project of a document that names none, which is refused, to see what else is wrong."""


@dataclass(frozen=True, kw_only=True)
class DraftedFiles:
    """What a document was drafted into.

    Attributes
    ----------
    folder
        Where the files go.
    files
        The texts by the names of the files that will be other than they are.
    moved
        Files that people have edited though they are made anew each time, with the name under
        which they are kept.
    texts
        The texts of all files, by name.
    before
        What the files hold that are there now, by name.
    record
        What was read, and made of it.
    rows
        The matrix of requirements.
    changes
        What is other than at the last draft, a line each; None for a first one.
    notes
        What is worth knowing, a line each.
    """

    folder: Path
    files: Mapping[str, str]
    moved: Mapping[str, str]
    texts: Mapping[str, str]
    before: Mapping[str, str]
    record: DraftRecord
    rows: tuple[RequirementRow, ...]
    changes: tuple[str, ...] | None
    notes: tuple[str, ...]


def make_draft(
    path: Path,
    folder: Path,
    *,
    plan: Plan | None = None,
    plan_name: str = "",
    prefer: PreferredSide | None = None,
) -> DraftedFiles:
    """Draft a requirements document; nothing is written.

    Parameters
    ----------
    path
        A Markdown file.
    folder
        Where the files of the draft go, and those of the last one lie.
    plan
        Where dates and state come from.
    plan_name
        Where it lies, as seen from the folder, for the next draft.
    prefer
        Whose lines of scenario.yaml count where both sides have changed them.

    Raises
    ------
    ScenarioError
        Something is wrong with the document, or with what people wrote in scenario.yaml.
    MergeConflictError
        Both sides have changed the same lines of scenario.yaml, and ``prefer`` does not say whose
        count.
    InputError
        The folder holds files that are not of an earlier draft of this document.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; a draft is written into a folder, for example draft")
    drafting = _read(path, folder)
    document = drafting.document
    last = read_last_draft(folder, document.name, (SPECIFICATION, SCENARIO, *MATRIX))
    fresh_scenario = drafting.scenario()
    scenario = merged_scenario(last, folder, fresh_scenario, prefer)
    items = items_in(scenario.text, folder, str(folder / SCENARIO))
    matched = drafting.matched(items)
    fresh_specification = specification_text(drafting.source(matched, items))
    specification = merged_specification(last, fresh_specification)
    rows = requirement_rows(plan, matched)
    reasons = {one.requirement.id: (one.template, one.because) for one in matched}
    texts = {
        SPECIFICATION: last.with_its_line_ends(SPECIFICATION, specification.text),
        SCENARIO: last.with_its_line_ends(SCENARIO, scenario.text),
        MATRIX[0]: matrix_markdown(rows, plan, document.name),
        MATRIX[1]: matrix_csv(rows, reasons),
    }
    made = {**texts, SPECIFICATION: fresh_specification, SCENARIO: fresh_scenario}
    record = DraftRecord(
        document=document.name,
        head=document.head,
        other=document.other,
        requirements=matched,
        plan=plan_name,
        files=made,
    )
    texts[DRAFT_FORMAT.file_name] = record.model_dump_json(indent=2, by_alias=True) + "\n"
    return DraftedFiles(
        folder=folder,
        files={name: text for name, text in texts.items() if last.texts.get(name) != text},
        moved=last.edited(MATRIX, texts),
        texts=texts,
        before=last.texts,
        record=record,
        rows=rows,
        changes=None
        if last.record is None
        else tuple(change_lines(last.record, record, set(map(item_id, items)))),
        notes=(
            *document.notes,
            *drafting.notes,
            *_taken_away(matched),
            *(_foreign_plan(rows[: len(matched)], folder) if plan is not None else ()),
            *kept_notes(SPECIFICATION, specification),
            *kept_notes(SCENARIO, scenario),
        ),
    )


def _read(path: Path, folder: Path) -> _Drafting:
    """Read a document and match its requirements.

    Raises
    ------
    ScenarioError
        Something is wrong with the document, or with what it asks of templates; all is named.
    """
    document, findings = examine_requirements(path)
    if document.head.project is None:
        head = document.head.model_copy(update={"project": _STAND_IN})
        document = replace(document, head=head)
    try:
        found = _Drafting(document, folder, str(path))
    except ScenarioError as error:
        findings += error.findings
    if findings:
        in_order = sorted(findings, key=lambda one: (one.file != str(path), one.line or 0))
        raise ScenarioError(in_order)
    return found


class _Drafting:
    """Matches the requirements of a document to templates, and makes a part of a scenario."""

    def __init__(self, document: RequirementsDocument, folder: Path, file: str) -> None:
        self.document, self._folder = document, folder
        own = folder / TEMPLATES
        self._templates = _named_from(folder, all_templates(own if own.is_dir() else None))
        self._matches = {
            one.id: match_template(one, self._templates) for one in document.requirements
        }
        self._uses = uses_of(document, self._matches, self._templates)
        self._items, idle = expanded(document, self._uses, folder, file)
        self.notes = [
            *self._without_work(),
            *self._unknown_tags(),
            *self._unneeded_names(),
            *idle,
            *self._lost_links(),
        ]

    def scenario(self) -> str:
        """Return the text of the part of a scenario."""
        return fragment_text(self.document, self._uses, self._links(), self._folder)

    def _links(self) -> dict[str, list[str]]:
        """Return by requirement the items after which its first ones come."""
        by_id = {item_id(item): item for item in self._items}
        last = {
            name: last_items([by_id[one] for one in ids])
            for name, ids in items_by_requirement(self._items).items()
        }
        known = {one.id for one in self.document.requirements}
        return {
            used.requirement.id: [
                item
                for name in used.requirement.after
                for item in (last.get(name, ()) if name in known else (name,))
            ]
            for used in self._uses
        }

    def _without_work(self) -> Iterable[str]:
        names = [
            one.id
            for one in self.document.requirements
            if one.is_wanted and not self._matches[one.id].template
        ]
        if names:
            words = "labels" if len(names) == 1 else "the label of each, as"
            yield (
                f"no template fits {enumerated(names)}: give a tag, or the name of a template "
                f"(allocator template list); or write items by hand, with {words}: "
                f"['requirement:{names[0]}']"
            )
        idle = [
            one.id
            for one in self.document.requirements
            if one.is_wanted and one.given and not self._matches[one.id].template
        ]
        if idle:
            yield f"parameters mean nothing without a template: those of {enumerated(idle)}"

    def _unknown_tags(self) -> Iterable[str]:
        tags = [
            f"{tag} ({one.id})"
            for one in self.document.requirements
            for tag in unknown_tags(one, self._templates)
        ]
        if tags:
            yield f"tags that no template has, kept in draft.json: {enumerated(tags)}"

    def _unneeded_names(self) -> Iterable[str]:
        used = {skill for one in self._uses for skill in one.use.get("skills", ())}
        names = [skill for skill in self.document.head.skills if skill not in used]
        if names:
            yield f"names in skills for what no template of these needs: {enumerated(names)}"

    def _lost_links(self) -> Iterable[str]:
        used = {one.requirement.id for one in self._uses}
        wanted = {one.id: one.is_wanted for one in self.document.requirements}
        lost: dict[str, list[str]] = {}
        for one in self._uses:
            asked = one.requirement
            for name in asked.after:
                if name not in wanted:
                    what = "is no requirement, so an item of the scenario"
                elif not wanted[name]:
                    what = "is not wanted (won't), so it is not waited for"
                elif name not in used:
                    what = "has no work yet, so it is not waited for"
                else:
                    continue
                lost.setdefault(what, []).append(f"{asked.id} after {name}")
        for what, links in lost.items():
            yield f"requirements come after what {what}: {enumerated(links)}"

    def matched(self, items: Iterable[Mapping[Any, Any]]) -> tuple[MatchedRequirement, ...]:
        """Return the requirements with the items that the part of a scenario comes to."""
        ids = items_by_requirement(items)
        return tuple(
            MatchedRequirement(
                requirement=one,
                template=self._matches[one.id].template if one.is_wanted else "",
                because=self._matches[one.id].because if one.is_wanted else "won't",
                items=ids.get(one.id, ()),
            )
            for one in self.document.requirements
        )

    def source(
        self, matched: tuple[MatchedRequirement, ...], items: Iterable[Mapping[Any, Any]]
    ) -> SpecificationSource:
        """Return what the specification is made of."""
        names = dict.fromkeys(one.template for one in matched if one.template)
        return SpecificationSource(
            document=self.document,
            matched=matched,
            items={item_id(item): item for item in items},
            templates={name: self._templates[name] for name in names},
            with_values={
                one.requirement.id: {
                    name: parameter.default
                    for name, parameter in self._templates[one.template].parameters.items()
                    if name not in one.requirement.given
                }
                for one in matched
                if one.template
            },
        )


def _named_from(folder: Path, templates: Mapping[str, Template]) -> dict[str, Template]:
    """Return templates by their names, those of files as they are named beside a draft."""
    prefix = f"{folder / TEMPLATES}"
    return {
        f"{TEMPLATES}/{Path(name).name}" if name.startswith(prefix) else name: one
        for name, one in templates.items()
    }


def _taken_away(matched: Iterable[MatchedRequirement]) -> Iterable[str]:
    names = [one.requirement.id for one in matched if one.template and not one.items]
    if names:
        yield (
            f"{SCENARIO} has no items for {enumerated(names)}: what you take away there stays "
            "away; the templates are named in the matrix, to put them back"
        )


def _foreign_plan(rows: Iterable[RequirementRow], folder: Path) -> Iterable[str]:
    if not any(row.items for row in rows):
        yield (
            "the plan has no items of this draft: it is no plan of a scenario that includes "
            f"{folder / SCENARIO}, or one from before"
        )

"""Requirements documents, drafted into a specification, a part of a scenario and a matrix."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from allocator import domain
from allocator.analysis.traceability import RequirementRow
from allocator.api.arguments import check_choice, path_of
from allocator.api.plans import plan_of, read_plan
from allocator.domain.requirements import MatchedRequirement
from allocator.errors import InputError
from allocator.planfile.files import write_text

if TYPE_CHECKING:
    from allocator.drafting.draft import DraftedFiles

_SIDES = ("mine", "document")


@dataclass(frozen=True, kw_only=True)
class DraftResult:
    """What a requirements document was drafted into, not yet written.

    Attributes
    ----------
    folder : Path
        Where the files go.
    requirements : tuple of MatchedRequirement
        In the document's order; each has its ``requirement``, the ``template`` of its work, why it
        is this one (``because``), and its ``items``.
    rows : tuple of RequirementRow
        The matrix: items, start, finish and state of each requirement.
    files : tuple of Path
        The files that will be other than they are.
    changes : tuple of str or None
        What is other than at the last draft, a line each; None for a first one.
    notes : tuple of str
        What is not used, what is not linked, and where what people wrote stays although the
        document says something else now.
    todo : int
        Parts of the specification that are marked as missing.

    Examples
    --------
    >>> drafted.todo > 0, [file.name for file in drafted.files][:2]
    (True, ['specification.md', 'scenario.yaml'])
    """

    folder: Path
    requirements: tuple[MatchedRequirement, ...]
    rows: tuple[RequirementRow, ...]
    files: tuple[Path, ...]
    changes: tuple[str, ...] | None
    notes: tuple[str, ...]
    todo: int
    drafted: DraftedFiles = field(repr=False)

    def save(self) -> None:
        """Write the files that have changed.

        A matrix that people have edited is kept as ``traceability.edited.md`` or ``.csv``.

        Raises
        ------
        InputError
            A file cannot be written.
        """
        for name, kept in self.drafted.moved.items():
            write_text(self.folder / kept, self.drafted.before[name])
        for name, text in self.drafted.files.items():
            write_text(self.folder / name, text)


def draft(
    document: str | Path,
    folder: str | Path,
    *,
    plan: domain.Plan | str | Path | None = None,
    prefer: Literal["mine", "document"] | None = None,
) -> DraftResult:
    """Draft a requirements document: a specification, a part of a scenario, a matrix.

    Nothing is written before ``save`` of what is returned. What people have written in the
    specification and in the part of a scenario since the last draft stays.

    Parameters
    ----------
    document
        A Markdown file.
    folder
        Where the files go, and those of the last draft lie; templates of your own are found in
        its folder ``templates``.
    plan
        Where dates and state of the requirements come from; default: the plan of the last draft,
        where it was named by its path.
    prefer
        Whose lines of scenario.yaml count where the document and people have changed the same:
        ``document``, or ``mine``.

    Returns
    -------
    DraftResult
        The requirements with their templates, items and dates, and the files to write.

    Raises
    ------
    ScenarioError
        Something is wrong with the document, or with what people wrote in scenario.yaml; its
        ``findings`` are all of it, each with its line.
    MergeConflictError
        Both sides have changed the same lines of scenario.yaml, and ``prefer`` does not say whose
        count.
    InputError
        The folder holds files that are of no draft of this document, or an argument is not of its
        kind.

    Examples
    --------
    >>> drafted = allocator.draft("scenarios/requirements/churn.md", "draft")
    >>> [(one.requirement.id, one.template) for one in drafted.requirements][:2]
    [('CH-R1', 'data-pipeline'), ('CH-R2', 'model')]
    >>> drafted.save()
    """
    from allocator.drafting.draft import make_draft
    from allocator.drafting.kept_writing import SPECIFICATION
    from allocator.drafting.specification import todo_count

    if prefer is not None:
        check_choice("prefer", prefer, _SIDES)
    path, target = path_of("a requirements document", document), path_of("a folder", folder)
    dated, where, said = _plan_and_name(plan, target)
    found = make_draft(path, target, plan=dated, plan_name=where, prefer=prefer)
    return DraftResult(
        folder=target,
        requirements=found.record.requirements,
        rows=found.rows,
        files=tuple(target / name for name in found.files),
        changes=found.changes,
        notes=(*found.notes, *said),
        todo=todo_count(found.texts[SPECIFICATION]),
        drafted=found,
    )


def _plan_and_name(
    plan: domain.Plan | str | Path | None, folder: Path
) -> tuple[domain.Plan | None, str, list[str]]:
    """Return the plan of a draft, where it lies as seen from the draft, and what is to be told."""
    from allocator.drafting.last_draft import last_plan

    if isinstance(plan, domain.Plan):
        return plan, "", []
    if plan is not None:
        return plan_of(plan), _seen_from(folder, path_of("a plan", plan)), []
    name = last_plan(folder)
    if not name:
        return None, "", []
    where = Path(os.path.normpath(folder / name))
    try:
        said = f"dates and state are those of {where}, as at the last draft; --plan names another"
        return read_plan(where), name, [said]
    except InputError as error:
        why = " ".join(str(error).splitlines()[:1])
        return None, name, [f"no dates, as the plan of the last draft cannot be read: {why}"]


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return path.absolute().as_posix()

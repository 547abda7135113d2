"""Loads a scenario: text, document, parts, references, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from allocator.domain import Scenario
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.domain.quantities import When, iso
from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.companions.calibration import insert_calibration
from allocator.scenario.companions.days_off import insert_days_off
from allocator.scenario.companions.includes import insert_includes
from allocator.scenario.companions.tables import insert_tables
from allocator.scenario.shape.parts import PartValidator
from allocator.scenario.shape.sections import id_text
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict
from allocator.scenario.text.source import check_text, read_text
from allocator.scenario.validate import check_references
from allocator.scenario.validate.references import unknown_alone


@dataclass(frozen=True)
class Loaded:
    """A scenario without errors.

    Attributes
    ----------
    scenario
        What was read.
    warnings
        What is worth knowing about it, in file order.
    reported
        Work items whose state is said of now: in changes or actuals, or as ``todo``. What else
        the scenario says of progress may be older.
    """

    scenario: Scenario
    warnings: tuple[Finding, ...]
    reported: frozenset[str] = frozenset()


def load(
    path: Path | str,
    *,
    changes: Sequence[Path | str] = (),
    actuals: Path | str | None = None,
    now: When | None = None,
    relax: bool = False,
) -> Loaded:
    """Read a scenario file, and the files that it includes or names.

    Parameters
    ----------
    path
        A YAML or JSON file.
    changes
        Files of changes, worked into it one after the other.
    actuals
        A CSV file of what has happened, laid over its items after that.
    now
        In the place of the scenario's own.
    relax
        Whether items that cannot keep their dates are only warned of.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in file order.
    """
    file = str(path)
    text = read_text(Path(path), file=file)
    happened = None if actuals is None else Path(actuals)
    folder = Path(path).parent
    return _load(text, changes, happened, now, file=file, folder=folder, relax=relax)


def loads(
    text: str,
    *,
    file: str = "<text>",
    folder: Path | None = None,
    changes: Sequence[Path | str] = (),
) -> Loaded:
    """Read a scenario from a text.

    Parameters
    ----------
    text
        YAML or JSON.
    file
        How messages call it.
    folder
        Where files that it names lie; without one they cannot be named.
    changes
        Files of changes, worked into it one after the other.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in file order.
    """
    return _load(check_text(text, file=file), changes, None, None, file=file, folder=folder)


def _load(
    text: str,
    changes: Sequence[Path | str],
    actuals: Path | None,
    now: When | None,
    *,
    file: str,
    folder: Path | None,
    relax: bool = False,
) -> Loaded:
    with without_garbage_collection():
        documents = list(_documents(changes))
        root = read_document(text, file=file)
        _refuse_plan(root)
        table_findings, unread = insert_tables(root, folder)
        included = insert_includes(root, folder)
        unread |= included.unread
        used, failed = _insert_templates(root, folder)
        if not included.is_whole:
            used = [one for one in used if one.code != "unknown-project"]
        table_findings += [*root.faults, *included.findings, *used]
        table_findings += insert_days_off(root, folder)
        table_findings += insert_calibration(root, folder)
        whole = included.is_whole
        for path, document in documents if included.is_whole else ():
            said, understood, further = _apply_changes(root, document, path.parent)
            failed = failed if further is None else (failed or frozenset()) | further
            table_findings += [*document.faults, *said]
            named = insert_days_off(root, path.parent)
            named += insert_calibration(root, path.parent)
            table_findings += [finding for finding in named if finding not in table_findings]
            whole = whole and understood
        last = [str(path) for path, _ in documents]
        if actuals is not None:
            from allocator.scenario.companions.actuals import apply_actuals

            table_findings += apply_actuals(root, actuals)
            last.append(str(actuals))
        if now is not None:
            root.put("now", iso(now), root.position, root.position)
        validator = PartValidator(
            root, unread, incomplete=frozenset() if failed is None else frozenset({"items"})
        )
        parts = validator.parts()
        references = check_references(parts) if whole else ()
        if failed:
            references = (one for one in references if not _is_of(failed, one))
        if relax:
            from allocator.scenario.relaxed_dates import with_dates_relaxed

            references = with_dates_relaxed(references)
        invalid = validator.findings
        if invalid and whole and "people" not in parts.unread:
            unknown = unknown_alone(parts)
            invalid = [one for one in invalid if (one.file, one.path) not in unknown]
        found = chain(table_findings, invalid, references)
        findings = _in_file_order(not_too_many(found, file), file, last)
    if any(finding.severity == "error" for finding in findings):
        raise ScenarioError(findings)
    return Loaded(parts.scenario, findings, _reported(root, last))


def _refuse_plan(root: LocatedDict) -> None:
    """Refuse a file that allocator has written of a plan.

    Raises
    ------
    ScenarioError
        It is one.
    """
    if str(root.get("format") or "").startswith("allocator-"):
        finding = Finding(
            code="not-a-scenario",
            message="this is a file that allocator has written of a plan, not a scenario",
            hint="name the scenario that was planned; allocator verify checks a plan",
            place=Place(root.file, 1, 1),
        )
        raise ScenarioError([finding])


def _insert_templates(
    root: LocatedDict, folder: Path | None
) -> tuple[list[Finding], frozenset[str] | None]:
    """Expand the templates that a scenario uses; return findings and the failed uses."""
    if "use" not in root:
        return [], None
    from allocator.scenario.templates.insert import failed_uses, insert_templates

    uses = root.get("use")
    findings = insert_templates(root, folder)
    return findings, failed_uses(uses, findings)


def _apply_changes(
    root: LocatedDict, document: LocatedDict, folder: Path
) -> tuple[list[Finding], bool, frozenset[str] | None]:
    """Work in a file of changes; return findings, whether all is understood, and failed uses."""
    from allocator.scenario.changes import apply_changes
    from allocator.scenario.templates.insert import failed_uses

    uses = _added_uses(document)
    findings, understood = apply_changes(root, document, folder)
    return findings, understood, failed_uses(uses, [one for one in findings if _is_of_use(one)])


def _added_uses(document: LocatedDict) -> Any:
    added = document.get("add")
    return added.get("use") if isinstance(added, dict) else None


def _is_of_use(finding: Finding) -> bool:
    return (finding.path or "").startswith("add.use")


def _is_of(failed: Iterable[str], finding: Finding) -> bool:
    """Whether a finding misses an item of uses of templates that are wrong themselves."""
    missed = finding.subjects[-1:] if finding.code == "unknown-item" else ()
    return any(one.startswith(f"{name}-") for name in failed for one in missed)


def _reported(root: LocatedDict, last: Iterable[str]) -> frozenset[str]:
    """Return the items whose state changes or actuals report, or that are ``todo``."""
    items, files = root.get("items"), set(last)
    entries = [e for e in items if isinstance(e, LocatedDict)] if isinstance(items, list) else []
    names = (
        id_text(entry.get("id"))
        for entry in entries
        if entry.get("state") == "todo"
        or (entry.get("state") is not None and _file_of(entry, "state") in files)
    )
    return frozenset(name for name in names if name)


def _file_of(entry: LocatedDict, key: str) -> str:
    return entry.origins[key].file if key in entry.origins else entry.file


def _documents(changes: Sequence[Path | str]) -> Iterable[tuple[Path, LocatedDict]]:
    """Read the files of changes.

    Raises
    ------
    ScenarioError
        Some cannot be read; all of these are named.
    """
    unreadable: list[Finding] = []
    for name in changes:
        try:
            text = read_text(Path(name), file=str(name))
            yield Path(name), read_document(text, file=str(name), kind="changes")
        except ScenarioError as error:
            unreadable += error.findings
    if unreadable:
        raise ScenarioError(unreadable)


def not_too_many(found: Iterable[Finding], file: str) -> list[Finding]:
    """Return the first errors and warnings, and a finding that there are more errors."""
    kept: dict[str, list[Finding]] = {"error": [], "warning": []}
    for finding in found:
        some = kept[finding.severity]
        if len(some) < limits.MAX_FINDINGS:
            some.append(finding)
        elif finding.severity == "error":
            more = f"there are more than {limits.MAX_FINDINGS:,} errors; the others are not shown"
            some.append(
                Finding(
                    code="too-many-errors",
                    message=more,
                    hint="mend these first",
                    place=Place(file),
                )
            )
            break
    return kept["error"] + kept["warning"]


def _in_file_order(findings: list[Finding], file: str, last: list[str]) -> tuple[Finding, ...]:
    """Return the findings by file, then by line and column.

    The scenario's own come first, then its tables', then the changes', in the order given.
    """
    files = {file: 0, **{name: len(findings) + k for k, name in enumerate(last, 2)}}
    for finding in findings:
        files.setdefault(finding.file or file, len(files) - len(last))
    return tuple(
        sorted(findings, key=lambda f: (files[f.file or file], f.line or 0, f.column or 0))
    )

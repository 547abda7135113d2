"""Loads a scenario: text, document, parts, references, in this order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from allocator.domain import Scenario
from allocator.domain.garbage import no_garbage
from allocator.errors import Finding, ScenarioError
from allocator.scenario import limits
from allocator.scenario.days_off import insert_days_off
from allocator.scenario.document import read_document
from allocator.scenario.draft import Drafter
from allocator.scenario.references import check_references
from allocator.scenario.source import check_text, read_text
from allocator.scenario.tables import insert_tables


@dataclass(frozen=True)
class Loaded:
    """A scenario without errors.

    Attributes
    ----------
    scenario
        What was read.
    warnings
        What is worth knowing about it, in file order.
    """

    scenario: Scenario
    warnings: tuple[Finding, ...]


def load(path: Path | str) -> Loaded:
    """Read a scenario file, and the CSV and iCalendar files that it names.

    Parameters
    ----------
    path
        A YAML or JSON file.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in file order.
    """
    file = str(path)
    text = read_text(Path(path), file=file)
    return _load(text, file=file, folder=Path(path).parent)


def loads(text: str, *, file: str = "<text>", folder: Path | None = None) -> Loaded:
    """Read a scenario from a text.

    Parameters
    ----------
    text
        YAML or JSON.
    file
        How messages call it.
    folder
        Where files that it names lie; without one they cannot be named.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in file order.
    """
    return _load(check_text(text, file=file), file=file, folder=folder)


def _load(text: str, *, file: str, folder: Path | None) -> Loaded:
    with no_garbage():
        root = read_document(text, file=file)
        table_findings, unread = insert_tables(root, folder)
        table_findings += insert_days_off(root, folder)
        drafter = Drafter(root, unread)
        draft = drafter.draft()
        found = chain(table_findings, drafter.findings, check_references(draft))
        findings = _in_file_order(_not_too_many(found, file), file)
    if any(finding.severity == "error" for finding in findings):
        raise ScenarioError(findings)
    return Loaded(draft.scenario, findings)


def _not_too_many(found: Iterable[Finding], file: str) -> list[Finding]:
    """Return the first errors and the first warnings, and a word on the others."""
    kept: dict[str, list[Finding]] = {"error": [], "warning": []}
    for finding in found:
        some = kept[finding.severity]
        if len(some) < limits.FINDINGS:
            some.append(finding)
        elif finding.severity == "error":
            more = f"there are more than {limits.FINDINGS:,} errors; the others are not shown"
            some.append(Finding(message=more, hint="mend these first", file=file))
            break
    return kept["error"] + kept["warning"]


def _in_file_order(findings: list[Finding], file: str) -> tuple[Finding, ...]:
    """Return the findings by file, the scenario's own first, then by line and column."""
    files = {file: 0}
    for finding in findings:
        files.setdefault(finding.file or file, len(files))
    return tuple(
        sorted(findings, key=lambda f: (files[f.file or file], f.line or 0, f.column or 0))
    )

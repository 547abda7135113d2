"""Scenarios into which a pull or an import is merged."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from allocator.api.arguments import check_choice, path_of
from allocator.errors import Finding, InputError, ScenarioError
from allocator.planfile.files import in_utf8, write_bytes, write_text
from allocator.scenario.load import loads
from allocator.scenario.merge import (
    THE_TRACKER,
    MergeConflict,
    Prefer,
    Pulled,
    are_related,
    merge_scenario,
    pulled_path,
    read_pulled,
    refuse_items_elsewhere,
)
from allocator.scenario.text.source import read_text

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, kw_only=True)
class ScenarioUpdate:
    """A scenario file as it is after a pull or an import, not yet written.

    Attributes
    ----------
    path : Path
        The file.
    text : str
        What it will hold.
    report : tuple of str
        What came in, what stayed, and what was decided, a line each; empty for a new file.
    conflicts : tuple of MergeConflict
        What both sides had changed, and ``prefer`` has decided; each has ``path``, ``before``,
        ``mine`` and ``theirs``.
    is_merged : bool
        Whether it was merged into a scenario that was there.
    is_changed : bool
        Whether the file will be another.
    pulled : Path or None
        The file that keeps what the tracker said, for the next merge; None where the scenario is
        no file of its own.

    Examples
    --------
    >>> update = imported.merge("shop.yaml")
    >>> update.save()
    >>> update.is_merged
    False
    """

    path: Path
    text: str
    report: tuple[str, ...] = ()
    conflicts: tuple[MergeConflict, ...] = ()
    is_merged: bool = False
    is_changed: bool = True
    pulled: Path | None = None
    kept: Pulled = field(repr=False)

    def save(self) -> None:
        """Write the scenario if it has changed, then what the tracker said.

        Raises
        ------
        InputError
            A file cannot be written.
        """
        if self.is_changed:
            write_bytes(self.path, _as_encoded_before(self.path, self.text, self.is_merged))
        if self.pulled is not None:
            text = self.kept.text()
            if not self.pulled.is_file() or self.pulled.read_bytes() != in_utf8(text):
                write_text(self.pulled, text)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the merged scenario, such as a link to an item that is gone."""
        if not self.is_merged:
            return ()
        try:
            loads(self.text, file=str(self.path), folder=self.path.parent)
        except ScenarioError as error:
            return tuple(each for each in error.findings if each.severity == "error")
        return ()


def updated(
    path: str | Path,
    text: str,
    *,
    prefer: Prefer | None = None,
    overwrite: bool = False,
    issues: Mapping[str, Mapping[str, Any]] | None = None,
    source: str = THE_TRACKER,
) -> ScenarioUpdate:
    """Return a scenario file after a pull or an import: merged, new, or written over.

    Parameters
    ----------
    path
        The scenario; one of other tickets, or none, is written over.
    text
        The scenario that the importer makes of the tracker now.
    prefer
        Whose value counts where both sides have changed one: tracker or scenario.
    overwrite
        Whether the file is written over in any case.
    issues
        By item: fields as the tracker holds them, which ``push`` compares with.
    source
        What messages call that which was read.

    Raises
    ------
    MergeConflictError
        Both sides have changed something, and ``prefer`` does not say whose counts.
    InputError
        The scenario cannot be read, or an argument is not of its kind.
    """
    target = path_of("a scenario", path)
    if prefer is not None:
        check_choice("prefer", prefer, get_args(Prefer))
    is_file = target.is_file() or not target.exists()
    place = pulled_path(target) if is_file else None
    last = read_pulled(target) if is_file and not overwrite else None
    kept = Pulled(scenario=text, issues=issues or {}, made=last.made if last else {})
    new = ScenarioUpdate(path=target, text=text, pulled=place, kept=kept)
    if overwrite or not target.is_file():
        return new
    refuse_items_elsewhere(target)
    if last is None and not _is_of_same_tickets(target, text):
        return new
    mine = read_text(target, file=str(target))
    base = None if last is None else last.scenario
    merged = merge_scenario(mine, text, base, file=str(target), prefer=prefer, source=source)
    return ScenarioUpdate(
        path=target,
        text=merged.text,
        report=merged.report,
        conflicts=merged.conflicts,
        is_merged=True,
        is_changed=merged.text != mine,
        pulled=place,
        kept=kept,
    )


def _is_of_same_tickets(path: Path, text: str) -> bool:
    try:
        return are_related(read_text(path, file=str(path)), text)
    except InputError:
        return False


def _as_encoded_before(path: Path, text: str, is_merged: bool) -> bytes:
    """Return the text in the encoding of the file that it is merged into."""
    if is_merged:
        begin = path.read_bytes()[:4]
        encoding = next((name for mark, name in _MARKS.items() if begin.startswith(mark)), "")
        if encoding:
            return text.encode(encoding)
    return in_utf8(text)

"""What the last draft of a document has left: its record, and its files as people edited them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from allocator.domain.requirements import DraftRecord
from allocator.errors import InputError
from allocator.planfile.json_document import JsonFormat, read_document
from allocator.scenario.text.source import read_text

DRAFT_FORMAT: Final = JsonFormat("draft", "allocator-draft/1", "draft.json")


def read_record(path: Path) -> DraftRecord:
    """Return what a draft has read and made.

    Parameters
    ----------
    path
        The folder of the draft, or its draft.json.

    Raises
    ------
    PlanFileError
        It is missing, or is none.
    """
    return read_document(DRAFT_FORMAT.file(path), DRAFT_FORMAT, DraftRecord)


def last_plan(folder: Path) -> str:
    """Return where the plan lies whose dates the last draft has; empty where there is none."""
    path = folder / DRAFT_FORMAT.file_name
    return read_record(folder).plan if path.exists() else ""


@dataclass(frozen=True)
class LastDraft:
    """The files of the last draft, as they are now.

    Attributes
    ----------
    record
        What it was made of; None where there is no last draft.
    texts
        What is in the files that are there, by name.
    """

    record: DraftRecord | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def made(self, name: str) -> str | None:
        """Return a file as the last draft made it."""
        return None if self.record is None else self.record.files.get(name)

    def normalised(self, name: str) -> str | None:
        """Return a file as it is now, with the ends of lines that drafts have."""
        text = self.texts.get(name)
        return text.replace("\r\n", "\n") if text is not None and self._has_crlf(name) else text

    def with_its_line_ends(self, name: str, text: str) -> str:
        """Return a text with the ends of lines that the file has now."""
        return text.replace("\n", "\r\n") if self._has_crlf(name) else text

    def _has_crlf(self, name: str) -> bool:
        text = self.texts.get(name, "")
        return text.count("\r\n") == text.count("\n") > 0

    def edited(self, names: Iterable[str], fresh: Mapping[str, str]) -> dict[str, str]:
        """Return files that people have edited and that are made anew, with a name to keep each.

        Parameters
        ----------
        names
            Files that hold nothing of people's.
        fresh
            What will be in them.
        """
        found = {}
        for name in names:
            text = self.texts.get(name)
            if text is not None and text not in (self.made(name), fresh[name]):
                stem, _, suffix = name.rpartition(".")
                found[name] = f"{stem}.edited.{suffix}"
        return found


def read_last_draft(folder: Path, document: str, names: Iterable[str]) -> LastDraft:
    """Return what the last draft of a document has left in a folder.

    Parameters
    ----------
    folder
        It need not be there.
    document
        Name of the document's file.
    names
        Of the files of a draft.

    Raises
    ------
    InputError
        The folder holds a draft of another document, or files of these names that are of none; or
        one of them cannot be read.
    """
    there = [name for name in names if (folder / name).exists()]
    if not (folder / DRAFT_FORMAT.file_name).exists():
        if there:
            raise InputError(
                f"{folder / there[0]} is there, but no {DRAFT_FORMAT.file_name} of a draft that "
                "made it",
                hint="give another folder with -o, or move the file away",
            )
        return LastDraft()
    record = read_record(folder)
    if record.document != document:
        raise InputError(
            f"{folder} holds the draft of {record.document}, not of {document}",
            hint="give another folder with -o; where the file has a new name, write it behind "
            f'"document" in {folder / DRAFT_FORMAT.file_name}',
        )
    files = {name: folder / name for name in (*there, DRAFT_FORMAT.file_name)}
    return LastDraft(record, {name: _text(path) for name, path in files.items()})


def _text(path: Path) -> str:
    return read_text(path, file=str(path))

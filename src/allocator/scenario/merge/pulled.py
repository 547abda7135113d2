"""The file beside a scenario that keeps what the tracker said at the last pull or import.

It has two parts with a line ``---`` between them: the format with what the tracker itself held for
each item, where it was read live, and the scenario as the importer made it, to the letter.
Comparing that part with the scenario shows what people have written. ::

    # What the tracker said at the last pull or import ...
    format: allocator-pulled/1
    issues:
      DS-2: {assignee: mia, due: 2026-11-20, updated: 2026-10-16T17:00:00.000+0000}
    ---
    # Imported from export.csv ...
    version: 1
    ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from allocator.errors import InputError, ScenarioError
from allocator.scenario.merge.snippets import SnippetWriter
from allocator.scenario.text.document import read_document
from allocator.scenario.text.source import read_text

FORMAT: Final = "allocator-pulled/1"
_BREAK: Final = "---\n"
_HEAD: Final = """\
# What the tracker said at the last pull or import. allocator compares with it, so that what people
# write in the scenario stays. Keep it beside the scenario, and do not edit it.
"""


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What the tracker said at the last pull or import.

    Attributes
    ----------
    scenario
        The text of the scenario that was made of it.
    issues
        By item: fields as the tracker held them, in its own terms; empty after the import of files.
    made
        Keys of issues that a push has made, by the id that the item had before.
    """

    scenario: str
    issues: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the text of the file."""
        writer = SnippetWriter("")
        lines = (writer.inline_pair(name, held) for name, held in self.issues.items())
        issues = "".join(f"  {line}\n" for line in lines)
        head = f"{_HEAD}format: {FORMAT}\n"
        head += f"made: {writer.inline(self.made)}\n" if self.made else ""
        return head + (f"issues:\n{issues}" if issues else "") + _BREAK + self.scenario


def pulled_path(scenario: Path) -> Path:
    """Return where the last pull of a scenario is kept: ``backlog.pulled.yaml`` beside it."""
    return scenario.with_name(f"{scenario.stem}.pulled.yaml")


def read_pulled(scenario: Path) -> Pulled | None:
    """Return the last pull that is kept beside a scenario; None where there is none.

    Raises
    ------
    InputError
        There is a file of that name, and it cannot be read.
    """
    path = pulled_path(scenario)
    if not path.is_file():
        return None
    text = read_text(path, file=str(path)).replace("\r\n", "\n")
    head, line, rest = text.partition(f"\n{_BREAK}")
    try:
        fields = read_document(head, file=str(path))
        read_document(rest, file=str(path))
    except ScenarioError as error:
        raise _unreadable(path, str(error.findings[0].message)) from None
    if not line or fields.get("format") != FORMAT:
        raise _unreadable(path, f"it is not of the format {FORMAT}")
    issues = _map_of(path, "issues", fields.get("issues"))
    return Pulled(
        scenario=rest,
        issues={name: _map_of(path, name, held) for name, held in issues.items()},
        made={name: str(key) for name, key in _map_of(path, "made", fields.get("made")).items()},
    )


def _map_of(path: Path, name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _unreadable(path, f"{name} is no map of fields")
    return {str(name): held for name, held in value.items()}


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} keeps what the tracker said last, and cannot be read: {why}",
        hint="restore it, for example from version control; or remove it, and the next pull or "
        "import lists what differs, since it no longer knows which side has changed it",
    )

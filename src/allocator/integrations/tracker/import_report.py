"""Reports what an import has read, made, guessed and left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from allocator.wording import count, enumerated


@dataclass
class ImportReport:
    """Counts of one import.

    Attributes
    ----------
    rows, items, milestones, people, projects, links, parts
        Numbers read and made; items includes the milestones; links counts entries of `after`,
        except the parts after which a ticket is finished.
    states
        Number of items by state.
    guessed
        Ids of items by what was guessed.
    skipped
        Keys of rows by the reason why they were left out.
    external
        Waiting items by the key of a ticket outside the files.
    unread
        Unreadable texts: expected kind, text, number of occurrences.
    notes
        Further lines for the user.
    """

    rows: int = 0
    items: int = 0
    milestones: int = 0
    people: int = 0
    projects: int = 0
    links: int = 0
    parts: int = 0
    states: dict[str, int] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    external: dict[str, list[str]] = field(default_factory=dict)
    unread: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def guess(self, what: str, item: str) -> None:
        """Count a guess about an item."""
        self.guessed.setdefault(what, []).append(item)

    def skip(self, reason: str, key: str) -> None:
        """Count a row that was left out."""
        self.skipped.setdefault(reason, []).append(key)

    def fail(self, what: str, text: str, times: int = 1) -> None:
        """Count a text that could not be read as the expected kind."""
        some = self.unread.setdefault(what, {})
        some[text] = some.get(text, 0) + times

    def lines(self) -> list[str]:
        """Return the lines of the report."""
        left = sum(map(len, self.skipped.values()))
        lines = [
            f"{count(self.rows, 'row')} read: {count(self.items, 'item')} made "
            f"({count(self.milestones, 'milestone')}), {left or 'none'} left out"
        ]
        states = ", ".join(f"{number} {name}" for name, number in sorted(self.states.items()))
        lines += [f"states: {states}"] if states else []
        lines.append(
            f"{count(self.people, 'person', 'people')}, {count(self.projects, 'project')}, "
            f"{count(self.links, 'link')}, {count(self.parts, 'part')} of other tickets"
        )
        lines += [f"left out, {why}: {_some(keys)}" for why, keys in self.skipped.items()]
        lines += [f"guessed, {what}: {_some(ids)}" for what, ids in self.guessed.items()]
        if self.external:
            some = [f"{key} (for {', '.join(ids)})" for key, ids in self.external.items()]
            lines.append(f"predecessors that are not in the file: {_some(some)}")
        for what, texts in self.unread.items():
            some = [f'"{text[:40]}"' for text in texts]
            lines.append(f"{what} unread: {sum(texts.values())}, such as {', '.join(some[:3])}")
        return lines + self.notes


def _some(names: Iterable[str]) -> str:
    """Write the number of names with the first names."""
    names = list(names)
    return f"{len(names)} ({enumerated(names)})"

"""What an import has read, made, guessed and left out: counted and listed, a line each."""

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
        How many were read and made; items includes the milestones, links what became `after`,
        beside the parts that a ticket is finished after.
    states
        Number of items by state.
    guessed
        Items by what was guessed of them: what, then ids.
    skipped
        Rows by why they were left out: reason, then keys.
    external
        What lies outside the files: key, then the items that wait for it.
    unread
        Texts that could not be read: name of what they should be, then text, then how often.
    notes
        Everything else that the user should know, a line each.
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
        """Count something that was guessed of an item."""
        self.guessed.setdefault(what, []).append(item)

    def skip(self, reason: str, key: str) -> None:
        """Count a row that was left out."""
        self.skipped.setdefault(reason, []).append(key)

    def fail(self, what: str, text: str, times: int = 1) -> None:
        """Count a text that could not be read as what it should be."""
        some = self.unread.setdefault(what, {})
        some[text] = some.get(text, 0) + times

    def lines(self) -> list[str]:
        """Return the whole report, a line each."""
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
    """Return how many there are, and the first of them."""
    names = list(names)
    return f"{len(names)} ({enumerated(names)})"

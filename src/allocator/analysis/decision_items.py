"""Which work items are decisions that somebody has to take."""

from __future__ import annotations

from typing import Final

from allocator.domain import WorkItem

DECISION_WORDS: Final = frozenset(
    {"decision", "entscheidung", "decisión", "decisão", "décision", "decisione", "decyzja"}
)
"""Types and labels by which an item is a decision, in lower case."""


def is_decision(item: WorkItem) -> bool:
    """Return whether an item is a decision, by its type or one of its labels."""
    return any(word.casefold() in DECISION_WORDS for word in (item.type, *item.labels))

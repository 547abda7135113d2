"""What items wait for outside the plan, and what blocks them, in words."""

from __future__ import annotations

from allocator import wording
from allocator.domain import Awaited, Blocked


def awaited_text(awaited: Awaited) -> str:
    """Return what is waited for, with when it is expected."""
    if awaited.expected is None:
        return awaited.what
    return f"{awaited.what} (expected {wording.when(awaited.expected)})"


def block_by(block: Blocked) -> str:
    """Return what blocks an item."""
    return block.by or "nothing says by what"


def block_text(block: Blocked) -> str:
    """Return what blocks an item, with until when."""
    by = block_by(block)
    return by if block.until is None else f"{by} (until {wording.when(block.until)})"

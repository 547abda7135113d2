"""The sprint boards."""

from __future__ import annotations

from allocator.domain import Plan


def boards(plan: Plan) -> tuple[()]:
    return ()

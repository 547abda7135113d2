"""Values that a plan file claims: how they are written, compared and found false."""

from __future__ import annotations

import datetime as dt

from allocator.domain import RuleId, Violation
from allocator.wording import amount, instant


def stated(value: object) -> str:
    """Write a value of a plan file; one that is absent is none."""
    if value is None:
        return "none"
    if isinstance(value, dt.datetime):
        return instant(value)
    return amount(value) if isinstance(value, float) else str(value)


def agree(claimed: object, actual: object) -> bool:
    """Return whether two values of a plan file are the same; numbers up to printed decimals."""
    if isinstance(claimed, (int, float)) and isinstance(actual, (int, float)):
        return abs(claimed - actual) <= 2e-4
    return claimed == actual


def claim(message: str, *, items: tuple[str, ...] = (), people: tuple[str, ...] = ()) -> Violation:
    """Return a breach of the rule that a plan's claims are true."""
    return Violation(rule=RuleId.CLAIMS, message=message, items=items, people=people)

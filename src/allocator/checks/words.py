"""How violations say dates, amounts and lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from allocator.analysis.rounding import rounded
from allocator.domain import Need, RuleId, Violation
from allocator.domain.calendar import WEEK


def at(instant: dt.datetime) -> str:
    """Write an instant with its weekday: Tue 2026-12-01 17:00."""
    day = WEEK[instant.weekday()].capitalize()
    return f"{day} {instant.isoformat(sep=' ', timespec='minutes')}"


def amount(number: Fraction | float) -> str:
    """Write a number with up to four decimals and no trailing zeros."""
    value = rounded(Fraction(number))
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e12 else f"{value:.3g}"


def working(hours: Fraction, day_hours: Fraction) -> str:
    """Write an amount of working time in hours and days: 12h (1.5d)."""
    return f"{amount(hours)}h ({amount(hours / day_hours)}d)"


def listed(names: Iterable[str]) -> str:
    """Write names as a list: CH-1, CH-2 and CH-3."""
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def skills(need: Need) -> str:
    """Write what a need asks for: python at level 3 and sql."""
    if not need.skills:
        return "no particular skill"
    return listed(skill_at(skill, level) for skill, level in need.skills.items())


def skill_at(skill: str, level: int) -> str:
    """Write a skill that is needed; level 0 is any."""
    return f"{skill} at level {level}" if level > 0 else skill


def stated(value: object) -> str:
    """Write a value of a plan file; one that is absent is none."""
    if value is None:
        return "none"
    if isinstance(value, dt.datetime):
        return at(value)
    return amount(value) if isinstance(value, float) else str(value)


def agree(claimed: object, actual: object) -> bool:
    """Whether two values of a plan file are the same; numbers up to their printed decimals."""
    if isinstance(claimed, (int, float)) and isinstance(actual, (int, float)):
        return abs(claimed - actual) <= 2e-4
    return claimed == actual


def claim(message: str, *, items: tuple[str, ...] = (), people: tuple[str, ...] = ()) -> Violation:
    """Return a breach of the rule that a plan's claims are true."""
    return Violation(rule=RuleId.CLAIMS, message=message, items=items, people=people)

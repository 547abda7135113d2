"""The risks, as rows of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.days import plan_days
from allocator.analysis.risks import RISK_WORDS, ItemRisk, RiskReason
from allocator.domain import Plan

MAX_ROWS = 100
"""Items that are listed; the list of all items finds the others."""

_SHORT_NAMES = {
    "late": "late",
    "critical": "zero slack",
    "single_person": "single person",
    "no_stand_in": "no stand-in",
    "other_team": "other team",
    "external": "outside",
    "blocked": "blocked",
    "guessed": "guessed",
}


@dataclass(frozen=True)
class RiskRow:
    """An item at risk; each reason has a short name and its causes."""

    id: str
    title: str
    finish: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RiskTable:
    """The number of items by risk, and the items with most reasons."""

    counts: tuple[tuple[str, str, int], ...]
    rows: tuple[RiskRow, ...]
    more: int


def risk_table(plan: Plan, risks: Sequence[ItemRisk]) -> RiskTable:
    """Return the number of items by risk, then the items, those with most reasons first."""
    counts = Counter(reason.kind for risk in risks for reason in risk.reasons)
    shown = plan_days(plan)
    return RiskTable(
        counts=tuple(
            (_SHORT_NAMES[kind], meaning, counts[kind])
            for kind, meaning in RISK_WORDS.items()
            if counts[kind]
        ),
        rows=tuple(
            RiskRow(
                risk.id,
                wording.label(risk.title, most=120),
                wording.finish_day(shown.ends(risk.id)),
                tuple((_SHORT_NAMES[reason.kind], _causes(reason)) for reason in risk.reasons),
            )
            for risk in risks[:MAX_ROWS]
        ),
        more=max(0, len(risks) - MAX_ROWS),
    )


def _causes(reason: RiskReason) -> str:
    return wording.label(", ".join(reason.who), most=120)

"""Turns what survived into causes."""

from __future__ import annotations

from allocator.explain.gains import TrialGain
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.models import WhyCause


def cause_of(candidate: CauseCandidate, gain: TrialGain) -> WhyCause:
    """Return a candidate that survived as a cause."""
    return WhyCause(
        kind=candidate.kind,
        text=candidate.text,
        days=round(gain.days, 2),
        at_least=round(min(gain.by_seed), 2),
        remedy=candidate.remedy,
        change=dict(candidate.change),
        item=candidate.item,
        together=candidate.kind == "pair",
    )

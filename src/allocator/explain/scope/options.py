"""What is asked of the search for what to leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allocator.explain.scope.params import DEFAULT_SCOPE_PARAMS, ScopeParams


@dataclass(frozen=True, kw_only=True)
class ScopeOptions:
    """Limits and choices of one question.

    Attributes
    ----------
    offered, ranked
        As of :func:`drop_choice`.
    confidence
        How sure the dates have to be; None where the plan's dates alone count.
    futures
        Of the forecast of each point, where there is a confidence.
    time_limit
        Seconds, about.
    workers, seed
        As of the planner.
    """

    offered: Mapping[str, float | None] = field(default_factory=dict)
    ranked: Sequence[str] = ()
    confidence: float | None = None
    futures: int = 1000
    time_limit: float = 60.0
    workers: int | None = None
    seed: int = 0
    params: ScopeParams = DEFAULT_SCOPE_PARAMS

"""One case of the re-planning benchmark: what happened to which plan, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

WITHIN = 1.02
"""Times the tardiness of the cold plan that a new plan may have, or a day of weight 1 more."""


@dataclass(frozen=True, kw_only=True)
class ReplanRow:
    """A change of a baseline at an instant; what is not known is None, and empty in the file.

    Seconds are those of the clock from the start of the process. Tardiness and flow are weighted
    hours, recomputed from the plans. Moved: items with other dates than in the baseline;
    reassigned: with other people; newcomers: people on items that they were not on.
    """

    scenario: str
    sha256: str
    """Of the baseline's scenario."""
    kind: str
    done: float
    """Share of the baseline's effort that is done."""
    seed: int
    baseline_limit: float
    time_limit: float | None
    """Of the command; None for its own."""
    cold_limit: float
    keep: str
    workers: int
    status: str
    """planned, infeasible, impossible (no such change of this plan), no_plan in time, or error."""
    change: str = ""
    """In words."""
    attempt: int = 0
    """How many draws of this seed had no plan, or made no valid scenario, before this one."""
    now: str = ""
    open_items: int | None = None
    """Work items of the baseline that are not over."""
    first_seconds: float | None = None
    """Until the command has said that it has a valid plan."""
    final_seconds: float | None = None
    cold_seconds: float | None = None
    day_hours: float | None = None
    tardiness: float | None = None
    cold_tardiness: float | None = None
    flow: float | None = None
    cold_flow: float | None = None
    moved: int | None = None
    cold_moved: int | None = None
    reassigned: int | None = None
    cold_reassigned: int | None = None
    newcomers: int | None = None
    cold_newcomers: int | None = None
    cold_status: str | None = None
    versions: str | None = None
    machine: str | None = None
    error: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes a case the same."""
        limit = "" if self.time_limit is None else f"{self.time_limit:g}"
        numbers = (self.done, self.seed, self.baseline_limit, self.cold_limit, self.workers)
        return (
            *(self.scenario, self.sha256, self.kind, self.keep, limit),
            *(f"{number:g}" for number in numbers),
        )

    @property
    def near_cold(self) -> bool | None:
        """Whether it is hardly later than the cold plan; None where one of them is missing."""
        if self.tardiness is None or self.cold_tardiness is None:
            return None
        day = self.day_hours or 0.0
        most = max(WITHIN * self.cold_tardiness, self.cold_tardiness + day)
        return self.tardiness <= most + 1e-6

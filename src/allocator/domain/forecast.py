"""The forecast of a plan as forecast.json holds it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer

from allocator.domain.base import Id, Model, invalid
from allocator.domain.quantities import When, iso, last_day


def _local(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is not None:
        raise invalid(
            "date-with-time-zone",
            f"{at.isoformat()} has a time zone",
            "times are local to the team calendar",
        )
    return at


ForecastInstant = Annotated[
    dt.datetime, AfterValidator(_local), PlainSerializer(iso, return_type=str)
]
PolicyName = Literal["keep", "dispatch"]
Probability = Annotated[float, Field(ge=0, le=1)]


class _WithDays(Model):
    """Something with instants in the futures, each of which is shown as a day."""

    openings: tuple[ForecastInstant, ...] = ()
    """Midnights that are the day that begins, as that of a milestone that a date holds there;
    any other is the end of the day before."""

    def day(self, at: dt.datetime) -> dt.date:
        """Return the day on which it is done if it is done at an instant."""
        return at.date() if at in self.openings else last_day(at)


class ForecastRow(_WithDays):
    """One item, milestone or project in the futures, or the whole plan.

    Percentiles are over all futures; where something does not come about in so many of them that
    a percentile does not exist, it is None.
    """

    policy: PolicyName
    kind: Literal["item", "milestone", "project", "all"]
    id: Id | None = None
    """None for the whole."""
    title: str = ""
    planned: ForecastInstant | None = None
    """Where the plan has its finish."""
    due: When | None = None
    p10: ForecastInstant | None = None
    p50: ForecastInstant | None = None
    p80: ForecastInstant | None = None
    p85: ForecastInstant | None = None
    p90: ForecastInstant | None = None
    p95: ForecastInstant | None = None
    at_confidence: ForecastInstant | None = None
    """The date that can be promised at the confidence of the forecast."""
    p_as_planned: Probability | None = None
    """Chance that it is done by its finish in the plan."""
    p_on_time: Probability | None = None
    """Chance that it is done by its due date; None without one."""
    se_on_time: Probability | None = None
    """Standard error of that chance."""
    critical: Probability | None = None
    """Share of futures in which it is critical for the finish of all, resources included."""
    merge_days: float | None = None
    """Working days that waiting for the last of several costs on the average."""
    p_happens: Probability = 1.0
    """Share of futures in which it comes about at all."""
    spread: tuple[ForecastInstant, ...] = ()
    """Of milestones, projects and the whole: quantiles at 1 %, 3 %, ... 99 %, for pictures; those
    that exist."""

    @property
    def curve(self) -> tuple[tuple[float, dt.datetime], ...]:
        """Chances with the instants by which it is done so surely, in order."""
        if self.spread:
            return tuple(((2 * k + 1) / 100, at) for k, at in enumerate(self.spread))
        named = (
            *((0.1, self.p10), (0.5, self.p50), (0.8, self.p80)),
            *((0.85, self.p85), (0.9, self.p90), (0.95, self.p95)),
        )
        return tuple((chance, at) for chance, at in named if at is not None)

    def quantile(self, chance: float) -> dt.datetime | None:
        """Return the instant by which it is done with a chance; None where there is none.

        Between quantiles that are known the line is straight, in whole minutes.

        Parameters
        ----------
        chance
            From 0 to 1.
        """
        percentile = f"p{100 * chance:g}"
        if percentile in type(self).model_fields:
            found: dt.datetime | None = getattr(self, percentile)
            return found
        for (low, first), (high, second) in pairwise(self.curve):
            if low <= chance <= high:
                minutes = (second - first) / dt.timedelta(minutes=1)
                share = (chance - low) / (high - low)
                return first + dt.timedelta(minutes=round(share * minutes))
        return None


class PromiseForecast(_WithDays):
    """What the futures say of a promise."""

    policy: PolicyName
    kind: Literal["item", "milestone", "project"]
    id: Id
    title: str = ""
    by: When
    confidence: Probability
    p_kept: Probability
    se_kept: Probability
    date_at_confidence: ForecastInstant | None = None
    """The date that can be promised at that confidence."""
    broken: bool = False
    """Whether the chance is below the confidence by more than the sampling error."""


class Driver(Model):
    """Something that moves the date of a milestone, a project or the whole."""

    policy: PolicyName
    target_kind: Literal["milestone", "project", "all"]
    target: Id | None = None
    kind: Literal["item", "person", "project", "risk", "absence", "scope", "try", "delivery"]
    id: Id
    title: str = ""
    share: Probability
    """Share of the variance of the target's date."""
    gain_days: float | None = None
    """Of risks and tries: working days by which the target's mean is earlier without it."""
    gain_p85_days: float | None = None
    """The same for its P85."""


class FailureForecast(Model):
    """What the futures say of an item whose tries may fail."""

    policy: PolicyName
    id: Id
    title: str = ""
    p_fails: Probability
    """Chance that all of its tries fail."""
    target_kind: Literal["milestone", "project", "all"]
    target: Id | None = None
    p50_with: ForecastInstant | None = None
    """Median of the target where it succeeds."""
    p50_without: ForecastInstant | None = None
    """Median of the target where all tries fail."""


class CostForecast(Model):
    """Cost of a project, or of all."""

    policy: PolicyName
    project: Id | None = None
    planned: float
    p10: float
    p50: float
    p80: float
    p90: float
    budget: float | None = None
    p_within: Probability | None = None


class ThroughputForecast(Model):
    """What finished items a week say about when so many more will be done."""

    source: str
    items: int
    p50: ForecastInstant | None
    p80: ForecastInstant | None
    p85: ForecastInstant | None
    p90: ForecastInstant | None
    warning: str = ""
    """Where it is far from the plan's forecast."""


class Forecast(Model):
    """How sure a plan is."""

    format: Literal["allocator-forecast/1"] = "allocator-forecast/1"
    scenario: str
    """Name of the scenario."""
    plan: str = ""
    """Digest of the plan that it is of, so that a forecast of another plan is not shown."""
    made: ForecastInstant | None = None
    """Up to when there was history."""
    futures: int
    seed: int
    policy: Literal["keep", "dispatch", "both"]
    confidence: Probability
    prior: str
    """Where a prior from public data stands in for the team's own history; empty if nowhere."""
    assumptions: tuple[str, ...] = ()
    """How estimates were read and what is left out, a sentence each."""
    rows: tuple[ForecastRow, ...]
    promises: tuple[PromiseForecast, ...] = ()
    p_all_promises: dict[PolicyName, float] = Field(default_factory=dict)
    """Chance that all promises are kept together, by policy."""
    drivers: tuple[Driver, ...] = ()
    failures: tuple[FailureForecast, ...] = ()
    costs: tuple[CostForecast, ...] = ()
    throughput: ThroughputForecast | None = None

    @property
    def main_policy(self) -> PolicyName:
        """The policy that pictures show: ``dispatch`` where the forecast has it."""
        return "keep" if self.policy == "keep" else "dispatch"

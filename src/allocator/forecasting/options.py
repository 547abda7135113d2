"""What a forecast is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allocator.domain import Scenario
from allocator.domain.forecast import PolicyName
from allocator.forecasting.params import DEFAULT_PARAMS, ForecastParams

PolicyChoice = Literal["keep", "dispatch", "both"]


@dataclass(frozen=True, kw_only=True)
class ForecastOptions:
    """Limits and choices of one forecast.

    Attributes
    ----------
    futures
        How many futures are simulated.
    policy
        What people do when things turn out otherwise: ``keep`` the plan's people and order, or
        ``dispatch`` whoever becomes free to the most urgent work; or ``both``, side by side.
    seed
        Of all draws.
    confidence
        How sure the date is that is told for each milestone; a promise has its own.
    params
        Further numbers.
    """

    futures: int = DEFAULT_PARAMS.futures
    policy: PolicyChoice = "dispatch"
    seed: int = 0
    confidence: float = DEFAULT_PARAMS.confidence
    params: ForecastParams = DEFAULT_PARAMS

    @property
    def policies(self) -> tuple[PolicyName, ...]:
        """The policies that are simulated, the main one first."""
        return ("dispatch", "keep") if self.policy == "both" else (self.policy,)


def usual_futures(scenario: Scenario, policy: PolicyChoice, params: ForecastParams) -> int:
    """Return how many futures there are where nobody asks for a number.

    They are fewer where ``dispatch`` would take long, since it is not compiled: more of them have
    the same head, and are less than a minute away.
    """
    from allocator.forecasting.simulation.dispatch import is_ready

    if policy == "keep" or is_ready():
        return params.futures
    entries = max(1, len(scenario.items))
    return min(params.futures, max(params.least_futures, params.uncompiled_entries // entries))

"""What a forecast is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    compiled
        Whether by compiled code, compiled first if need be; None: where it is there. The answer is
        the same.
    params
        Further numbers.
    """

    futures: int = DEFAULT_PARAMS.futures
    policy: PolicyChoice = "dispatch"
    seed: int = 0
    confidence: float = DEFAULT_PARAMS.confidence
    compiled: bool | None = None
    params: ForecastParams = DEFAULT_PARAMS

    @property
    def policies(self) -> tuple[PolicyName, ...]:
        """The policies that are simulated, the main one first."""
        return ("dispatch", "keep") if self.policy == "both" else (self.policy,)

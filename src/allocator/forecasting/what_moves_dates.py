"""The drivers of each milestone, project and the whole, and what removing a risk would gain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.forecast import Driver
from allocator.forecasting.params import ForecastParams
from allocator.forecasting.prepared import PreparedPlan, SimulatedPlan
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.drivers import DriverKind, UncertainInput, variance_shares
from allocator.forecasting.results.gains import DateGain, gain_without, unexplained
from allocator.forecasting.results.targets import ForecastTarget
from allocator.forecasting.simulation.arrays import F64, Bools
from allocator.forecasting.uncertain_inputs import uncertain_inputs

Cause = tuple[DriverKind, str]
"""Kind and id of a driver."""


@dataclass(frozen=True)
class DriverAnalysis:
    """What moves the dates of a policy's futures.

    Parameters
    ----------
    targets
        Milestones, projects and the whole.
    """

    prepared: PreparedPlan
    simulated: SimulatedPlan
    dates: FutureDates
    targets: Sequence[ForecastTarget]
    params: ForecastParams

    def drivers(self) -> tuple[Driver, ...]:
        """Return the strongest drivers of each target, and each risk and try that costs time."""
        scenario, count = self.prepared.scenario, min(self.params.driver_futures, self.dates.count)
        inputs = uncertain_inputs(self.simulated, scenario, count)
        days = np.stack([self.dates.working_days(t.minutes[:count]) for t in self.targets])
        shares = variance_shares(inputs, days, self.params)
        happens = self._happens(count)
        titles = {(each.kind, each.id): each.title for each in inputs}
        return tuple(
            driver
            for target, each, found in zip(self.targets, days, shares, strict=True)
            for driver in self._of_target(
                target,
                _by_cause(inputs, found),
                self._gains(inputs, happens, each, found),
                titles,
            )
        )

    def _of_target(
        self,
        target: ForecastTarget,
        shares: Mapping[Cause, float],
        gains: Mapping[Cause, DateGain],
        titles: Mapping[Cause, str],
    ) -> Iterator[Driver]:
        strongest = sorted(shares, key=lambda cause: -shares[cause])[: self.params.drivers]
        costly = [
            cause
            for cause, gain in gains.items()
            if abs(gain.mean_days) >= self.params.least_gain_days
        ]
        for kind, name in dict.fromkeys([*strongest, *costly]):
            gain = gains.get((kind, name))
            assert target.kind != "item"
            yield Driver(
                policy=self.simulated.policy,
                target_kind=target.kind,
                target=target.id,
                kind=kind,
                id=name,
                title=titles[kind, name],
                share=shares.get((kind, name), 0.0),
                gain_days=None if gain is None else gain.mean_days,
                gain_p85_days=None if gain is None else gain.p85_days,
            )

    def _gains(
        self,
        inputs: Sequence[UncertainInput],
        happens: Mapping[Cause, Bools],
        days: F64,
        shares: Mapping[int, float],
    ) -> dict[Cause, DateGain]:
        """Return what a target, done after so many days, gains without each risk and failure."""
        others = [k for k in shares if (inputs[k].kind, inputs[k].id) not in happens]
        strongest = sorted(others, key=lambda k: -shares[k])[: self.params.gain_controls]
        values = np.array([inputs[k].values for k in strongest]).reshape(-1, len(days))
        rest, least = unexplained(days, values), self.params.noise_deviations
        gains = {
            cause: gain_without(days, rest, ~where, deviations=least)
            for cause, where in happens.items()
        }
        return {cause: gain for cause, gain in gains.items() if gain is not None}

    def _happens(self, count: int) -> dict[Cause, Bools]:
        """Return in which of the first futures each risk happens, and each first try fails."""
        draws = self.simulated.axis.draws
        risks = zip(draws.risks.ids, draws.risks.happens(0, count), strict=True)
        found: dict[Cause, Bools] = {("risk", name): happens for name, happens in risks}
        fails, _ = draws.failures.block(0, count)
        for item, tries in self.prepared.possible.attempts.items():
            if tries[0] in fails:
                found["try", item] = fails[tries[0]]
        return found


def _by_cause(inputs: Sequence[UncertainInput], shares: Mapping[int, float]) -> dict[Cause, float]:
    """Add up what independent inputs of the same thing explain."""
    found: dict[Cause, float] = {}
    for position, share in shares.items():
        cause = inputs[position].kind, inputs[position].id
        found[cause] = min(1.0, found.get(cause, 0.0) + share)
    return found

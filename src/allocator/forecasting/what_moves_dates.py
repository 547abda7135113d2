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
        scenario, count = self.prepared.scenario, self._count(self.params.driver_futures)
        inputs = uncertain_inputs(self.simulated, scenario, count)
        days = np.stack([self.dates.working_days(t.minutes[:count]) for t in self.targets])
        shares = variance_shares(inputs, days, self.params)
        gains = self._gains(inputs, days, shares)
        titles = {(each.kind, each.id): each.title for each in inputs}
        return tuple(
            driver
            for target, found in zip(self.targets, shares, strict=True)
            for driver in self._of_target(target, _by_cause(inputs, found), gains, titles)
        )

    def _of_target(
        self,
        target: ForecastTarget,
        shares: Mapping[Cause, float],
        gains: Mapping[Cause, Mapping[int, DateGain]],
        titles: Mapping[Cause, str],
    ) -> Iterator[Driver]:
        strongest = sorted(shares, key=lambda cause: -shares[cause])[: self.params.drivers]
        here = {cause: found.get(id(target)) for cause, found in gains.items()}
        costly = [
            cause
            for cause, gain in here.items()
            if gain is not None and abs(gain.mean_days) >= self.params.least_gain_days
        ]
        for kind, name in dict.fromkeys([*strongest, *costly]):
            gain = here.get((kind, name))
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
        self, inputs: Sequence[UncertainInput], days: F64, shares: Sequence[Mapping[int, float]]
    ) -> dict[Cause, dict[int, DateGain]]:
        """Return what each target gains without each risk and each item's failures, by address."""
        happens = self._happens(days.shape[1])
        found: dict[Cause, dict[int, DateGain]] = {cause: {} for cause in happens}
        for target, each, explained in zip(self.targets, days, shares, strict=True):
            others = [k for k in explained if (inputs[k].kind, inputs[k].id) not in happens]
            strongest = sorted(others, key=lambda k: -explained[k])[: self.params.gain_controls]
            values = np.array([inputs[k].values for k in strongest]).reshape(-1, len(each))
            rest = unexplained(each, values)
            for cause, where in happens.items():
                gain = gain_without(each, rest, ~where, deviations=self.params.noise_deviations)
                if gain is not None:
                    found[cause][id(target)] = gain
        return found

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

    def _count(self, most: int) -> int:
        return min(most, self.dates.count)


def _by_cause(inputs: Sequence[UncertainInput], shares: Mapping[int, float]) -> dict[Cause, float]:
    """Add up what independent inputs of the same thing explain."""
    found: dict[Cause, float] = {}
    for position, share in shares.items():
        cause = inputs[position].kind, inputs[position].id
        found[cause] = min(1.0, found.get(cause, 0.0) + share)
    return found

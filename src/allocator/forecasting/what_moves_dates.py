"""The drivers of each milestone, project and the whole, and what removing a risk would gain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from allocator.domain.forecast import Driver
from allocator.forecasting.draws.draws import Draws
from allocator.forecasting.params import ForecastParams
from allocator.forecasting.prepared import ChangedDraws, PreparedPlan, SimulatedPlan
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.drivers import DriverKind, UncertainInput, variance_shares
from allocator.forecasting.results.gains import DateGain, gain_without
from allocator.forecasting.results.targets import ForecastTarget, targets_of
from allocator.forecasting.uncertain_inputs import uncertain_inputs
from allocator.forecasting.what_happened import failed_tries

F64 = npt.NDArray[np.float64]
Cause = tuple[DriverKind, str]
"""Kind and id of a driver."""


@dataclass(frozen=True)
class DriverAnalysis:
    """What moves the dates of a policy's futures.

    Parameters
    ----------
    targets
        Milestones, projects and the whole.
    executor
        Runs the futures without a risk.
    """

    prepared: PreparedPlan
    simulated: SimulatedPlan
    dates: FutureDates
    targets: Sequence[ForecastTarget]
    params: ForecastParams
    executor: Executor | None = None

    def drivers(self) -> tuple[Driver, ...]:
        """Return the strongest drivers of each target, and each risk and try that costs time."""
        scenario, count = self.prepared.scenario, self._count(self.params.driver_futures)
        inputs = uncertain_inputs(self.simulated, scenario, count)
        days = np.stack([self.dates.working_days(t.minutes[:count]) for t in self.targets])
        gains = self._gains()
        shares = variance_shares(inputs, days, self.params)
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

    def _gains(self) -> dict[Cause, dict[int, DateGain]]:
        """Return what each target gains without each risk and each item's failures."""
        changes: dict[Cause, ChangedDraws] = {
            ("risk", risk.id): partial(_no_risk, risk.id) for risk in self.prepared.scenario.risks
        }
        for item, tries in self.prepared.possible.attempts.items():
            changes["try", item] = partial(_no_failure, tries)
        low, high = self.params.least_gain_futures, self.params.gain_futures
        count = self._count(max(low, min(high, self.dates.count // max(1, len(changes)))))
        return {cause: self._gain(changed, count) for cause, changed in changes.items()}

    def _gain(self, changed: ChangedDraws, count: int) -> dict[int, DateGain]:
        without = self.prepared.simulate(self.simulated.policy, count, self.executor, changed)
        dates = FutureDates(
            without.axis.problem,
            without.axis.possible,
            without.futures,
            failed_tries(without, changed(without.axis.draws)),
        )
        others = {(t.kind, t.id): t for t in targets_of(self.prepared.plan, dates)}
        found = {}
        for target in self.targets:
            other = others[target.kind, target.id]
            days = self.dates.working_days(target.minutes[:count])
            gain = gain_without(days, dates.working_days(other.minutes))
            if gain is not None:
                found[id(target)] = gain
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


def _no_risk(name: str, draws: Draws) -> Draws:
    """Return the draws of futures in which a risk does not happen."""
    chances = draws.risks.chances.copy()
    chances[draws.risks.ids.index(name)] = 0.0
    return replace(draws, risks=replace(draws.risks, chances=chances))


def _no_failure(tries: Sequence[str], draws: Draws) -> Draws:
    """Return the draws of futures in which none of some tries fails."""
    failures = draws.failures
    chances = np.where([name in tries for name in failures.tries], 1.0, failures.chances)
    return replace(draws, failures=replace(failures, chances=chances))

"""The drivers of each milestone, project and the whole, and what removing a risk would gain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from allocator.domain.forecast import Driver
from allocator.forecasting.draws.draws import Draws
from allocator.forecasting.params import ForecastParams
from allocator.forecasting.prepared import ChangedDraws, PreparedPlan, SimulatedPlan
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.drivers import DriverKind, UncertainInput, variance_shares
from allocator.forecasting.results.gains import DateGain, gain_without
from allocator.forecasting.results.targets import ForecastTarget, targets_of
from allocator.forecasting.simulation.arrays import I64, Bools
from allocator.forecasting.uncertain_inputs import uncertain_inputs
from allocator.forecasting.what_happened import failed_tries, stopped_projects

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
        happens = self._happens()
        count = self._gain_count(happens)
        changes: dict[Cause, ChangedDraws] = {
            ("risk", risk.id): partial(_no_risk, risk.id) for risk in self.prepared.scenario.risks
        }
        for item, tries in self.prepared.possible.attempts.items():
            changes["try", item] = partial(_no_failure, tries)
        return {
            cause: self._gain(changed, np.flatnonzero(happens[cause][:count]), count)
            for cause, changed in changes.items()
        }

    def _happens(self) -> dict[Cause, Bools]:
        """Return in which of the first futures each risk happens, and each item's tries fail."""
        draws, count = self.simulated.axis.draws, self._count(self.params.gain_futures)
        risks = zip(draws.risks.ids, draws.risks.happens(0, count), strict=True)
        found: dict[Cause, Bools] = {("risk", name): happens for name, happens in risks}
        failed = failed_tries(self.simulated, draws)
        never = np.zeros(count, dtype=np.bool_)
        for item, tries in self.prepared.possible.attempts.items():
            each = [failed[name][:count] for name in tries if name in failed]
            found["try", item] = np.logical_or.reduce([never, *each])
        return found

    def _gain_count(self, happens: Mapping[Cause, Bools]) -> int:
        """Return how many futures are compared, so that few of them are simulated once more."""
        again = np.cumsum(sum((each.astype(np.int64) for each in happens.values()), 0))
        most = self.params.gain_share * self.dates.count
        enough = int(np.searchsorted(again, most, side="right"))
        return self._count(max(self.params.least_gain_futures, enough))

    def _gain(self, changed: ChangedDraws, hit: I64, count: int) -> dict[int, DateGain]:
        """Return what each target gains, by its address.

        Parameters
        ----------
        changed
            What is drawn without the cause.
        hit
            Which of the first ``count`` futures it happens in; the others stay as they are.
        """
        if not len(hit):
            return {}
        policy = self.simulated.policy
        without = self.prepared.simulate(policy, len(hit), self.executor, changed, hit)
        axis = without.axis
        failed = failed_tries(without, changed(axis.draws), hit)
        stopped = stopped_projects(self.prepared.scenario, axis.possible, failed)
        dates = FutureDates(axis.problem, axis.possible, without.futures, failed, stopped)
        others = {(t.kind, t.id): t for t in targets_of(self.prepared.plan, dates)}
        found = {}
        for target in self.targets:
            days = self.dates.working_days(target.minutes[:count])
            other = days.copy()
            other[hit] = dates.working_days(others[target.kind, target.id].minutes)
            gain = gain_without(days, other)
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

"""Plans with delays on trial, and says what they cost beside the control."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cached_property

from allocator.errors import ScenarioError
from allocator.explain.gains import days_earlier, noise_of
from allocator.explain.params import ExplainParams
from allocator.explain.roadblocks.broken_dates import broken_dates, refused_dates
from allocator.explain.roadblocks.displaced_work import with_displaced_work
from allocator.explain.roadblocks.models import DelayOutcome, MovedKind, MovedTarget
from allocator.explain.roadblocks.source import DelaySource
from allocator.explain.subjects import Subject, subjects
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf
from allocator.explain.trials.outcome import outcome_of
from allocator.explain.trials.start import start_of

Delay = tuple[DelaySource, int]
"""Something that comes so many calendar days later."""

Found = tuple[TrialOutcome | None, ...]

BATCH = 4
"""Trials between two looks at the clock."""


class DelayTrials:
    """Tries delays of one plan, all with the same effort as the control.

    Parameters
    ----------
    trials
        Of the plan.
    params
        The numbers of the search.
    seconds
        After so long no further delay is tried; None for no limit.
    pool
        Where plans are adapted.
    """

    def __init__(
        self,
        trials: Trials,
        params: ExplainParams,
        seconds: float | None,
        pool: Executor,
    ) -> None:
        self.trials, self.params = trials, params.roadblocks
        self._trial_params, self._pool = params.trials, pool
        self._begun, self._seconds = time.monotonic(), seconds
        self.once = Effort(self.params.steps, (0,))
        self.often = Effort(self.params.steps, tuple(range(self.params.seeds)))
        self.control = trials.control(self.often)
        self._tried: set[tuple[str, int]] = set()

    @property
    def count(self) -> int:
        """How many different delays were planned on trial."""
        return len(self._tried)

    @cached_property
    def noise_hours(self) -> float:
        """By how many hours the weighted lateness differs between the controls."""
        found = [one.weighted_hours for one in self.control if one is not None]
        return max(found) - min(found) if found else 0.0

    @cached_property
    def targets(self) -> tuple[tuple[Subject, MovedKind, float], ...]:
        """The dates that are told where they move, with the working days that are noise."""
        plan = self.trials.plan
        over = {entry.id for entry in plan.items if entry.is_over}
        found: list[tuple[Subject, MovedKind]] = []
        for each in subjects(plan):
            if each.kind in ("milestone", "project") and not over.issuperset(each.items):
                found.append((each, "project" if each.kind == "project" else "milestone"))
        if not found:
            before = {link.item for item in plan.scenario.items for link in item.after}
            items = (each for each in subjects(plan) if each.kind == "item")
            found = [(each, "item") for each in items if each.id not in before | over]
        return tuple((each, kind, self._noise(each)) for each, kind in found)

    def _noise(self, subject: Subject) -> float:
        spread = noise_of(subject, self.control, self.trials.calendars.team)
        return max(spread, self.params.min_days)

    def is_over(self, share: float) -> bool:
        """Whether a share of the time is over, or it was interrupted."""
        if self.trials.stop.is_set():
            return True
        spent = time.monotonic() - self._begun
        return self._seconds is not None and spent > share * self._seconds

    def run(self, delays: Sequence[Delay], effort: Effort, share: float) -> dict[Delay, Found]:
        """Plan with each of some delays, as far as a share of the time allows."""
        found: dict[Delay, Found] = {}
        for first in range(0, len(delays), BATCH):
            if self.is_over(share):
                break
            batch = delays[first : first + BATCH]
            what_ifs = [what_if(*each) for each in batch]
            outcomes = self.trials.run(what_ifs, effort)
            if self.trials.stop.is_set():  # what was cut short is no fair trial
                break
            found |= dict(zip(batch, outcomes, strict=True))
            self._tried |= {(source.key, days) for source, days in batch}
        return found

    def adapted(self, delays: Sequence[Delay], share: float) -> dict[Delay, Found]:
        """Return what the plan becomes with each of some delays, without a search.

        Only the first activities that have to move go elsewhere or to others.
        """
        found: dict[Delay, Found] = {}
        for first in range(0, len(delays), BATCH):
            if self.is_over(share):
                break
            batch = delays[first : first + BATCH]
            found |= dict(zip(batch, self._pool.map(self._adapted, batch), strict=True))
            self._tried |= {(source.key, days) for source, days in batch}
        return found

    def _adapted(self, delay: Delay) -> Found:
        trials = self.trials
        try:
            scenario = what_if(*delay).of(trials.scenario)
        except ScenarioError:
            return (None,)
        start = start_of(scenario, trials.plan.items, self._trial_params)
        if start is None:
            return (None,)
        decoder, known = start.constructor.decoder, trials.plan.items
        best = with_displaced_work(start.problem, decoder, known, start.candidates[0])
        return (outcome_of(start.problem, scenario, best),)

    def cost(self, delay: Delay, found: Found) -> DelayOutcome:
        """Return what a delay costs.

        Parameters
        ----------
        delay
            That was tried.
        found
            What the first seeds came to.
        """
        source, days = delay
        change = source.delayed(days)
        control = self.control[: len(found)]
        pairs = [(a, b) for a, b in zip(control, found, strict=True) if a is not None]
        if any(after is None for _, after in pairs):
            return DelayOutcome(breaks=tuple(self._refused(delay)), change=change)
        both = [(before, after) for before, after in pairs if after is not None]
        hours = [after.weighted_hours - before.weighted_hours for before, after in both]
        is_noise = not hours or min(hours) <= max(self.noise_hours, _NO_HOURS)
        return DelayOutcome(
            weighted_hours=0.0 if is_noise else round(statistics.fmean(hours), 2),
            milestones=tuple(self._moved(both)),
            breaks=tuple(self._broken(both)),
            left_out=tuple(_left_out(both)),
            change=change,
        )

    def free(self, delay: Delay) -> DelayOutcome:
        """Return that a delay costs nothing."""
        return DelayOutcome(change=delay[0].delayed(delay[1]))

    def _refused(self, delay: Delay) -> Iterator[str]:
        """Yield the hard dates that leave no plan with a delay, without those broken anyway."""
        try:
            what_if(*delay).of(self.trials.scenario)
        except ScenarioError as error:
            missed = list(refused_dates(self.trials.scenario, error))
            before = {text for one in self.control if one is not None for text in broken_dates(one)}
            yield from [text for text in missed if text not in before] or missed
        else:
            yield "the hard dates"

    def _moved(self, both: Sequence[tuple[TrialOutcome, TrialOutcome]]) -> list[MovedTarget]:
        found = []
        for subject, kind, noise in self.targets:
            days = [
                -days_earlier(self.trials.calendars.team, was, now)
                for before, after in both
                for was in [subject.finish(before.items)]
                for now in [subject.finish(after.items)]
                if was is not None and now is not None
            ]
            if len(days) == len(both) and days and min(days) > noise:
                later = round(statistics.fmean(days), 2)
                found.append(MovedTarget(kind=kind, id=subject.id, title=subject.title, days=later))
        return sorted(found, key=lambda one: -one.days)

    def _broken(self, both: Sequence[tuple[TrialOutcome, TrialOutcome]]) -> list[str]:
        """Return the hard dates that the delay breaks with every seed and the control keeps."""
        kept: Mapping[str, None] | None = None
        for before, after in both:
            known = dict.fromkeys(broken_dates(before))
            mine = {text: None for text in broken_dates(after) if text not in known}
            kept = mine if kept is None else {text: None for text in kept if text in mine}
        return list(kept or ())


_NO_HOURS = 1e-6
"""Hours below which a difference is one of rounding."""


def what_if(source: DelaySource, days: int) -> WhatIf:
    """Return the scenario with a delay."""
    return WhatIf(f"{source.key} {days} days later", change=source.delayed(days))


def _left_out(both: Sequence[tuple[TrialOutcome, TrialOutcome]]) -> list[str]:
    """Return the optional items that are left out with every seed and the control plans."""
    sets = [
        {e.id for e in after.items if e.is_left_out} - {e.id for e in before.items if e.is_left_out}
        for before, after in both
    ]
    return sorted(set.intersection(*sets)) if sets else []

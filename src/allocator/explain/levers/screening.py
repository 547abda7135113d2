"""Many candidates tried briefly, in processes beside each other, to find what is worth more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property

from allocator.domain import Plan
from allocator.explain.gains import TrialGain, gain_of
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.params import LeverParams
from allocator.explain.subjects import Subject
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf

_BATCH = 6
"""Candidates that are tried before it is seen whether the time is over."""

Wanted = tuple[tuple[WhatIf, Effort], ...]
Controls = Mapping[Effort, tuple[TrialOutcome | None, ...]]


class Screening:
    """Tries candidates for a subject, and remembers what each gains.

    Parameters
    ----------
    trials
        Of the plan.
    subject
        Whose finish counts.
    params
        How hard.
    over
        Whether a share of the time is over, or the trials were stopped.
    """

    def __init__(
        self,
        trials: Trials,
        subject: Subject,
        params: LeverParams,
        over: Callable[[float], bool],
    ) -> None:
        self._trials, self._subject, self._params, self._over = trials, subject, params, over
        self._quick = Effort(params.quick_steps, (0,))
        self._search = Effort(params.search_steps, (0,))
        self.gains: dict[str, TrialGain] = {}

    def try_all(self, candidates: Sequence[LeverCandidate]) -> None:
        """Try candidates until their share of the time is over, or the trials are stopped.

        What the workers are at is little more than what they can do at once, so that not much is
        left to wait for.
        """
        if not candidates or self._over(self._params.screening_share):
            return
        controls = self._controls
        running: deque[tuple[Wanted, Future[list[TrialGain]]]] = deque()
        for batch in self._batches(candidates):
            if self._over(self._params.screening_share):
                break
            call = self._trials.pool().submit(
                gains_of, self._trials.plan, self._subject, batch, controls
            )
            running.append((batch, call))
            if len(running) > self._trials.cores:
                self._note(*running.popleft())
        for batch, call in running:
            if not self._trials.stop.is_set() or not call.cancel():
                self._note(batch, call)

    @cached_property
    def _controls(self) -> Controls:
        pool, plan = self._trials.pool(), self._trials.plan
        calls = {e: pool.submit(control_of, plan, e) for e in (self._quick, self._search)}
        return {effort: call.result() for effort, call in calls.items()}

    def _batches(self, candidates: Sequence[LeverCandidate]) -> Iterator[Wanted]:
        for first in range(0, len(candidates), _BATCH):
            yield tuple(
                (one.trial, self._search if one.needs_search else self._quick)
                for one in candidates[first : first + _BATCH]
            )

    def _note(self, batch: Wanted, call: Future[list[TrialGain]]) -> None:
        for (trial, _), gain in zip(batch, call.result(), strict=True):
            self.gains[trial.key] = gain

    def ranked(self, candidates: Sequence[LeverCandidate]) -> list[LeverCandidate]:
        """Return those that gain enough, the best first; then what cuts no work, less lateness."""
        found = [
            (-gain.days, one.cuts_work, -gain.weighted_hours, number, one)
            for number, one in enumerate(candidates)
            for gain in [self.gains.get(one.trial.key)]
            if gain is not None and gain.days > self._params.min_days
        ]
        return [one[-1] for one in sorted(found, key=lambda one: one[:4])]


def control_of(plan: Plan, effort: Effort) -> tuple[TrialOutcome | None, ...]:
    """Return what a brief search finds without any change."""
    with Trials(plan, workers=1) as trials:
        return trials.control(effort)


def gains_of(plan: Plan, subject: Subject, batch: Wanted, controls: Controls) -> list[TrialGain]:
    """Return what some changes gain in brief searches.

    Parameters
    ----------
    plan, subject
        Where they are made, and whose finish counts.
    batch
        Changes, each with its effort.
    controls
        What is found without any change, by effort.
    """
    with Trials(plan, workers=1, is_checked=False) as trials:
        team = trials.calendars.team
        return [
            gain_of(subject, controls[effort], trials.run([trial], effort)[0], team)
            for trial, effort in batch
        ]

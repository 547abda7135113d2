"""Many candidates tried briefly, in processes beside each other, to find what is worth more."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import TypeVar

from allocator.domain import Plan
from allocator.explain.gains import TrialGain, gain_of
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.params import LeverParams
from allocator.explain.subjects import Subject
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf
from allocator.explain.trials.trials import answered

_BATCH = 6
"""Candidates that are tried before it is seen whether the time is over."""

T = TypeVar("T")
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
        self._has_answer = False

    def try_all(self, candidates: Sequence[LeverCandidate]) -> None:
        """Try candidates until their share of the time is over, or the trials are stopped.

        What the workers are at is little more than what they can do at once, so that not much is
        left to wait for. Until the first of them answers, which takes seconds on a busy machine,
        candidates are tried here.
        """
        if not candidates or self._over(self._params.screening_share):
            return
        controls = self._controls
        sent = _copy(controls)
        running: deque[tuple[Wanted, Future[list[TrialGain]]]] = deque()
        plan, subject = self._trials.plan, self._subject
        for batch in self._batches(candidates):
            if self._over(self._params.screening_share):
                break
            if len(running) > self._trials.cores and not (self._has_answer or running[0][1].done()):
                self._note(batch, gains_of(self._plan, subject, batch, controls))
                continue
            call = self._trials.pool().submit(gains_of, plan, subject, batch, sent)
            running.append((batch, call))
            if (self._has_answer and len(running) > self._trials.cores) or running[0][1].done():
                self._await(*running.popleft())
        for batch, call in running:
            self._await(batch, call)

    @cached_property
    def _controls(self) -> Controls:
        with Trials(self._plan, workers=1) as trials:
            return {effort: trials.control(effort) for effort in (self._quick, self._search)}

    @cached_property
    def _plan(self) -> Plan:
        """The plan for what is tried here.

        It is a copy: a scenario remembers what is worked out of it, and what is sent to other
        processes must not change meanwhile.
        """
        return _copy(self._trials.plan)

    def _batches(self, candidates: Sequence[LeverCandidate]) -> Iterator[Wanted]:
        for first in range(0, len(candidates), _BATCH):
            yield tuple(
                (one.trial, self._search if one.needs_search else self._quick)
                for one in candidates[first : first + _BATCH]
            )

    def _await(self, batch: Wanted, call: Future[list[TrialGain]]) -> None:
        """Note what a call comes to; nothing where the trials are stopped before it ends."""
        if answered([call], self._trials.stop):
            self._has_answer = True
            self._note(batch, call.result())

    def _note(self, batch: Wanted, gains: Sequence[TrialGain]) -> None:
        for (trial, _), gain in zip(batch, gains, strict=True):
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


def _copy(value: T) -> T:
    """Return a copy as another process gets it."""
    copy: T = pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    return copy


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
    with Trials(plan, workers=1) as trials:
        team = trials.calendars.team
        return [
            gain_of(
                subject, controls[effort], trials.run([trial], effort, is_checked=False)[0], team
            )
            for trial, effort in batch
        ]

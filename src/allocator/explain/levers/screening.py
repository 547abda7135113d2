"""Many candidates tried briefly, in processes beside each other, to find what is worth more."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property, lru_cache
from typing import TypeVar

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
        packed, subject = self._packed, self._subject
        for batch in self._batches(candidates):
            if self._over(self._params.screening_share):
                break
            if len(running) > self._trials.cores and not (self._has_answer or running[0][1].done()):
                self._note(batch, _gains_in(self._own, subject, batch, controls))
                continue
            call = self._trials.pool().submit(gains_of, packed, subject, batch, sent)
            running.append((batch, call))
            if (self._has_answer and len(running) > self._trials.cores) or running[0][1].done():
                self._await(*running.popleft())
        for batch, call in running:
            self._await(batch, call)

    @cached_property
    def _controls(self) -> Controls:
        return {effort: self._own.control(effort) for effort in (self._quick, self._search)}

    @cached_property
    def _packed(self) -> bytes:
        """The plan for other processes.

        It is packed once: a scenario remembers what is worked out of it, and what is sent must not
        change meanwhile.
        """
        return pickle.dumps(self._trials.plan, pickle.HIGHEST_PROTOCOL)

    @cached_property
    def _own(self) -> Trials:
        """The trials of this process, beside those of the others."""
        return Trials(pickle.loads(self._packed), workers=1, stop=self._trials.stop)

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


def gains_of(packed: bytes, subject: Subject, batch: Wanted, controls: Controls) -> list[TrialGain]:
    """Return what some changes gain in brief searches.

    Parameters
    ----------
    packed, subject
        The plan in which they are made, pickled, and whose finish counts.
    batch
        Changes, each with its effort.
    controls
        What is found without any change, by effort.
    """
    return _gains_in(_trials_of(packed), subject, batch, controls)


@lru_cache(maxsize=1)
def _trials_of(packed: bytes) -> Trials:
    """Return the trials of a plan, which a worker keeps: they share much."""
    return Trials(pickle.loads(packed), workers=1)


def _gains_in(
    trials: Trials, subject: Subject, batch: Wanted, controls: Controls
) -> list[TrialGain]:
    team = trials.calendars.team
    return [
        gain_of(subject, controls[effort], trials.run([trial], effort, is_checked=False)[0], team)
        for trial, effort in batch
    ]

"""Tries what may hold a subject, beside a control, within a time."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from allocator.explain.gains import TrialGain, days_earlier, gain_of, noise_of
from allocator.explain.params import WhyParams
from allocator.explain.subjects import Subject
from allocator.explain.trials import CONTROL, Effort, TrialOutcome, Trials
from allocator.explain.why.candidate import CauseCandidate

SURE = 4
"""Causes that are confirmed however late it is."""


class Attempts:
    """Tries changes of one plan, all with the same effort as the control.

    Parameters
    ----------
    trials
        Of the plan.
    params
        The numbers of the search.
    seconds
        After so long no further change is tried; None for no limit.
    """

    def __init__(self, trials: Trials, params: WhyParams, seconds: float | None) -> None:
        self.trials, self.params = trials, params
        self._begun, self._seconds = time.monotonic(), seconds
        most = params.steps_per_item * max(1, len(trials.plan.items))
        self._screening = Effort(min(most, params.screening_steps), (0,))
        self._first_control = trials.control(self._screening)
        steps = min(most, params.steps, self._affordable(params))
        self.effort = Effort(steps, tuple(range(params.seeds)))
        self.ended_early = False
        self._tried: set[str] = set()

    def _affordable(self, params: WhyParams) -> int:
        """Return the steps that take a small share of the time, as far as the control tells."""
        if self._seconds is None:
            return params.steps
        spent = max(time.monotonic() - self._begun, 1e-3)
        allowed = params.trial_share * self._seconds / spent * self._screening.steps
        return max(params.least_steps, int(allowed))

    @property
    def control(self) -> tuple[TrialOutcome | None, ...]:
        """What is found without any change, with the effort of a confirmation."""
        return self.trials.control(self.effort)

    @property
    def count(self) -> int:
        """How many different changes were tried."""
        return len(self._tried)

    def noise(self, subject: Subject) -> float:
        """Return the working days that a gain has to exceed to be one."""
        spread = noise_of(subject, self.control, self.trials.calendars.team)
        return max(spread, self.params.min_days)

    def screened(
        self, candidates: Iterable[CauseCandidate], share: float, *, is_checked: bool = False
    ) -> dict[str, TrialOutcome | None]:
        """Try each of some changes once, as far as a share of the time allows; by their key.

        Only where it is checked that what is changed goes together, the scenarios are sound.
        """
        return {
            key: found[0]
            for key, found in self._run(candidates, self._screening, share, is_checked).items()
        }

    def tried(
        self, candidates: Iterable[CauseCandidate], share: float = 1.0, *, sure: int = 0
    ) -> dict[str, tuple[TrialOutcome | None, ...]]:
        """Try each of some changes with every seed; by their key.

        Parameters
        ----------
        candidates
            What is tried, the most promising first.
        share
            Of the time after which no further one is tried.
        sure
            How many are tried however late it is.
        """
        candidates = list(candidates)
        found = self._run(candidates[:sure], self.effort, math.inf)
        return found | self._run(candidates[sure:], self.effort, share)

    def gain(self, subject: Subject, found: Sequence[TrialOutcome | None]) -> TrialGain:
        """Return what a change that was screened or tried gains for a subject.

        It gains as much as the subject ends earlier than with the control and than in the plan:
        where its date is of no matter for the objectives, the control may have it later.
        """
        compared = self.compared(subject, found)
        planned = subject.finish(self.trials.plan.items)
        if planned is None or not compared.by_seed:
            return compared
        team = self.trials.calendars.team
        ends = [subject.finish(one.items) for one in found if one is not None]
        days = [days_earlier(team, planned, end) for end in ends if end is not None]
        least = tuple(min(two) for two in zip(compared.by_seed, days, strict=True))
        return replace(compared, by_seed=least)

    def compared(self, subject: Subject, found: Sequence[TrialOutcome | None]) -> TrialGain:
        """Return by how much a subject ends earlier than with the control of the same effort."""
        is_confirmed = len(found) == len(self.effort.seeds)
        control = self.control if is_confirmed else self._first_control
        return gain_of(subject, control, found, self.trials.calendars.team)

    def _run(
        self,
        candidates: Iterable[CauseCandidate],
        effort: Effort,
        share: float,
        is_checked: bool = True,
    ) -> dict[str, tuple[TrialOutcome | None, ...]]:
        unique = list({each.key: each for each in candidates}.values())
        wanted = [each.trial for each in unique]
        if effort == self.effort and unique:
            wanted = [CONTROL, *wanted]  # beside the others, where it is not known yet
        found = self.trials.run_while(
            wanted, effort, lambda: not self._is_over(share), is_checked=is_checked
        )
        found.pop(CONTROL.key, None)
        self.ended_early = self.ended_early or len(found) < len(unique)
        self._tried |= found.keys()
        return found

    def _is_over(self, share: float) -> bool:
        if self.trials.stop.is_set():
            return True
        spent = time.monotonic() - self._begun
        return self._seconds is not None and spent > share * self._seconds

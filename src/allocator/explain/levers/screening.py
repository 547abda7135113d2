"""Many candidates tried briefly, the best of them again and harder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from allocator.explain.gains import TrialGain, gain_of
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.params import LeverParams
from allocator.explain.subjects import Subject
from allocator.explain.trials import CONTROL, Effort, Trials

_BATCH = 8
"""Candidates that are tried before it is seen whether the time is over."""


class Screening:
    """Tries candidates for a subject, and remembers what each has gained last.

    Parameters
    ----------
    trials
        Of the plan.
    subject
        Whose finish counts.
    params
        How many, how hard.
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
        self.gains: dict[str, TrialGain] = {}

    def best(self, candidates: Sequence[LeverCandidate]) -> list[LeverCandidate]:
        """Return the candidates to verify, the best first."""
        params = self._params
        quick = Effort(params.quick_steps, (0,))
        search = Effort(params.search_steps, (0,))
        self._try(candidates, lambda one: search if one.needs_search else quick, 0)
        again = self._ranked(candidates)[: params.second_round]
        second = Effort(params.second_steps, tuple(range(params.second_seeds)))
        tried = self._try(again, lambda _: second, params.second_share)
        return self._ranked(tried or again)

    def _try(
        self,
        candidates: Sequence[LeverCandidate],
        effort_of: Callable[[LeverCandidate], Effort],
        share: float,
    ) -> list[LeverCandidate]:
        """Try candidates until a share of the time is over; return those that were tried."""
        tried: list[LeverCandidate] = []
        limit = share or self._params.screening_share
        for first in range(0, len(candidates), _BATCH):
            if self._over(limit):
                break
            batch = candidates[first : first + _BATCH]
            for effort in {effort_of(one) for one in batch}:
                mine = [one for one in batch if effort_of(one) == effort]
                self._gain(mine, effort)
                tried += mine
        return tried

    def _gain(self, candidates: Sequence[LeverCandidate], effort: Effort) -> None:
        control, *found = self._trials.run([CONTROL, *(one.trial for one in candidates)], effort)
        if self._trials.stop.is_set():
            return
        team = self._trials.calendars.team
        for candidate, outcomes in zip(candidates, found, strict=True):
            gain = gain_of(self._subject, control, outcomes, team)
            self.gains[candidate.trial.key] = gain

    def _ranked(self, candidates: Sequence[LeverCandidate]) -> list[LeverCandidate]:
        """Return those that gain something, the best first; then less lateness of all."""
        found = [
            (gain.days, gain.weighted_hours, -number, one)
            for number, one in enumerate(candidates)
            for gain in [self.gains.get(one.trial.key)]
            if gain is not None and gain.by_seed and max(gain.by_seed) > 0
        ]
        return [one[-1] for one in sorted(found, key=lambda one: one[:3], reverse=True)]

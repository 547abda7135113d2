"""Looks for the levers of something in a plan: candidates, screening, verification, ranking."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from allocator.domain import Plan
from allocator.explain.counterfactuals.change import merged
from allocator.explain.gains import TrialGain, days_earlier
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.chances import chance_on_time, has_chance
from allocator.explain.levers.costs import cost_of, has_rates
from allocator.explain.levers.ground import Ground
from allocator.explain.levers.kinds import all_candidates
from allocator.explain.levers.models import Lever, LeversAnswer, TriedChange
from allocator.explain.levers.plan_gains import finishes, plan_gain, who_pays
from allocator.explain.levers.screening import Screening
from allocator.explain.params import DEFAULT_PARAMS, LeverParams
from allocator.explain.subjects import Subject, subject_of
from allocator.explain.trials import CONTROL, Effort, Trials

_MIN_STEPS_SHARE = 0.1
"""Share of the steps that the smallest plans take."""


class Verified(NamedTuple):
    """A candidate, and the plans with it, seed by seed."""

    candidate: LeverCandidate
    plans: tuple[Plan, ...]
    gain: TrialGain


def levers(
    trials: Trials,
    what: str,
    *,
    seconds: float,
    top: int = 10,
    params: LeverParams = DEFAULT_PARAMS.levers,
) -> LeversAnswer:
    """Rank what would let something end earlier.

    Parameters
    ----------
    trials
        Of the plan; stopped, they end with the levers that are verified by then.
    what
        Id or title of an item, milestone, project or person.
    seconds
        After so long nothing further is tried.
    top
        Levers that are told at most.
    params
        The numbers of the search.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name.
    """
    scaled = _scaled(params, len(trials.plan.items))
    return LeverSearch(trials, subject_of(trials.plan, what), seconds, top, scaled).answer()


def _scaled(params: LeverParams, items: int) -> LeverParams:
    """Return the numbers with fewer steps for a plan of few items, which needs no more."""
    share = min(1.0, max(_MIN_STEPS_SHARE, items / params.whole_items))
    names = ("quick_steps", "search_steps", "second_steps", "steps")
    steps = {name: max(1, round(getattr(params, name) * share)) for name in names}
    return replace(params, **steps)


class LeverSearch:
    """One search for levers."""

    def __init__(
        self, trials: Trials, subject: Subject, seconds: float, top: int, params: LeverParams
    ) -> None:
        self._trials, self._subject, self._top, self._params = trials, subject, top, params
        self._ends = time.monotonic() + seconds
        self._seconds = seconds
        self._effort = Effort(params.steps, tuple(range(params.seeds)))
        self._team = trials.calendars.team
        self._screening = Screening(trials, subject, params, self._over)
        self._without: tuple[Plan, ...] = ()

    def answer(self) -> LeversAnswer:
        """Try, verify and rank."""
        ground = Ground(self._trials.plan, self._subject, self._trials.calendars)
        candidates = all_candidates(ground, self._params.max_candidates)
        best = self._screening.best(candidates)
        verified = list(self._verified(best[: max(self._params.verified, self._top + 2)]))
        noise = self._noise()
        good = [one for one in verified if self._is_good(one.gain, noise)]
        good += self._together(good, noise)
        good.sort(key=lambda one: (-one.gain.days, -one.gain.weighted_hours))
        told = good[: self._top]
        chance = self._chance(self._without[0]) if self._without else None
        return LeversAnswer(
            what=self._subject.id,
            kind=self._subject.kind,
            title=self._subject.title,
            finish=self._subject.finish(self._trials.plan.items),
            without_change=finishes(self._subject, self._without),
            noise=round(noise, 3),
            steps=self._effort.steps,
            seeds=self._effort.seeds,
            chance=chance,
            levers=tuple(self._lever(one, chance) for one in told),
            tried=tuple(self._tried(candidates, verified, told)),
            candidates=len(self._screening.gains),
            ended=self._ended(candidates),
        )

    def _over(self, share: float = 1.0) -> bool:
        left = self._ends - time.monotonic()
        return self._trials.stop.is_set() or left < (1 - share) * self._seconds

    def _ended(self, candidates: Sequence[LeverCandidate]) -> str:
        if self._trials.stop.is_set():
            return "interrupted"
        is_all = len(self._screening.gains) == len(candidates) and not self._over()
        return "all" if is_all else "time_limit"

    def _verified(self, candidates: Sequence[LeverCandidate]) -> Iterator[Verified]:
        """Yield candidates with checked plans, as long as there is time; the control first.

        Gains are worked out when all is planned: what is sent to other processes must not change
        meanwhile, and a scenario remembers what has been worked out of it.
        """
        by_key = {one.trial.key: one for one in candidates}
        done: list[tuple[LeverCandidate, tuple[Plan, ...]]] = []
        trials = [CONTROL, *(one.trial for one in candidates)]
        for trial, plans in self._trials.planned(trials, self._effort):
            whole = tuple(plan for plan in plans if plan is not None)
            if trial is CONTROL:
                self._without = whole if len(whole) == len(plans) else ()
                if not self._without:
                    return
            elif len(whole) == len(plans):
                done.append((by_key[trial.key], whole))
            if self._over():
                break
        for candidate, whole in done:
            yield Verified(candidate, whole, self._gain(whole))

    def _gain(self, plans: Sequence[Plan]) -> TrialGain:
        scenario = self._trials.scenario
        return plan_gain(self._subject, scenario, self._without, plans, self._team)

    def _noise(self) -> float:
        """Return the working days by which the ends without a change differ."""
        ends = finishes(self._subject, self._without)
        return days_earlier(self._team, max(ends), min(ends)) if ends else 0.0

    def _is_good(self, gain: TrialGain, noise: float) -> bool:
        """Whether a change gains more than noise on the average, and with most seeds."""
        least = max(noise, self._params.min_days)
        return bool(gain.by_seed) and min(gain.days, statistics.median(gain.by_seed)) > least

    def _together(self, good: Sequence[Verified], noise: float) -> list[Verified]:
        """Return the two best together where they gain more than either alone."""
        ranked = sorted(good, key=lambda one: -one.gain.days)
        if len(ranked) < 2 or self._over():
            return []
        one = ranked[0]
        other = next((two for two in ranked[1:] if _go_together(one, two)), None)
        if other is None:
            return []
        candidate = LeverCandidate(
            "both",
            f"Both: {one.candidate.text}; {_lower(other.candidate.text)}",
            merged(one.candidate.change, other.candidate.change),
            one.candidate.distance,
        )
        found = [
            Verified(candidate, whole, self._gain(whole))
            for _, plans in self._trials.planned([candidate.trial], self._effort)
            for whole in [tuple(plan for plan in plans if plan is not None)]
            if len(whole) == len(plans)
        ]
        least = one.gain.days + max(noise, self._params.min_days)
        return [each for each in found if each.gain.days > least]

    def _chance(self, plan: Plan) -> float | None:
        if self._trials.stop.is_set() or not has_chance(self._trials.scenario, self._subject):
            return None
        return chance_on_time(plan, self._subject, self._params.futures)

    def _lever(self, one: Verified, chance: float | None) -> Lever:
        gain, candidate = one.gain, one.candidate
        with_it = None if chance is None else self._chance(one.plans[0])
        costs = [
            cost_of(candidate.change, before, after)
            for before, after in zip(self._without, one.plans, strict=True)
            if has_rates(before)
        ]
        return Lever(
            kind=candidate.kind,
            text=candidate.text,
            days=round(gain.days, 3),
            spread=round(gain.spread, 3),
            by_seed=tuple(round(days, 3) for days in gain.by_seed),
            finishes=finishes(self._subject, one.plans),
            weighted_hours=round(gain.weighted_hours, 3),
            pays=who_pays(self._subject, self._without, one.plans, self._team),
            cost=round(statistics.fmean(costs), 2) if costs else None,
            chance=None if chance is None or with_it is None else round(with_it - chance, 4),
            change=candidate.change,
        )

    def _tried(
        self,
        candidates: Sequence[LeverCandidate],
        verified: Sequence[Verified],
        told: Sequence[Verified],
    ) -> Iterator[TriedChange]:
        """Yield what was tried and is not told, the nearest first; not what has no plan."""
        last = self._screening.gains | {v.candidate.trial.key: v.gain for v in verified}
        known = {one.candidate.trial.key for one in told}
        for one in sorted(candidates, key=lambda one: one.distance):
            gain = last.get(one.trial.key)
            if gain is not None and gain.by_seed and one.trial.key not in known:
                yield TriedChange(kind=one.kind, text=one.text, days=round(gain.days, 3))


def _go_together(one: Verified, two: Verified) -> bool:
    """Whether two levers are of different kinds, and neither is about what the other removes."""
    changes = one.candidate.change, two.candidate.change
    gone = {name for each in changes for name in each.get("remove", {}).get("items", ())}
    named = str(changes[0].get("update")) + str(changes[1].get("update"))
    apart = not any(repr(name) in named for name in gone)
    return one.candidate.kind != two.candidate.kind and apart


def _lower(text: str) -> str:
    """Return a sentence as the second part of another one: a first word in lower case."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first in _COMMON_WORDS else text


_COMMON_WORDS = frozenset({"A", "Cut", "Everybody", "Leave", "One", "Others", "Stop", "The", "Two"})
"""First words of candidates that are no names."""

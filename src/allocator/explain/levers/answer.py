"""Looks for the levers of something in a plan: candidates, screening, verification, ranking."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from allocator.domain import Plan
from allocator.explain.gains import TrialGain, days_earlier
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.chances import chances_on_time, has_chance
from allocator.explain.levers.costs import cost_of, has_rates
from allocator.explain.levers.ground import FAR, Ground
from allocator.explain.levers.kinds import all_candidates
from allocator.explain.levers.models import Lever, LeversAnswer, TriedChange
from allocator.explain.levers.pairs import are_apart, both, pairs
from allocator.explain.levers.plan_gains import finishes, plan_gain, who_pays
from allocator.explain.levers.screening import Screening
from allocator.explain.params import DEFAULT_PARAMS, LeverParams
from allocator.explain.subjects import Subject, subject_of
from allocator.explain.trials import CONTROL, Effort, Trials, WhatIf
from allocator.explain.trials.trials import Planning

_MIN_STEPS_SHARE = 0.1
"""Share of the steps that the smallest plans take."""


class Verified(NamedTuple):
    """A candidate, and the plans with it, seed by seed."""

    candidate: LeverCandidate
    plans: tuple[Plan, ...] = ()
    gain: TrialGain = TrialGain(())
    days: float = 0.0
    """Working days by which the best of these plans is earlier than the best without a change."""
    spread: float = 0.0
    """Working days between the earliest and the latest end in these plans."""

    @property
    def is_steady(self) -> bool:
        """Whether it gains with every seed."""
        return self.gain.beyond(0)


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
        Levers that keep the scope that are told at most; the best cuts come after them.
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
    names = ("quick_steps", "search_steps", "steps")
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
        self._also_without: tuple[Plan, ...] = ()
        self._is_short = False

    def answer(self) -> LeversAnswer:
        """Try, verify and rank."""
        seeds = tuple(range(self._params.seeds + self._params.control_seeds))
        effort = Effort(self._params.steps, seeds)
        controls = [] if self._is_settled else self._trials.begun([CONTROL], effort)
        ground = Ground(self._trials.plan, self._subject, self._trials.calendars)
        candidates = [] if self._is_settled else all_candidates(ground, self._params.max_candidates)
        self._screening.try_all(candidates)
        least = self._params.min_days
        more = [*pairs(candidates, self._screening.gains, least, FAR)]
        self._screening.try_all(more)
        candidates += more
        best = _by_turns(self._screening.ranked(candidates))
        self._note_controls(controls if best else [])
        verified = self._verified(best[: max(self._params.verified, self._top + 2)])
        good = self._good(verified)
        shown = self._shown([*good, *self._together(good)])
        chance, *chances = self._chances([self._without[:1], *(one.plans for one in shown)])
        return LeversAnswer(
            what=self._subject.id,
            kind=self._subject.kind,
            title=self._subject.title,
            finish=self._finish,
            is_over=self._is_settled and self._finish is not None,
            without_change=finishes(self._subject, self._without),
            noise=round(self._noise, 3),
            best_without_change=self._best_end,
            steps=self._effort.steps,
            seeds=self._effort.seeds,
            chance=chance,
            levers=tuple(map(self._lever, shown, (_beyond(chance, one) for one in chances))),
            tried=tuple(self._tried(candidates, verified, shown)),
            candidates=len(self._screening.gains),
            possible=len(candidates),
            ended=self._ended(candidates),
        )

    @cached_property
    def _finish(self) -> dt.datetime | None:
        return self._subject.finish(self._trials.plan.items)

    @cached_property
    def _is_settled(self) -> bool:
        """Whether nothing is to be tried: it is not planned, or all of it is done."""
        known = self._trials.scenario.item_by_id
        mine = [known[name] for name in self._subject.items if name in known]
        return self._finish is None or (bool(mine) and all(one.is_done for one in mine))

    def _shown(self, good: Sequence[Verified]) -> list[Verified]:
        """Return the best that keep the scope, and after them the best few that do not."""
        ranked = _ranked(good)
        keeping = [one for one in ranked if not one.candidate.cuts_scope]
        cutting = [one for one in ranked if one.candidate.cuts_scope]
        return [*keeping[: self._top], *cutting[: self._params.cuts]]

    def _over(self, share: float = 1.0) -> bool:
        left = self._ends - time.monotonic()
        return self._trials.stop.is_set() or left < (1 - share) * self._seconds

    def _ended(self, candidates: Sequence[LeverCandidate]) -> str:
        if self._trials.stop.is_set():
            return "interrupted"
        is_all = len(self._screening.gains) == len(candidates) and not self._is_short
        return "all" if is_all else "time_limit"

    def _verified(self, candidates: Sequence[LeverCandidate]) -> list[Verified]:
        """Return candidates with checked plans: of one seed first, then of more as time allows.

        Gains are worked out when a round is planned: what is sent to other processes must not
        change meanwhile, and a scenario remembers what has been worked out of it.
        """
        verified: list[Verified] = []
        if not (candidates and self._without) or self._over():
            return verified
        for number, seed in enumerate(self._effort.seeds):
            going_on = (
                self._shown(self._hopeful(verified)) if number else list(map(Verified, candidates))
            )
            if number and self._over(self._params.seeds_share):
                self._is_short = self._is_short or bool(going_on)
                break
            share = self._params.seeds_share if number else 1.0
            found = self._plans([one.candidate.trial for one in going_on], (seed,), share)
            fresh = {
                one.candidate.trial.key: self._with_plans(one.candidate, (*one.plans, *new))
                for one in going_on
                for new in [found.get(one.candidate.trial.key)]
                if new is not None
            }
            if number:
                verified = [fresh.get(one.candidate.trial.key, one) for one in verified]
            else:
                verified = list(fresh.values())
        return verified

    def _note_controls(self, begun: Sequence[Planning]) -> None:
        """Note the plans without a change, which were begun before anything was tried."""
        for _, plans in self._trials.results(begun):
            whole = tuple(plan for plan in plans if plan is not None)
            if len(whole) == len(plans):
                self._without = whole[: self._params.seeds]
                self._also_without = whole[self._params.seeds :]

    def _plans(
        self, trials: Sequence[WhatIf], seeds: tuple[int, ...], share: float = 1.0
    ) -> dict[str, tuple[Plan, ...]]:
        """Return checked plans of trials by their keys, until a share of the time is over.

        Trials of which some seed has no plan are left out.
        """
        done: dict[str, tuple[Plan, ...]] = {}
        count = 0
        for trial, plans in self._trials.planned(trials, Effort(self._effort.steps, seeds)):
            count += 1
            whole = tuple(plan for plan in plans if plan is not None)
            if len(whole) == len(plans):
                done[trial.key] = whole
            if self._over(share):
                break
        self._is_short = self._is_short or count < len(trials)
        return done

    def _with_plans(self, candidate: LeverCandidate, plans: tuple[Plan, ...]) -> Verified:
        """Return a candidate with what its plans gain."""
        scenario, without = self._trials.scenario, self._without[: len(plans)]
        gain = plan_gain(self._subject, scenario, without, plans, self._team)
        was, now = self._best_end, finishes(self._subject, plans)
        days = days_earlier(self._team, was, min(now)) if gain.by_seed and was else 0.0
        spread = days_earlier(self._team, max(now), min(now)) if now else 0.0
        return Verified(candidate, plans, gain, days, spread)

    @cached_property
    def _best_end(self) -> dt.datetime | None:
        """The earliest end without a change."""
        return min(finishes(self._subject, (*self._without, *self._also_without)), default=None)

    @cached_property
    def _noise(self) -> float:
        """The working days by which the best ends of two sets of plans without a change differ."""
        ends = [finishes(self._subject, each) for each in (self._without, self._also_without)]
        best = [min(each) for each in ends if each]
        return days_earlier(self._team, max(best), min(best)) if best else 0.0

    def _good(self, verified: Sequence[Verified]) -> list[Verified]:
        """Return what gains more than noise."""
        least = max(self._noise, self._params.min_days)
        return [one for one in verified if one.days > least]

    def _hopeful(self, verified: Sequence[Verified]) -> list[Verified]:
        """Return what may gain with another seed: it has gained on that without a change."""
        return [one for one in verified if max(one.days, one.gain.days) > self._params.min_days]

    def _together(self, good: Sequence[Verified]) -> list[Verified]:
        """Return the two best together where they gain more than either alone."""
        ranked = _ranked(good)
        if len(ranked) < 2 or self._over():
            return []
        one = ranked[0]
        other = next((two for two in ranked[1:] if _add_up(one, two)), None)
        if other is None:
            return []
        candidate = both(one.candidate, other.candidate)
        seeds = self._effort.seeds[: len(one.plans)]
        found = [
            self._with_plans(candidate, plans)
            for plans in self._plans([candidate.trial], seeds).values()
        ]
        least = one.days + max(self._noise, self._params.min_days)
        return [each for each in found if each.days > least]

    def _chances(self, plans: Sequence[Sequence[Plan]]) -> list[float | None]:
        """Return the chance of being on time in the first plan of each; None without one."""
        firsts = [each[0] for each in plans if each]
        asked = has_chance(self._trials.scenario, self._subject)
        if len(firsts) < len(plans) or self._trials.stop.is_set() or not asked:
            return [None for _ in plans]
        pool = self._trials.pool()
        return chances_on_time(pool, firsts, self._subject, self._params, self._ends)

    def _lever(self, one: Verified, chance: float | None) -> Lever:
        gain, candidate = one.gain, one.candidate
        costs = [
            cost_of(candidate.change, before, after)
            for before, after in zip(self._without, one.plans, strict=False)
            if has_rates(before)
        ]
        return Lever(
            kind=candidate.kind,
            text=candidate.text,
            days=round(one.days, 3),
            spread=round(one.spread, 3),
            by_seed=tuple(round(days, 3) for days in gain.by_seed),
            finishes=finishes(self._subject, one.plans),
            weighted_hours=round(gain.weighted_hours, 3),
            pays=who_pays(self._subject, self._without[: len(one.plans)], one.plans, self._team),
            cost=round(statistics.fmean(costs), 2) if costs else None,
            chance=chance,
            cuts_scope=candidate.cuts_scope,
            change=candidate.change,
        )

    def _tried(
        self,
        candidates: Sequence[LeverCandidate],
        verified: Sequence[Verified],
        shown: Sequence[Verified],
    ) -> Iterator[TriedChange]:
        """Yield what was tried and is not shown, the nearest first; not what has no plan."""
        planned = {v.candidate.trial.key: v for v in verified if v.gain.by_seed}
        brief = {key: gain for key, gain in self._screening.gains.items() if gain.by_seed}
        known = {one.candidate.trial.key for one in shown}
        for one in sorted(candidates, key=lambda one: one.distance):
            gain = planned.get(one.trial.key) or brief.get(one.trial.key)
            if gain is not None and one.trial.key not in known:
                yield TriedChange(
                    kind=one.kind,
                    text=one.text,
                    days=round(gain.days, 3),
                    verified=one.trial.key in planned,
                )


def _beyond(without: float | None, chance: float | None) -> float | None:
    """Return the change of a chance; None where either is not known."""
    return None if without is None or chance is None else round(chance - without, 4)


def _ranked(verified: Sequence[Verified]) -> list[Verified]:
    """Return what keeps the scope first, then what gains with every seed; each the best first.

    Of equal gains those come first that leave the work as it is.
    """
    return sorted(
        verified,
        key=lambda one: (
            one.candidate.cuts_scope,
            not one.is_steady,
            -round(one.days, 3),
            one.candidate.cuts_work,
            -one.gain.weighted_hours,
        ),
    )


def _by_turns(candidates: Sequence[LeverCandidate]) -> list[LeverCandidate]:
    """Return candidates in their order, but two that keep the scope for each that does not."""
    keeping = [one for one in candidates if not one.cuts_scope]
    cutting = [one for one in candidates if one.cuts_scope]
    places = [(number, 0, one) for number, one in enumerate(keeping)]
    places += [(2 * number + 1, 1, one) for number, one in enumerate(cutting)]
    return [one for _, _, one in sorted(places, key=lambda place: place[:2])]


def _add_up(one: Verified, two: Verified) -> bool:
    """Whether two levers may gain more together than alone: of different kinds, of other things."""
    kinds = {one.candidate.kind, two.candidate.kind}
    return len(kinds) == 2 and "both" not in kinds and are_apart(one.candidate, two.candidate)

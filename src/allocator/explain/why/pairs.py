"""What holds a subject together with something else: what would hold it next, and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocator.calendars import Calendars
from allocator.explain.subjects import Subject
from allocator.explain.why.attempts import Attempts
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.candidates import candidates_of
from allocator.explain.why.causes import cause_of
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import GIVEN, WhyCause
from allocator.explain.why.pair import Pair

MAX_CONFIRMED = 3
"""Pairs that are confirmed with every seed."""


def both_gone(
    attempts: Attempts, subject: Subject, firsts: Sequence[CauseCandidate], days: float
) -> list[WhyCause]:
    """Return what gains more where one of some causes and a second one are taken away together.

    The second one is looked for in the plan that a trial without the first one found: it is what
    holds the subject there.

    Parameters
    ----------
    attempts
        Tries the pairs.
    subject
        Whose finish counts.
    firsts
        What is taken away first; each of them alone gains so many days.
    days
        That each of them gains; where it is 0, only what gains nothing alone makes a pair.

    Returns
    -------
    list of WhyCause
        The pair that gains most first, with the days of both; each second one once.
    """
    given = bool(firsts) and firsts[0].kind in GIVEN
    unwanted = ("work",) if given or not days else GIVEN
    pairs: dict[frozenset[str], Pair] = {}
    for first, outcome in zip(firsts, _outcomes(attempts, firsts), strict=True):
        if outcome is None:
            continue
        plan = attempts.trials.plan.model_copy(
            update={"scenario": outcome.scenario, "items": outcome.items}
        )
        graph = BindingGraph(plan, Calendars(outcome.scenario), subject)
        for second in candidates_of(graph, attempts.params.max_pairs):
            if second.key != first.key and second.kind not in unwanted:
                pair = Pair(first, second, attempts.trials.scenario)
                pairs.setdefault(frozenset((first.about, second.about)), pair)
    kept = list(pairs.values())[: attempts.params.max_pairs * 2]
    if days > 0:
        noise = attempts.noise(subject)
        return _confirmed(attempts, subject, [pair.candidate(days) for pair in kept], days + noise)
    return _only_together(attempts, subject, kept)


def _only_together(attempts: Attempts, subject: Subject, pairs: Sequence[Pair]) -> list[WhyCause]:
    """Return the pairs of which neither alone gains anything, the most first."""
    least = attempts.noise(subject)
    found = _confirmed(attempts, subject, [pair.candidate(0.0) for pair in pairs], least)
    by_text = {pair.candidate(0.0).text: pair for pair in pairs}
    seconds = {one.text: by_text[one.text].second_alone for one in found}
    alone = attempts.tried(seconds.values())
    return [
        one
        for one in found
        if (tried := alone.get(seconds[one.text].key)) is not None
        and (gain := attempts.gain(subject, tried)).by_seed
        and max(gain.by_seed) <= least
    ]


def _confirmed(
    attempts: Attempts, subject: Subject, pairs: Sequence[CauseCandidate], least: float
) -> list[WhyCause]:
    """Return the pairs that gain more than some days with every seed, the most first."""
    first = attempts.screened(pairs, 1.0)
    days = {
        pair.key: attempts.gain(subject, [first[pair.key]]).days
        for pair in pairs
        if pair.key in first
    }
    hopeful = [pair for pair in pairs if days.get(pair.key, 0.0) > least]
    hopeful = sorted(hopeful, key=lambda pair: -days[pair.key])[:MAX_CONFIRMED]
    found = attempts.tried(hopeful)
    gains = [
        (pair, attempts.gain(subject, found[pair.key])) for pair in hopeful if pair.key in found
    ]
    causes = [cause_of(pair, gain) for pair, gain in gains if gain.beyond(least)]
    return sorted(causes, key=lambda one: -one.days)


def _outcomes(attempts: Attempts, firsts: Sequence[CauseCandidate]) -> list[Any]:
    found = attempts.screened(firsts, 1.0, is_checked=True)
    return [found.get(first.key) for first in firsts]

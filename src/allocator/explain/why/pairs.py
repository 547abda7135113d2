"""What holds a subject together with something else: what would hold it next, and pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.calendars import Calendars
from allocator.explain.counterfactuals.change import Change
from allocator.explain.subjects import Subject
from allocator.explain.why.attempts import Attempts
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.candidates import candidates_of
from allocator.explain.why.causes import cause_of
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import GIVEN, WhyCause

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
        That each of them gains.

    Returns
    -------
    list of WhyCause
        The pair that gains most first, with the days of both; each second one once.
    """
    pairs: dict[str, CauseCandidate] = {}
    for first, outcome in zip(firsts, _outcomes(attempts, firsts), strict=True):
        if outcome is None:
            continue
        plan = attempts.trials.plan.model_copy(
            update={"scenario": outcome.scenario, "items": outcome.items}
        )
        graph = BindingGraph(plan, Calendars(outcome.scenario), subject)
        for second in candidates_of(graph, attempts.params.max_pairs):
            given = GIVEN if days > 0 else ("work",)
            if second.key != first.key and second.kind not in given:
                pair = _pair(first, second, alone=days > 0)
                pairs.setdefault(_key_of_both(first, second), pair)
    kept = list(pairs.values())[: attempts.params.max_pairs * 2]
    return _confirmed(attempts, subject, kept, days + attempts.noise(subject))


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


def _key_of_both(one: CauseCandidate, two: CauseCandidate) -> str:
    """Return a key that a pair has in either order."""
    return " ".join(sorted((one.text, two.text)))


def _outcomes(attempts: Attempts, firsts: Sequence[CauseCandidate]) -> list[Any]:
    found = attempts.screened(firsts, 1.0)
    return [found.get(first.key) for first in firsts]


def _pair(first: CauseCandidate, second: CauseCandidate, *, alone: bool) -> CauseCandidate:
    text = second.text if alone else f"{first.text}; and {second.text}: either alone gains nothing"
    return CauseCandidate(
        kind="pair" if not alone else second.kind,
        text=text,
        remedy=f"{first.remedy}, and {second.remedy}",
        change=combined(first.change, second.change),
        item=first.item,
        depth=first.depth,
    )


def combined(first: Mapping[str, Any], second: Mapping[str, Any]) -> Change:
    """Return one change for two, of which the second was made for the scenario after the first."""
    whole: Change = dict(first)
    for key, value in second.items():
        old = whole.get(key)
        if key in ("add", "remove") and old is not None:
            whole[key] = {
                name: [*old.get(name, []), *value.get(name, [])] for name in {**old, **value}
            }
        else:
            whole[key] = _replaced(old, value)
    return whole


def _replaced(old: Any, new: Any) -> Any:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return new
    return {
        key: _replaced(old.get(key), new[key]) if key in new else old[key] for key in {**old, **new}
    }

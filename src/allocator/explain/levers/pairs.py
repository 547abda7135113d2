"""Two changes of one kind together, where neither gains anything alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from allocator.explain.counterfactuals.change import merged
from allocator.explain.gains import TrialGain
from allocator.explain.levers.candidate import LeverCandidate

_KINDS = ("wait", "absence", "joining", "workdays", "capacity", "skill", "estimate", "deadline")
"""Kinds of which two things can hold one end: each of them alone hides behind the other."""
_NEAREST = 3
"""Changes of a kind, the nearest that gain nothing, that are paired with each other."""


def pairs(
    candidates: Sequence[LeverCandidate], gains: Mapping[str, TrialGain], least: float, far: int
) -> Iterator[LeverCandidate]:
    """Yield pairs of changes of one kind, each of which was tried and gains nothing.

    Parameters
    ----------
    candidates
        Single changes.
    gains
        What each of those that were tried gains, by the key of its trial.
    least
        Working days from which on a change gains something.
    far
        Distance from which on a change is not about what holds the end.
    """
    for kind in _KINDS:
        idle = [
            one
            for one in candidates
            if one.kind == kind
            and one.distance < far
            and one.trial.key in gains
            and gains[one.trial.key].days <= least
        ]
        idle.sort(key=lambda one: one.distance)
        for one, other in itertools.combinations(idle[:_NEAREST], 2):
            if are_apart(one, other):
                yield both(one, other)


def both(one: LeverCandidate, other: LeverCandidate) -> LeverCandidate:
    """Return two changes as one."""
    return LeverCandidate(
        "both",
        f"Both: {one.text}; {_lower(other.text)}",
        merged(one.change, other.change),
        one.distance,
        needs_search=one.needs_search or other.needs_search,
        cuts_scope=one.cuts_scope or other.cuts_scope,
    )


def are_apart(one: LeverCandidate, other: LeverCandidate) -> bool:
    """Whether neither change touches what the other one changes or removes."""
    changes = one.change, other.change
    gone = {name for each in changes for name in each.get("remove", {}).get("items", ())}
    named = str(changes[0].get("update")) + str(changes[1].get("update"))
    updated = [
        {(part, name) for part, named in each.get("update", {}).items() for name in named}
        for each in changes
    ]
    return not updated[0] & updated[1] and not any(repr(name) in named for name in gone)


def _lower(text: str) -> str:
    """Return a sentence as the second part of another one: a first word in lower case."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first in _COMMON_WORDS else text


_COMMON_WORDS = frozenset({"A", "Cut", "Everybody", "Leave", "One", "Others", "Stop", "The", "Two"})
"""First words of candidates that are no names."""

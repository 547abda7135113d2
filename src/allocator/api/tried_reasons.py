"""Reasons of differences between plans, tried by replay."""

from __future__ import annotations

import dataclasses
import threading
from typing import TYPE_CHECKING, Literal

from allocator import domain

if TYPE_CHECKING:
    from allocator.analysis.comparison import Comparison
    from allocator.explain.replay.question import ReplanQuestion
    from allocator.replanning.replan import Replanned

ReasonMode = Literal["tried", "quick"]
"""``tried``: each cause is undone and planned anew; ``quick``: as the two plans alone tell it."""


NOT_TRIED = (
    "Reasons are as the two plans alone tell them: the search is being compiled on this machine, "
    "and until then it would take too long to try them"
)
"""Said where the time was over before causes were tried."""


def with_tried_reasons(
    found: Replanned,
    question: ReplanQuestion,
    *,
    workers: int | None = None,
    stop: threading.Event | None = None,
    reproducible: bool = False,
) -> Replanned:
    """Return a new plan whose difference from the baseline names causes that were tried.

    Parameters
    ----------
    found
        The new plan.
    question
        What was asked.
    workers
        Processor cores to use; None for all of them.
    stop
        Set it to end with the reasons that the plans give.
    reproducible
        Whether causes are tried however long that takes; else not for long where the kernel is not
        compiled yet, and a note says so.
    """
    if found.unchanged or (stop is not None and stop.is_set()):
        return found
    from allocator.explain.params import DEFAULT_PARAMS
    from allocator.explain.replay.reasons import replayed_reasons
    from allocator.heuristics.kernel import warmup
    from allocator.replanning.search import EarlyStop

    limited = stop or threading.Event()
    is_slow = not reproducible and warmup.possible() and not warmup.ready()
    if is_slow:
        limited = EarlyStop(limited, DEFAULT_PARAMS.replay.plain_seconds)
    told = replayed_reasons(question, found.plan, found.difference, workers=workers, stop=limited)
    is_cut = is_slow and limited.is_set() and not (stop is not None and stop.is_set())
    notes = (*found.notes, NOT_TRIED) if is_cut else found.notes
    return dataclasses.replace(found, difference=told, notes=notes)


def compared(
    old: domain.Plan,
    new: domain.Plan,
    *,
    workers: int | None = None,
    stop: threading.Event | None = None,
) -> Comparison:
    """Return the difference between two plans, with causes that were tried.

    Parameters
    ----------
    old, new
        Any two plans.
    workers, stop
        As of :func:`with_tried_reasons`.
    """
    from allocator.analysis.compare import compare
    from allocator.explain.replay.reasons import replayed_reasons
    from allocator.explain.replay.two_plans import question_of

    difference = compare(old, new)
    if difference.same:
        return difference
    question = question_of(old, new)
    return replayed_reasons(question, new, difference, workers=workers, stop=stop)

"""Finds by replay why plans differ."""

from __future__ import annotations

import threading
from functools import cache

from allocator.analysis.comparison import Comparison
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.explain.params import DEFAULT_PARAMS, ExplainParams
from allocator.explain.replay.attribution import Attributions
from allocator.explain.replay.differences import Difference
from allocator.explain.replay.progress_sentences import ProgressSentences
from allocator.explain.replay.question import ReplanQuestion
from allocator.explain.replay.replays import Replays
from allocator.explain.replay.retold import retold
from allocator.explain.replay.shifts import shifts


def replayed_reasons(
    question: ReplanQuestion,
    new: Plan,
    difference: Comparison,
    *,
    params: ExplainParams = DEFAULT_PARAMS,
    workers: int | None = None,
    stop: threading.Event | None = None,
) -> Comparison:
    """Return a difference whose reasons have been tried: without the cause it is not so.

    Parameters
    ----------
    question
        What the re-planning was asked.
    new
        The plan that it made.
    difference
        From the baseline to that plan, with the reasons that the plans give.
    params
        The numbers of explanations.
    workers
        Processor cores to use; None for all of them.
    stop
        Set it to end with the reasons that the plans give.
    """
    found = {
        (one.what, one.id): one for one in shifts(difference, new, Calendars(new.scenario).team)
    }
    if not found:
        return difference
    known = _nearest_first(question.differences(), difference)
    most = params.replay.max_differences
    with Replays(question, new, params=params, workers=workers, stop=stop) as replays:
        attributions = Attributions(replays, known[:most], known[most:], params.replay)
        if not replays.run([()])[0]:
            return difference  # what was asked cannot be told from the plans
        attributed = attributions.of(list(found.values()))
    if stop is not None and stop.is_set():
        return difference
    texts = ProgressSentences(question.baseline, new)
    return retold(difference, found, attributed, cache(texts.of))


def _nearest_first(known: list[Difference], difference: Comparison) -> list[Difference]:
    """Return differences in the order in which the reasons of the plans name them most often."""
    whys = [one.why for one in difference.dates]
    whys += [one.why for one in difference.moved] + [one.why for one in difference.reassigned]
    named = [(why.cause.section, why.cause.id) for why in whys if why and why.cause]
    count = {one.key: sum((one.section, one.id) == each for each in named) for one in known}
    return sorted(known, key=lambda one: -count[one.key])

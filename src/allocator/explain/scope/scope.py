"""What to leave out so that dates are kept; this module only wires the parts together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence

from allocator import wording
from allocator.analysis.measures import tardiness
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.domain.scope_front import ScopeFront
from allocator.errors import ScenarioError
from allocator.explain.scope.candidates import DropChoice, drop_choice
from allocator.explain.scope.changes import left_out
from allocator.explain.scope.options import ScopeOptions
from allocator.explain.scope.points import PointPlanner
from allocator.explain.scope.sets import Dropped, all_sets, prefixes, promising_sets, value_front
from allocator.explain.scope.targets import DateTarget
from allocator.explain.scope.trial import DropTrials
from allocator.explain.trials import Effort, Trials
from allocator.jobs.executors import executor
from allocator.planner.options import SolveOptions
from allocator.scenario.changes.changed import changed

SETS_AT_ONCE = 8
"""Sets of items that are tried before the time is looked at again."""


def scope_front(
    plan: Plan,
    targets: Sequence[DateTarget],
    options: ScopeOptions,
    stop: threading.Event | None = None,
) -> ScopeFront:
    """Return what can be left out of a plan so that dates are kept.

    Parameters
    ----------
    plan
        The plan.
    targets
        The wanted dates, one or more.
    options
        What may be left out, how sure the dates have to be, and limits.
    stop
        Set it to end soon with what is known by then.

    Raises
    ------
    InputError
        Something cannot be left out, or nothing can.
    """
    choice = drop_choice(plan, targets, options.offered, options.ranked)
    began = time.monotonic()
    cores = SolveOptions(workers=options.workers).cores
    with (
        Trials(plan, workers=options.workers, stop=stop) as trials,
        executor(cores, "processes" if cores > 1 else "threads") as workers,
    ):
        tried = DropTrials(
            trials,
            choice,
            targets,
            Effort(options.params.steps(len(plan.items)), (options.seed,)),
            as_early_as_possible=options.confidence is not None,
        )
        end = began + options.params.trial_fraction * options.time_limit
        complete = _try_sets(tried, choice, options, lambda: time.monotonic() > end)
        points = PointPlanner(tried, choice, options, began + options.time_limit, workers)
        front = value_front(choice, tried.past_of_all())
        found = points.planned(_with_others(front, choice, tried, options.confidence))
        best = next((k for k, point in enumerate(found) if point.keeps), None)
        impossible = best is None and points.is_impossible()
    team = Calendars(plan.scenario).team
    return ScopeFront(
        wanted=tuple(target.described(plan, team) for target in targets),
        candidates=choice.items,
        confidence=options.confidence,
        ordered=choice.ordered,
        points=found,
        best=best,
        proved_impossible=impossible,
        complete=complete,
        notes=tuple(_impossible(plan, choice, tried)),
        weighted_hours=float(tardiness.measure(plan.scenario, plan.items, team)),
    )


def _impossible(plan: Plan, choice: DropChoice, tried: DropTrials) -> Iterator[str]:
    """Yield which items cannot be left out, as the changed scenario would be wrong."""
    possible = {name for one, found in tried.known.items() if found is not None for name in one}
    for each in choice.items:
        if each.id in possible or choice.closed([each.id]) not in tried.known:
            continue
        try:
            changed(plan.scenario, left_out(plan.scenario, choice, choice.closed([each.id])))
        except ScenarioError as error:
            finding = error.findings[0]
            yield f"{each.id} cannot be left out: {wording.dates_in_words(finding.message)}."


def _with_others(
    front: list[tuple[Dropped, float]],
    choice: DropChoice,
    tried: DropTrials,
    confidence: float | None,
) -> list[tuple[Dropped, float]]:
    """Add sets to a front that may turn out better than the quick search has found them.

    Where the dates are not kept, that is everything that can be left out; with a confidence, sets
    that reach the dates no earlier, but may reach them more surely.
    """
    others = [one for one in tried.past_of_all() if one not in front]
    if confidence is None:
        everything = choice.closed(each.id for each in choice.items)
        is_kept = bool(front) and front[-1][1] == 0
        return front if is_kept else [*front, *(one for one in others if one[0] == everything)]
    others.sort(key=lambda one: (len(one[0]) > 1, one[1]))
    return [*front, *others]


def _try_sets(
    tried: DropTrials, choice: DropChoice, options: ScopeOptions, is_late: Callable[[], bool]
) -> bool:
    """Try sets of items; return whether no other set can be better than these.

    First nothing is left out, then everything, so that the extremes are known whatever the time.
    """
    everything = choice.closed(each.id for each in choice.items)
    if tried.hours_past([frozenset(), everything])[0] == 0:
        return True
    sets = prefixes(choice) if choice.ordered else all_sets(choice, options.params.most_sets)
    if sets is None:
        for _ in promising_sets(choice, tried.hours_past):
            if is_late() or tried.stopped:
                break
        return False
    sets.sort(key=choice.value_of)
    for first in range(0, len(sets), SETS_AT_ONCE):
        some = sets[first : first + SETS_AT_ONCE]
        if (is_late() or tried.stopped) and not tried.known.keys() >= set(some):
            return False
        if 0 in tried.hours_past(some):
            return True  # whatever follows keeps no more value
    return True

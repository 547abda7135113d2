"""Find the frozen items that have to move when no plan keeps all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence

from allocator.domain import RuleId, Scenario, WorkItem
from allocator.planner import SolveOptions
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.replanning.freeze import ForcedMove
from allocator.replanning.params import DEFAULT_PARAMS, ReplanParams


def unfreeze_as_needed(
    scenario: Scenario, options: SolveOptions, params: ReplanParams = DEFAULT_PARAMS
) -> tuple[Scenario, tuple[ForcedMove, ...]] | None:
    """Return the scenario with as few items unfrozen as a plan needs, and what has to move.

    Parameters
    ----------
    scenario
        In which no plan was found.
    options
        Seed, cores and time limit of the tests together; a reproducible run ends by its work.
    params
        Time of one test.
    """
    clock = Clock(options.time_limit, None, reproducible=options.reproducible)
    seconds = params.max_test_seconds
    return unfreeze_what_fails(
        scenario, clock, lambda it: _is_possible(it, options, clock, seconds)
    )


def unfreeze_what_fails(
    scenario: Scenario, clock: Clock, fits: Callable[[Scenario], bool]
) -> tuple[Scenario, tuple[ForcedMove, ...]] | None:
    """Unfreeze items until a test passes.

    What is in progress stays first, then what starts first; whatever no plan can be found with,
    together with those that stay, has to move. So has, when the time is over, what has not been
    tested.

    Parameters
    ----------
    scenario
        With frozen items, with which the test fails.
    clock
        Ends the tests.
    fits
        The test: whether there is a plan.

    Returns
    -------
    tuple
        The scenario, and what has to move; None if the test fails with nothing frozen either.
    """
    frozen = [each for each in scenario.baseline if each.frozen]
    frozen.sort(key=lambda s: (not scenario.item_by_id[s.item].is_started, s.start, s.item))
    waiting, kept, moved = [each.item for each in frozen], list[str](), list[str]()
    if not fits(_with_frozen(scenario, ())) and not clock.over:
        return None
    while waiting and not clock.over:
        stay = _longest(scenario, kept, waiting, fits)
        if clock.over:  # the last tests did not come to their end
            break
        kept += waiting[:stay]
        moved += waiting[stay : stay + 1]
        waiting = waiting[stay + 1 :]
    free = _with_frozen(scenario, kept)
    named = (name for name in scenario.item_by_id if name in moved or name in waiting)
    return free, tuple(_forced(free, name, tested=name in moved) for name in named)


def _longest(
    scenario: Scenario,
    kept: Sequence[str],
    waiting: Sequence[str],
    fits: Callable[[Scenario], bool],
) -> int:
    """Return how many of the waiting items can stay frozen, by bisection."""

    def fails(count: int) -> bool:
        return not fits(_with_frozen(scenario, (*kept, *waiting[:count])))

    if not fails(len(waiting)):
        return len(waiting)
    return bisect_left(range(1, len(waiting)), True, key=fails)


def _with_frozen(scenario: Scenario, names: Collection[str]) -> Scenario:
    chosen = set(names)
    baseline = tuple(
        each.model_copy(update={"frozen": each.item in chosen}) for each in scenario.baseline
    )
    return scenario.model_copy(update={"baseline": baseline})


def _is_possible(
    scenario: Scenario, options: SolveOptions, whole: Clock, max_seconds: float
) -> bool:
    if whole.over:
        return False
    seconds = max_seconds if whole.reproducible else min(max_seconds, whole.left)
    clock = Clock(seconds, None, reproducible=options.reproducible)
    return bool(
        can_be_met(scenario, clock, cores=options.cores, seed=options.seed, params=options.params)
    )


def _forced(scenario: Scenario, name: str, *, tested: bool) -> ForcedMove:
    item = scenario.item_by_id[name]
    pred = _moving(scenario, item) if tested else None
    if pred is not None:
        rule = RuleId.PRECEDENCE
        message = f"{pred.name}, which it comes after, has to move and cannot be done in time"
    elif not tested:
        rule = RuleId.FREEZE
        message = "not all that is frozen can stay, and there was no time to find out what can"
    else:
        rule = RuleId.FREEZE
        message = (
            "no plan that keeps every rule and deadline was found with it where it was, beside "
            "what else stays"
        )
    return ForcedMove(item=name, title=item.title, rule=rule, message=message)


def _moving(scenario: Scenario, item: WorkItem) -> WorkItem | None:
    """Return a predecessor of an item that may move."""
    preds = (scenario.item_by_id[link.item] for link in scenario.binding_links(item))
    return next((p for p in preds if not p.is_started and not scenario.is_frozen(p)), None)

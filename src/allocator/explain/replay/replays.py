"""Plans a re-planning again and again: as it is, and without some differences."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Self

from allocator.analysis.annotate import dated
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario
from allocator.explain.params import DEFAULT_PARAMS, ExplainParams
from allocator.explain.replay.differences import Difference
from allocator.explain.replay.question import ReplanQuestion
from allocator.explain.replay.search import ReplanClimb, SeedAndSteps
from allocator.explain.trials.compilation import use_kernel
from allocator.heuristics.kernel import jit
from allocator.jobs.executors import executor
from allocator.planner.options import SolveOptions

Undone = tuple[Difference, ...]
Replay = Mapping[str, PlanItem]
"""A plan that was made without some differences: its items by id, with their lateness."""


class Replays:
    """Replays a re-planning; leave it with ``with``, which ends its threads.

    Parameters
    ----------
    question
        What the re-planning was asked.
    new
        The plan that it made.
    params
        The numbers of explanations.
    workers
        Processor cores to use; None for all of them.
    stop
        Set it to end: replays that have begun end with what they have by then, others have none.
    """

    def __init__(
        self,
        question: ReplanQuestion,
        new: Plan,
        *,
        params: ExplainParams = DEFAULT_PARAMS,
        workers: int | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._question, self._new, self._params = question, new, params
        self._stop = stop or threading.Event()
        self._threads = executor(SolveOptions(workers=workers).cores)
        self._known: dict[frozenset[str], dict[SeedAndSteps, Replay | None]] = {}
        use_kernel(len(new.items), params.trials)
        self._share = self._share_of_steps()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def run(self, asked: Sequence[Undone], *, again: bool = False) -> list[tuple[Replay, ...]]:
        """Return the plans without some differences, a plan for each search.

        Empty where there is no plan. Those without a difference (``()``) are the control.

        Parameters
        ----------
        asked
            What is undone, together in each.
        again
            Whether to search again, from other seeds and longer, and return these plans too.
        """
        replay = self._params.replay
        steps = (*replay.steps, *(replay.more_steps if again else ()))
        searches = [(seed, round(self._share * count)) for seed, count in enumerate(steps)]
        calls = [self._threads.submit(self._replayed, undone, searches) for undone in asked]
        return [call.result() for call in calls]

    def _share_of_steps(self) -> float:
        """Return the fraction of the steps that searches have, for what takes long.

        It stays the same where the kernel has been compiled meanwhile: all must search equally.
        """
        items, replay = len(self._new.items), self._params.replay
        large = replay.large_share if items >= replay.large_items else 1.0
        plain = items >= replay.plain_items and not jit.enabled()
        return large * (replay.plain_share if plain else 1.0)

    def _replayed(self, undone: Undone, searches: Sequence[SeedAndSteps]) -> tuple[Replay, ...]:
        known = self._known.setdefault(frozenset(one.key for one in undone), {})
        new = [search for search in searches if search not in known]
        if new and not self._stop.is_set():
            known |= zip(new, self._searched(undone, new), strict=True)
        found = (known.get(search) for search in searches)
        return tuple(one for one in found if one is not None)

    def _searched(self, undone: Undone, searches: Sequence[SeedAndSteps]) -> list[Replay | None]:
        asked = self._question.without(undone)
        if asked is None:
            return [None for _ in searches]
        if asked.as_before is not None:
            return [_dated(asked.scenario, asked.as_before) for _ in searches]
        climb = ReplanClimb(
            *(asked.scenario, self._question.keep, self._new.items, self._params.trials),
            self._stop.is_set,
        )
        return [
            None if found is None else _dated(found.scenario, found.items)
            for found in climb.run(searches)
        ]


def _dated(scenario: Scenario, items: Sequence[PlanItem]) -> Replay:
    team = Calendars(scenario).team
    return {entry.id: dated(scenario, team, entry) for entry in items}

"""Plans a re-planning again and again: as it is, and without some differences."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from allocator.analysis.annotate import dated
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario
from allocator.explain.params import DEFAULT_PARAMS, ExplainParams
from allocator.explain.replay.differences import Difference
from allocator.explain.replay.question import ReplanQuestion
from allocator.explain.replay.search import replayed
from allocator.explain.trials.trials import compile_kernel
from allocator.jobs.executors import executor
from allocator.planner.options import SolveOptions
from allocator.replanning.prepare import PreparedReplan

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
        self._known: dict[tuple[frozenset[str], int, int], Replay | None] = {}
        self._prepared: dict[frozenset[str], PreparedReplan | None] = {}
        compile_kernel(len(new.items), params.trials)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
        efforts = (*replay.steps, *(replay.more_steps if again else ()))
        calls = [
            [
                self._threads.submit(self._replayed, undone, *each[::-1])
                for each in enumerate(efforts)
            ]
            for undone in asked
        ]
        found = [[call.result() for call in each] for each in calls]
        return [tuple(one for one in each if one is not None) for each in found]

    def _replayed(self, undone: Undone, steps: int, seed: int) -> Replay | None:
        key = frozenset(one.key for one in undone)
        if (key, steps, seed) not in self._known:
            self._known[key, steps, seed] = self._searched(key, undone, steps, seed)
        return self._known[key, steps, seed]

    def _searched(
        self, key: frozenset[str], undone: Undone, steps: int, seed: int
    ) -> Replay | None:
        if self._stop.is_set():
            return None
        if key not in self._prepared:
            self._prepared[key] = self._question.without(undone)
        asked = self._prepared[key]
        if asked is None:
            return None
        if asked.as_before is not None:
            return _dated(asked.scenario, asked.as_before)
        found = replayed(
            asked,
            self._question.keep,
            self._new.items,
            seed=seed,
            steps=steps,
            params=self._params.trials,
            stopped=self._stop.is_set,
        )
        return None if found is None else _dated(asked.scenario, found.items)


def _dated(scenario: Scenario, items: Sequence[PlanItem]) -> Replay:
    team = Calendars(scenario).team
    return {entry.id: dated(scenario, team, entry) for entry in items}

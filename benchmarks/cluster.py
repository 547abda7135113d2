"""Measures what more workers of a cluster find, by the processor's time, on one core.

The searches of so many workers run one after another, a stretch of each at a time; then the best
plan and the bounds go round, as the planner's exchange has it. A stretch is measured in seconds of
processor time, so that a busy machine changes little; what a network adds is left out.

    python benchmarks/cluster.py scenarios/portfolio.yaml --seconds 20 -o cluster.csv
    python benchmarks/cluster.py FILE... --workers 1 --workers 8 --seed 0 --seed 1
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.heuristics.candidate import scored
from allocator.planner.clock import Clock
from allocator.planner.cluster.messages import ClusterNews, SearchPackage, TierTask
from allocator.planner.cluster.worker_search import PlannerWatch, WorkerSearch
from allocator.planner.first_plan import FirstPlan, first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.params import DEFAULT_PARAMS
from allocator.planner.progress import Throttle
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows
from allocator.scenario import load

WORKERS = (1, 2, 4, 8)
PIECE_SECONDS = 0.25
"""Seconds of the clock after which the processor's time is looked at."""


@dataclass(frozen=True)
class Row:
    """The value of the first tier that is not 0, after so many seconds of each worker."""

    instance: str
    workers: int
    seed: int
    tier: str
    seconds: float
    value: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all instances, numbers of workers and seeds; return the exit code."""
    options = _options(arguments)
    with options.output.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(Row.__annotations__)
        for path in options.instances:
            for seed in options.seed or [0]:
                first = first_plan(load(path).scenario.scope, Clock(10.0, None), seed)
                for workers in options.workers or WORKERS:
                    for row in _searched(path.stem, first, workers, seed, options):
                        rows.writerow(vars(row).values())
                        file.flush()
                    print(row, file=sys.stderr)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("instances", nargs="+", type=Path, metavar="FILE")
    add("--workers", action="append", type=int, metavar="N", help="default 1, 2, 4 and 8")
    add("--seed", action="append", type=int, help="default 0")
    add("--seconds", type=float, default=20.0, metavar="S", help="of each worker; default 20")
    add("--stretch", type=float, default=1.0, metavar="S", help="between exchanges; default 1")
    add("-o", "--output", type=Path, default=Path("cluster.csv"), metavar="FILE.csv")
    return parser.parse_args(arguments)


def _searched(
    name: str, first: FirstPlan, workers: int, seed: int, options: argparse.Namespace
) -> Iterator[Row]:
    """Yield the value after each stretch."""
    problem, best = first.problem, first.candidate
    assert best is not None
    evaluator = Evaluator(problem)
    incumbent = Incumbent(evaluator, best, Clock(1e9, None), Throttle(None))
    package = SearchPackage(
        problem=problem,
        windows=time_windows(problem),
        solution=best.solution,
        order=first.order,
        relax=False,
        params=DEFAULT_PARAMS,
    )
    watch = PlannerWatch()
    searches = [WorkerSearch(package, 1, seed + k, k, watch) for k in range(workers)]
    tiers = problem.tier_names
    focus = next((k for k in range(len(tiers)) if best.score[1 + k] > 0), len(tiers) - 1)
    kept = tuple((tiers[k], best.score[1 + k]) for k in range(focus))
    tier, spent = tiers[focus], 0.0
    while spent < options.seconds and not incumbent.proved(tier):
        for search in searches:
            watch.hear()
            _stretch(search, TierTask(tier=tier, kept=kept, seconds=PIECE_SECONDS), options.stretch)
        _exchange(searches, incumbent)
        spent += options.stretch
        assert incumbent.best is not None
        value = float(scored(evaluator, incumbent.best.solution).score[1 + focus])
        yield Row(name, workers, seed, tier, spent, value * float(problem.tier(tier).unit))
    for search in searches:
        search.close()


def _stretch(search: WorkerSearch, task: TierTask, seconds: float) -> None:
    """Search for so many seconds of processor time."""
    end = _processor_seconds() + seconds
    while _processor_seconds() < end:
        search.improve(task)


def _exchange(searches: Sequence[WorkerSearch], incumbent: Incumbent) -> None:
    """Take what each has found, and tell all."""
    for search in searches:
        news = search.news()
        if news.solution is not None:
            incumbent.offer(news.solution, news.engine)
        for tier, (bound, source) in news.bounds.items():
            incumbent.raise_bound(tier, bound, source)
    assert incumbent.best is not None
    for search in searches:
        search.hear(ClusterNews(solution=incumbent.best.solution, engine=incumbent.last_finder))


def _processor_seconds() -> float:
    """Return the processor time of this process and of those that it has started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    found = time.process_time()
    for pid in _all_children(children):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def _all_children(main_thread: Path) -> Iterator[str]:
    for each in main_thread.parents[1].glob("*/children"):
        try:
            yield from each.read_text().split()
        except OSError:  # the thread has ended
            continue


if __name__ == "__main__":
    sys.exit(main())

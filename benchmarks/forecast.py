"""Times the simulation of futures on an artificial plan: 1,000 items, 40 people with calendars.

Compiling, both policies and the memory of the process. Times are the smallest of several runs;
the draws are part of them.

    python benchmarks/forecast.py --futures 10000 --workers 2
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence

import numpy as np

from allocator.domain.forecast import PolicyName
from allocator.forecasting.simulation.arrays import SimulationModel
from allocator.forecasting.simulation.dispatch import enable
from allocator.forecasting.simulation.futures import simulate, simulate_block
from allocator.jobs.executors import executor
from made_team import MadeDraws, made_draws, made_team, planned


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a Markdown table of the times; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default, text in (
        ("--items", 1000, "of the plan"),
        ("--futures", 10_000, "that are simulated"),
        ("--workers", 2, "threads"),
        ("--runs", 3, "of which the fastest counts"),
    ):
        parser.add_argument(name, type=int, default=default, help=f"{text}; default {default:,}")
    options = parser.parse_args(arguments)
    model = planned(made_team(options.items))
    draws = made_draws(model)
    if enable():
        began = time.perf_counter()
        simulate_block(model, draws, "dispatch", True, 0, 1)
        print(f"compiled, or read from the cache, in {time.perf_counter() - began:.1f} s\n")
    else:
        print("numba is not installed: plain Python\n", file=sys.stderr)
    print("| policy | futures | threads | s by the clock | us of a core a future | P50 | P85 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    policies: tuple[PolicyName, ...] = ("dispatch", "keep")
    for policy in policies:
        print(_row(model, draws, policy, options), flush=True)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nmemory at most: {kilobytes / 1024:.0f} MB")
    return 0


def _row(
    model: SimulationModel, draws: MadeDraws, policy: PolicyName, options: argparse.Namespace
) -> str:
    clock, processor = [], []
    for _ in range(max(1, options.runs)):
        began, spent = time.perf_counter(), time.process_time()
        with executor(options.workers) as pool:
            made = simulate(model, draws, options.futures, policy=policy, executor=pool)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
    late = made.held.max(axis=1)
    median, high = np.quantile(late, [0.5, 0.85])
    return (
        f"| {policy} | {options.futures:,} | {options.workers} | {min(clock):.2f} "
        f"| {1e6 * min(processor) / options.futures:.0f} | {median:.0f} | {high:.0f} |"
    )


if __name__ == "__main__":
    sys.exit(main())

"""Holds calibrations against the tasks that they have not seen, in public histories.

Each history is learned from in its first 70 % in time and judged on the rest; of cesaw, besides,
every other project is learned from and the others are judged. The prior is that of the other
histories alone. Where ../shared/data/history is absent, nothing is measured.

    python benchmarks/calibration.py
    python benchmarks/calibration.py --cuts        # other cuts in time: means and hits
    python benchmarks/calibration.py --prior       # the numbers of the shipped prior
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from allocator.forecasting.calibration.fit import fit_model
from allocator.forecasting.calibration.params import DEFAULT_PARAMS
from allocator.forecasting.calibration.prior import RatioPrior
from allocator.forecasting.calibration.ratio_model import RatioModel, remaining_log_ratios
from allocator.forecasting.calibration.self_test import (
    HeldTasks,
    held_by_model,
    held_by_raw_ratios,
    held_sums,
)
from allocator.forecasting.calibration.task_history import TaskHistory
from histories import fit_team, prior_of, prior_text, read_histories, with_logged_time
from suites import DATA

TRAIN = 0.7
CUTS = ((0.5, 0.65), (0.65, 0.85), (0.85, 1.0))
"""Learned from until the first, judged until the second."""
DRAWS = 200
"""Of a few tasks out of the part that is learned from."""
SCALES = ("ln ratio", "ratio", "hours")


@dataclass(frozen=True)
class Split:
    """Tasks to learn from and tasks held out, with the prior of the other histories."""

    name: str
    train: TaskHistory
    test: TaskHistory
    prior: RatioPrior


@dataclass(frozen=True)
class Target:
    """A measured value, and from where to where it should lie."""

    history: str
    what: str
    value: float
    low: float
    high: float

    @property
    def is_hit(self) -> bool:
        return self.low <= self.value <= self.high

    @property
    def line(self) -> str:
        verdict = "hit" if self.is_hit else "miss"
        span = f"{self.low:g} to {self.high:g}"
        return f"| {self.history} | {self.what} | {self.value:.3f} | {span} | {verdict} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of the targets; return the exit code."""
    options = _options(arguments)
    histories = read_histories(options.data)
    if not histories:
        print(f"{options.data} has no histories: nothing is measured.", file=sys.stderr)
        return 0
    if options.prior:
        print(prior_text(histories), end="")
    elif options.cuts:
        _print_cuts(histories, options.data)
    else:
        _print_targets(histories, options.data)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA / "history")
    parser.add_argument("--cuts", action="store_true")
    parser.add_argument("--prior", action="store_true")
    return parser.parse_args(arguments)


def _print_targets(histories: dict[str, TaskHistory], data: Path) -> None:
    print("| history | what | measured | target | |\n|---|---|---|---|---|")
    found = []
    for split in _splits(histories):
        for target in _targets(split, data):
            print(target.line, flush=True)
            found.append(target)
    print(f"\n{sum(target.is_hit for target in found)} of {len(found)} hit")


def _print_cuts(histories: dict[str, TaskHistory], data: Path) -> None:
    found: dict[str, list[Target]] = {}
    for split in _other_splits(histories):
        model, _ = fit_team(split.train, split.prior)
        for target in (*_of_tasks(split, model), *_of_sums(split), *_under_way(split, model, data)):
            found.setdefault(target.what, []).append(target)
    print("| what | mean | hit | values |\n|---|---|---|---|")
    for what, targets in found.items():
        values = " ".join(f"{target.value:.2f}" for target in targets)
        mean = np.mean([target.value for target in targets])
        hits = sum(target.is_hit for target in targets)
        print(f"| {what} | {mean:.3f} | {hits} of {len(targets)} | {values} |")


def _splits(histories: dict[str, TaskHistory]) -> Iterator[Split]:
    for name, tasks in histories.items():
        prior = _prior_without(histories, name)
        yield Split(name, tasks.between(0, TRAIN), tasks.between(TRAIN, 1), prior)
        if name == "cesaw":
            projects = sorted(set(tasks.project), key=int)
            for half in (0, 1):
                mine = np.isin(tasks.project, projects[half::2])
                title = f"cesaw, half {half + 1} of its projects"
                yield Split(title, tasks.take(mine), tasks.take(~mine), prior)


def _other_splits(histories: dict[str, TaskHistory]) -> Iterator[Split]:
    for name, tasks in histories.items():
        prior = _prior_without(histories, name)
        for start, end in CUTS:
            yield Split(name, tasks.between(0, start), tasks.between(start, end), prior)


def _prior_without(histories: dict[str, TaskHistory], name: str) -> RatioPrior:
    return prior_of({other: tasks for other, tasks in histories.items() if other != name})


def _targets(split: Split, data: Path) -> Iterator[Target]:
    model, _ = fit_team(split.train, split.prior)
    yield from _of_tasks(split, model)
    yield from _of_sums(split)
    yield from _of_few(split, held_by_model(model, split.test))
    yield from _under_way(split, model, data)


def _of_tasks(split: Split, model: RatioModel) -> Iterator[Target]:
    held, raw = held_by_model(model, split.test), held_by_raw_ratios(split.train, split.test)
    yield Target(split.name, "P80 covers", held.shares[0.8], 0.77, 0.83)
    yield Target(split.name, "P90 covers", held.shares[0.9], 0.87, 0.93)
    for scale, own, other in zip(SCALES, held.losses, raw.losses, strict=True):
        yield Target(split.name, f"pinball / raw ratios, {scale}", own / other, 0, 0.98)


def _of_sums(split: Split) -> Iterator[Target]:
    model, factors = fit_team(split.train, split.prior)
    held = held_sums(model, factors, split.test, DEFAULT_PARAMS)
    assert held is not None
    yield Target(split.name, "sums of 20 outside P10 to P90", held.outside, 0.15, 0.25)
    yield Target(split.name, "sums of 20 kept at P80", held.below_p80, 0.75, 0.85)
    yield Target(split.name, "sums of 20 kept at P50", held.below_p50, 0.42, 0.58)


def _of_few(split: Split, whole: HeldTasks) -> Iterator[Target]:
    for count, worst in ((10, 1.07), (5, 1.10)):
        few = _mean_losses(
            split, count, lambda past: held_by_model(fit_model(past, split.prior), split.test)
        )
        for scale, own, all_of_it in zip(SCALES, few, whole.losses, strict=True):
            yield Target(split.name, f"{count} tasks / all, {scale}", own / all_of_it, 0, worst)


def _mean_losses(
    split: Split, count: int, judge: Callable[[TaskHistory], HeldTasks]
) -> list[float]:
    random = np.random.default_rng(7)
    draws = [random.choice(len(split.train), count, replace=False) for _ in range(DRAWS)]
    losses = [judge(split.train.take(np.sort(draw))).losses for draw in draws]
    return [float(loss) for loss in np.mean(losses, axis=0)]


def _under_way(split: Split, model: RatioModel, data: Path) -> Iterator[Target]:
    """Yield how the forecasts of remaining work hold, where the history has a time log."""
    if not split.name.startswith("cesaw"):
        return
    logged = with_logged_time(split.test, data)
    for part in (0.5, 1.0, 2.0):
        busy = logged.take(logged.actual > part * logged.estimate * (1 + 1e-6))
        ratios = model.of(busy)
        for level, low, high in ((0.5, 0.45, 0.55), (0.8, 0.75, 0.85)):
            spent = np.full(len(busy), np.log(part))
            hours = busy.estimate * np.exp(remaining_log_ratios(ratios, spent, level))
            kept = float(np.mean(busy.actual <= hours * (1 + 1e-9)))
            what = f"remaining at {part:g} of the estimate, P{100 * level:.0f}"
            yield Target(split.name, what, kept, low, high)


if __name__ == "__main__":
    sys.exit(main())

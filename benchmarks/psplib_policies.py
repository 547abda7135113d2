"""Holds the two ways to dispatch public instances against published figures: PSPLIB J120.

The protocol, of Fang, Kolisch, Wang and Mu (2015): durations are uncertain with the mean d of the
instance; U1 is uniform on d -+ sqrt(d), U2 uniform on [0, 2 d], Exp exponential, B1 and B2 beta on
[d/2, 2 d] with the variances d/3 and d^2/3. The order is by the latest finish in the critical-path
schedule of the means, ties by number. ``dispatch`` starts, whenever something ends, all that fits
in that order. ``start order kept`` starts nothing before what is ahead of it in the list of the
starts that ``dispatch`` has with the means. The figure is the mean over the instances of the mean
makespan, in percent above the critical path of the means.

    python benchmarks/psplib_policies.py --every 20
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from allocator.forecasting.simulation.arrays import (
    F64,
    I64,
    INTO_START,
    START,
    WORK_END,
    SimulationModel,
)
from allocator.forecasting.simulation.building import (
    Link,
    ints,
    links_of,
    no_calendars,
    nothing_drawn,
    ptr_of,
)
from allocator.forecasting.simulation.dispatch import dispatch, enable
from made_team import one_person_each

ARCHIVE = Path(__file__).resolve().parents[2] / "shared/data/rcpsp/psplib_j30_to_j120.tar.xz"
TICK = 1000
"""Slots of a unit of time: durations are nearly continuous."""
KINDS = ("U1", "U2", "Exp", "B1", "B2")
PUBLISHED = {
    "dispatch": (48.05, 55.58, 70.98, 48.05, 55.57),
    "start order kept": (55.37, 81.55, 124.67, 55.63, 84.47),
}


@dataclass(frozen=True)
class PublicInstance:
    """Activities without the first and last, which take no time.

    Attributes
    ----------
    durations, demands
        Shapes (n,), (n, R): means, and what is needed of each resource.
    links
        Pairs (a, b): b starts after a has ended.
    """

    durations: I64
    demands: I64
    capacities: list[int]
    links: list[tuple[int, int]]

    def latest_finishes(self) -> tuple[I64, int]:
        """Return latest finishes on the critical path of the means, and its length."""
        n = len(self.durations)
        early, late = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        for a, b in sorted(self.links):  # numbers are in topological order
            early[b] = max(early[b], early[a] + self.durations[a])
        length = int((early + self.durations).max())
        late[:] = length
        for a, b in sorted(self.links, reverse=True):
            late[a] = min(late[a], late[b] - self.durations[b])
        return late, length

    def model(self, by_rank: I64, *, in_order: bool) -> SimulationModel:
        """Return it as a model in which everything has a person of its own."""
        n, resources = self.demands.shape
        rank = np.empty(n, dtype=np.int32)
        rank[by_rank] = np.arange(n)
        entries = one_person_each([[k] for k in range(n)], self.durations * float(TICK), [0] * n)
        needed = [[r for r in range(resources) if row[r]] for row in self.demands]
        entries = replace(
            entries,
            rank=rank,
            by_rank=by_rank.astype(np.int32),
            demand_ptr=ptr_of([len(each) for each in needed]),
            demand_resource=ints([r for each in needed for r in each]),
            demand_amount=ints([self.demands[k, r] for k, each in enumerate(needed) for r in each]),
            capacity=ints(self.capacities),
        )
        links: list[Link] = [(a, b, WORK_END, INTO_START, -1) for a, b in self.links]
        if in_order:
            before, after = by_rank[:-1].tolist(), by_rank[1:].tolist()
            links += [(a, b, START, INTO_START, -1) for a, b in zip(before, after, strict=True)]
        return SimulationModel(entries, links_of(n, links), no_calendars(n), n)


def read(text: str) -> PublicInstance:
    """Read an instance in PSPLIB's format."""
    lines = text.splitlines()
    at = {line.split(":")[0].strip(): k for k, line in enumerate(lines)}
    first, second = at["PRECEDENCE RELATIONS"] + 2, at["REQUESTS/DURATIONS"] + 3
    n = next(int(line.split(":")[1]) for line in lines if line.startswith("jobs"))
    rows = np.array([[int(x) for x in lines[second + k].split()] for k in range(1, n - 1)])
    links = [
        (k - 1, int(s) - 2)
        for k in range(1, n - 1)
        for s in lines[first + k].split()[3:]
        if int(s) < n
    ]
    capacities = [int(x) for x in lines[at["RESOURCEAVAILABILITIES"] + 2].split()]
    return PublicInstance(rows[:, 2], rows[:, 3:], capacities, links)


def ratios(kind: str, durations: I64, futures: int, draw: np.random.Generator) -> F64:
    """Return durations by their means, shape (n, futures), each activity's in even strata."""
    n = len(durations)
    mean = durations[:, None].astype(np.float64)
    strata = draw.permuted(np.tile(np.arange(futures), (n, 1)), axis=1)
    u = (strata + draw.random((n, futures))) / futures
    if kind == "U1":
        return np.asarray(1 + (2 * u - 1) / np.sqrt(mean))
    if kind == "U2":
        return np.asarray(2 * u)
    if kind == "Exp":
        return np.asarray(-np.log1p(-u))
    total = 1.5 * mean - 1 if kind == "B1" else np.full_like(mean, 0.5)
    return np.asarray(0.5 + 1.5 * draw.beta(total / 3, 2 * total / 3, (n, futures)))


def above(instance: PublicInstance, futures: int, seed: int) -> Iterator[tuple[str, str, float]]:
    """Yield way, kind of durations and percent above the critical path."""
    late, length = instance.latest_finishes()
    urgent = np.lexsort((np.arange(len(late)), late))
    free = instance.model(urgent, in_order=False)
    starts = dispatch(free, nothing_drawn(free, 1)).start[0]
    kept = instance.model(np.lexsort((np.arange(len(late)), late, starts)), in_order=True)
    for kind in KINDS:
        drawn = ratios(kind, instance.durations, futures, np.random.default_rng(seed))
        for way, model in zip(PUBLISHED, (free, kept), strict=True):
            block = replace(nothing_drawn(model, futures), ratios=drawn)
            mean = dispatch(model, block).held.max(axis=1).mean() / TICK
            yield way, kind, 100 * (float(mean) / length - 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a Markdown table beside the published figures; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--futures", type=int, default=64, help="of each instance; default 64")
    parser.add_argument("--every", type=int, default=1, help="every how many-th instance")
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help=f"default {ARCHIVE}")
    options = parser.parse_args(arguments)
    if not options.archive.exists():
        print(f"Error: {options.archive} is not there; name it with --archive", file=sys.stderr)
        return 2
    enable()
    began = time.perf_counter()
    found: dict[tuple[str, str], list[float]] = {(w, k): [] for w in PUBLISHED for k in KINDS}
    for number, text in enumerate(texts(options.archive)[:: options.every]):
        for way, kind, percent in above(read(text), options.futures, number):
            found[way, kind].append(percent)
    print("| way | durations | instances | percent | published | difference |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for (way, kind), each in found.items():
        published = PUBLISHED[way][KINDS.index(kind)]
        mean = float(np.mean(each))
        print(
            f"| {way} | {kind} | {len(each)} | {mean:.2f} | {published} | {mean - published:+.2f} |"
        )
    print(f"\n{time.perf_counter() - began:.0f} s")
    return 0


def texts(archive: Path) -> list[str]:
    """Return the instances of J120 in the order of their names."""
    found = {}
    with tarfile.open(archive) as opened:
        for member in opened:  # one after another: the archive is compressed as a whole
            if member.isfile() and "/j120" in member.name:
                taken = opened.extractfile(member)
                assert taken is not None
                found[member.name] = taken.read().decode()
    return [found[name] for name in sorted(found)]


if __name__ == "__main__":
    sys.exit(main())

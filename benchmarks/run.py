"""Plans instances, each in a process of its own, and writes a CSV row for each.

Rows are written as they come, so that a run can be interrupted and taken up again: what the
file already holds (same instance, content, planner, time limit, workers, seed and parameters)
without an error is skipped.

    python benchmarks/run.py --suite d36 --time-limit 60 -o d36.csv
    python benchmarks/run.py --suite team-300 --planner allocator --planner tj3 --traces traces
    python benchmarks/run.py ../shared/data/msrcpsp/d36 --best-known best_known.csv
    python benchmarks/run.py --suite d36 --params other.toml
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from instances import FORMATS, BenchmarkError, BestKnown, best_known, digest, find, form_of, look_up
from memory import Watch
from planners import PLANNERS
from results import Results, Row
from suites import DATA, SUITES, suite

GRACE = 120.0
"""Seconds past the time limit after which a process that does not end is killed."""
TIME_LIMIT = 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the instances; return the exit code."""
    options = _options(arguments)
    try:
        return _run(options)
    except BenchmarkError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nInterrupted; {options.output} holds what was done.", file=sys.stderr)
        return 130


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = "; ".join(f"{name}: {one.about}" for name, one in SUITES.items())
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("paths", nargs="*", type=Path, metavar="PATH", help="instances or folders")
    add("--suite", action="append", default=[], metavar="NAME", help=names)
    add(
        "--planner",
        action="append",
        choices=tuple(PLANNERS),
        help="default allocator; give several to hold them against each other",
    )
    add(
        "--time-limit",
        type=float,
        metavar="SECONDS",
        help=f"default: the suite's, {TIME_LIMIT:g} for paths",
    )
    add("--workers", type=int, default=_cores(), help="default: one on each core")
    add("--seed", type=int, action="append", help="default 0; give several for several runs")
    add("--format", choices=FORMATS, help="of paths; default: by the ending of the file")
    add(
        "--best-known",
        type=Path,
        action="append",
        default=[],
        metavar="CSV",
        help="best known values, columns instance and best_known_makespan; suites have theirs",
    )
    add("--data", type=Path, default=DATA, metavar="FOLDER", help="of the public instances")
    add("--traces", type=Path, metavar="FOLDER", help="store what was reached when, for anytime.py")
    add(
        "--params",
        type=Path,
        metavar="TOML",
        help="numbers of allocator's search, listed in docs/planner.md; default: its own",
    )
    add("--again", action="store_true", help="run what the file holds, too")
    add("-o", "--output", type=Path, default=Path("results.csv"), metavar="CSV")
    options = parser.parse_args(arguments)
    if not options.paths and not options.suite:
        parser.error("say which instances: a PATH or a --suite")
    if (options.time_limit is not None and options.time_limit <= 0) or options.workers < 1:
        parser.error("--time-limit and --workers must be above zero")
    options.planner = options.planner or ["allocator"]
    return options


@dataclass(frozen=True, kw_only=True)
class Job:
    """An instance to run, with what its suite says of it."""

    path: Path
    form: str
    time_limit: float
    best: BestKnown | None
    suite: str | None = None
    plan_due: bool = False


def _jobs(options: argparse.Namespace) -> list[Job]:
    known = best_known(options.best_known)
    jobs = [
        Job(
            path=path,
            form=options.format or form_of(path),
            time_limit=options.time_limit or TIME_LIMIT,
            best=look_up(known, path),
        )
        for path in (find(options.paths) if options.paths else ())
    ]
    for name in options.suite:
        one = suite(name)
        paths = one.instances(options.data)
        known = best_known([*one.tables(options.data), *options.best_known])
        jobs += [
            Job(
                path=path,
                form=form_of(path),
                time_limit=options.time_limit or one.time_limit,
                best=look_up(known, path),
                suite=name,
                plan_due=one.every_plan,
            )
            for path in paths
        ]
    return jobs


def _run(options: argparse.Namespace) -> int:
    for name in options.planner:
        PLANNERS[name].demand()
    results = Results(options.output)
    params = _params_digest(options.params)
    todo = list(itertools.product(options.seed or [0], _jobs(options), options.planner))
    failed = 0
    for number, (seed, job, planner) in enumerate(todo, start=1):
        planned = Row(
            instance=job.path.name,
            folder=job.path.resolve().parent.name,
            sha256=digest(job.path),
            form=job.form,
            planner=planner,
            time_limit=job.time_limit,
            workers=options.workers,
            seed=seed,
            status="error",
            suite=job.suite,
            params=params if planner == "allocator" else None,
        )
        head = f"[{number}/{len(todo)}] {job.path.name} {planner} seed {seed}: "
        if results.done(planned) and not options.again:
            print(f"{head}already there", file=sys.stderr)
            continue
        row = _measured(planned, job, options)
        results.add(row)
        failed += row.status == "error" or row.impossible
        failed += job.plan_due and planner == "allocator" and row.status == "no_plan"
        print(head + _summary(row), file=sys.stderr)
    return 1 if failed else 0


def _params_digest(path: Path | None) -> str | None:
    """Check a file of parameters and return its digest."""
    if path is None:
        return None
    from allocator.errors import InputError
    from allocator.planner import read_params

    try:
        read_params(path)
    except InputError as error:
        raise BenchmarkError(str(error)) from None
    return digest(path)


def _measured(row: Row, job: Job, options: argparse.Namespace) -> Row:
    """Run one instance in a process of its own and fill in its row."""
    began = time.perf_counter()
    found = _process(row, job.path, options)
    found["wall_seconds"] = time.perf_counter() - began
    found["machine"] = machine()
    if job.best is not None:
        found["best_known"] = job.best.value
        found["known_lower_bound"] = job.best.lower_bound
        if found.get("objective") is not None and job.best.value:
            found["gap_to_best_known"] = (
                100 * (found["objective"] - job.best.value) / job.best.value
            )
    return Row(**{**asdict(row), **found})


def _process(row: Row, path: Path, options: argparse.Namespace) -> dict[str, Any]:
    traces: Path | None = options.traces
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "found.json"
        command = [sys.executable, Path(__file__).with_name("one.py"), path, row.form, row.planner]
        command += [row.time_limit, row.workers, row.seed, output]
        if traces is not None:
            traces.mkdir(parents=True, exist_ok=True)
            command += ["--trace", traces / trace_name(row)]
        if row.params is not None:
            command += ["--params", options.params]
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            with Watch(process.pid) as watch:
                _, said = process.communicate(timeout=row.time_limit + GRACE)
        except subprocess.TimeoutExpired:
            return {"error": f"killed {GRACE:g} s after its time limit"}
        finally:
            _end(process)
        if not output.exists():
            last = (said.strip().splitlines() or ["without a word"])[-1]
            return {"error": f"ended with code {process.returncode}: {last}"[:500]}
        found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        known = [peak for peak in (found.get("peak_mb"), watch.peak_mb) if peak is not None]
        found["peak_mb"] = max(known, default=None)
        return found


def _end(process: subprocess.Popen[str]) -> None:
    """End a process, and what it has started, where it has not ended by itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def trace_name(row: Row) -> str:
    """Return the file that holds the trace of a run."""
    planner = f"{row.planner}-{row.params}" if row.params else row.planner
    return f"{Path(row.instance).stem}.{planner}.seed{row.seed}.csv"


def _summary(row: Row) -> str:
    if row.error:
        return f"{row.status}, {row.error.splitlines()[0]}"
    words = [f"{row.objective_name} {row.objective:g}", row.status]
    if row.bound is not None:
        words.insert(1, f"bound {row.bound:g}")
    if row.violations:
        words.append(f"{row.violations} breaches of our rules")
    if row.gap_to_best_known is not None:
        words.append(f"{row.gap_to_best_known:+.2f} % to best known")
    if row.impossible:
        words.append(f"WRONG: below the proved bound of {row.known_lower_bound:g}")
    return ", ".join([*words, f"{row.wall_seconds:.1f} s"])


def _cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine() -> str:
    """Return the machine in a few words."""
    name = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return f"{name}, {_cores()} cores, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())

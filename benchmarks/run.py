"""Plans a folder of instances, each in a process of its own, and writes a CSV row for each.

Rows are written as they come, so that a run can be interrupted and taken up again: what the
file already holds (same instance, content, time limit, workers and seed) without an error is
skipped.

    python benchmarks/run.py ../shared/data/msrcpsp/d36 --time-limit 30 \\
        --best-known ../shared/data/msrcpsp/best_known.csv -o results.csv
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from instances import FORMATS, BenchmarkError, BestKnown, best_known, digest, find, form_of, look_up
from results import Results, Row

GRACE = 120.0
"""Seconds past the time limit after which a process that does not end is killed."""


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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="instances or folders")
    parser.add_argument("--time-limit", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--workers", type=int, default=_cores(), help="default: one on each core")
    parser.add_argument(
        "--seed", type=int, action="append", help="default 0; give several for several runs"
    )
    parser.add_argument("--format", choices=FORMATS, help="default: by the ending of the file")
    parser.add_argument(
        "--best-known", type=Path, action="append", default=[], metavar="CSV",
        help="best known values, columns instance and best_known_makespan",
    )  # fmt: skip
    parser.add_argument("--again", action="store_true", help="run what the file holds, too")
    parser.add_argument("-o", "--output", type=Path, default=Path("results.csv"), metavar="CSV")
    options = parser.parse_args(arguments)
    if options.time_limit <= 0 or options.workers < 1:
        parser.error("--time-limit and --workers must be above zero")
    return options


def _run(options: argparse.Namespace) -> int:
    known = best_known(options.best_known)
    results = Results(options.output)
    todo = [(path, seed) for seed in options.seed or [0] for path in find(options.paths)]
    failed = 0
    for number, (path, seed) in enumerate(todo, start=1):
        planned = Row(
            instance=path.name,
            folder=path.resolve().parent.name,
            sha256=digest(path),
            form=options.format or form_of(path),
            time_limit=options.time_limit,
            workers=options.workers,
            seed=seed,
            status="error",
        )
        head = f"[{number}/{len(todo)}] {path.name} seed {seed}: "
        if results.done(planned) and not options.again:
            print(f"{head}already there", file=sys.stderr)
            continue
        row = _measured(planned, path, look_up(known, path))
        results.add(row)
        failed += row.status == "error" or row.impossible
        print(head + _summary(row), file=sys.stderr)
    return 1 if failed else 0


def _measured(row: Row, path: Path, best: BestKnown | None) -> Row:
    """Run one instance in a process of its own and fill in its row."""
    began = time.perf_counter()
    found = _process(row, path)
    found["wall_seconds"] = time.perf_counter() - began
    found["machine"] = machine()
    if best is not None:
        found["best_known"] = best.value
        found["known_lower_bound"] = best.lower_bound
        if found.get("objective") is not None and best.value:
            found["gap_to_best_known"] = 100 * (found["objective"] - best.value) / best.value
    return Row(**{**row.__dict__, **found})


def _process(row: Row, path: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "found.json"
        command = [sys.executable, Path(__file__).with_name("one.py"), path, row.form]
        command += [row.time_limit, row.workers, row.seed, output]
        try:
            ended = subprocess.run(
                [str(word) for word in command],
                timeout=row.time_limit + GRACE,
                capture_output=True,
                text=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"error": f"killed {GRACE:g} s after its time limit"}
        if not output.exists():
            last = (ended.stderr.strip().splitlines() or ["without a word"])[-1]
            return {"error": f"ended with code {ended.returncode}: {last}"[:500]}
        found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return found


def _summary(row: Row) -> str:
    if row.error:
        return f"{row.status}, {row.error.splitlines()[0]}"
    words = [f"{row.objective_name} {row.objective:g}", f"bound {row.bound:g}", row.status]
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

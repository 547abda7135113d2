"""Changes plans in eight ways at three points in time, and measures how they are planned anew.

Each case makes a file of changes by seed, runs `allocator replan` on it as a user would, and
plans the same changed scenario from nothing, the cold plan. A case is a row of a CSV file;
what the file holds without an error is skipped, so that a run can be taken up again. Plans from
nothing that the folder holds of the same scenario and limit count anew, so that another version of
the program is held against the same ones.

    python benchmarks/replan.py -o replan.csv
    python benchmarks/replan.py --sample 24 --cold-limit 20 -o replan.csv
    python benchmarks/replan.py --report replan.csv --picture replan.png

With --sample, the first so many cases of each scenario are run, which lie evenly over the kinds
of change, the points in time and the seeds.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from instances import BenchmarkError, digest
from replan_case import FailedError, NoPlanError, baseline, measured
from replan_changes import KINDS
from replan_rows import ReplanRow
from results import Results, read
from run import machine

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS = tuple(ROOT / "scenarios" / f"{name}.yaml" for name in ("ds-team", "portfolio"))
DONE = (0.1, 0.4, 0.7)
"""Points in time: shares of the effort that are done."""
SEEDS = tuple(range(5))
ATTEMPTS = 5
"""Draws of one seed, where changes cannot be made or leave no plan."""


@dataclass(frozen=True)
class Case:
    """What happens, when, and which draw of it."""

    kind: str
    done: float
    seed: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run cases or report on them; return the exit code."""
    options = _options(arguments)
    try:
        return _report(options) if options.report else _run(options)
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
    add = parser.add_argument
    add(
        *("--scenario", "-s"),
        action="append",
        type=Path,
        metavar="FILE",
        help="default ds-team and portfolio",
    )
    add("--kind", action="append", choices=tuple(KINDS), help="default all")
    add("--done", action="append", type=float, choices=DONE, help="default all")
    add("--seed", action="append", type=int, choices=SEEDS, help="default all")
    add("--sample", type=int, metavar="N", help="so many cases of each scenario")
    add("--keep", default="medium", choices=("low", "medium", "high"), help="default medium")
    add("--time-limit", type=float, metavar="S", help="of replan; default its own")
    add("--baseline-limit", type=float, default=60.0, metavar="S", help="default 60")
    add("--cold-limit", type=float, default=60.0, metavar="S", help="default 60")
    add("--workers", type=int, default=os.cpu_count() or 1, help="default all cores")
    add("--again", action="store_true", help="run what the file holds anew")
    add("--cold-again", action="store_true", help="plan from nothing anew what the folder holds")
    add(
        "--folder",
        type=Path,
        metavar="DIR",
        help="where baselines and the plans of cases are kept; default beside the results",
    )
    add("-o", "--output", type=Path, default=Path("replan.csv"), metavar="FILE.csv")
    add("--report", type=Path, metavar="FILE.csv", help="print the tables of a file of results")
    add("--picture", type=Path, metavar="FILE.png", help="with --report: draw it too")
    return parser.parse_args(arguments)


def cases() -> list[Case]:
    """Return all cases, in an order of which any beginning is even in every respect.

    The numbers of kinds, points and seeds have no common divisor, so that counting each of them
    round and round meets every combination once.
    """
    kinds = tuple(KINDS)
    return [
        Case(kinds[k % len(kinds)], DONE[k % len(DONE)], SEEDS[k % len(SEEDS)])
        for k in range(len(kinds) * len(DONE) * len(SEEDS))
    ]


def _chosen(options: argparse.Namespace) -> list[Case]:
    wanted = [
        case
        for case in cases()
        if case.kind in (options.kind or KINDS)
        and case.done in (options.done or DONE)
        and case.seed in (options.seed or SEEDS)
    ]
    return wanted[: options.sample]


def _run(options: argparse.Namespace) -> int:
    results = Results(options.output, ReplanRow)
    folder = options.folder or options.output.with_suffix("")
    failed = 0
    chosen = _chosen(options)
    scenarios = options.scenario or SCENARIOS
    for path in scenarios:
        sha = digest(path)
        plan = folder / path.stem / f"baseline-{sha[:8]}-{options.baseline_limit:g}s"
        baseline(path, plan, options.baseline_limit, options.workers)
        for number, case in enumerate(chosen, start=1):
            head = f"[{number}/{len(chosen)}] {path.stem} {case.kind} {case.done:.0%} {case.seed}"
            row = _planned(path, sha, case, options)
            if results.done(row) and not options.again:
                print(f"{head}: already there", file=sys.stderr)
                continue
            row = _tried(row, path, plan, folder, cold_again=options.cold_again)
            results.add(row)
            failed += row.status == "error"
            print(f"{head}: {_summary(row)}", file=sys.stderr)
    return 1 if failed else 0


def _planned(path: Path, sha: str, case: Case, options: argparse.Namespace) -> ReplanRow:
    return ReplanRow(
        scenario=path.stem,
        sha256=sha,
        kind=case.kind,
        done=case.done,
        seed=case.seed,
        baseline_limit=options.baseline_limit,
        time_limit=options.time_limit,
        cold_limit=options.cold_limit,
        keep=options.keep,
        workers=options.workers,
        status="error",
        machine=machine(),
    )


def _tried(
    row: ReplanRow, scenario: Path, plan: Path, folder: Path, *, cold_again: bool
) -> ReplanRow:
    """Return a case's row: the first draw that has a plan, or what became of the last."""
    for attempt in range(ATTEMPTS):
        row = replace(row, attempt=attempt)
        place = folder / row.scenario / f"{row.kind}-{row.done:g}-{row.seed}"
        try:
            return measured(row, scenario, plan, place, cold_again=cold_again)
        except NoPlanError as error:
            row = replace(row, status=error.status, change=error.change, error=str(error))
            if error.status == "no_plan":
                break
        except FailedError as error:
            return replace(row, status="error", error=str(error))
    return row


def _summary(row: ReplanRow) -> str:
    if row.status != "planned":
        return f"{row.status}: {(row.error or 'no word').splitlines()[0]}"
    first = "none said" if row.first_seconds is None else f"{row.first_seconds:.1f} s"
    return (
        f"first {first}, final {row.final_seconds:.1f} s; "
        f"tardiness {row.tardiness:g} h, cold {row.cold_tardiness:g} h; "
        f"moved {row.moved}, cold {row.cold_moved}; "
        f"newcomers {row.newcomers}, cold {row.cold_newcomers}"
    )


def _report(options: argparse.Namespace) -> int:
    from replan_report import draw, table

    rows = _unmixed(read(options.report, ReplanRow))
    print(table(rows))
    if options.picture is not None:
        draw(rows, options.picture)
    return 0


def _unmixed(rows: list[ReplanRow]) -> list[ReplanRow]:
    """Return the rows; raises BenchmarkError where there are none, or of several set-ups."""
    if not rows:
        raise BenchmarkError("the file holds no cases")
    kinds = set(_set_ups(rows))
    if len(kinds) > 1:
        raise BenchmarkError("the cases were run with different options; report on one file each")
    return rows


def _set_ups(rows: list[ReplanRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (row.keep, row.time_limit, row.baseline_limit, row.cold_limit, row.workers)


if __name__ == "__main__":
    sys.exit(main())

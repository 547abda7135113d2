"""``allocator plan``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.cli.command import Command
from allocator.cli.interrupt import plan_is_kept
from allocator.cli.more_time import more_time_document, more_time_text
from allocator.cli.options import (
    actuals_option,
    changes_option,
    json_option,
    now_option,
    scenario_argument,
    search_options,
    seconds,
)
from allocator.cli.output import print_json, say, say_findings
from allocator.cli.summary import summarise
from allocator.planfile.files import cannot_write
from allocator.planfile.replace import check_writable
from allocator.scenario import load

if TYPE_CHECKING:
    from allocator.api.plans import Result
    from allocator.planner import Trace
    from allocator.scenario import Loaded


@click.command(
    "plan",
    cls=Command,
    example=[
        "allocator plan scenarios/quickstart.yaml -o plan --time-limit 30s",
        "allocator plan scenarios/portfolio.yaml -o plan --log search.csv",
        "allocator plan scenarios/quickstart.yaml --with scenarios/changes/quickstart-ill.yaml "
        "-o what-if",
        "allocator plan scenarios/portfolio.yaml -o plan --cluster tcp://localhost:8786",
    ],
)
@scenario_argument
@changes_option
@actuals_option
@now_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The plan folder: plan.json, schedule.csv, assignments.csv, load.csv. A plan that is "
    "there is replaced as a whole; other files in it stay.",
)
@click.option(
    "--time-limit",
    callback=seconds,
    metavar="TIME",
    default="60s",
    show_default=True,
    help="How long to search: 30, 30s, 2m.",
)
@search_options
@click.option(
    "--start",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="Start the search from this plan too, a plan.json or its folder; what has changed since "
    "is adapted.",
)
@click.option(
    "--steps",
    type=click.IntRange(min=0),
    metavar="N",
    help="Search with N steps in each objective, from --start where it is given, in place of "
    "everything else: quick, and the same plan on every machine. allocator levers tells what such "
    "a search gains.",
)
@click.option(
    "--log",
    "log",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write the course of the search as CSV: seconds, engine, tier, unit, value, bound; a "
    "row for every better value or bound.",
)
@json_option
@click.option("--quiet", is_flag=True, help="Print nothing but warnings and errors.")
def command(
    scenario: Path,
    changes: tuple[Path, ...],
    actuals: Path | None,
    now: dt.date | None,
    folder: Path,
    log: Path | None,
    as_json: bool,
    quiet: bool,
    **settings: Any,
) -> None:
    """Plan who does what, when, and write the plan folder.

    The search ends when the plan is proved to be the best, when the time is
    over, or at Ctrl-C, which keeps the best plan so far (a second Ctrl-C gives
    up at once). Every plan is checked against all rules before it is written.

    Where no plan keeps every hard constraint, the exit code is 3 and the
    conflict is explained; --relax gives the plan that breaks deadlines least.
    """
    relax = settings["relax"]
    loaded = load(scenario, changes=changes, actuals=actuals, now=now, relax=relax)
    say_findings(loaded.warnings)
    check_writable(folder)
    with _log_of(log) as trace:
        result, files = _planned(loaded, folder, settings, trace, as_json=as_json, quiet=quiet)
    if result.stop_reason == "interrupted":
        say("Interrupted: this is the best plan found until then.")
    if as_json:
        print_json(_document(result, folder))
    elif not quiet:
        from allocator.cli.plan_text import render

        click.echo(render(summarise(result.plan)))
        if told := more_time_text(result.plan, result.course):
            click.echo(told)
        click.echo(f"\nWritten to {folder}: {', '.join(file.name for file in files)}.")


@contextmanager
def _log_of(path: Path | None) -> Iterator[Trace | None]:
    """Write the course of the search when it has ended, however it ended."""
    if path is None:
        yield None
        return
    from allocator.planner import Trace

    trace = Trace()
    _write(trace, path)  # that it cannot be written is said before a long search
    try:
        yield trace
    finally:
        _write(trace, path)


def _write(trace: Trace, path: Path) -> None:
    try:
        trace.write(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _planned(
    loaded: Loaded,
    folder: Path,
    settings: dict[str, Any],
    trace: Trace | None,
    *,
    as_json: bool,
    quiet: bool,
) -> tuple[Result, list[Path]]:
    """Search and write; the solver is loaded here, after the scenario has been found right."""
    from allocator.api.searches import solve
    from allocator.cli.search import session

    limit = settings["time_limit"]
    with session(limit, quiet=quiet, as_json=as_json, trace=trace) as watched:
        result = solve(loaded, **settings, session=watched)
        files = result.plan.save(folder)
        plan_is_kept()
        return result, files


def _document(result: Result, folder: Path) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "first_plan_seconds": result.first_plan_seconds,
        "best_plan_seconds": result.best_plan_seconds,
        "wall_seconds": result.report.wall_seconds,
        **more_time_document(result.plan, result.course),
        **summarise(result.plan).to_dict(),
    }

"""``allocator replan``."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.cli.command import Command
from allocator.cli.interrupt import plan_is_kept
from allocator.cli.kernel import say_kernel
from allocator.cli.options import (
    actuals_option,
    json_option,
    now_option,
    scenario_argument,
    search_options,
    seconds,
)
from allocator.cli.output import print_json, say, say_findings
from allocator.cli.question import Question
from allocator.cli.signals import stop_on_signals
from allocator.domain import Scenario
from allocator.errors import InputError
from allocator.exports.difference import write_difference
from allocator.planfile.plan_json import read_plan
from allocator.planfile.replace import check_writable
from allocator.scenario import load

if TYPE_CHECKING:
    from allocator.replanning import Option, Replanned


def _window(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dt.timedelta | None:
    """Read the frozen window: ``0``, ``3d``, ``1w``."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d{1,4})\s*([hdw]?)", value.strip().lower())
    if match is None or (not match[2] and int(match[1])):
        raise click.BadParameter(f"{value!r} is no stretch of time; write 3d, 1w, or 0 for none.")
    unit = {"h": "hours", "w": "weeks"}.get(match[2], "days")
    return dt.timedelta(**{unit: int(match[1])})


def _limit(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    return None if value is None else seconds(ctx, param, value)


@click.command(
    "replan",
    cls=Command,
    example=[
        "allocator replan scenarios/quickstart.yaml --baseline plan --now 2026-12-09 "
        "--change scenarios/changes/quickstart-ill.yaml -o new-plan",
        "allocator replan scenario.yaml --baseline plan --now 2026-12-14 "
        "--actuals progress.csv --keep high -o new-plan",
        "allocator replan scenario.yaml --baseline plan --now 2026-12-14 --options -o choice",
    ],
)
@scenario_argument
@click.option(
    "--baseline",
    "baseline",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PLAN",
    help="The plan that people go by: its plan.json, or the folder that holds it.",
)
@now_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The plan folder, as of allocator plan, with diff.json and diff.csv; with --options, the "
    "folder of the folders option-1, option-2, ...",
)
@click.option(
    "--change",
    "--with",
    "changes",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Changes of the scenario: what to remove, add, update (see docs/changes.md). Given "
    "several times, they are made one after the other.",
)
@actuals_option
@click.option(
    "--assume",
    type=click.Choice(["on-plan", "not-started"]),
    default="on-plan",
    show_default=True,
    help="Of what the baseline had begun and of which nothing is said: it has gone as planned, "
    "or has not been started.",
)
@click.option(
    "--keep",
    type=click.Choice(["low", "medium", "high"]),
    default="medium",
    show_default=True,
    help="high: the least change that breaks no deadline; medium: the least change with a "
    "tardiness that is the best but for 1 %, or half a day; low: the best dates, then the least "
    "change.",
)
@click.option(
    "--freeze",
    callback=_window,
    metavar="TIME",
    help="What the baseline starts so soon does not move: 3d, 1w, counted around the clock from "
    "now; 0 for nothing. Default: the current sprint of each one's team, where there are sprints.",
)
@click.option(
    "--options",
    "many",
    is_flag=True,
    help="Write several plans, from the least change to the best dates, and compare them.",
)
@click.option(
    "--time-limit",
    callback=_limit,
    metavar="TIME",
    help="How long to search: 20, 20s, 2m. Default: 3 s where up to 80 items are not done, 16 s "
    "from 160 on, up to 60 s for thousands; less on a machine that is slow to start; with "
    "--options three times that.",
)
@search_options
@json_option
@click.option("--quiet", is_flag=True, help="Print nothing but warnings and errors.")
def command(
    scenario: Path,
    baseline: Path,
    now: dt.date | None,
    folder: Path,
    changes: tuple[Path, ...],
    actuals: Path | None,
    many: bool,
    as_json: bool,
    quiet: bool,
    **settings: Any,
) -> None:
    """Plan anew after something has changed, with little upheaval.

    What is done stays as it was, what is in progress stays with its people, and
    the rest is planned from --now on, close to the baseline. Where nothing has
    changed, the new plan is the baseline. It is told what moved, and why, as
    allocator diff does.

    The first valid plan is there at once, and its numbers are shown; from there
    on the search improves it until the time is over, or until Ctrl-C, which
    keeps the best plan so far.
    """
    loaded = load(scenario, changes=changes, actuals=actuals, now=now)
    _check_now(loaded.scenario)
    plan = read_plan(baseline)
    asked = Question(loaded, plan, settings, many=many, quiet=quiet, as_json=as_json)
    say_findings(asked.warnings())
    check_writable(folder / "option-1" if many else folder)
    say_kernel(loaded.scenario)
    stop = threading.Event()
    with stop_on_signals(stop):
        found = asked.search(stop)
        if any(one.interrupted for one in found.results):
            say("Interrupted: this is the best that was found until then.")
        if many:
            _write_options(found.options, folder, as_json=as_json, quiet=quiet)
        else:
            _write_plan(found.results[0], folder, as_json=as_json, quiet=quiet)


def _check_now(scenario: Scenario) -> None:
    if scenario.now is None:
        raise InputError(
            "it is not said as of when to plan; give --now, for example --now "
            f"{scenario.present:%Y-%m-%d}, or set now in the scenario"
        )


def _write_plan(result: Replanned, folder: Path, *, as_json: bool, quiet: bool) -> None:
    from allocator.cli import changes, replan_text
    from allocator.cli.summary import summarise
    from allocator.exports.difference import document
    from allocator.planfile.folder import write_folder

    files = [*write_folder(result.plan, folder), *write_difference(result.difference, folder)]
    plan_is_kept()
    if as_json:
        print_json(
            {
                "folder": str(folder),
                **replan_text.document(result),
                "difference": document(result.difference),
                "plan": summarise(result.plan).to_dict(),
            }
        )
    elif not quiet:
        click.echo(changes.render(result.difference))
        click.echo("\n" + replan_text.render(result))
        click.echo(f"\nWritten to {folder}: {', '.join(file.name for file in files)}.")


def _write_options(options: Sequence[Option], folder: Path, *, as_json: bool, quiet: bool) -> None:
    from allocator.cli import replan_text
    from allocator.cli.options_table import render_options
    from allocator.planfile.folder import write_folder

    names = [f"option-{k}" for k in range(1, len(options) + 1)]
    for name, option in zip(names, options, strict=True):
        write_folder(option.replanned.plan, folder / name)
        write_difference(option.replanned.difference, folder / name)
    plan_is_kept()
    if as_json:
        told = replan_text.options_document(options)
        print_json(
            {
                "options": [
                    {"folder": str(folder / name), **each}
                    for name, each in zip(names, told, strict=True)
                ],
                "assumed": [a.model_dump(mode="json") for a in options[0].replanned.assumed],
                "forced": [f.model_dump(mode="json") for f in options[0].replanned.forced],
                "notes": list(options[0].replanned.notes),
            }
        )
    elif not quiet:
        click.echo(render_options(options))
        click.echo("\n" + replan_text.render(options[0].replanned))
        click.echo(f"\nWritten to {folder}: {', '.join(names)}, each with its diff.")

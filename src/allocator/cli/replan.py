"""``allocator replan``."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.cli.command import Command
from allocator.cli.interrupt import plan_is_kept
from allocator.cli.options import (
    actuals_option,
    json_option,
    now_option,
    reasons_option,
    scenario_argument,
    search_options,
    seconds,
)
from allocator.cli.output import print_json, say, say_findings
from allocator.planfile.plan_json import read_plan
from allocator.planfile.replace import check_writable
from allocator.scenario import load

if TYPE_CHECKING:
    from allocator.api.replans import ReplanOption, ReplanResult
    from allocator.domain import Plan

COMPARISONS = ("comparison.md", "comparison.csv", "comparison.html")
"""What ``--options`` writes beside the plans."""


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
    "folder of the folders option-1, option-2, ... and of comparison.md, .csv and .html",
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
@reasons_option
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
    relax = settings["relax"]
    loaded = load(scenario, changes=changes, actuals=actuals, now=now, relax=relax)
    from allocator.api import replans  # the solver: after the scenario has been found right
    from allocator.api.progress_warnings import warnings_with_progress
    from allocator.api.replan_inputs import check_now
    from allocator.cli.search import session
    from allocator.replanning.time_limit import default_time_limit

    check_now(loaded.scenario)
    plan = read_plan(baseline)
    say_findings(warnings_with_progress(loaded, plan, settings["assume"]))
    check_writable(folder / "option-1" if many else folder)
    if settings["time_limit"] is None:
        waited = 0.0 if settings["reproducible"] else _since_begun()
        settings["time_limit"] = default_time_limit(
            loaded.scenario,
            plan,
            reported=loaded.reported,
            assume=settings["assume"],
            several=many,
            waited=waited,
        )
    limit = settings["time_limit"]
    with session(limit, quiet=quiet, as_json=as_json, first_plan=True) as watched:
        if many:
            del settings["keep"], settings["reasons"]
            options = replans.replan_options(loaded, plan, **settings, session=watched)
            _say_interrupted([option.replanned for option in options])
            _write_options(options, plan, folder, as_json=as_json, quiet=quiet)
        else:
            result = replans.replan(loaded, plan, **settings, session=watched)
            _say_interrupted([result])
            _write_plan(result, folder, as_json=as_json, quiet=quiet)


def _since_begun() -> float:
    """Return the seconds that the command has taken so far; see ``outcome``."""
    began = click.get_current_context().obj
    return 0.0 if began is None else time.monotonic() - began


def _say_interrupted(results: Sequence[ReplanResult]) -> None:
    if any(result.interrupted for result in results):
        say("Interrupted: this is the best that was found until then.")


def _write_plan(result: ReplanResult, folder: Path, *, as_json: bool, quiet: bool) -> None:
    from allocator.cli import changes, replan_text
    from allocator.cli.summary import summarise
    from allocator.exports.difference import difference_document

    files = [*result.plan.save(folder), *result.difference.save(folder)]
    plan_is_kept()
    if as_json:
        print_json(
            {
                "folder": str(folder),
                **replan_text.document(result),
                "difference": difference_document(result.difference),
                "plan": summarise(result.plan).to_dict(),
            }
        )
    elif not quiet:
        click.echo(changes.render(result.difference))
        click.echo("\n" + replan_text.render(result))
        click.echo(f"\nWritten to {folder}: {', '.join(file.name for file in files)}.")


def _write_options(
    options: Sequence[ReplanOption], baseline: Plan, folder: Path, *, as_json: bool, quiet: bool
) -> None:
    from allocator.api.side_by_side import compare_plans
    from allocator.cli import replan_text
    from allocator.cli.side_by_side_text import side_by_side_text

    names = [f"option-{k}" for k in range(1, len(options) + 1)]
    for name, option in zip(names, options, strict=True):
        option.replanned.plan.save(folder / name)
        option.replanned.difference.save(folder / name)
    plans = [option.replanned.plan for option in options]
    labels = [f"option {k}" for k in range(1, len(plans) + 1)]
    compared = compare_plans(*plans, labels=labels, baseline=baseline)
    for name in COMPARISONS:
        compared.save(folder / name)
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
                "comparison": compared.to_dict(),
            }
        )
    elif not quiet:
        click.echo(side_by_side_text(compared))
        click.echo("\n" + replan_text.options_legend(options))
        click.echo("\n" + replan_text.render(options[0].replanned))
        click.echo(
            f"\nWritten to {folder}: {', '.join(names)}, each with its diff; "
            + ", ".join(COMPARISONS)
            + "."
        )

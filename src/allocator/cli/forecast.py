"""``allocator forecast``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from allocator.api.forecasts import (
    ForecastResult,
    broken_promises_text,
    forecast,
    future_plan,
)
from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument
from allocator.cli.output import print_json, say, tell
from allocator.errors import BrokenPromiseError


@click.command(
    "forecast",
    cls=Command,
    example=[
        "allocator forecast plan",
        "allocator forecast plan --policy both --confidence 0.9 -o plan",
        "allocator forecast plan --check --format junit > promises.xml",
    ],
)
@plan_argument
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder for forecast.json, forecast.csv and the pictures, such as the plan's own, where "
    "the report and the status find it; default: they are not written.",
)
@click.option(
    "--futures",
    type=click.IntRange(min=1, max=1_000_000),
    default=1000,
    show_default=True,
    help="How many courses of events are simulated.",
)
@click.option(
    "--policy",
    type=click.Choice(["keep", "dispatch", "both"]),
    default="dispatch",
    show_default=True,
    help="What people do when things turn out otherwise. keep: the plan's people, and its order. "
    "dispatch: whoever becomes free takes the most urgent work that they can do.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Of all draws; the same seed gives the same forecast on any number of cores.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processor cores to simulate with; default: all.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Simulate on a dask cluster: the address of its scheduler, such as tcp://host:8786.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(min=0, max=1, min_open=True, max_open=True),
    default=0.85,
    show_default=True,
    help="How sure the dates are that are named; promises have their own.",
)
@click.option(
    "--check",
    is_flag=True,
    help="End with exit code 5 where a promise of the scenario is less sure than it has to be, by "
    "more than the sampling error.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "junit", "markdown"]),
    default="text",
    show_default=True,
    help="What is printed: text for people, JUnit XML or Markdown for CI systems.",
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the team's estimates have been worth, from allocator calibrate, in place of the "
    "scenario's own.",
)
@click.option(
    "--throughput",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="HISTORY",
    help="Finished items of past weeks, as for allocator throughput, for a second opinion: when as "
    "many items are done at that pace. May be given several times.",
)
@click.option(
    "--future",
    "number",
    type=click.IntRange(min=0, max=999_999),
    metavar="K",
    help="Write one future as a plan folder into -o DIR, in place of the forecast: who did what, "
    "when, and how long it took. They are counted from 0.",
)
@json_option
def command(
    plan: Path,
    target: Path | None,
    futures: int,
    policy: Literal["keep", "dispatch", "both"],
    seed: int,
    workers: int | None,
    cluster: str | None,
    confidence: float,
    check: bool,
    form: str,
    calibration: Path | None,
    throughput: tuple[Path, ...],
    number: int | None,
    as_json: bool,
) -> None:
    """Say how sure the dates of a plan are.

    PLAN is a plan.json or the folder that holds it. Many courses of events are
    simulated: estimates that turn out otherwise, people who fall ill, tries that
    fail, work that is added, risks that happen, as far as the scenario says so.
    The answer is the chance of each date, the date that can be promised, and
    what moves it most. docs/forecasting.md explains the numbers.
    """
    if as_json and form != "text":
        raise click.UsageError("--json and --format both say what is printed; leave out one.")
    if number is not None:
        _write_future(plan, number, target, policy, seed, calibration)
        return
    found = forecast(
        plan,
        futures=futures,
        policy=policy,
        seed=seed,
        workers=workers,
        cluster=cluster,
        confidence=confidence,
        calibration=calibration,
        throughput=throughput or None,
        check=check,
    )
    if target is not None:
        for path in found.save(target):
            say(f"{path} written.")
    _print(found, form, as_json=as_json)
    if check and (broken := broken_promises_text(found.forecast)):
        raise BrokenPromiseError(broken)


def _print(found: ForecastResult, form: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found.to_dict())
    elif form == "junit":
        from allocator.exports.forecasts.junit import forecast_junit

        click.echo(forecast_junit(found.forecast), nl=False)
    elif form == "markdown":
        from allocator.exports.forecasts.markdown import forecast_markdown

        click.echo(forecast_markdown(found.forecast, found.clock), nl=False)
    else:
        from allocator.cli.forecast_text import forecast_text

        tell(forecast_text(found.forecast, found.clock))


def _write_future(
    plan: Path,
    number: int,
    target: Path | None,
    policy: Literal["keep", "dispatch", "both"],
    seed: int,
    calibration: Path | None,
) -> None:
    from allocator.planfile.folder import write_folder

    if target is None:
        raise click.UsageError("--future writes a plan folder; say where with -o DIR.")
    made = future_plan(plan, number, policy=policy, seed=seed, calibration=calibration)
    for path in write_folder(made, target):
        say(f"{path} written.")

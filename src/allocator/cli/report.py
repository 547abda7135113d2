"""``allocator report``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.outputs import PAGE_SUFFIXES, report
from allocator.cli.command import Command
from allocator.cli.explaining import explaining
from allocator.cli.options import (
    baseline_option,
    explain_options,
    forecast_option,
    plan_argument,
    timezone_option,
)
from allocator.cli.output import say


@click.command(
    "report",
    cls=Command,
    example=[
        "allocator report plan -o report.html",
        "allocator report plan --baseline plan-monday -o report.html",
        "allocator report plan --explain -o report.html",
        "allocator report plan --timezone Europe/Berlin -o report.html",
    ],
)
@plan_argument
@baseline_option
@forecast_option
@timezone_option()
@explain_options
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The HTML file to write; what stands there is overwritten.",
)
def command(
    plan: Path,
    baseline: Path | None,
    forecast: Path | None,
    timezone: str | None,
    explain: bool,
    time_limit: float,
    target: Path,
) -> None:
    """Show a plan as one page to open, mail or print.

    PLAN is a plan.json or the folder that holds it. The page opens with one sheet
    for stakeholders: red, amber or green of each project and milestone, why, what
    is being done, and which decisions are needed. Then come a road map, a Gantt
    chart to search, filter and zoom, the load of everybody, the sprints, all work
    items and the risks. With a forecast it shows how sure the dates are, with
    --explain what holds them and what would help: what was tried. It is one file,
    opens offline and asks for nothing over any network.
    """
    if target.suffix.lower() not in PAGE_SUFFIXES:
        raise click.UsageError(
            f"The report is an HTML page, and {target} does not end like one. Name it *.html, or "
            "write another format with allocator export, such as: allocator export png "
            f"{plan} -o plan.png."
        )
    with explaining(explain=explain, time_limit=time_limit) as session:
        written = report(
            plan,
            target,
            baseline=baseline,
            forecast=forecast,
            timezone=timezone,
            explain=explain,
            time_limit=time_limit,
            session=session,
        )
    for note in written.notes:
        say(note)
    for path in written.files:
        click.echo(f"{path} written.")

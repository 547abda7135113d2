"""``allocator throughput``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from allocator.api.throughputs import throughput
from allocator.cli.command import Command
from allocator.cli.options import Day
from allocator.cli.output import print_json, say, tell
from allocator.integrations.tracker.dates import ORDERS, DateOrder


def _growth(
    _ctx: click.Context, _parameter: click.Parameter, value: str
) -> float | Literal["created"]:
    if value == "created":
        return "created"
    try:
        return float(value)
    except ValueError:
        raise click.BadParameter(f"write a number such as 0.2, or created, not {value}") from None


@click.command(
    "throughput",
    cls=Command,
    example=[
        "allocator throughput export.csv --items 40",
        "allocator throughput export.csv --items 40 --by 2027-03-31 --growth 0.2",
    ],
)
@click.argument(
    "history", metavar="HISTORY...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--items", type=click.IntRange(1, 1_000_000), required=True, help="How many are to be done."
)
@click.option("--by", type=Day(), metavar="DATE", help="How many will be done by then?")
@click.option(
    "--growth",
    default="0",
    metavar="NUMBER|created",
    callback=_growth,
    help="Items that come up for each one finished, 0 to 0.95; created: as many as were created "
    "in the past weeks. Default: 0.",
)
@click.option(
    "--start",
    type=Day(),
    metavar="DATE",
    help="First day of the forecast; default: the day after the last item was finished.",
)
@click.option(
    "--futures",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    metavar="N",
    help="How many courses of events are drawn; default: 10,000.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Of the draws: the same number, the same answer. Default: 0.",
)
@click.option(
    "--date-order",
    "order",
    type=click.Choice(ORDERS),
    help="Of day, month and year in numeric dates, where the files do not tell.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    history: tuple[Path, ...],
    items: int,
    by: dt.datetime | None,
    growth: float | Literal["created"],
    start: dt.datetime | None,
    futures: int,
    seed: int,
    order: DateOrder | None,
    as_json: bool,
) -> None:
    """Forecast from finished items a week when so many more are done.

    HISTORY is a CSV file with a column of days on which items were finished, and
    perhaps created, or an export of Jira or Azure DevOps. No estimates are needed:
    an item counts as an item. Weeks count back from the start of the forecast.
    """
    result = throughput(
        history,
        items=items,
        by=None if by is None else by.date(),
        growth=growth,
        start=None if start is None else start.date(),
        futures=futures,
        seed=seed,
        date_order=order,
    )
    if as_json:
        print_json(result.document())
        return
    for line in result.report:
        tell(line)
    for warning in result.warnings:
        say(f"warning: {warning}")

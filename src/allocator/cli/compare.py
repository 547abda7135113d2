"""``allocator compare``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.side_by_side import compare_plans
from allocator.cli.command import Command
from allocator.cli.options import baseline_option, json_option
from allocator.cli.output import print_json, save_to
from allocator.exports.comparison.files import WRITERS
from allocator.planfile.endings import check_ending


@click.command(
    "compare",
    cls=Command,
    example=[
        "allocator compare plan with-ml-engineer without-dashboard",
        "allocator compare plan-* --forecast -o comparison.html",
    ],
)
@click.argument(
    "plans", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PLAN..."
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the comparison into a file: Markdown (.md), a table (.csv), a page (.html) or "
    "data (.json).",
)
@baseline_option
@click.option(
    "--forecast",
    is_flag=True,
    help="Make a forecast of each plan, with the same draws, as allocator forecast does; default: "
    "chances come from the forecasts beside the plans, if there are any.",
)
@click.option(
    "--futures",
    type=click.IntRange(min=1, max=1_000_000),
    default=1000,
    show_default=True,
    help="How many courses of events are simulated with --forecast.",
)
@json_option
def command(
    plans: tuple[Path, ...],
    target: Path | None,
    baseline: Path | None,
    forecast: bool,
    futures: int,
    as_json: bool,
) -> None:
    """Show plans side by side: dates, lateness, cost.

    Each PLAN is a plan.json or the folder that holds it, and is called by the
    name of its folder. Shown are the dates of projects and milestones, what is
    late, how sure the dates are, what is left out, how many items moved or
    changed hands since the first plan (or that of --baseline), who is busy, and
    what it costs. The plans may be of different scenarios; what one of them has
    not is a dash. A star marks the best of a row.
    """
    if target is not None:
        check_ending(target, WRITERS)
    found = compare_plans(*plans, baseline=baseline, forecast=forecast, futures=futures)
    save_to(target, found)
    if as_json:
        print_json(found.to_dict())
        return
    from allocator.cli.side_by_side_text import side_by_side_text

    click.echo(side_by_side_text(found))

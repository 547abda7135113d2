"""``allocator roadblocks``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.explaining import trying
from allocator.cli.options import answer_option, json_option, plan_argument, trial_options
from allocator.cli.output import print_json, save_to, tell
from allocator.planfile.endings import check_ending


@click.command(
    "roadblocks",
    cls=Command,
    example=[
        "allocator roadblocks plan",
        "allocator roadblocks plan -o roadblocks.md",
        "allocator roadblocks plan --json > roadblocks.json",
    ],
)
@plan_argument
@trial_options("30s")
@answer_option("Write the list there: a table (.csv), Markdown (.md) or data (.json).")
@json_option
def command(
    plan: Path, time_limit: float, workers: int | None, target: Path | None, as_json: bool
) -> None:
    """Rank what holds work up from outside by what a delay costs.

    PLAN is a plan.json or the folder that holds it. Listed are the things that
    work waits for, decisions, what is blocked, and people whose work nobody else
    can do. For each, one more working day, a week and two weeks were planned on
    trial: the hours of lateness, weighted by priority, and the milestones and
    projects that end later, beside the same search without the delay.
    docs/roadblocks.md says how.
    """
    from allocator.api.roadblocks import ENDINGS, roadblocks
    from allocator.cli.roadblocks_text import roadblocks_text

    if target is not None:
        check_ending(target, ENDINGS)
    with trying("delays", time_limit, as_json=as_json) as session:
        found = roadblocks(plan, time_limit=time_limit, workers=workers, session=session)
    save_to(target, found)
    if as_json:
        print_json(found.to_dict())
    else:
        tell(roadblocks_text(found))

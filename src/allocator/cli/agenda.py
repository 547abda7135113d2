"""``allocator agenda``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from allocator.api.agendas import ENDINGS, agenda
from allocator.cli.command import Command
from allocator.cli.options import Day, answer_option, json_option, plan_argument
from allocator.cli.output import print_json, save_to, tell
from allocator.planfile.endings import check_ending


@click.command(
    "agenda",
    cls=Command,
    example=[
        "allocator agenda plan --meeting sync",
        "allocator agenda plan --meeting sync --date 2026-12-14 -o sync.md",
        "allocator agenda plan --meeting sync --since plan-last-week -o sync.ics",
    ],
)
@plan_argument
@click.option("--meeting", required=True, metavar="MEETING", help="Its id, or its title.")
@click.option(
    "--date",
    type=Day(),
    metavar="DAY",
    help="The day on which it takes place, in its zone or the plan's; default: its next time from "
    "now on.",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="An earlier plan: what has changed since then is told first.",
)
@answer_option("Write it there: Markdown (.md), the event of a calendar (.ics) or data (.json).")
@json_option
def command(
    plan: Path,
    meeting: str,
    date: dt.datetime | None,
    since: Path | None,
    target: Path | None,
    as_json: bool,
) -> None:
    """Say what to talk about at a meeting, from the plan.

    PLAN is a plan.json or the folder that holds it; its scenario has meetings
    (docs/meetings.md). Told are, of the items of those who are there and of the
    meeting's projects: what has changed (--since) and was done, decisions that are
    due, what blocks work, what is late, who hands over to whom, who is away or on
    duty until the next meeting, and what each one begins and ends until then.
    """
    if target is not None:
        check_ending(target, ENDINGS)
    found = agenda(plan, meeting, date=None if date is None else date.date(), since=since)
    save_to(target, found)
    if as_json:
        print_json(found.to_dict())
    elif target is None:
        tell(found.text)

"""``allocator diff``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.differences import compare
from allocator.api.tried_reasons import ReasonMode
from allocator.cli.command import Command
from allocator.cli.options import json_option, reasons_option
from allocator.cli.output import print_json
from allocator.cli.signals import stop_on_signals


@click.command(
    "diff",
    cls=Command,
    example=[
        "allocator diff plan-monday plan-friday",
        "allocator diff plan-monday plan-friday -o changes",
    ],
)
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD_PLAN")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW_PLAN")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write diff.json and diff.csv, with every change, into this folder.",
)
@reasons_option
@json_option
def command(old: Path, new: Path, folder: Path | None, reasons: ReasonMode, as_json: bool) -> None:
    """Show what moved and who changed between two plans, and why.

    Each plan is a plan.json or the folder that holds it. Shown are the dates of
    projects and milestones, items that came, went, moved or changed hands, and
    what is late in one of the plans only. Days are working days of the team.

    Each item that moved or changed hands has a reason: what holds it in the new
    plan (a predecessor, a person at work or away, a resource, a sprint, a date),
    or what no longer does, and what is behind it: the differences between the
    two scenarios without which it would not have moved. Each of these was undone
    and planned anew. Of many moves the largest of each project are shown; -o and
    --json have them all.
    """
    from allocator.planner.session import Session

    session = Session()
    with stop_on_signals(session):
        difference = compare(old, new, reasons=reasons, session=session)
    written = [] if folder is None else difference.save(folder)
    if as_json:
        print_json({**difference.model_dump(mode="json"), "same": difference.same})
        return
    from allocator.cli.changes import render

    click.echo(render(difference))
    if written:
        click.echo(f"\nWritten to {folder}: {', '.join(path.name for path in written)}.")

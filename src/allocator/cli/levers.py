"""``allocator levers``."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.explaining import trying
from allocator.cli.options import json_option, plan_argument, trial_options
from allocator.cli.output import print_json, say, tell
from allocator.planfile.endings import check_ending


@click.command(
    "levers",
    cls=Command,
    example=[
        "allocator levers plan CH-11",
        "allocator levers plan CH-11 --top 5 -o levers",
        "allocator levers plan CH-11 --all",
    ],
)
@plan_argument
@click.argument("what")
@trial_options("60s")
@click.option(
    "--top",
    type=click.IntRange(min=1, max=1000),
    default=10,
    show_default=True,
    help="Levers that keep the scope that are told at most; the best 3 cuts come after them.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE.csv|DIR",
    help="Write the table as CSV, or as JSON by the name; into a folder, each lever as a change "
    "file for --with too.",
)
@click.option("--all", "show_all", is_flag=True, help="List what gains nothing too.")
@json_option
def command(
    plan: Path,
    what: str,
    time_limit: float,
    top: int,
    workers: int | None,
    target: Path | None,
    show_all: bool,
    as_json: bool,
) -> None:
    """Rank what would let something end earlier.

    PLAN is a plan.json or the folder that holds it. WHAT is the id or the title
    of an item, a milestone, a project or a person. People, skills, absences,
    resources, cuts, estimates, dates, priorities, waits and overlaps are tried;
    what helps most is planned anew, beside a control in which nothing changes.
    docs/levers.md lists the kinds, and what the numbers mean.
    """
    from allocator.api.levers import ENDINGS, levers
    from allocator.cli.levers_text import levers_text

    if target is not None:
        check_ending(target, ENDINGS, or_folder=True)
    with trying("what could help", time_limit, as_json=as_json) as session:
        found = levers(plan, what, time_limit=time_limit, top=top, workers=workers, session=session)
    files = found.save(target) if target is not None else []
    for path in files[:2]:
        say(f"{path} written.")
    names = found.file_names()
    file = next((path for path in files if names and path.name == names[0]), Path("lever.yaml"))
    again = (
        f"allocator plan SCENARIO --with {shlex.quote(str(file))} --start {shlex.quote(str(plan))} "
        f"--steps {found.steps} --seed {next(iter(found.seeds), 0)} -o with-lever"
    )
    if as_json:
        print_json({**found.to_dict(), "files": names, "command": again})
    else:
        tell(levers_text(found, again if target is not None else "", show_all=show_all))

"""``allocator why``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.explaining import trying
from allocator.cli.options import answer_option, json_option, plan_argument, trial_options
from allocator.cli.output import print_json, save_to, tell
from allocator.planfile.endings import check_ending


@click.command(
    "why",
    cls=Command,
    example=[
        "allocator why plan",
        "allocator why plan CH-11",
        'allocator why plan "Ana Souza"',
        "allocator why plan CH-11 -o why.md",
    ],
)
@plan_argument
@click.argument("what", required=False)
@trial_options(None, "4s, and 4s for each 100 items where that is more")
@answer_option("Write the answer into a file: Markdown (.md), text (.txt) or data (.json).")
@json_option
def command(
    plan: Path,
    what: str | None,
    time_limit: float | None,
    workers: int | None,
    target: Path | None,
    as_json: bool,
) -> None:
    """Say why something ends when it does, and what would help.

    PLAN is a plan.json or the folder that holds it. WHAT is the id or the title
    of an item, a milestone, a project or a person; without it, all that is late.
    Each cause was tried: with it taken away, the same search plans WHAT earlier
    by the days that stand there. docs/why.md lists the kinds of causes.
    """
    from allocator.api.reasons import ENDINGS, why
    from allocator.cli.why_text import why_text

    if target is not None:
        check_ending(target, ENDINGS)
    with trying("what may hold it", time_limit, as_json=as_json) as session:
        found = why(plan, what, time_limit=time_limit, workers=workers, session=session)
    save_to(target, found)
    if as_json:
        print_json(found.to_dict())
    else:
        tell(why_text(found))

"""``allocator why-not``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.cli.command import Command
from allocator.cli.interrupt import plan_is_kept
from allocator.cli.options import json_option, plan_argument, seed_option, trial_options
from allocator.cli.output import print_json, say, tell
from allocator.planfile.endings import check_ending
from allocator.planfile.plan_json import read_plan
from allocator.planfile.replace import check_writable

if TYPE_CHECKING:
    from allocator.api.why_not import WhyNotResult


@click.command(
    "why-not",
    cls=Command,
    example=[
        'allocator why-not plan "CH-4 by ana"',
        'allocator why-not plan "CH-4 before 2027-01-15" -o earlier',
        'allocator why-not plan "CH-4 in sprint 3"',
        'allocator why-not plan "both CH-4 and CH-9 by December"',
    ],
)
@plan_argument
@click.argument("question")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the plan that has it as a plan folder, and the change that asks for it as "
    "change.yaml; default: they are not written.",
)
@trial_options("30s")
@seed_option
@json_option
def command(
    plan: Path,
    question: str,
    folder: Path | None,
    time_limit: float,
    workers: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Say which rule forbids something in a plan, or what it costs.

    PLAN is a plan.json or the folder that holds it. QUESTION names items,
    milestones or projects, by id or title, and says what is asked for: by
    somebody, without somebody, before or by a date, after or from a date, in a
    sprint. Several are joined by "and". docs/why-not.md says what is understood.

    If it is possible, it is planned with it and without, with equal effort: the
    difference is the price, and -o writes the plan. If not, the rules that
    forbid it are told, and the earliest date that can be kept.
    """
    subject = read_plan(plan)
    if folder is not None:
        check_ending(folder, (), or_folder=True)
        check_writable(folder)
    from allocator.api.why_not import why_not
    from allocator.cli.search import session

    written: list[Path] = []
    with session(time_limit, quiet=False, as_json=as_json) as watched:
        answer = why_not(
            subject, question, time_limit=time_limit, workers=workers, seed=seed, session=watched
        )
        if folder is not None and answer.plan is not None:
            written = answer.save(folder)
            plan_is_kept()
    if watched.stop.is_set():
        say("Interrupted: this is what was known by then.")
    _print(answer, folder, written, as_json=as_json)


def _print(
    answer: WhyNotResult, folder: Path | None, written: list[Path], *, as_json: bool
) -> None:
    if as_json:
        print_json({**answer.to_dict(), "folder": str(folder) if written else None})
        return
    tell(answer.text)
    if written:
        click.echo(f"\nWritten to {folder}: {', '.join(path.name for path in written)}.")
    elif folder is not None:
        say(f"{folder} is not written: there is no other plan.")

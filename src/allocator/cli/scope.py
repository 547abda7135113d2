"""``allocator scope``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument, seed_option, trial_options
from allocator.cli.output import print_json, save_to, say


def _dates(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read ``MILESTONE=DATE``, several times."""
    found: dict[str, str] = {}
    for value in values:
        what, sign, date = value.rpartition("=")
        if not sign or not what.strip() or not date.strip():
            raise click.BadParameter(f"{value!r} is no date of something; write CH-M1=2027-01-29.")
        if what.strip() in found:
            raise click.BadParameter(f"{what.strip()} has two dates; give one.")
        found[what.strip()] = date.strip()
    return found


def _ids(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Read ids, separated by commas or given several times."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _worth(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, float | None]:
    """Read ids with values: ``CH-4=5,CH-7``."""
    found: dict[str, float | None] = {}
    for part in _ids(ctx, param, values):
        name, sign, value = part.partition("=")
        try:
            found[name.strip()] = float(value) if sign else None
        except ValueError:
            raise click.BadParameter(f"{value!r} is no value of {name}; write {name}=5.") from None
    return found


@click.command(
    "scope",
    cls=Command,
    example=[
        "allocator scope plan --by CH-M1=2027-01-29",
        "allocator scope plan --by CH-M1=2027-01-29 --confidence 0.85 -o scope",
        "allocator scope plan --by CH-M1=2027-01-29 --list CH-4,CH-7,CH-9",
    ],
)
@plan_argument
@click.option(
    "--by",
    "by",
    multiple=True,
    required=True,
    callback=_dates,
    metavar="MILESTONE=DATE",
    help="A date to keep, of a milestone, an item or a project; may be given several times.",
)
@click.option(
    "--candidates",
    multiple=True,
    callback=_worth,
    metavar="ID[=VALUE],...",
    help="Items that may be left out besides the optional ones, with what they are worth (1 "
    "where nothing is said).",
)
@click.option(
    "--list",
    "ranked",
    multiple=True,
    callback=_ids,
    metavar="ID,...",
    help="Instead of all these a priority list, the most important first: only its end is left "
    "out.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(min=0, max=1, min_open=True, max_open=True),
    help="How sure the dates have to be, by a forecast of each plan with the same draws; default: "
    "the dates of the plans count.",
)
@click.option(
    "--futures",
    type=click.IntRange(min=1, max=1_000_000),
    default=1000,
    show_default=True,
    help="How many courses of events are simulated for each plan with --confidence.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write the answer into a file (.md, .csv, .json, .png, .svg), or into a folder: all of "
    "these, and the change and the plan of each row.",
)
@trial_options("60s")
@seed_option
@json_option
def command(
    plan: Path,
    by: dict[str, str],
    candidates: dict[str, float | None],
    ranked: list[str],
    confidence: float | None,
    futures: int,
    target: Path | None,
    time_limit: float,
    seed: int,
    workers: int | None,
    as_json: bool,
) -> None:
    """Say what to leave out so that a date is kept.

    PLAN is a plan.json or the folder that holds it. The optional items, and
    those of --candidates, are left out one by one and together, and each time
    it is planned anew, with the dates of --by before everything else. The answer
    is the way that keeps most value, and a table of value kept against dates
    reached. docs/scope.md explains it.
    """
    if candidates and ranked:
        raise click.UsageError("Give either --candidates or --list, not both.")
    if target is not None:
        from allocator.exports.scope.files import WRITERS
        from allocator.planfile.endings import check_ending

        check_ending(target, WRITERS, or_folder=True)
    from allocator.api.scopes import scope
    from allocator.cli.search import session

    with session(time_limit, quiet=True, as_json=as_json) as watched:
        found = scope(
            plan,
            by=by,
            candidates=candidates,
            ranked=ranked,
            confidence=confidence,
            futures=futures,
            time_limit=time_limit,
            workers=workers,
            seed=seed,
            session=watched,
        )
    if watched.stop.is_set():
        say("Interrupted: this is what was found until then.")
    save_to(target, found)
    if as_json:
        print_json(found.to_dict())
        return
    from allocator.cli.scope_text import scope_text

    click.echo(scope_text(found))

"""``allocator meetings``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.meetings import MAX_DAYS, MAX_SLOTS, meeting_slots, meetings
from allocator.cli.command import Command
from allocator.cli.options import given_options, json_option
from allocator.cli.output import print_json, tell

_OF_SLOTS = ("names", "days", "count")
"""Options that are about proposed times."""


@click.command(
    "meetings",
    cls=Command,
    example=[
        "allocator meetings scenario.yaml",
        "allocator meetings plan --slots 30m --for ana,bo,chen",
        "allocator meetings scenario.yaml --slots 1h --days 5 --json",
    ],
)
@click.argument("subject", metavar="SCENARIO|PLAN", type=click.Path(path_type=Path))
@click.option(
    "--slots",
    "length",
    metavar="LENGTH",
    help="Propose times for a meeting of this length: 30m, 1h.",
)
@click.option(
    "--for",
    "names",
    metavar="NAMES",
    help="Who is to be there, ids or names with commas between; default: everybody.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MAX_DAYS),
    default=14,
    show_default=True,
    help="How many days are looked at, from the beginning of the plan on.",
)
@click.option(
    "--count",
    type=click.IntRange(1, MAX_SLOTS),
    default=5,
    show_default=True,
    help="How many times are proposed at most.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    subject: Path,
    length: str | None,
    names: str | None,
    days: int,
    count: int,
    as_json: bool,
) -> None:
    """List meetings and what they take; propose times for new ones.

    SCENARIO|PLAN is a scenario file, a plan.json, or the folder that holds one.
    Listed are when each meeting takes place, who is there and at what time for
    them, hours a week and the share of the capacity of each one, and who is on
    duty. With --slots the best times for a meeting are proposed: within
    everybody's hours, else with the least time outside of them, and for whom.
    """
    from allocator.cli import meetings_text

    if length is None:
        of_slots = [spelled for name, spelled in given_options(ctx).items() if name in _OF_SLOTS]
        if of_slots:
            raise click.UsageError(f"{of_slots[0]} goes with --slots, the length of the meeting.")
        found = meetings(subject)
        if as_json:
            print_json(found.to_dict())
        else:
            tell(meetings_text.overview_text(found))
        return
    people = [each.strip() for each in (names or "").split(",") if each.strip()]
    if names is not None and not people:
        raise click.UsageError("--for names nobody; write --for ana,bo.")
    slots = meeting_slots(subject, people, length=length, days=days, count=count)
    if as_json:
        print_json({"slots": [meetings_text.slot_document(slot) for slot in slots]})
    else:
        tell(meetings_text.slots_text(slots, length))

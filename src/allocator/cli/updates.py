"""Writes a scenario after a pull or an import, and says what has become of it."""

from __future__ import annotations

import click

from allocator.api.merges import ScenarioUpdate
from allocator.cli.output import say, say_findings
from allocator.scenario.merge import THE_TRACKER
from allocator.wording import count


def write_update(update: ScenarioUpdate, *, quiet: bool = False, source: str = THE_TRACKER) -> None:
    """Write a scenario and what the tracker said, and print what was merged.

    Parameters
    ----------
    update
        Not yet written.
    quiet
        Whether nothing goes to stdout, where JSON does.
    source
        What messages call that which was read.
    """
    if update.is_merged:
        say(f"merged into {update.path}:")
    for line in update.report:
        say(line)
    is_first = update.pulled is not None and not update.pulled.exists()
    update.save()
    if is_first:
        say(f"{update.pulled} keeps what {source} says, for the next merge; leave it there.")
    say_findings(update.findings)
    if update.findings:
        say(
            f"{update.path} has {count(len(update.findings), 'error')} now, since what people "
            f"wrote and what {source} says do not go together; mend it before you plan."
        )
    done = "written" if update.is_changed else "is as it was"
    if not quiet:
        click.echo(f"{update.path} {done}.")

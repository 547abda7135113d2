"""``allocator pull``."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from allocator.api.merges import updated
from allocator.api.pull import TrackerPull, pull, suggest_pull_mapping
from allocator.cli import interrupt
from allocator.cli.command import Command
from allocator.cli.options import Day
from allocator.cli.output import finding_document, print_json, say, say_findings
from allocator.cli.targets import check_targets
from allocator.cli.updates import write_update
from allocator.integrations.live.connection import load_connection
from allocator.planfile.files import write_text
from allocator.scenario.merge import Prefer, refuse_items_elsewhere
from allocator.wording import count

_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "pull",
    cls=Command,
    example=[
        "allocator pull tracker.yaml --suggest-mapping -o mapping.yaml",
        "allocator pull tracker.yaml -o scenario.yaml",
        "allocator pull tracker.yaml -o scenario.yaml --as-progress actuals.csv",
    ],
)
@click.argument("tracker", metavar="TRACKER", type=_PATH)
@click.option(
    "-o",
    "--output",
    "target",
    type=_FILE,
    metavar="FILE",
    help="The scenario to write; with --suggest-mapping the mapping, else printed.",
)
@click.option(
    "--as-progress",
    "actuals",
    type=_FILE,
    metavar="FILE",
    help="Write how far the items are, a CSV file for replan --actuals, in place of the scenario; "
    "of the items that -o has, if that is there.",
)
@click.option(
    "--suggest-mapping",
    "suggests",
    is_flag=True,
    help="Write a mapping to edit, with the tracker's own fields, statuses and links, in place of "
    "a scenario.",
)
@click.option(
    "--start",
    type=Day(),
    metavar="DATE",
    help="First day of the plan; default: the day after the newest change in the tracker.",
)
@click.option(
    "--prefer",
    type=click.Choice(["tracker", "scenario"]),
    help="Whose value counts where both have changed one since the last pull; default: such "
    "values are listed, and nothing is written.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Write over a scenario that is there, with what people wrote in it.",
)
@click.option("--fresh", is_flag=True, help="Read everything, not only what has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was read as JSON.")
def command(
    tracker: Path,
    target: Path | None,
    actuals: Path | None,
    suggests: bool,
    start: dt.datetime | None,
    prefer: Prefer | None,
    overwrite: bool,
    fresh: bool,
    as_json: bool,
) -> None:
    """Read Jira or Azure DevOps over REST into a scenario.

    TRACKER is a YAML file that names the site, the query, and the files of the
    mapping and the team. The token comes from ALLOCATOR_JIRA_TOKEN or
    ALLOCATOR_AZURE_TOKEN, or from the keyring of the system.

    If -o names an earlier pull or import of the same tickets, what people have
    written there stays, comments too, and what the tracker has changed comes in.
    What has been read is kept beside the output: a pull that breaks off goes on
    from there, and the next one reads only what has changed.
    """
    if target is None and actuals is None and not suggests:
        raise click.UsageError("Missing option '-o': the scenario file to write.")
    _check_targets(tracker, target, actuals, suggests=suggests)
    if suggests:
        _suggest(tracker, target)
        return
    if target is not None and actuals is None and not overwrite:
        refuse_items_elsewhere(target)
    with _counting(again=_again(fresh=fresh)) as progress:
        found = pull(
            tracker,
            output=target or actuals,
            start=None if start is None else start.date(),
            fresh=fresh,
            tell=say,
            progress=progress,
        )
    interrupt.explain_with(lambda: "What was read is kept; the same command goes on from there.")
    say_findings(found.warnings)
    for line in found.report:
        say(line)
    if actuals is not None:
        _write_progress(found, target, actuals)
    else:
        assert target is not None, "checked above"
        update = updated(target, found.text, prefer=prefer, overwrite=overwrite, issues=found.held)
        write_update(update, quiet=as_json)
    if as_json:
        print_json(_document(found, actuals or target))
    elif actuals is not None:
        click.echo(f"{actuals} written.")


def _check_targets(
    tracker: Path, target: Path | None, actuals: Path | None, *, suggests: bool
) -> None:
    """Refuse to overwrite what is read; a mapping may be suggested anew in its place."""
    connection = load_connection(tracker)
    mapping = None if suggests else connection.mapping
    check_targets([target, actuals], [tracker, connection.team, mapping])
    check_targets([actuals], [target])


def _write_progress(found: TrackerPull, scenario: Path | None, actuals: Path) -> None:
    """Write how far the items are, of those that a scenario has where it is there."""
    there = scenario if scenario is not None and scenario.exists() else None
    text, notes = found.progress(there)
    write_text(actuals, text)
    for line in notes:
        say(line)


def _suggest(tracker: Path, target: Path | None) -> None:
    with _counting(again="") as progress:
        text = suggest_pull_mapping(tracker, tell=say, progress=progress)
    if target is None:
        click.echo(text, nl=False)
        return
    write_text(target, text)
    click.echo(f"{target} written: edit it, then name it in {tracker}: mapping: {target.name}")


@contextmanager
def _counting(*, again: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many tickets have been read, and say so after an interrupt.

    Parameters
    ----------
    again
        The command that goes on after an interrupt; empty where nothing is kept.
    """
    read = [0]
    interrupt.explain_with(lambda: _left_behind(read[0], again))
    if not sys.stderr.isatty():
        yield lambda number: read.__setitem__(0, number)
        return
    from rich.console import Console

    with Console(stderr=True).status("asking the tracker") as status:

        def progress(number: int) -> None:
            read[0] = number
            status.update(f"{number} tickets read")

        yield progress


def _again(*, fresh: bool) -> str:
    return "the same command without --fresh" if fresh else "the same command"


def _left_behind(read: int, again: str) -> str:
    """Return what an interrupt leaves behind."""
    if not read or not again:
        return "Nothing was written."
    tickets = f"the {count(read, 'ticket')} read so far {'is' if read == 1 else 'are'} kept"
    return f"No scenario was written; {tickets}, and {again} goes on from there."


def _document(found: TrackerPull, written: Path | None) -> dict[str, object]:
    return {
        "written": str(written),
        "read": found.read,
        "kept": found.kept,
        "gone": list(found.gone),
        "report": list(found.report),
        "findings": [finding_document(one) for one in found.warnings],
    }

"""``allocator import``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from allocator.api.merges import updated
from allocator.api.project_files import read_project, suggest_project_mapping
from allocator.api.scenarios import TrackerImport, read_tracker, suggest_mapping
from allocator.cli.command import Command
from allocator.cli.options import Day
from allocator.cli.output import say, say_findings
from allocator.cli.targets import check_targets
from allocator.cli.updates import write_update
from allocator.integrations import (
    PROJECT_FILES,
    READERS,
    TRACKERS,
    InstanceReader,
    ProjectFileForm,
    Tracker,
)
from allocator.integrations.tracker.dates import ORDERS
from allocator.planfile.files import write_text
from allocator.scenario import dump

_FORMS: dict[str, Tracker | InstanceReader | ProjectFileForm] = {
    **TRACKERS,
    **PROJECT_FILES,
    **READERS,
}
_OPTIONS = {
    "team": "--team",
    "mapping": "--mapping",
    "order": "--date-order",
    "start": "--start",
    "suggest_mapping": "--suggest-mapping",
    "prefer": "--prefer",
    "overwrite": "--overwrite",
}
"""Options that benchmark formats do not take."""

_PATH = click.Path(path_type=Path)


@click.command(
    "import",
    cls=Command,
    example=[form.example for form in _FORMS.values()],
    forms={name: form.title for name, form in _FORMS.items()},
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(_FORMS)))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option(
    "-o",
    "--output",
    "target",
    type=_PATH,
    metavar="FILE",
    help="The scenario to write; with --suggest-mapping the mapping, else printed.",
)
@click.option(
    "--team",
    type=_PATH,
    metavar="TEAM",
    help="People with their skills, YAML or CSV; default: made from the assignees or resources. "
    "Not for benchmark formats.",
)
@click.option(
    "--mapping",
    type=_PATH,
    metavar="MAPPING",
    help="How the tool's words become a scenario, YAML. Not for benchmark formats.",
)
@click.option(
    "--suggest-mapping",
    "suggests",
    is_flag=True,
    help="Write a mapping to edit, with all values and counts, in place of a scenario.",
)
@click.option(
    "--date-order",
    "order",
    type=click.Choice(ORDERS),
    help="Of day, month and year in numeric dates, where the files do not tell. Trackers only.",
)
@click.option(
    "--start",
    type=Day(),
    metavar="DATE",
    help="First day of the plan; default: the day after the newest date in the files, "
    "or today. Where an earlier import is written over, its calendar keeps its start, and this is "
    "now. Of project files the default is the day after the status date, or the project's start. "
    "Not for benchmark formats.",
)
@click.option(
    "--prefer",
    type=click.Choice(["tracker", "scenario"]),
    help="Whose value counts where both have changed one since the last import; default: such "
    "values are listed, and nothing is written. Not for benchmark formats.",
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Write over a scenario that is there, with what people wrote in it. Not for "
    "benchmark formats.",
)
def command(form: str, files: tuple[Path, ...], target: Path | None, **options: Any) -> None:
    """Turn files of another tool into a scenario.

    From a tracker, or from project files, several FILEs become one scenario. What was
    read, made, guessed and left out is counted and listed. If -o names an earlier import
    of the same tickets, what people have written there stays, comments too, and what the
    tool has changed comes in; calendar.start is kept. Any other file is overwritten.
    Project files are read by MPXJ, which needs Java: pip install 'allocator[project]'.
    """
    suggests = options.pop("suggests")
    check_targets([target], (*files, options["mapping"], options["team"]))
    if form in READERS:
        _benchmark(form, files, _wanted(target), {**options, "suggest_mapping": suggests})
        return
    if form in PROJECT_FILES and options["order"]:
        raise click.UsageError(f"--date-order: only for {', '.join(TRACKERS)}.")
    if suggests:
        _write_mapping(_suggested(form, files, options), target)
        return
    scenario = _wanted(target)
    prefer, overwrite = options.pop("prefer"), options.pop("overwrite")
    imported = _imported(form, files, scenario, options)
    say_findings(imported.warnings)
    for line in imported.report:
        say(line)
    update = updated(
        scenario, imported.text, prefer=prefer, overwrite=overwrite, source=imported.source
    )
    write_update(update, source=imported.source)


def _suggested(form: str, files: tuple[Path, ...], options: dict[str, Any]) -> str:
    if form in PROJECT_FILES:
        return suggest_project_mapping(files, mapping=options["mapping"])
    return suggest_mapping(
        files, tracker=form, mapping=options["mapping"], date_order=options["order"]
    )


def _imported(
    form: str, files: tuple[Path, ...], target: Path, options: dict[str, Any]
) -> TrackerImport:
    at: dt.datetime | None = options["start"]
    start = None if at is None else at.date()
    given = {name: options[name] for name in ("mapping", "team")}
    if form in PROJECT_FILES:
        return read_project(files, start=start, **given)
    return read_tracker(
        files, tracker=form, start=start, date_order=options["order"], replaces=target, **given
    )


def _wanted(target: Path | None) -> Path:
    if target is None:
        raise click.UsageError("Missing option '-o': the scenario file to write.")
    return target


def _write_mapping(text: str, target: Path | None) -> None:
    if target is None:
        click.echo(text, nl=False)
        return
    write_text(target, text)
    click.echo(f"{target} written: edit it, then import with --mapping {target}.")


def _benchmark(form: str, files: tuple[Path, ...], scenario: Path, options: dict[str, Any]) -> None:
    given = [_OPTIONS[name] for name, value in options.items() if value]
    if given:
        takers = ", ".join((*TRACKERS, *PROJECT_FILES))
        raise click.UsageError(f"{', '.join(given)}: only for {takers}.")
    if len(files) > 1:
        raise click.UsageError(f"{form} takes one file; {len(files)} are given.")
    imported = READERS[form].read(files[0])
    write_text(scenario, dump(imported.scenario))
    for line in imported.report:
        say(line)
    click.echo(f"{scenario} written.")

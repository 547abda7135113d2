"""``allocator docs``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from allocator import wording
from allocator.api.documents import DocumentSection, DocumentsReport, update_documents
from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument
from allocator.cli.output import print_json, say, say_findings, tell
from allocator.documents.kinds import KINDS
from allocator.errors import Finding, InputError, Place

MAX_NAMED = 5
"""Sections that a line names; further ones are counted."""


def _show_sections(context: click.Context, _param: click.Parameter, asked: bool) -> None:
    """Print what sections there are, and end the command."""
    if not asked or context.resilient_parsing:
        return
    for kind in KINDS.values():
        click.echo(f"<!-- allocator: {kind.example} -->")
        click.echo(f"    {kind.means}")
        click.echo(f"    options: {', '.join(kind.options)}")
        if kind.columns:
            click.echo(f"    columns: {', '.join(column.name for column in kind.columns)}")
    click.echo("Each one ends with a line <!-- /allocator -->; docs/documents.md says more.")
    context.exit()


@click.command(
    "docs",
    cls=Command,
    example=[
        "allocator docs plan docs/launch.md README.md",
        "allocator docs plan docs/launch.md --check",
    ],
    forms={kind.example: kind.means for kind in KINDS.values()},
    forms_title="Sections",
)
@plan_argument
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 2 where a section is out of date."
)
@click.option(
    "--forecast",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="How sure the plan is: its forecast.json; default: the one beside the plan.",
)
@click.option(
    "--sections",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_sections,
    help="List the sections with an example, options and columns, and end.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    plan: Path,
    files: tuple[Path, ...],
    check: bool,
    forecast: Path | None,
    as_json: bool,
) -> None:
    """Keep marked sections of Markdown documents up to date.

    PLAN is a plan.json or the folder that holds it. A section stands between two
    lines, <!-- allocator: status project=CH --> and <!-- /allocator -->, which
    viewers do not show. What is between them is written anew, everything else in
    the file stays as it is, to the byte; a marker in a block of code is an example.
    Where any marker of any file is wrong, all are told and nothing is written.
    """
    report = update_documents(plan, files, forecast=forecast, check=check)
    for note in report.notes:
        say(note)
    if as_json:
        print_json(report.to_dict())
    else:
        _tell(report, plan, files, check=check)
    if check and not report.up_to_date:
        ctx.exit(InputError.exit_code)


def _tell(report: DocumentsReport, plan: Path, files: tuple[Path, ...], *, check: bool) -> None:
    if check:
        say_findings([_stale(one, plan) for one in report.sections if one.changed])
    for path in dict.fromkeys(map(str, files)):
        of_file = [one for one in report.sections if one.file == path]
        if of_file:
            tell(f"{path}: {_summary(of_file, check=check)}")
    for plain in report.without_sections:
        say(f"{plain}: no section; allocator docs --sections shows how one is marked.")


def _stale(one: DocumentSection, plan: Path) -> Finding:
    return Finding(
        code="section-out-of-date",
        message=f'the section "{wording.shorten(one.section)}" differs from the plan',
        hint=f"allocator docs {plan} {one.file} writes it anew",
        place=Place(one.file, one.line),
    )


def _summary(sections: list[DocumentSection], *, check: bool) -> str:
    changed = [one for one in sections if one.changed]
    all_of_them = wording.count(len(sections), "section")
    if not changed:
        return f"{all_of_them}, up to date."
    what = "out of date" if check else "written anew"
    named = wording.enumerated(_named(changed), most=MAX_NAMED)
    return f"{all_of_them}, {len(changed)} {what}: {named}."


def _named(sections: list[DocumentSection]) -> Iterator[str]:
    for one in sections:
        yield f"{wording.shorten(one.section, most=40)} (line {one.line})"

"""``allocator draft``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType

from allocator import wording
from allocator.analysis.traceability import RequirementRow
from allocator.api.drafts import DraftResult, draft
from allocator.cli.command import Command
from allocator.cli.output import print_json, say, tell
from allocator.cli.tables import as_text, columns, table
from allocator.domain.requirements import MatchedRequirement
from allocator.drafting.fragment import folder_name
from allocator.drafting.kept_writing import SCENARIO, SPECIFICATION, PreferredSide
from allocator.drafting.matrix import state_text
from allocator.drafting.specification import todo_by_chapter
from allocator.errors import InputError

_PATH = click.Path(path_type=Path)


@click.command(
    "draft",
    cls=Command,
    example=[
        "allocator draft prd.md -o draft",
        "allocator draft prd.md -o draft --plan plan",
        "allocator draft prd.md -o draft --dry-run",
    ],
)
@click.argument("document", metavar="PRD.md", type=_PATH)
@click.option(
    "-o",
    "--output",
    "folder",
    type=_PATH,
    metavar="DIR",
    required=True,
    help="The folder of the draft. Templates of your own are found in its folder templates.",
)
@click.option(
    "--plan",
    type=_PATH,
    metavar="PLAN",
    help="A plan of the scenario that includes the draft: dates and state of the requirements; "
    "default: that of the last draft.",
)
@click.option(
    "--prefer",
    type=click.Choice(["mine", "document"]),
    help="Whose lines of scenario.yaml count where the document and you have changed the same; "
    "default: they are listed, and nothing is written.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 2 where a file is out of date."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    document: Path,
    folder: Path,
    plan: Path | None,
    prefer: PreferredSide | None,
    dry_run: bool,
    check: bool,
    as_json: bool,
) -> None:
    """Turn a requirements document into a specification and items.

    PRD.md is Markdown: front matter (title, project, owner, due, priority), and
    requirements in tables or lists with ids. Written are specification.md, to be
    filled in where it says TODO; scenario.yaml, a part of a scenario that another
    one takes in with include; traceability.md and .csv, the matrix of
    requirements, items, dates and state; and draft.json, by which the next draft
    knows what has changed. What you write in the first two stays.
    """
    found = draft(document, folder, plan=plan, prefer=prefer)
    dry_run = dry_run or check
    if not dry_run:
        found.save()
    if as_json:
        print_json(_document(found, written=not dry_run))
    else:
        _tell(found, document, dry_run=dry_run, dated=plan is not None)
    if check and found.files:
        ctx.exit(InputError.exit_code)


def _tell(found: DraftResult, document: Path, *, dry_run: bool, dated: bool) -> None:
    tell(_summary(document, found.requirements))
    rows = _planned(found) if dated else _matched(found.requirements)
    click.echo(as_text(rows, width=columns()), nl=False)
    click.echo("")
    for line in _lines(found, dry_run=dry_run):
        tell(line)
    for note in found.notes:
        say(f"note: {note}")


def _summary(document: Path, requirements: Sequence[MatchedRequirement]) -> str:
    wanted = [one for one in requirements if one.requirement.is_wanted]
    matched = sum(bool(one.template) for one in wanted)
    parts = [f"{matched} matched to templates"]
    if len(wanted) > matched:
        parts.append(f"{len(wanted) - matched} without a template")
    if len(requirements) > len(wanted):
        parts.append(f"{len(requirements) - len(wanted)} not wanted (won't)")
    return f"{document}: {wording.count(len(requirements), 'requirement')}, {', '.join(parts)}."


def _matched(requirements: Sequence[MatchedRequirement]) -> Iterator[RenderableType]:
    rows = table(
        *("id", "requirement", "priority", "template", "items", "because"),
        right=("items",),
        wrap=("requirement", "because"),
    )
    for one in requirements:
        asked = one.requirement
        rows.add_row(
            wording.printable(asked.id),
            wording.label(asked.title or asked.text, most=60),
            asked.priority,
            wording.printable(one.template) or "-",
            str(len(one.items)),
            wording.printable(one.because),
        )
    yield rows


def _planned(found: DraftResult) -> Iterator[RenderableType]:
    titles = {one.requirement.id: one.requirement.title for one in found.requirements}
    rows = table(*("id", "requirement", "start", "finish", "state"), wrap=("requirement", "state"))
    for row in found.rows:
        rows.add_row(
            wording.printable(row.id),
            wording.label(titles.get(row.id) or row.text, most=60),
            "" if row.start is None else wording.day(row.start),
            "" if row.finish is None else wording.day(row.finish),
            state_text(row),
        )
    yield rows


def _lines(found: DraftResult, *, dry_run: bool) -> Iterator[str]:
    if found.changes is not None:
        yield "Since the last draft:" if found.changes else "Nothing has changed in the document."
        yield from (f"  {line}" for line in found.changes)
    missing = todo_by_chapter(found.drafted.texts[SPECIFICATION])
    where = wording.enumerated((f"{title} {number}" for title, number in missing.items()), most=12)
    if found.todo:
        yield f"{SPECIFICATION} has {wording.count(found.todo, 'TODO', 'TODOs')}: {where}."
    else:
        yield f"{SPECIFICATION} has no TODO left."
    for name, kept in found.drafted.moved.items():
        verb = "would be" if dry_run else "is"
        yield f"{name} was edited, and is made anew: the edited one {verb} kept as {kept}."
    names = wording.joined(file.name for file in found.files)
    if not names:
        yield f"The files in {found.folder} are as they were."
        return
    yield f"{found.folder}: {names} {'would be ' * dry_run}written."
    if found.changes is None and not dry_run:
        name = folder_name(found.folder)
        part = f"{name}/{SCENARIO}"
        yield (
            f"Next: fill in {SPECIFICATION}, and put include: [{part}] into the scenario beside "
            f"{name}."
        )


def _document(found: DraftResult, *, written: bool) -> dict[str, Any]:
    rows = {row.id: row for row in found.rows}
    return {
        "document": found.drafted.record.document,
        "requirements": [
            {
                **one.requirement.model_dump(mode="json", by_alias=True),
                "template_taken": one.template or None,
                "because": one.because,
                **_progress(rows[one.requirement.id]),
            }
            for one in found.requirements
        ],
        "other_labels": [
            {"id": row.id, **_progress(row)} for row in found.rows[len(found.requirements) :]
        ],
        "changes": None if found.changes is None else list(found.changes),
        "notes": list(found.notes),
        "todo": found.todo,
        "files": [str(file) for file in found.files],
        "written": written,
    }


def _progress(row: RequirementRow) -> dict[str, Any]:
    return {
        "items": list(row.items),
        "start": None if row.start is None else row.start.isoformat(timespec="minutes"),
        "finish": None if row.finish is None else row.finish.isoformat(timespec="minutes"),
        "state": row.state,
        "done": row.done,
        "late_days": row.late_days,
    }

"""Imports the files of a tracker: reads, maps, writes; the one door for the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from allocator.domain.garbage import no_garbage
from allocator.errors import Finding, FormatError
from allocator.integrations.base import name_of
from allocator.integrations.tracker.axis import axis_of
from allocator.integrations.tracker.build import build
from allocator.integrations.tracker.dates import DateOrder
from allocator.integrations.tracker.draft import Draft, Entry
from allocator.integrations.tracker.earlier import earlier_start
from allocator.integrations.tracker.mapping import Mapping
from allocator.integrations.tracker.mapping_file import load_mapping
from allocator.integrations.tracker.source import Source
from allocator.integrations.tracker.suggest import suggest
from allocator.scenario import limits, load_team
from allocator.scenario.text.tree import UNPRINTABLE
from allocator.scenario.write.render import render


class Tracker(NamedTuple):
    """A tracker whose exports can be imported."""

    name: str
    """What ``allocator import`` calls it."""
    title: str
    """One line for the list of forms."""
    read: Callable[[Sequence[Path], Mapping, DateOrder | None], Source]
    """Reads files together; raises FormatError where one is not what it should be."""
    fields: frozenset[str]
    """Fields that a mapping can give to columns."""
    example: str
    """A command that shows how."""


def file_by_file(
    read: Callable[[Path, Mapping, DateOrder | None], Source],
) -> Callable[[Sequence[Path], Mapping, DateOrder | None], Source]:
    """Return a reader of several files from one of a single file."""

    def read_all(files: Sequence[Path], rules: Mapping, order: DateOrder | None) -> Source:
        source = Source()
        for path in files:
            source.add(read(path, rules, order))
        return source

    return read_all


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the user asks for.

    Attributes
    ----------
    files
        Exports; where they overlap, the newer row counts.
    mapping, team
        Files of them; None for the defaults, and for people made from the assignees.
    start
        When the plan begins; None for the day after the newest date of the files.
    order
        Of day and month in numeric dates; None where the files themselves must tell.
    replaces
        The file that the scenario will be written to; one of the same tickets that stands there
        keeps the start of its calendar.
    """

    files: Sequence[Path]
    mapping: Path | None = None
    team: Path | None = None
    start: dt.date | None = None
    order: DateOrder | None = None
    replaces: Path | None = None


@dataclass(frozen=True)
class Written:
    """A scenario made from the files of a tracker.

    Attributes
    ----------
    text
        The scenario file.
    report
        What was read, made, guessed and left out, a line each.
    warnings
        What is worth knowing about the team file.
    """

    text: str
    report: tuple[str, ...]
    warnings: tuple[Finding, ...] = ()


def import_files(tracker: Tracker, request: Request) -> Written:
    """Make a scenario from exports.

    Parameters
    ----------
    tracker
        Which one they come from.
    request
        Files and options.

    Raises
    ------
    FormatError
        A file is no such export, dates could mean two things, or links run in a circle.
    ScenarioError
        The mapping or the team file is wrong.
    """
    with no_garbage():
        return _import(tracker, request)


def _import(tracker: Tracker, request: Request) -> Written:
    rules = _rules(tracker, request)
    source = _read(tracker, request, rules)
    rules = source.complete_rules(rules)
    earlier = earlier_start(request.replaces, {ticket.key for ticket in source.tickets})
    axis = axis_of(source, rules, request.start, earlier)
    team = None if request.team is None else load_team(request.team, start=axis.now.date())
    people = None if team is None else team.people
    draft, report = build(source, rules, axis, team=people, name=_name(request.files))
    source.complete_people(draft, rules, report, is_inferred=people is None)
    draft.head[:0] = [
        f"Imported from {', '.join(path.name for path in request.files)}. A comment says where",
        "something was guessed; docs/import.md says how.",
    ]
    text = _text(draft)
    lines = report.lines()
    if len(text) > limits.FILE_BYTES or len(draft.items) * 8 > limits.VALUES:
        lines.append(
            f"{len(draft.items)} items are more than a scenario should hold: leave out what was "
            "done long ago, with history: 12w in the mapping, or export fewer"
        )
    return Written(text, tuple(lines), () if team is None else team.warnings)


def suggest_mapping(tracker: Tracker, request: Request) -> str:
    """Propose a mapping for exports, to be edited.

    Parameters
    ----------
    tracker
        Which one they come from.
    request
        Files and options; a mapping that is there already is taken over.

    Raises
    ------
    FormatError
        A file is no such export, or dates could mean two things.
    ScenarioError
        The mapping given is wrong.
    """
    rules = _rules(tracker, request)
    return suggest(_read(tracker, request, rules), rules, tracker.name)


def _rules(tracker: Tracker, request: Request) -> Mapping:
    if request.mapping is None:
        return Mapping()
    return load_mapping(request.mapping, tracker.fields)


def _read(tracker: Tracker, request: Request, rules: Mapping) -> Source:
    source = tracker.read(request.files, rules, request.order)
    if not source.tickets:
        names = ", ".join(str(path) for path in request.files)
        raise FormatError(
            f"{names}: no ticket in it\n    hint: export again; the filter may have found nothing"
        )
    return source


def _name(files: Sequence[Path]) -> str:
    return name_of(files[0]) if len(files) == 1 else f"{name_of(files[0])} and others"


def _readable(value: Any) -> Any:
    """Return plain data with blanks for the control characters that no scenario may hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub(" ", value)
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    return [_readable(inner) for inner in value] if isinstance(value, list) else value


def _text(draft: Draft) -> str:
    def plain(entries: list[Entry]) -> list[tuple[dict[str, object], dict[str, str]]]:
        return [(_readable(entry.fields), entry.notes) for entry in entries]

    sections = {
        "people": plain(draft.people),
        "projects": plain(draft.projects),
        "items": plain(draft.items),
    }
    return render(draft.fields, sections, {"": draft.head, "people": draft.people_head})

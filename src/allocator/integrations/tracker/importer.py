"""Imports the files of a tracker: reads, maps, writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import Finding, FormatError
from allocator.integrations.forms import Tracker
from allocator.integrations.input_files import name_of
from allocator.integrations.tracker.build import build
from allocator.integrations.tracker.dates import DateOrder
from allocator.integrations.tracker.mapping import Mapping
from allocator.integrations.tracker.mapping_file import load_mapping
from allocator.integrations.tracker.previous_import import previous_start
from allocator.integrations.tracker.scenario_document import DocumentEntry, ScenarioDocument
from allocator.integrations.tracker.suggest import suggest
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.timeframe import timeframe_of
from allocator.scenario import limits, load_team
from allocator.scenario.text.tree import UNPRINTABLE
from allocator.scenario.write.render import render


@dataclass(frozen=True, kw_only=True)
class ImportRequest:
    """The files and options of an import.

    Attributes
    ----------
    files
        Exports; if they overlap, the newer row counts.
    mapping, team
        Files of the mapping and the team; None for the defaults and for people from assignees.
    start
        First day of the plan; None for the day after the newest date of the files.
    order
        Order of day and month in numeric dates; None if the files themselves tell.
    replaces
        The file to write; if it is a scenario of the same tickets, the start of its calendar
        stays.
    """

    files: Sequence[Path]
    mapping: Path | None = None
    team: Path | None = None
    start: dt.date | None = None
    order: DateOrder | None = None
    replaces: Path | None = None


@dataclass(frozen=True)
class ImportResult:
    """A scenario made from the files of a tracker.

    Attributes
    ----------
    text
        Text of the scenario file.
    report
        Lines on what was read, made, guessed and left out.
    warnings
        Findings about the team file.
    items
        Fields of the items, as in the text.
    """

    text: str
    report: tuple[str, ...]
    warnings: tuple[Finding, ...] = ()
    items: tuple[dict[str, Any], ...] = ()


def import_files(tracker: Tracker, request: ImportRequest) -> ImportResult:
    """Make a scenario from exports.

    Parameters
    ----------
    tracker
        The tracker of the exports.
    request
        Files and options.

    Raises
    ------
    FormatError
        A file is no such export, dates could mean two things, or links run in a circle.
    ScenarioError
        The mapping or the team file is wrong.
    """
    with without_garbage_collection():
        return _import(tracker, request)


def _import(tracker: Tracker, request: ImportRequest) -> ImportResult:
    rules = mapping_of(tracker, request)
    source = _read(tracker, request, rules)
    files = ", ".join(path.name for path in request.files)
    return scenario_of(source, rules, request, name=_name(request.files), origin=files)


def scenario_of(
    source: TicketSource, rules: Mapping, request: ImportRequest, *, name: str, origin: str
) -> ImportResult:
    """Make a scenario from tickets that have been read.

    Parameters
    ----------
    source
        The tickets.
    rules
        The mapping.
    request
        Team, start and the file that is replaced.
    name
        Name of the scenario, if the mapping has none.
    origin
        Where the tickets come from, for the comment at the top.

    Raises
    ------
    FormatError
        Links run in a circle, or something happened after the start.
    ScenarioError
        The team file is wrong.
    """
    rules = source.complete_rules(rules)
    earlier = previous_start(request.replaces, {ticket.key for ticket in source.tickets})
    timeframe = timeframe_of(source, rules, request.start, earlier)
    team = None if request.team is None else load_team(request.team, start=timeframe.now.date())
    people = None if team is None else team.people
    document, report = build(source, rules, timeframe, team=people, name=name)
    source.complete_people(document, rules, report, is_inferred=people is None)
    document.head[:0] = [
        f"Imported from {origin}. A comment says where",
        "something was guessed; docs/import.md says how.",
    ]
    text = document_text(document)
    lines = report.lines()
    if len(text) > limits.MAX_FILE_BYTES or len(document.items) * 8 > limits.MAX_VALUES:
        lines.append(
            f"{len(document.items)} items are more than a scenario should hold: leave out what was "
            "done long ago, with history: 12w in the mapping, or export fewer"
        )
    warnings = () if team is None else team.warnings
    return ImportResult(text, tuple(lines), warnings, tuple(e.fields for e in document.items))


def suggest_mapping(tracker: Tracker, request: ImportRequest) -> str:
    """Propose a mapping for exports, to be edited.

    Parameters
    ----------
    tracker
        The tracker of the exports.
    request
        Files and options; an existing mapping is taken over.

    Raises
    ------
    FormatError
        A file is no such export, or dates could mean two things.
    ScenarioError
        The mapping given is wrong.
    """
    rules = mapping_of(tracker, request)
    command = f"allocator import {tracker.name} --mapping"
    return suggest(_read(tracker, request, rules), rules, command)


def mapping_of(tracker: Tracker, request: ImportRequest) -> Mapping:
    """Return the mapping of a request, or the defaults.

    Raises
    ------
    ScenarioError
        The mapping is wrong.
    """
    if request.mapping is None:
        return Mapping()
    return load_mapping(request.mapping, tracker.fields)


def _read(tracker: Tracker, request: ImportRequest, rules: Mapping) -> TicketSource:
    source = tracker.read(request.files, rules, request.order)
    if not source.tickets:
        names = ", ".join(str(path) for path in request.files)
        raise FormatError(
            f"{names}: no ticket in it", hint="export again; the filter may have found nothing"
        )
    return source


def _name(files: Sequence[Path]) -> str:
    return name_of(files[0]) if len(files) == 1 else f"{name_of(files[0])} and others"


def _readable(value: Any) -> Any:
    """Return plain data with blanks in place of control characters."""
    if isinstance(value, str):
        return UNPRINTABLE.sub(" ", value)
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    return [_readable(inner) for inner in value] if isinstance(value, list) else value


def document_text(document: ScenarioDocument) -> str:
    """Return the text of a scenario file.

    Parameters
    ----------
    document
        The scenario; control characters in its texts become blanks.
    """

    def plain(entries: list[DocumentEntry]) -> list[tuple[dict[str, object], dict[str, str]]]:
        return [(_readable(entry.fields), entry.notes) for entry in entries]

    sections = {
        "people": plain(document.people),
        "projects": plain(document.projects),
        "items": plain(document.items),
    }
    return render(document.fields, sections, {"": document.head, "people": document.people_head})

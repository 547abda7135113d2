"""Reads a tracker over REST, and makes a scenario of it as the importer does of its exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import Finding, FormatError, TrackerError
from allocator.integrations.forms import Tracker
from allocator.integrations.live.azure.pull import read_azure
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject, Connection
from allocator.integrations.live.jira.pull import read_jira
from allocator.integrations.live.reading import ReadingCounts, ReadingRequest, TrackerReading
from allocator.integrations.live.record_store import store_path
from allocator.integrations.tracker.importer import ImportRequest, mapping_of, scenario_of
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.suggest import suggest
from allocator.wording import count, enumerated

PROGRESS_FIELDS: Final = ("state", "started", "finished", "remaining", "people")
"""Fields of an item that say how far it is, in the order of a file of actuals."""


@dataclass(frozen=True, kw_only=True)
class PullRequest:
    """What is pulled, and where to.

    Attributes
    ----------
    connection
        What ``tracker.yaml`` says.
    output
        The scenario; what has been read is kept beside it. None keeps nothing.
    start
        First day of the plan; None for the day after the newest change in the tracker.
    fresh
        Whether to read everything, whatever is kept.
    now
        The present time, with a zone.
    """

    connection: Connection
    output: Path | None = None
    start: dt.date | None = None
    fresh: bool = False
    now: dt.datetime


@dataclass(frozen=True, kw_only=True)
class PullResult:
    """A scenario made from a tracker.

    Attributes
    ----------
    text
        Text of the scenario file.
    report
        Lines on what was read, made, guessed and left out.
    warnings
        Findings about the team file.
    counts
        How much was read.
    items
        Fields of the items, as in the text.
    held
        By ticket, what the tracker holds in fields that a plan can change, in its own terms.
    """

    text: str
    report: tuple[str, ...]
    warnings: tuple[Finding, ...]
    counts: ReadingCounts
    items: tuple[Mapping[str, Any], ...]
    held: Mapping[str, Mapping[str, Any]]


def pull(
    client: TrackerClient,
    tracker: Tracker,
    request: PullRequest,
    progress: Callable[[int], None] = lambda _number: None,
) -> PullResult:
    """Read a tracker, and make a scenario of it.

    Parameters
    ----------
    client
        A connection to the site.
    tracker
        The tracker, whose fields a mapping can name.
    request
        What is pulled.
    progress
        Is called with the number of tickets read, after each page.

    Raises
    ------
    TrackerError
        The tracker refuses, or does not answer; what has been read is kept.
    FormatError
        The query finds nothing, or links run in a circle.
    ScenarioError
        The mapping or the team file is wrong.
    """
    connection = request.connection
    options = ImportRequest(
        files=(),
        mapping=connection.mapping,
        team=connection.team,
        start=request.start,
        replaces=request.output,
    )
    rules = mapping_of(tracker, options)
    with without_garbage_collection():
        reading = _read(client, request, rules, progress)
        made = scenario_of(
            reading.source,
            rules,
            options,
            name=(request.output or connection.path).stem,
            origin=f"{connection.site.url} by {connection.path.name}",
        )
    return PullResult(
        text=made.text,
        report=(*reading.lines(), *made.report),
        warnings=made.warnings,
        counts=reading.counts,
        items=made.items,
        held=reading.held,
    )


def suggest_live_mapping(
    client: TrackerClient,
    tracker: Tracker,
    request: PullRequest,
    progress: Callable[[int], None] = lambda _number: None,
) -> str:
    """Propose a mapping for a tracker: with its own fields, statuses and kinds of links.

    Parameters
    ----------
    client, tracker, request, progress
        As of :func:`pull`.

    Raises
    ------
    TrackerError
        The tracker refuses, or does not answer.
    FormatError
        The query finds nothing.
    ScenarioError
        The mapping given is wrong.
    """
    options = ImportRequest(files=(), mapping=request.connection.mapping)
    rules = mapping_of(tracker, options)
    reading = _read(client, request, rules, progress)
    rules = reading.source.complete_rules(rules)
    return suggest(reading.source, rules, f"allocator pull {request.connection.path.name}")


def _read(
    client: TrackerClient,
    request: PullRequest,
    rules: Rules,
    progress: Callable[[int], None],
) -> TrackerReading:
    site = request.connection.site
    store = None if request.output is None else store_path(request.output)
    if request.fresh and store is not None:
        store.unlink(missing_ok=True)
    how = ReadingRequest(rules=rules, store=store, now=request.now, progress=progress)
    try:
        reading = (
            read_azure(client, site, how)
            if isinstance(site, AzureProject)
            else read_jira(client, site, how)
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _unread(site.host, error) from error
    if not reading.source.tickets:
        raise FormatError(
            f"{site.host} finds nothing with the query of {request.connection.path}",
            hint="try the query on the site itself; the account of the token sees only what it "
            "may see",
        )
    return reading


def _unread(host: str, error: Exception) -> TrackerError:
    """Return the error for answers whose parts are not what the interface says."""
    return TrackerError(
        f"{host} answers in a form that cannot be read ({type(error).__name__}: {error})\n"
        "    hint: look at url, whether another program answers there; if it is the tracker, "
        "report what the same command prints with ALLOCATOR_DEBUG=1"
    )


def progress_rows(
    items: Iterable[Mapping[str, Any]], known: Mapping[str, frozenset[str]] | None
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of a file of actuals, and what is left out of it.

    Parameters
    ----------
    items
        Fields of the items of a pull.
    known
        Ids of the items and of the people of the scenario that the file is for; None for any.
    """
    rows, strangers, missing = [], set(), []
    for item in items:
        name = str(item["id"])
        if known is not None and name not in known["items"]:
            missing.append(name)
            continue
        if item.get("kind") == "milestone":
            continue
        people = [str(one) for one in item.get("people", ())]
        if known is not None:
            strangers |= set(people) - known["people"]
            people = [one for one in people if one in known["people"]]
        row = {field: str(item.get(field, "")) for field in PROGRESS_FIELDS[:-1]}
        row["state"] = row["state"] or "todo"
        rows.append({"item": name, **row, "people": "; ".join(people)})
    return rows, [*_notes(missing, strangers)]


def _notes(missing: list[str], strangers: set[str]) -> Iterable[str]:
    if missing:
        yield (
            f"{count(len(missing), 'item')} of the tracker that the scenario does not have, left "
            f"out: {enumerated(missing)}"
        )
    if strangers:
        yield (
            "people that the scenario does not have, left out of the column of people: "
            f"{enumerated(sorted(strangers))}"
        )

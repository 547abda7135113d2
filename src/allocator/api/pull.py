"""Reading a tracker over REST, as notebooks use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator.api.arguments import check_date, path_of
from allocator.api.scenarios import TrackerImport

if TYPE_CHECKING:
    from allocator.integrations.live.pull import PullRequest, PullResult

__all__ = ["TrackerPull", "pull", "suggest_pull_mapping"]


@dataclass(frozen=True, kw_only=True)
class TrackerPull(TrackerImport):
    """A ``TrackerImport`` of what a tracker says now, with what only a pull knows.

    Attributes
    ----------
    read, kept : int
        Tickets that were read now, and that had been read before and have not changed.
    gone : tuple of str
        Keys of tickets that the query no longer finds.

    Examples
    --------
    >>> found.merge("backlog.yaml").save()  # doctest: +SKIP
    """

    read: int
    kept: int
    gone: tuple[str, ...]
    _items: tuple[Mapping[str, Any], ...]

    def progress(self, scenario: str | Path | None = None) -> tuple[str, tuple[str, ...]]:
        """Return how far the items are as a file of actuals, and what is left out of it.

        Parameters
        ----------
        scenario
            The scenario that the file is for: items and people that it lacks are left out.

        Returns
        -------
        tuple
            The CSV file, and lines on what is left out.
        """
        from allocator.integrations.live.pull import PROGRESS_FIELDS, progress_rows
        from allocator.planfile.csv_text import csv_text
        from allocator.scenario import load

        known = None
        if scenario is not None:
            there = load(path_of("a scenario", scenario)).scenario
            known = {
                "items": frozenset(item.id for item in there.items),
                "people": frozenset(person.id for person in there.people),
            }
        rows, notes = progress_rows(self._items, known)
        lines = [("item", *PROGRESS_FIELDS), *(tuple(row.values()) for row in rows)]
        return csv_text(lines), tuple(notes)


def pull(
    tracker_file: str | Path,
    *,
    output: str | Path | None = None,
    start: dt.date | None = None,
    fresh: bool = False,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> TrackerPull:
    """Read a tracker over REST, and make a scenario of it.

    The token comes from ``ALLOCATOR_JIRA_TOKEN`` or ``ALLOCATOR_AZURE_TOKEN``, else from the
    keyring of the system.

    Parameters
    ----------
    tracker_file
        A YAML file that names the tracker, its work, a mapping and a team.
    output
        The scenario file. Nothing is written there; what has been read is kept beside it, so that
        a pull that breaks off goes on from there, and the next one reads only what has changed.
    start
        First day of the plan; without it the day after the newest change in the tracker.
    fresh
        Whether to read everything, whatever is kept.
    tell
        Is called with a line where the tracker asks to wait.
    progress
        Is called with the number of tickets read, after each page.

    Returns
    -------
    TrackerPull
        The scenario, its text with comments, and a report of what was read and guessed.

    Raises
    ------
    TrackerError
        The tracker refuses, or does not answer.
    ScenarioError
        The tracker file, the mapping or the team file is wrong.
    FormatError
        The query finds nothing, or links run in a circle.
    InputError
        There is no token.

    Examples
    --------
    >>> found = allocator.pull("tracker.yaml", output="backlog.yaml")  # doctest: +SKIP
    >>> print(found.report[0])  # doctest: +SKIP
    12 issues read, 388 unchanged since the last pull
    """
    from allocator.integrations.live.pull import pull as pull_tracker

    request = _request(tracker_file, output, start, fresh)
    made: PullResult = _connected(pull_tracker, request, tell, progress)
    return TrackerPull(
        text=made.text,
        report=made.report,
        warnings=made.warnings,
        read=made.counts.read,
        kept=made.counts.kept,
        gone=made.counts.gone,
        held=made.held,
        _items=made.items,
    )


def suggest_pull_mapping(
    tracker_file: str | Path,
    *,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> str:
    """Propose a mapping for a tracker, with its own fields, statuses and kinds of links.

    Parameters
    ----------
    tracker_file, tell, progress
        As of :func:`pull`.

    Returns
    -------
    str
        A YAML file with all values found, and how often.

    Examples
    --------
    >>> text = allocator.suggest_pull_mapping("tracker.yaml")  # doctest: +SKIP
    """
    from allocator.integrations.live.pull import suggest_live_mapping

    request = _request(tracker_file, None, None, False)
    text: str = _connected(suggest_live_mapping, request, tell, progress)
    return text


def _request(
    tracker_file: str | Path, output: str | Path | None, start: dt.date | None, fresh: bool
) -> PullRequest:
    from allocator.integrations.live.connection import load_connection
    from allocator.integrations.live.pull import PullRequest

    check_date("start", start)
    return PullRequest(
        connection=load_connection(path_of("a tracker file", tracker_file)),
        output=None if output is None else path_of("a scenario", output),
        start=start,
        fresh=fresh,
        now=dt.datetime.now(dt.UTC),
    )


def _connected(
    function: Callable[..., Any],
    request: PullRequest,
    tell: Callable[[str], None] | None,
    progress: Callable[[int], None] | None,
) -> Any:
    """Call a function with a connection to the tracker."""
    from allocator.integrations import TRACKERS
    from allocator.integrations.live.client import TrackerClient

    tracker = TRACKERS[request.connection.tracker]
    with TrackerClient(request.connection, tell=tell) as client:
        return function(client, tracker, request, progress or (lambda _number: None))

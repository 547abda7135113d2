"""Scenarios, read from files and made of the exports of trackers."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from allocator.api.arguments import check_choice, check_date, kind_of, listed, path_of
from allocator.domain import Scenario
from allocator.errors import Finding, InputError, ScenarioError
from allocator.scenario.load import Loaded, loads
from allocator.scenario.load import load as load_file

if TYPE_CHECKING:
    from allocator.api.merges import ScenarioUpdate
    from allocator.integrations import Tracker
    from allocator.integrations.tracker.importer import ImportRequest
    from allocator.scenario.merge import Prefer

__all__ = [
    "Scenario",
    "TrackerImport",
    "check",
    "load",
    "loaded",
    "read_tracker",
    "suggest_mapping",
]

DateOrder = Literal["dmy", "mdy", "ymd"]


def load(
    path: str | Path,
    *,
    changes: str | Path | Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
) -> Scenario:
    """Read a scenario file.

    Parameters
    ----------
    path
        A YAML or JSON file.
    changes
        A file of changes, or several, made one after the other.
    actuals
        A CSV file of what has happened, laid over the items.
    now
        A date or date-time that replaces the scenario's own ``now``.

    Returns
    -------
    Scenario
        A frozen model; its fields are those of the file.

    Raises
    ------
    ScenarioError
        The scenario has errors; its ``findings`` are all of them, each with its place.
    InputError
        An argument is not of its kind.

    Examples
    --------
    >>> scenario = allocator.load("scenarios/quickstart.yaml")
    >>> len(scenario.items), len(scenario.people)
    (13, 4)
    """
    return loaded(path_of("a scenario", path), changes=changes, actuals=actuals, now=now).scenario


def check(
    path: str | Path,
    *,
    changes: str | Path | Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Find all errors and warnings of a scenario file, without planning.

    Parameters
    ----------
    path
        A YAML or JSON file.
    changes, actuals, now
        As of :func:`load`.

    Returns
    -------
    tuple of Finding
        In the order of the file; each has a ``severity``, error or warning.

    Examples
    --------
    >>> allocator.check("scenarios/quickstart.yaml")
    ()
    """
    try:
        where = path_of("a scenario", path)
        return loaded(where, changes=changes, actuals=actuals, now=now).warnings
    except ScenarioError as error:
        return error.findings


@dataclass(frozen=True, kw_only=True)
class TrackerImport:
    """A scenario made from the exports of a tracker, or from project files.

    Attributes
    ----------
    text : str
        The scenario file, with a comment wherever something was guessed.
    report : tuple of str
        What was read, made, guessed and left out, a line each.
    warnings : tuple of Finding
        What is worth knowing about the team file.
    held : mapping
        By ticket, what the tracker holds in fields that a plan can change, in its own terms; empty
        for files, which do not say it.
    source : str
        What messages call that which was read: ``the tracker``, ``the table``.
    scenario : Scenario
        The scenario, read from the text.

    Examples
    --------
    >>> imported.scenario.name
    'Shop data science'
    """

    text: str
    report: tuple[str, ...]
    warnings: tuple[Finding, ...]
    held: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    source: str = "the tracker"

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, read from the text."""
        return loads(self.text).scenario

    def save(self, path: str | Path) -> None:
        """Write the scenario file; one that stands there is overwritten.

        Beside it ``NAME.pulled.yaml`` keeps what the tracker said, for a later merge.

        Raises
        ------
        InputError
            It cannot be written there.
        """
        from allocator.api.merges import updated

        updated(path, self.text, overwrite=True, issues=self.held).save()

    def merge(self, path: str | Path, *, prefer: Prefer | None = None) -> ScenarioUpdate:
        """Merge the import into the scenario that stands there, if one does.

        What people have written stays; what the tracker has changed since the last import or pull
        comes in. Nothing is written before ``save`` of what is returned.

        Parameters
        ----------
        path
            The scenario file; one that is not there, or is of other tickets, is written anew.
        prefer
            Whose value counts where both sides have changed one: ``tracker`` or ``scenario``.

        Raises
        ------
        MergeConflictError
            Both sides have changed something, and ``prefer`` does not say whose counts.
        InputError
            The scenario cannot be read.
        """
        from allocator.api.merges import updated

        return updated(path, self.text, prefer=prefer, issues=self.held, source=self.source)


def read_tracker(
    files: str | Path | Sequence[str | Path],
    *,
    tracker: str,
    mapping: str | Path | None = None,
    team: str | Path | None = None,
    start: dt.date | None = None,
    date_order: DateOrder | None = None,
    replaces: str | Path | None = None,
) -> TrackerImport:
    """Make a scenario from the exports of a tracker.

    Parameters
    ----------
    files
        One file, or several that belong together; where they overlap, the newer row counts.
    tracker
        ``jira``, ``azure-devops`` or ``table``.
    mapping
        A YAML file: how the tracker's words become a scenario.
    team
        A YAML or CSV file of people with their skills; without it people are made from the
        assignees.
    start
        First day of the plan; without it the day after the newest date in the files.
    date_order
        Order of day, month and year in numeric dates, where the files do not tell.
    replaces
        A scenario of an earlier import of the same tickets, whose calendar keeps its start; a file
        that is not there yet is none.

    Returns
    -------
    TrackerImport
        The scenario, its text with comments, and a report of what was read and guessed.

    Raises
    ------
    FormatError
        A file is no such export, dates could mean two things, or links run in a circle.
    ScenarioError
        The mapping or the team file is wrong.
    InputError
        There is no such tracker, or another argument is not of its kind.

    Examples
    --------
    >>> imported = allocator.read_tracker(
    ...     "scenarios/tracker/shop.csv",
    ...     tracker="jira",
    ...     mapping="scenarios/tracker/shop-mapping.yaml",
    ...     team="scenarios/tracker/shop-team.yaml",
    ... )
    >>> print(imported.report[0])
    56 rows read: 51 items made (2 milestones), 5 left out
    """
    from allocator.integrations.tracker.importer import import_files

    request = _request(files, mapping, team, start, date_order, replaces)
    made = import_files(_tracker(tracker), request)
    source = "the table" if tracker == "table" else "the tracker"
    return TrackerImport(text=made.text, report=made.report, warnings=made.warnings, source=source)


def suggest_mapping(
    files: str | Path | Sequence[str | Path],
    *,
    tracker: str,
    mapping: str | Path | None = None,
    date_order: DateOrder | None = None,
) -> str:
    """Propose a mapping for the exports of a tracker, to be edited.

    Parameters
    ----------
    files, tracker, date_order
        As of :func:`read_tracker`.
    mapping
        A mapping that is there already, and is taken over.

    Returns
    -------
    str
        A YAML file with all values found, and how often.

    Raises
    ------
    FormatError
        A file is no such export, or dates could mean two things.
    ScenarioError
        The mapping given is wrong.
    InputError
        There is no such tracker, or another argument is not of its kind.

    Examples
    --------
    >>> text = allocator.suggest_mapping("scenarios/tracker/shop.csv", tracker="jira")
    >>> print(text.splitlines()[0])
    # Mapping for allocator import jira --mapping, made from 56 tickets.
    """
    from allocator.integrations.tracker import importer

    request = _request(files, mapping, None, None, date_order, None)
    return importer.suggest_mapping(_tracker(tracker), request)


def _tracker(name: str) -> Tracker:
    from allocator.integrations import TRACKERS

    if name not in TRACKERS:
        raise InputError(f'there is no tracker "{name}"; there are {", ".join(TRACKERS)}')
    return TRACKERS[name]


def _request(
    files: str | Path | Sequence[str | Path],
    mapping: str | Path | None,
    team: str | Path | None,
    start: dt.date | None,
    date_order: DateOrder | None,
    replaces: str | Path | None,
) -> ImportRequest:
    from allocator.integrations.tracker.importer import ImportRequest

    several = tuple(path_of("an export", each) for each in listed(files))
    if not several:
        raise InputError("no file of the tracker is given")
    check_date("start", start)
    if date_order is not None:
        check_choice("date_order", date_order, get_args(DateOrder))
    return ImportRequest(
        files=several,
        mapping=_path("a mapping", mapping),
        team=_path("a team file", team),
        start=start,
        order=date_order,
        replaces=_path("an earlier import", replaces),
    )


def _path(what: str, path: str | Path | None) -> Path | None:
    return None if path is None else path_of(what, path)


def loaded(
    source: Scenario | Loaded | str | Path,
    *,
    changes: str | Path | Sequence[str | Path] = (),
    actuals: str | Path | None = None,
    now: dt.date | None = None,
    relax: bool = False,
) -> Loaded:
    """Return a scenario without errors: as loaded, from a file, or made in Python.

    Where deadlines may be broken (``relax``), items that cannot keep theirs are only warned of.

    Raises
    ------
    ScenarioError
        It has errors.
    InputError
        Changes, actuals or now are given for a scenario that is no file.
    """
    if isinstance(source, (str, os.PathLike)):
        check_date("now", now)
        named = [path_of("a file of changes", each) for each in listed(changes)]
        happened = None if actuals is None else path_of("a file of actuals", actuals)
        return load_file(source, changes=named, actuals=happened, now=now, relax=relax)
    if not isinstance(source, (Scenario, Loaded)):
        held = "; give its .scenario" if hasattr(source, "scenario") else ""
        raise InputError(
            "a scenario is given as load() returns it or by the path of its file, not as "
            f"{kind_of(source)}{held}"
        )
    if changes or actuals is not None or now is not None:
        raise InputError(
            "changes, actuals and now go with the file of a scenario; give its path, or load() them"
        )
    if isinstance(source, Loaded):
        return source
    from allocator.scenario.made_in_python import check_scenario

    return check_scenario(source, relax=relax)

"""What a plan is written as for others: sprints, the report, files of other tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from allocator import domain
from allocator.api.arguments import check_choice, check_seconds, listed, path_of
from allocator.api.plan_answers import DEFAULT_SECONDS, plan_answers, unexplained
from allocator.api.plans import plan_of
from allocator.api.shown_forecast import found_forecast
from allocator.domain.forecast import Forecast
from allocator.errors import InputError
from allocator.exports import FILE_FORMATS, FORMATS, VIEWS
from allocator.sprint_planning.sheet import SprintSheet

if TYPE_CHECKING:
    from allocator.planner import Session

PAGE_SUFFIXES = (".html", ".htm", "")
"""How the name of a report may end."""


@dataclass(frozen=True, kw_only=True)
class WrittenFiles:
    """Files that were written of a plan.

    Attributes
    ----------
    files : tuple of Path
        In the order in which they were written.
    notes : tuple of str
        What the files cannot say, and what is to be known before they are used, a line each.

    Examples
    --------
    >>> written = allocator.export(plan, "mermaid", "plan.mmd")
    >>> [file.name for file in written.files], written.notes
    (['plan.mmd'], ())
    """

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SprintSheets:
    """What is brought to the planning of sprints.

    Attributes
    ----------
    plan : Plan
        The plan of the sprints.
    sheets : tuple of SprintSheet
        By team, then sprint: goals, who does what, capacity, what must be ready, risks.
    timezone : str, optional
        In whose local time they say when work begins and ends; None where the plan has no zone.

    Examples
    --------
    >>> sheet = sheets.sheets[0]
    >>> sheet.name, sheet.capacity_hours >= sheet.planned_hours
    ('Shop DS Sprint 23', True)
    """

    plan: domain.Plan
    sheets: tuple[SprintSheet, ...]
    timezone: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the sprints as sprints.json holds them."""
        from allocator.exports.sprint.data_files import sprint_document

        return sprint_document(self.sheets, self.timezone)

    def save(
        self,
        folder: str | Path,
        *,
        trackers: str | Sequence[str] | None = None,
        jira_projects: str | Sequence[str] = (),
        azure: str | None = None,
        all_new: bool = False,
        plan_dates: bool = False,
    ) -> WrittenFiles:
        """Write pages, tables, and what the trackers read.

        Parameters
        ----------
        folder
            The folder; made where absent. Files of the same names are overwritten.
        trackers
            ``jira``, ``azure-devops``; None for both.
        jira_projects, azure, all_new, plan_dates
            As of :func:`export`.

        Returns
        -------
        WrittenFiles
            The files, and notes about those for trackers.

        Raises
        ------
        InputError
            They cannot be written, there is no such tracker, or the address of the Azure DevOps
            project is none.
        """
        from allocator.exports.sprint.files import NAMES, Trackers, sprint_files
        from allocator.planfile.files import write_text

        names = listed(trackers or NAMES)
        for name in names:
            check_choice("a tracker", name, NAMES)
        wanted = Trackers(
            names=names,
            projects=listed(jira_projects),
            azure=azure,
            all_new=all_new,
            plan_dates=plan_dates,
        )
        texts, notes = sprint_files(self.plan, self.sheets, wanted, timezone=self.timezone)
        files = {Path(folder) / name: text for name, text in texts.items()}
        for path, text in files.items():
            write_text(path, text)
        lines = [f"{', '.join(stems)}: {note}" for note, stems in notes.items()]
        return WrittenFiles(files=tuple(files), notes=tuple(lines))


def sprints(
    plan: domain.Plan | str | Path,
    *,
    sprint: str | int = "next",
    team: str | None = None,
    timezone: str | None = None,
) -> SprintSheets:
    """Work out what is brought to the planning of sprints.

    Parameters
    ----------
    plan
        A plan whose scenario has sprints, or its path.
    sprint
        ``current``, ``next``, ``all``, a sprint's number or its name.
    team
        Only this team's people and work.
    timezone
        In whose local time they say when work begins and ends; None for the plan's. Days of the
        sprint, and what people do on each of them, are the plan's.

    Returns
    -------
    SprintSheets
        A sheet for each team and sprint.

    Raises
    ------
    InputError
        There are no sprints, no such sprint, no such team or no such time zone.

    Examples
    --------
    >>> sheets = allocator.sprints(allocator.solve(imported.scenario, time_limit=5).plan)
    >>> written = sheets.save("sprint", trackers=["jira"])
    >>> [file.name for file in written.files]
    ['sprint-23.md', 'sprint-23.csv', 'jira-23.csv', 'sprints.json']
    """
    from allocator.analysis.reader_clock import ReaderClock
    from allocator.sprint_planning.build import sprint_sheets
    from allocator.sprint_planning.reader_sheet import reader_sheet

    subject = plan_of(plan)
    clock = ReaderClock(subject, timezone)
    sheets = sprint_sheets(subject, str(sprint), team)
    return SprintSheets(
        plan=subject,
        sheets=tuple(reader_sheet(sheet, clock) for sheet in sheets),
        timezone=clock.zone,
    )


def report(
    plan: domain.Plan | str | Path,
    path: str | Path,
    *,
    baseline: domain.Plan | str | Path | None = None,
    forecast: Forecast | str | Path | None = None,
    timezone: str | None = None,
    explain: bool = False,
    time_limit: float = DEFAULT_SECONDS,
    session: Session | None = None,
) -> WrittenFiles:
    """Write a plan as one page to open, mail or print.

    Parameters
    ----------
    plan
        A plan, or its path.
    path
        The HTML file; one that stands there is overwritten.
    baseline
        An earlier plan, to show what has changed since.
    forecast, timezone, explain, time_limit, session
        As of :func:`export`.

    Returns
    -------
    WrittenFiles
        The page.

    Raises
    ------
    InputError
        The file does not end like a page, or cannot be written.

    Examples
    --------
    >>> page = allocator.report(new.plan, "report.html", baseline=plan)
    """
    if path_of("a report", path).suffix.lower() not in PAGE_SUFFIXES:
        raise InputError(f"the report is an HTML page, and {path} does not end like one")
    return export(
        plan,
        "html",
        path,
        baseline=baseline,
        forecast=forecast,
        timezone=timezone,
        explain=explain,
        time_limit=time_limit,
        session=session,
    )


def export(
    plan: domain.Plan | str | Path,
    form: str,
    path: str | Path,
    *,
    baseline: domain.Plan | str | Path | None = None,
    forecast: Forecast | str | Path | None = None,
    view: Literal["gantt", "roadmap", "load", "forecast"] | None = None,
    jira_projects: str | Sequence[str] = (),
    azure: str | None = None,
    all_new: bool = False,
    plan_dates: bool = False,
    file_format: Literal["mspdi", "mpx", "pmxml", "xer", "planner", "sdef"] | None = None,
    timezone: str | None = None,
    explain: bool = False,
    time_limit: float = DEFAULT_SECONDS,
    session: Session | None = None,
) -> WrittenFiles:
    """Write a plan in another format.

    Parameters
    ----------
    plan
        A plan, or its path.
    form
        The name of a format, as ``allocator export --help`` lists them: ``xlsx``, ``png``.
    path
        The file or folder; what stands there is overwritten.
    baseline
        An earlier plan, to show what has changed since; for html, markdown, png, svg.
    forecast
        How sure the plan is, or the path of its forecast.json; by default that which lies beside
        the plan, where the plan is given by its path; for csv, html, markdown, png, svg, xlsx.
        The forecast of another plan is not shown, which a note says.
    view
        What a picture shows; None for gantt.
    jira_projects
        Keys of the Jira projects whose issues exist; by default all ids like ABC-12 are issues.
    azure
        Address of the Azure DevOps project, for paths and links.
    all_new
        Whether the tracker knows none of the items.
    plan_dates
        Whether dates for Azure DevOps are the plan's, not those that were asked for.
    file_format
        Format of a project file; None to go by the ending of its name.
    timezone
        In whose local time times are, by its IANA name; None for the plan's; for csv, html, ics,
        mermaid, xlsx.
    explain
        Whether to try what holds the dates that are late or at risk, and to tell it; for html,
        markdown.
    time_limit
        Seconds after which nothing further is tried.
    session
        For programs that stop the trials from elsewhere: what is known by then is told.

    Returns
    -------
    WrittenFiles
        The files, and what is to be known about them.

    Raises
    ------
    InputError
        There is no such format, it has no use for an option, or it cannot be written there.

    Examples
    --------
    >>> book = allocator.export(plan, "xlsx", "plan.xlsx")
    """
    if form not in FORMATS:
        raise InputError(f'there is no format "{form}"; there are {", ".join(FORMATS)}')
    given = {
        "baseline": baseline,
        "forecast": forecast,
        "view": view,
        "projects": listed(jira_projects),
        "azure": azure,
        "all_new": all_new,
        "plan_dates": plan_dates,
        "file_format": file_format,
        "timezone": timezone,
        "answers": explain,
    }
    options: dict[str, Any] = {name: value for name, value in given.items() if value}
    for name in options.keys() - set(FORMATS[form].options):
        raise InputError(f"{_SPELLED.get(name, name)} is not for {form}")
    if view is not None:
        check_choice("view", view, VIEWS)
    if file_format is not None:
        check_choice("file_format", file_format, FILE_FORMATS)
    check_seconds(time_limit)
    target = path_of("a file to write", path)
    if form == "project":
        from allocator.exports.project_file import format_of

        options["file_format"] = file_format or format_of(target)
    subject = plan_of(plan)
    if baseline is not None:
        options["baseline"] = plan_of(baseline)
    notes = []
    if "forecast" in FORMATS[form].options:
        found = found_forecast(subject, plan, forecast)
        options["forecast"] = found.forecast
        notes = [found.notice] if found.notice else []
    if explain:
        answers = plan_answers(
            subject,
            baseline=options.get("baseline"),
            forecast=options.get("forecast"),
            seconds=time_limit,
            session=session,
        )
        options["answers"] = answers
        notes += [note] if (note := unexplained(subject, answers)) else []
    files = FORMATS[form].write(subject, target, **options)
    notes += FORMATS[form].notes(subject, **options)
    return WrittenFiles(files=tuple(files), notes=tuple(notes))


_SPELLED = {"projects": "jira_projects", "answers": "explain"}
"""Options that the formats call otherwise."""

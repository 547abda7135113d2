"""The agenda of a meeting, made from a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from allocator import domain
from allocator.api.arguments import check_date, path_of
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import plan_of
from allocator.domain import Meeting, Scenario
from allocator.errors import InputError
from allocator.meeting_planning.agenda_models import Agenda
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import enumerated

ENDINGS = (".md", ".ics", ".json")
"""Ends of the names of files that can be written."""


class AgendaResult(PlainAnswer, Agenda):
    """What to talk about at a meeting.

    Attributes
    ----------
    meeting, title : str
        Id of the meeting, and what people call it.
    begins, ends, until : datetime
        When it takes place, and the beginning of the next one, or a week later.
    attendees : tuple of AgendaAttendee
        Each with the ``local`` time, and whether they are ``away``.
    sections : tuple of AgendaSection
        ``changes``, ``done``, ``decisions``, ``roadblocks``, ``late``, ``handovers``, ``away``,
        ``people``: those in which there is anything, with their ``points``.

    Examples
    --------
    >>> [section.key for section in agenda.sections]
    ['decisions', 'handovers', 'away', 'people']
    """

    @property
    def text(self) -> str:
        """The agenda in words."""
        from allocator.meeting_planning.agenda_text import agenda_lines

        return "\n".join(agenda_lines(self))

    def save(self, target: str | Path) -> list[Path]:
        """Write the agenda into a file.

        Parameters
        ----------
        target
            A name that ends with ``.md``, ``.ics`` or ``.json``. The calendar has the meeting as an
            event, with the agenda as its description.

        Returns
        -------
        list of Path
            The file written.

        Raises
        ------
        InputError
            The name ends otherwise, or the file cannot be written.
        """
        from allocator.exports.agenda import agenda_ics, agenda_markdown
        from allocator.planfile.in_format import write_in_format
        from allocator.planfile.indented_json import indented_json

        texts = {
            ".md": lambda: agenda_markdown(self),
            ".ics": lambda: agenda_ics(self),
            ".json": lambda: f"{indented_json(self.to_dict())}\n",
        }
        return write_in_format(path_of("an agenda", target), texts)


def agenda(
    plan: domain.Plan | str | Path,
    meeting: str,
    *,
    date: dt.date | None = None,
    since: domain.Plan | str | Path | None = None,
) -> AgendaResult:
    """Say what to talk about at a meeting, from a plan: without any search.

    Parameters
    ----------
    plan
        A plan, or its path; its scenario has the meeting.
    meeting
        Id or title of the meeting.
    date
        The day on which it takes place, in its zone or the plan's; default: its next time from
        ``now`` on.
    since
        An earlier plan: what has changed since then is told first.

    Returns
    -------
    AgendaResult
        What is done, due, blocked, late, handed over, who is away, who begins and ends what.

    Raises
    ------
    InputError
        There is no such meeting, or it does not take place on that day.

    Examples
    --------
    >>> team = allocator.load("scenarios/meetings.yaml")
    >>> agenda = allocator.agenda(allocator.solve(team, time_limit=5).plan, "sync")
    >>> agenda.begins
    datetime.datetime(2026, 12, 7, 16, 0)
    """
    from allocator.meeting_planning.agenda import agenda as made

    check_date("date", date)
    subject = plan_of(plan)
    day = date.date() if isinstance(date, dt.datetime) else date
    before = None if since is None else plan_of(since)
    return AgendaResult.of(
        made(subject, named_meeting(subject.scenario, meeting), date=day, since=before)
    )


def named_meeting(scenario: Scenario, name: str) -> Meeting:
    """Return a meeting by its id, else by its title.

    Raises
    ------
    InputError
        There is none of that name; the nearest one is suggested.
    """
    meetings = scenario.meetings
    if not meetings:
        raise InputError("the scenario of this plan has no meetings; docs/meetings.md says how")
    for found in meetings:
        if found.id == name:
            return found
    titled = [each for each in meetings if each.title.casefold() == name.strip().casefold()]
    if len(titled) == 1:
        return titled[0]
    known = [each.id for each in meetings]
    near = Suggester().nearest(name, [*known, *(each.title for each in meetings if each.title)])
    hint = f'; did you mean "{near}"?' if near else f"; there are {enumerated(known)}"
    raise InputError(f'there is no meeting "{name}"{hint}')

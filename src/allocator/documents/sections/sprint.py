"""A sprint: what gets finished, and how much of the capacity is planned."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.errors import InputError
from allocator.exports.markdown import escaped
from allocator.exports.sprint.page import goal_line, sprint_heading, sprint_sentence
from allocator.sprint_planning.build import sprint_sheets
from allocator.sprint_planning.sheet import SprintSheet

_OPTION = "sprint="


def sprint(source: SectionSource, choice: SectionChoice) -> Iterator[str]:
    """Yield the lines of the section, for each team that has such a sprint.

    Raises
    ------
    InputError
        There are no sprints, or no such sprint.
    """
    for number, sheet in enumerate(_sheets(source, choice)):
        items = {item.id: item for item in sheet.items}
        team = f", team {escaped(sheet.team)}" if sheet.team else ""
        yield from ("",) if number else ()
        yield f"**{sprint_heading(sheet)}{team}.** {sprint_sentence(sheet)}"
        yield ""
        if not sheet.goals:
            yield "Nothing is planned."
        for goal in sheet.goals:
            yield f"- {goal_line(goal, items)}"


def _sheets(source: SectionSource, choice: SectionChoice) -> list[SprintSheet]:
    """Return the sprint that is asked for; else the one under way, or if there is none the next."""
    if choice.sprint is not None:
        return sprint_sheets(source.plan, choice.sprint, choice.team, option=_OPTION)
    try:
        return sprint_sheets(source.plan, "current", choice.team, option=_OPTION)
    except InputError:
        return sprint_sheets(source.plan, "next", choice.team, option=_OPTION)

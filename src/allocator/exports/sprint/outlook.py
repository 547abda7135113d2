"""Writes the second half of a sprint's page: prerequisites, risks, items to pull, skills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.exports.markdown import escaped, escaped_label, markdown_section, markdown_table
from allocator.sprint_planning.sheet import CarryOver, SprintSheet
from allocator.sprint_planning.sheet_outlook import Prerequisite, PullCandidate, SprintRisk
from allocator.wording import count

_KINDS = {
    "item": "From outside the plan",
    "decision": "Decision",
    "data": "Data",
    "other": "Also",
    "blocked": "Blocked",
}

_SHARED_LINES = {
    frozenset({"critical", "guessed"}): "No slack, and the estimate is a guess",
    frozenset({"critical"}): "No slack, so that any delay moves a date",
    frozenset({"guessed"}): "The estimate is a guess",
}
"""Common reasons; items with no other reasons share a line."""

_REASONS = {
    "late": "planned after its due date or deadline",
    "critical": "no slack: any delay moves a date",
    "external": "waits for {who}",
    "blocked": "blocked: {who}",
    "other_team": "waits for another team: {who}",
    "single_person": "only {who} can do it",
    "no_stand_in": "nobody can stand in for {who}",
    "guessed": "its estimate is a guess",
}


def outlook(sheet: SprintSheet, names: dict[str, str]) -> Iterator[str]:
    """Yield the sections of the page after the commitment.

    Parameters
    ----------
    sheet
        The sheet of the sprint.
    names
        Names of the people as Markdown, by id.
    """
    yield from markdown_section("Ready before it starts", _ready(sheet))
    if sheet.carries_over:
        yield from markdown_section("Carries over", _carries(sheet.carries_over, names))
    if sheet.put_aside:
        lines = (
            f"- {escaped_label(one.id, one.title)} {escaped(one.sentence)}"
            for one in sheet.put_aside
        )
        yield from markdown_section("Under way, but put aside", lines)
    yield from markdown_section("At risk", _risks(sheet.risks, names))
    yield from markdown_section("If something falls out", _pull(sheet.pull, names))
    yield from markdown_section("Skills", _skills(sheet))


def _ready(sheet: SprintSheet) -> Iterator[str]:
    if not sheet.ready:
        yield "Nothing is missing: no open predecessor, nobody needed is away."
    for need in sheet.ready:
        yield f"- [ ] {_need(need)}"


def _need(need: Prerequisite) -> str:
    items = wording.joined([escaped(item) for item in need.items], most=6)
    start = wording.day_without_year(need.needed)
    if need.kind == "person":
        who = escaped(need.label or need.what)
        days = count(len(need.away), "working day")
        return f"{who} is away {wording.day_ranges(need.away)} ({days}) and needed for {items}"
    for_whom = f"for {items}, from {start}"
    if need.kind == "predecessor":
        name = escaped_label(need.what, need.label)
        where = f" in {escaped(need.sprint)}" if need.sprint else ""
        assert need.expected_day is not None
        day = wording.day_without_year(need.expected_day)
        return f"{name}, planned to end {day}{where}: {for_whom}"
    expected = (
        f", expected {wording.when_without_year(need.expected)}"
        if need.expected is not None
        else ""
    )
    return f"{_KINDS[need.kind]}: {escaped(need.what)}{expected}: {for_whom}"


def _carries(carries: Sequence[CarryOver], names: dict[str, str]) -> Iterator[str]:
    yield from markdown_table(
        ("item", "who", "left after", "finished"),
        [
            (
                escaped_label(carry.item, carry.title),
                _who(carry.people, names) or "-",
                wording.hours(carry.hours_after) if carry.people else "-",
                wording.day_without_year(carry.finish_day)
                + (f", {escaped(carry.sprint)}" if carry.sprint else ""),
            )
            for carry in carries
        ],
        right=("left after",),
    )


def _who(people: Sequence[str], names: dict[str, str]) -> str:
    return wording.joined([names.get(person) or escaped(person) for person in people], most=6)


def _risks(risks: Sequence[SprintRisk], names: dict[str, str]) -> Iterator[str]:
    """Yield a line per item; items with one common reason share a line."""
    if not risks:
        yield "Nothing stands out."
    common: dict[frozenset[str], list[str]] = {kinds: [] for kinds in _SHARED_LINES}
    for risk in risks:
        kinds = frozenset(reason.kind for reason in risk.reasons)
        if kinds in common:
            common[kinds].append(escaped(risk.item))
            continue
        reasons = [
            _REASONS[reason.kind].format(who=_who(reason.who, names)) for reason in risk.reasons
        ]
        yield f"- {escaped_label(risk.item, risk.title)}: {'; '.join(reasons)}"
    for shared, items in common.items():
        if items:
            yield f"- {_SHARED_LINES[shared]}: {wording.joined(items, most=40)}"


def _pull(pull: Sequence[PullCandidate], names: dict[str, str]) -> Iterator[str]:
    if not pull:
        yield "Nothing else could begin in this sprint with these people."
        return
    yield from markdown_table(
        ("item", "effort", "could begin", "planned", "who could do it"),
        [
            (
                escaped_label(line.item, line.title),
                wording.hours(line.effort_hours) + (f" ({line.together})" if line.together else ""),
                wording.day_without_year(line.startable),
                wording.day_without_year(line.start) if line.start is not None else "dropped",
                _who(line.people, names),
            )
            for line in pull
        ],
        right=("effort",),
    )


def _skills(sheet: SprintSheet) -> Iterator[str]:
    if not sheet.skills:
        yield "Nobody has skills in this scenario."
        return
    numbers = ("people", "their capacity", "work that needs it", "they have free", "load")
    yield from markdown_table(
        ("skill", *numbers),
        [
            (
                escaped(line.skill),
                str(len(line.people)),
                wording.hours(line.capacity_hours),
                wording.hours(line.needed_hours),
                wording.hours(line.free_hours),
                wording.whole_percent(line.load),
            )
            for line in sheet.skills
        ],
        right=numbers,
    )

"""The kinds of sections, in the order in which help lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allocator.documents.choice import SectionChoice
from allocator.documents.sections import (
    costs,
    dates,
    decisions,
    items,
    matrix,
    owners,
    risks,
    sprint,
    status,
)
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn

_OF_ITEMS = ("project", "items", "label", "columns", "most")


@dataclass(frozen=True, kw_only=True)
class SectionKind:
    """A kind of section.

    Attributes
    ----------
    means
        What it shows, in a line.
    example
        How a marker asks for it.
    options
        Names of the options that it takes.
    write
        Returns its lines in Markdown.
    columns
        Those of its table; empty where it is none, or has always the same.
    has_days
        Whether it shows days and times of the plan and does not say itself whose they are.
    """

    means: str
    example: str
    options: tuple[str, ...]
    write: Callable[[SectionSource, SectionChoice], Iterable[str]]
    columns: tuple[SectionColumn, ...] = ()
    has_days: bool = False


KINDS: dict[str, SectionKind] = {
    "status": SectionKind(
        means="red, amber or green of projects and milestones, with how many stand how",
        example="status project=CH",
        options=("project", "most"),
        write=status.status,
    ),
    "dates": SectionKind(
        means="projects, milestones or chosen items: planned, due, late, with a forecast how sure",
        example="dates project=CH columns=what,planned,due,p85",
        options=_OF_ITEMS,
        write=dates.dates,
        columns=dates.COLUMNS,
        has_days=True,
    ),
    "owners": SectionKind(
        means="who is on which item, from when to when; done=yes also shows what is over",
        example="owners project=CH",
        options=(*_OF_ITEMS, "done"),
        write=owners.owners,
        columns=owners.OWNER_COLUMNS,
        has_days=True,
    ),
    "people": SectionKind(
        means="what each person has under way, and what comes next",
        example="people",
        options=_OF_ITEMS,
        write=owners.people,
        columns=owners.PEOPLE_COLUMNS,
        has_days=True,
    ),
    "items": SectionKind(
        means="every item with its dates and state",
        example="items project=CH",
        options=_OF_ITEMS,
        write=items.items,
        columns=items.COLUMNS,
        has_days=True,
    ),
    "matrix": SectionKind(
        means="which items meet which requirement, when, and how far they are",
        example="matrix project=CH draft=drafts/churn",
        options=(*_OF_ITEMS, "draft"),
        write=matrix.matrix,
        columns=matrix.COLUMNS,
        has_days=True,
    ),
    "risks": SectionKind(
        means="the risk register, by exposure: chance times what it costs",
        example="risks most=5",
        options=_OF_ITEMS,
        write=risks.risks,
        columns=risks.RISK_COLUMNS,
    ),
    "at-risk": SectionKind(
        means="items that may go wrong, and why: no slack, one person only, awaited, late",
        example="at-risk project=CH most=10",
        options=_OF_ITEMS,
        write=risks.at_risk,
        columns=risks.AT_RISK_COLUMNS,
    ),
    "decisions": SectionKind(
        means="decisions, what is awaited from outside, and blocks: owner, needed, expected",
        example="decisions project=CH",
        options=_OF_ITEMS,
        write=decisions.decisions,
        columns=decisions.COLUMNS,
        has_days=True,
    ),
    "costs": SectionKind(
        means="what projects cost by month, against their budgets",
        example="costs most=5",
        options=("most",),
        write=costs.costs,
    ),
    "sprint": SectionKind(
        means="what a sprint gets finished, and its load",
        example="sprint sprint=next team=data",
        options=("sprint", "team"),
        write=sprint.sprint,
        has_days=True,
    ),
}
"""Kinds by the name by which markers ask for them."""

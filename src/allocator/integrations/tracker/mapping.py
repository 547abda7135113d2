"""The model of ``mapping.yaml``: how a team's tracker becomes a scenario."""

from __future__ import annotations

import itertools
from fnmatch import fnmatchcase
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    field_validator,
    model_validator,
)

from allocator.domain.base import Id, Model, invalid
from allocator.domain.needs import Need, Needs
from allocator.domain.quantities import PositiveSpan, Span, check_positive, elapsed_minutes
from allocator.integrations.tracker.patterns import TimedSearch, check_pattern
from allocator.integrations.tracker.ticket import Ticket

State = Literal["todo", "in_progress", "done"]


def _texts(value: Any) -> Any:
    """Read a single text as a list of one."""
    return (value,) if isinstance(value, (str, int)) else value


def _history(value: Any) -> str:
    if value in ("all", "none"):
        return str(value)
    try:
        span = check_positive(value)
    except ValueError:
        raise invalid(
            "invalid-history",
            f"{value!r} is no length of history",
            "write all, none, or calendar time such as 12w",
        ) from None
    return _believable(span)


def _believable(span: str) -> str:
    """Return an amount of time that is not beyond all reason.

    Raises
    ------
    ValueError
        It is longer than :data:`LONGEST_YEARS`.
    """
    if elapsed_minutes(span) > LONGEST_YEARS * 366 * 24 * 60:
        raise invalid(
            "amount-too-large",
            f"{span!r} is longer than {LONGEST_YEARS} years",
            "write a shorter one",
        )
    return span


LONGEST_YEARS: Final = 100
"""Years of calendar time up to which an amount of time is accepted."""

Amount = Annotated[PositiveSpan, AfterValidator(_believable)]
"""An amount of time above zero that is plausible."""

Weight = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
"""A weight of lateness."""

Texts = Annotated[tuple[str, ...], BeforeValidator(_texts, json_schema_input_type=str | list[str])]
"""One text or several."""


PushedField = Literal["sprint", "assignee", "dates", "estimates", "links", "items", "order"]
"""What a push can write into the tracker."""

PUSHED: Final[tuple[PushedField, ...]] = (
    "sprint",
    "assignee",
    "dates",
    "estimates",
    "links",
    "items",
)
"""What a push writes without a mapping: all but the order."""


class TypeRule(Model):
    """The rule for tickets of a type."""

    skip: bool = False
    """Whether they are left out and counted."""
    kind: Literal["task", "milestone", "container"] | None = None
    """Work, a milestone, or a container such as an epic."""
    effort: Amount | None = None
    """Effort of a ticket without an estimate; marked as guessed."""


class LinkRule(Model):
    """The meaning of a kind of link."""

    outward: Literal["before", "after"]
    """Whether the row comes before or after the other end of its outward link."""
    type: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish to start, start to start, finish to finish, start to finish."""


class LinkColumnRule(Model):
    """The meaning of a column of links."""

    cells: Literal["before", "after"]
    """Whether the tickets in the cells come before or after the row."""
    type: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish to start, start to start, finish to finish, start to finish."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"cells": value} if value in ("before", "after") else value


class SkillRule(Model):
    """The skills of tickets that match all conditions; the first matching rule counts."""

    component: Texts = ()
    label: Texts = ()
    team: Texts = ()
    type: Texts = ()
    project: Texts = ()
    area: Texts = ()
    activity: Texts = ()
    title: Annotated[str, AfterValidator(check_pattern)] | None = None
    """A regular expression, searched in the title, ignoring case."""
    needs: Needs
    _stopwatch: TimedSearch = PrivateAttr(default_factory=TimedSearch)

    @model_validator(mode="after")
    def _has_condition(self) -> Self:
        if not any(getattr(self, name) for name in (*CONDITIONS, "title")):
            raise invalid(
                "rule-without-conditions",
                "a rule without conditions fits everything",
                "write needs: on the first level for the default",
            )
        return self

    def fits(self, ticket: Ticket) -> bool:
        """Return whether a ticket matches the rule."""
        for name, values in _values_of(ticket).items():
            wanted = getattr(self, name)
            if wanted and not any(_like(value, one) for value in values for one in wanted):
                return False
        return self.title is None or self._stopwatch.finds(self.title, ticket.title, ticket.key)


CONDITIONS = ("component", "label", "team", "type", "project", "area", "activity")
"""Conditions of a skill rule; texts in which * stands for anything."""


def _values_of(ticket: Ticket) -> dict[str, tuple[str, ...]]:
    return {
        "component": ticket.components,
        "label": ticket.labels,
        "team": (ticket.team,),
        "type": (ticket.type,),
        "project": (ticket.project, ticket.project_name),
        "area": (ticket.area,),
        "activity": (ticket.activity,),
    }


def _like(value: str, pattern: str) -> bool:
    return fnmatchcase(_folded(value), _folded(pattern))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


class PeopleRule(Model):
    """The people behind the accounts of the tracker, and what an assignee means."""

    accounts: dict[str, Id] = Field(default_factory=dict)
    """Person by mail address, name or id of the account."""
    todo: Literal["assign", "ignore"] = "assign"
    """Whether only the assignee may do items that have not begun."""
    parts: Literal["assign", "ignore"] = "assign"
    """Whether parts without an assignee have that of their parent."""
    capacity: Annotated[float, Field(ge=0.01, le=1)] = 1.0
    """Capacity of people who are made from assignees."""


class SkippedTickets(Model):
    """Tickets that are left out and counted."""

    resolutions: Texts = ()
    """Further resolutions that mean "not done", besides those such as Won't Do and Duplicate."""
    statuses: Texts = ()
    keys: Texts = ()


class Mapping(Model):
    """The rules by which tickets become items; every field has a default."""

    version: Literal[1] = 1
    name: str | None = None
    """Name of the scenario."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Field by column name, for columns that are not recognised."""
    decimal: Literal[".", ","] | None = None
    """Decimal mark of the files' numbers; default: found from the numbers."""
    hours_per_day: float = Field(default=8, ge=0.25, le=24)
    """Hours of a day of the tracker's estimates."""
    points: dict[float, Amount] = Field(default_factory=lambda: {1.0: "1d"})
    """Effort by story points."""
    statuses: dict[str, State] = Field(default_factory=dict)
    """State by status; takes precedence over the status category."""
    priorities: dict[str, Weight] = Field(default_factory=dict)
    types: dict[str, TypeRule] = Field(default_factory=dict)
    effort: Amount = "2d"
    """Effort of an item without an estimate, by its type neither; marked as guessed."""
    links: dict[str, LinkRule | Literal["ignore"]] = Field(default_factory=dict)
    link_columns: dict[str, LinkColumnRule | Literal["ignore"]] = Field(default_factory=dict)
    """Rules by column name, for columns of links whose names do not state the meaning."""
    skip: SkippedTickets = SkippedTickets()
    projects: Literal["epic", "project", "component", "label", "team", "none"] = "epic"
    """The field that makes a project."""
    skills: tuple[SkillRule, ...] = ()
    needs: Needs = ()
    """Skills of a ticket that matches no rule."""
    skills_from: tuple[Literal["component", "label", "team", "activity"], ...] = ()
    """Fields of which, without a rule, the first that a ticket has is the skill that it needs."""
    people: PeopleRule = PeopleRule()
    sprints: Literal["ignore", "label", "not_before"] = "ignore"
    """The use of the sprint of an item that has not begun."""
    history: Annotated[
        str, BeforeValidator(_history, json_schema_input_type=Literal["all", "none"] | Span)
    ] = "all"
    """Calendar time since its finish up to which a finished item is imported."""
    cycles: Literal["error", "cut"] = "error"
    push: tuple[PushedField, ...] = PUSHED
    """What a push may write into the tracker."""
    scenario: dict[str, Any] = Field(default_factory=dict)
    """Fields of the scenario that a tracker lacks: calendar, sprints, resources."""

    @field_validator("points", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        return (
            {_number(key): amount for key, amount in value.items()}
            if isinstance(value, dict)
            else value
        )

    @model_validator(mode="after")
    def _positive_points(self) -> Self:
        if not self.points or any(not 0.001 <= points <= 1_000_000 for points in self.points):
            raise invalid(
                "invalid-points",
                "points needs at least one entry, and numbers from 0.001 to 1,000,000",
            )
        return self

    @model_validator(mode="after")
    def _scenario_fields(self) -> Self:
        check_scenario_fields(self.scenario, "the tracker")
        return self

    def rule(self, kind: str) -> TypeRule:
        """Return the rule of a type of ticket, ignoring case."""
        return _find(self.types, kind) or TypeRule()

    def needs_of(self, ticket: Ticket) -> tuple[Need, ...] | None:
        """Return the needs of a ticket by the rules; None if it matches none."""
        for rule in self.skills:
            if rule.fits(ticket):
                return rule.needs
        return None


def check_scenario_fields(fields: dict[str, Any], origin: str) -> None:
    """Refuse fields of the scenario that an import gives.

    Parameters
    ----------
    fields
        What a mapping gives to the scenario.
    origin
        Where the fields that are refused come from.

    Raises
    ------
    ValueError
        One of them is given.
    """
    taken = {"people", "items", "projects", "name"} & set(fields)
    if taken:
        raise invalid(
            "field-from-the-tracker",
            f"scenario holds {', '.join(sorted(taken))}, which come from {origin}",
            "give people with --team",
        )


def _number(key: Any) -> Any:
    try:
        return float(key)
    except (TypeError, ValueError):
        return key


def _find(table: dict[str, Any], word: str) -> Any:
    """Return the entry of a word, ignoring case; None without one."""
    if word in table:
        return table[word]
    wanted = _folded(word)
    return next((entry for name, entry in table.items() if _folded(name) == wanted), None)


def find(table: dict[str, Any], word: str) -> Any:
    """Return the entry of a word of the tracker, ignoring case; None without one."""
    return _find(table, word) if table and word else None


def points_to_minutes(points: float, table: dict[float, float]) -> float:
    """Return the effort of some story points, in minutes.

    It is interpolated between two entries of the table; below the first and above the last it is
    in proportion to that entry.

    Parameters
    ----------
    points
        Above zero.
    table
        Minutes by points; at least one entry.
    """
    known = sorted(table.items())
    first, last = known[0], known[-1]
    if points <= first[0]:
        return first[1] * points / first[0]
    for (low, less), (high, more) in itertools.pairwise(known):
        if points <= high:
            return less + (more - less) * (points - low) / (high - low)
    return last[1] * points / last[0]

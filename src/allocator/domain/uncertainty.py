"""What is uncertain: ranges, absences, scope, risks, tries that fail, and the dates promised."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from allocator.domain.base import Id, Ids, Model, invalid
from allocator.domain.calibration import Calibration
from allocator.domain.needs import ThreePoint
from allocator.domain.quantities import PositiveSpan, When, beginning, check_positive, iso


def _percent(value: Any) -> Any:
    """Read ``50%`` and ``0.5`` as 0.5."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1]) / 100
        except ValueError:
            pass
    return value


Chance = Annotated[
    float, BeforeValidator(_percent, json_schema_input_type=float | str), Field(gt=0, lt=1)
]
"""A probability above 0 and below 1, also in percent: 60%."""


class DateRange(Model):
    """A date that is not known yet, as low, likely and high."""

    low: When
    likely: When
    high: When

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not beginning(self.low) <= beginning(self.likely) <= beginning(self.high):
            raise invalid(
                "range-out-of-order",
                f"low {iso(self.low)}, likely {iso(self.likely)}, high {iso(self.high)} "
                "are out of order",
                "write the earliest date as low and the latest as high",
            )
        return self


class UnplannedAbsence(Model):
    """Days on which somebody is away without having said so before."""

    days_per_year: Annotated[float, Field(ge=0, le=200)]
    """Working days a year, on the average."""
    spell: PositiveSpan = "2d"
    """How long each absence is, in working days."""


class ScopeGrowth(Model):
    """Work that is added on the way."""

    growth: Annotated[float, Field(ge=0, le=10)]
    """Added work as a share of a sprint's work at its start."""
    basis: Literal["sprint"] = Field(default="sprint", alias="from")
    until: When | None = None
    """Nothing is added in sprints that begin after that day; default: it never ends."""


class Uncertainty(Model):
    """How the estimates are read, and what happens besides."""

    range: Annotated[int, Field(ge=50, le=100)] | None = None
    """Low to high of an estimate is its central share in percent, and likely its median; 100:
    the ends of what is possible, and likely its mode (PERT), which is the default."""
    calibration: Calibration | None = None
    """What the team's own estimates have been worth; a file's name is read as its content."""
    absence: UnplannedAbsence | None = None
    """Of everybody who has none of their own."""
    scope: ScopeGrowth | None = None


class IfFails(Model):
    """What is done when a try fails."""

    repeat: Annotated[int, Field(ge=1, le=20, strict=True)] | None = None
    """How many more tries there may be."""
    effort: Annotated[float, Field(gt=0, le=10)] = 1.0
    """Effort of each further try, as a share of the item's; of what is redone likewise."""
    redo: Ids = ()
    """Items before it that are done again, with that share of their effort, before each try."""
    then: Ids = ()
    """Items that are done only if all tries fail."""
    drop: Ids = ()
    """Items that are given up if all tries fail, unless they have begun."""
    stop: bool = False
    """Whether its project ends if all tries fail."""

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of all items that it names."""
        return (*self.redo, *self.then, *self.drop)


def _delay(value: Any) -> Any:
    if isinstance(value, (dict, ThreePoint)):
        return ThreePoint.model_validate(value)
    return check_positive(value)


class Risk(Model):
    """Something that may happen once, to all items that it hits together."""

    id: Id
    title: str = ""
    chance: Chance
    hits: Ids
    delay: (
        Annotated[
            PositiveSpan | ThreePoint,
            BeforeValidator(_delay, json_schema_input_type=str | ThreePoint),
        ]
        | None
    ) = None
    """Working time of the team by which what it hits starts later."""
    effort: (
        Annotated[
            float,
            BeforeValidator(_percent, json_schema_input_type=float | str),
            Field(gt=0, le=20),
        ]
        | None
    ) = None
    """Effort that it adds to what it hits, as a share of theirs."""
    owner: str = ""

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.delay is None and self.effort is None:
            raise invalid(
                "risk-without-effect",
                f'risk "{self.id}" has neither delay nor effort',
                "say what it costs, for example delay: {low: 3d, likely: 5d, high: 15d}",
                subjects=(self.id,),
            )
        return self


class Promise(Model):
    """A date that somebody counts on, and how sure it has to be."""

    milestone: Id | None = None
    """Id of the milestone, or of any item."""
    project: Id | None = None
    """Instead of a milestone: the project's end."""
    by: When
    confidence: Chance = 0.85

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if (self.milestone is None) == (self.project is None):
            raise invalid(
                "promise-of-what",
                f"the promise by {iso(self.by)} names "
                + ("neither milestone nor project" if self.milestone is None else "both"),
                "name one of them, for example milestone: CH-M1",
            )
        return self

    @property
    def subject(self) -> str:
        """Id of what is promised."""
        found = self.milestone or self.project
        assert found is not None
        return found

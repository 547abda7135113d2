"""The people who do the work."""

from __future__ import annotations

import itertools
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from allocator.domain.base import Id, Model, invalid, only_one
from allocator.domain.calendar import (
    Availability,
    Clock,
    Holidays,
    TimeOff,
    TimeZone,
    Workday,
    check_workdays,
)
from allocator.domain.needs import Level
from allocator.domain.quantities import When, beginning, end_of
from allocator.domain.uncertainty import UnplannedAbsence


def _own_skills(value: Any) -> Any:
    """Read ``[python, sql]`` as skills at level 1."""
    if isinstance(value, str):
        return {value: 1}
    if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
        return dict.fromkeys(value, 1)
    return value


class Person(Model):
    """Somebody who does work."""

    id: Id
    name: str = ""
    role: str = ""
    email: str = ""
    """Under which trackers know them."""
    team: Annotated[Id | None, only_one("a person is in one team")] = None
    """Name of their team, whose sprints they follow."""
    skills: Annotated[
        dict[str, Level],
        BeforeValidator(_own_skills, json_schema_input_type=dict[str, int] | list[str] | str),
    ] = Field(default_factory=dict)
    capacity: float = Field(default=1.0, gt=0, le=1)
    """The share of the day left for planned work; stretches durations."""
    rate: float = Field(default=0.0, ge=0)
    """Cost per hour of effort."""
    max_items: Annotated[int, Field(ge=1, strict=True)] | None = None
    """Items that they are on at a time, at most; overrides what holds for everybody."""
    timezone: TimeZone | None = None
    """In whose local time they work; default: the team calendar's."""
    day_start: Clock | None = None
    """When their day begins, in their local time; overrides the team calendar's."""
    workdays: tuple[Workday, ...] | None = None
    """Overrides the team calendar's."""
    holidays: Holidays | None = None
    """Overrides the team calendar's."""
    time_off: tuple[TimeOff, ...] = ()
    availability: tuple[Availability, ...] = ()
    absence: UnplannedAbsence | None = None
    """Unplanned; overrides what holds for everybody."""
    joins: When | None = Field(default=None, alias="from")
    leaves: When | None = Field(default=None, alias="to")
    """Last day."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.workdays is not None:
            check_workdays(self.workdays)
        if (
            self.joins is not None
            and self.leaves is not None
            and end_of(self.leaves) <= beginning(self.joins)
        ):
            raise invalid(
                "leaves-before-joining",
                f'person "{self.id}" leaves before joining',
                "swap from and to, or move one of them",
                subjects=(self.id,),
            )
        windows = sorted(self.availability, key=lambda a: beginning(a.start))
        for one, two in itertools.pairwise(windows):
            if beginning(two.start) < end_of(one.end):
                raise invalid(
                    "overlapping-times",
                    f'person "{self.id}" has availability windows that overlap '
                    f"({one.start} to {one.end}, {two.start} to {two.end})",
                    "let each end before the next begins",
                    subjects=(self.id,),
                )
        return self

"""What a work item waits for inside the plan."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from allocator.domain.base import Id, Model, invalid
from allocator.domain.quantities import ClockSpan, Span, elapsed_minutes, parse_span


class LinkType(StrEnum):
    """Which end of the predecessor holds back which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class ElapsedLag(Model):
    """A lag in calendar time, around the clock."""

    elapsed: ClockSpan


def _link(value: Any) -> Any:
    """Read a bare id as a finish-start link without lag."""
    return {"item": value} if isinstance(value, (str, int)) else value


class Link(Model):
    """What an item waits for."""

    item: Id
    type: LinkType = LinkType.FS
    lag: Span | ElapsedLag | None = None
    """Working time of the team calendar, or calendar time; negative is lead."""
    handover: bool = False
    """Whether people elsewhere take over in their morning."""

    @model_validator(mode="after")
    def _after_the_finish(self) -> Self:
        if self.handover and self.type is not LinkType.FS:
            raise invalid(
                "handover-before-finish",
                f'what "{self.item}" hands over is there when it is finished, not with a link of '
                f"type {self.type}",
                "leave out type, or handover",
            )
        return self


Links = Annotated[
    tuple[Annotated[Link, BeforeValidator(_link, json_schema_input_type=str | int | Link)], ...],
    BeforeValidator(
        lambda v: (v,) if isinstance(v, (str, int, dict, Link)) else v,
        json_schema_input_type=str | int | Link | list[str | int | Link],
    ),
]


def has_lag(link: Link) -> bool:
    """Whether the link has a lag that is not zero."""
    if link.lag is None:
        return False
    if isinstance(link.lag, ElapsedLag):
        return elapsed_minutes(link.lag.elapsed) != 0
    return parse_span(link.lag)[0] != 0


def is_lead(link: Link) -> bool:
    """Whether the link lets the successor go ahead by some time."""
    lag = link.lag.elapsed if isinstance(link.lag, ElapsedLag) else link.lag
    return lag is not None and parse_span(lag)[0] < 0

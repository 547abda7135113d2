"""What a work item takes: skills, people, effort."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from allocator.domain.base import Model, Share
from allocator.domain.quantities import PositiveSpan, check_positive

Level = Annotated[int, Field(ge=0, strict=True)]


def _skills(value: Any) -> Any:
    """Read ``python`` and ``[python, sql]`` as skills at any level."""
    if isinstance(value, str):
        return {value: 0}
    if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
        if len(set(value)) != len(value):
            raise ValueError("a skill is named twice")
        return dict.fromkeys(value, 0)
    return value


Skills = Annotated[
    dict[str, Level],
    BeforeValidator(_skills, json_schema_input_type=dict[str, int] | str | list[str]),
]
"""Required skills with the level that is at least needed; 0 is any level."""


class ThreePoint(Model):
    """An estimate as low, likely and high effort."""

    low: PositiveSpan
    likely: PositiveSpan
    high: PositiveSpan


Effort = PositiveSpan | ThreePoint


def _effort(value: Any) -> Any:
    """Pick the side of the union by shape, so that one clear message comes out."""
    if isinstance(value, (dict, ThreePoint)):
        return ThreePoint.model_validate(value)
    return check_positive(value)


EffortField = Annotated[Effort, BeforeValidator(_effort, json_schema_input_type=Effort)]


class Need(Model):
    """One or more people who all have the same skills and do the same amount each."""

    skills: Skills = Field(default_factory=dict)
    people: int = Field(default=1, ge=1, strict=True)
    effort: EffortField | None = None
    """Effort of each one of them; default: the item's."""
    share: Share = 1.0
    """The share of each one's time that the item takes."""


def _needs(value: Any) -> Any:
    """Read the short forms: a skill, a map of skills, one entry, a list of any of them."""
    if value is None:
        return ()
    if isinstance(value, (str, Need)):
        value = [value]
    elif isinstance(value, dict):
        entry = "skills" in value and not isinstance(value["skills"], int)
        value = [value if entry else {"skills": value}]
    if isinstance(value, (list, tuple)):
        return tuple({"skills": v} if isinstance(v, str) else v for v in value)
    return value


Needs = Annotated[
    tuple[Need, ...],
    BeforeValidator(_needs, json_schema_input_type=str | dict[str, int] | Need | list[Need | str]),
]

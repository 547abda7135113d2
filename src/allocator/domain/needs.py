"""What a work item takes: skills, people, effort."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from allocator.domain.base import ID_HINT, Id, Model, Share, invalid
from allocator.domain.quantities import (
    PositiveSpan,
    check_not_negative,
    check_positive,
    parse_span,
)

Level = Annotated[int, Field(ge=0, strict=True)]


def _skills(value: Any) -> Any:
    """Read ``python`` and ``[python, sql]`` as skills at any level."""
    if isinstance(value, str):
        return {value: 0}
    if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
        if len(set(value)) != len(value):
            raise invalid("skill-twice", "a skill is named twice", "name each once")
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
    if isinstance(value, (list, tuple)) and len(value) == 3:
        low, likely, high = value
        raise invalid(
            "estimate-without-names",
            "three amounts need their names",
            f"write {{low: {low}, likely: {likely}, high: {high}}}",
        )
    return check_positive(value)


EffortField = Annotated[Effort, BeforeValidator(_effort, json_schema_input_type=Effort)]


def _remaining(value: Any) -> Any:
    """Read an effort, or one for each of several people."""
    if not isinstance(value, dict) or not value.keys() - {"low", "likely", "high"}:
        return _effort(value)
    found: dict[str, str] = {}
    for person, span in value.items():
        if isinstance(person, bool) or not isinstance(person, (str, int)):
            raise invalid("invalid-id", "an id of a person is a text or a whole number", ID_HINT)
        try:
            found[str(person).strip()] = check_not_negative(span)
        except PydanticCustomError as error:
            context = error.context or {}
            message = f"{person}: {context['message']}"
            raise PydanticCustomError(
                error.type, error.message_template, {**context, "message": message}
            ) from None
    return found


Remaining = Annotated[
    Effort | dict[str, str],
    BeforeValidator(_remaining, json_schema_input_type=Effort | dict[str, str]),
]
"""Effort of each of several people: the same, or by person; 0h for who has nothing left to do."""


class PeopleRange(Model):
    """How many people may share an effort."""

    least: int = Field(default=1, alias="from")
    """At least so many."""
    most: int = Field(alias="to")
    """At most so many."""


class Need(Model):
    """One or more people who all have the same skills and do the same amount each."""

    skills: Skills = Field(default_factory=dict)
    people: Annotated[
        int,
        Field(ge=1, strict=True),
        BeforeValidator(lambda v: v, json_schema_input_type=int | PeopleRange),
    ] = 1
    """How many; where ``up_to`` is given, at least so many."""
    up_to: Annotated[int, Field(ge=1, strict=True)] | None = None
    """At most so many people share the effort, which is that of all of them together."""
    effort: EffortField | None = None
    """Effort of each one of them; default: the item's."""
    share: Share = 1.0
    """The share of each one's time that the item takes."""
    overlap: PositiveSpan | None = None
    """Working time that any two of them have in common on each whole day."""

    @model_validator(mode="before")
    @classmethod
    def _from_and_to(cls, data: Any) -> Any:
        """Read ``people: {from: 1, to: 3}``."""
        people = data.get("people") if isinstance(data, dict) else None
        if isinstance(people, PeopleRange):
            return {**data, "people": people.least, "up_to": people.most}
        if not isinstance(people, dict) or people.keys() - {"from", "to"}:
            return data
        if "to" not in people:
            hint = "write people: {from: 1, to: 3}"
            raise invalid("shared-without-to", "people does not say up to how many", hint)
        return {**data, "people": people.get("from", 1), "up_to": people["to"]}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.up_to is not None and self.up_to < self.people:
            raise invalid(
                "people-range-reversed",
                f"from {self.people} to {self.up_to} people is no number of people",
                "write the smaller number as from",
            )
        return self

    @property
    def is_shared(self) -> bool:
        """Whether it is open how many people share its effort."""
        return self.up_to is not None

    @property
    def numbers(self) -> range:
        """How many people may fill it."""
        return range(self.people, (self.people if self.up_to is None else self.up_to) + 1)

    def done_by(self, count: int) -> Need:
        """Return the need if so many people share it: each does an equal part of the effort."""
        if not self.is_shared:
            return self
        part = None if self.effort is None else divided(self.effort, count)
        return self.model_copy(update={"people": count, "up_to": None, "effort": part})

    @property
    def least(self) -> Need:
        """The need with as few people as may be, each with the least that one of them can have.

        Whoever fills it in whatever number does this at least.
        """
        if self.up_to is None:
            return self
        return self.done_by(self.up_to).model_copy(update={"people": self.people})


class Rest(Need):
    """What one of several people has left of an item in progress."""

    person: Id | None = None
    """Who does it; None where whoever did it no longer does, so that anybody who can may."""


def rests(
    needs: tuple[Need, ...], remaining: Mapping[str, str], crew: tuple[str, ...]
) -> tuple[Rest, ...]:
    """Return what remains of an item by person.

    Parameters
    ----------
    needs
        Of the item, of which each takes as many as it asks for.
    remaining
        Effort by person, in the order of the needs; those without any have nothing left.
    crew
        Those of them who go on with it; the parts of the others are open.
    """
    places = [need for need in needs for _ in range(need.people)]
    return tuple(
        Rest(
            skills=need.skills,
            effort=effort,
            share=need.share,
            person=person if person in crew else None,
        )
        for need, (person, effort) in zip(places, remaining.items(), strict=False)
        if parse_span(effort)[0] > 0
    )


def _need(value: Any) -> Any:
    """Read an entry of a list of needs: a skill, a map of skills with levels, or a need."""
    if isinstance(value, str):
        return {"skills": value}
    if not isinstance(value, dict) or not value or value.keys() & Need.model_fields.keys():
        return value
    levels = (type(level) is int for level in value.values())
    return {"skills": value} if any(levels) else value


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
        return tuple(_need(entry) for entry in value)
    return value


def done_by(needs: tuple[Need, ...], count: int) -> tuple[Need, ...]:
    """Return needs where so many people are on them, within what is allowed of one that they share.

    Each of those who share one has an equal part of its effort.
    """
    others = sum(need.people for need in needs if not need.is_shared)
    return tuple(
        need.done_by(min(max(count - others, need.numbers[0]), need.numbers[-1])) for need in needs
    )


def numbered(needs: tuple[Need, ...], count: int) -> tuple[Need, ...]:
    """Return needs as they are written, but for how many of so many people share one of them."""
    others = sum(need.people for need in needs if not need.is_shared)
    return tuple(
        need.model_copy(update={"people": max(1, count - others), "up_to": None})
        if need.is_shared
        else need
        for need in needs
    )


def divided(effort: Effort, count: int) -> Effort:
    """Return one of so many equal parts of an effort, exactly: a third of ``4d`` is ``4/3d``."""
    if isinstance(effort, ThreePoint):
        spans = {name: divided(getattr(effort, name), count) for name in ("low", "likely", "high")}
        return effort.model_copy(update=spans)
    amount, unit = parse_span(effort)
    part = amount / count
    twos_and_fives = 10 ** part.denominator.bit_length()
    if twos_and_fives % part.denominator:
        return f"{part}{unit}"
    digits = Decimal(part.numerator) / Decimal(part.denominator)
    return f"{digits.normalize():f}{unit}"


def times(effort: Effort | None, share: float) -> Effort | None:
    """Return a share of an effort, as it is written: 0.6 of ``3d`` is ``1.8d``."""
    if effort is None or share == 1:
        return effort
    if isinstance(effort, ThreePoint):
        spans = {name: times(getattr(effort, name), share) for name in ("low", "likely", "high")}
        return effort.model_copy(update=spans)
    digits = Decimal(effort[:-1]) * Decimal(repr(share))
    return f"{digits.normalize():f}{effort[-1]}"


Needs = Annotated[
    tuple[Need, ...],
    BeforeValidator(
        _needs,
        json_schema_input_type=str | dict[str, int] | Need | list[Need | dict[str, int] | str],
    ),
]

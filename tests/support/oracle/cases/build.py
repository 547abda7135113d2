"""How a hand-made case is written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A scenario with its optimum as found by hand.

    Attributes
    ----------
    name
        Paragraph of the semantics, and what it shows.
    data
        The scenario.
    values
        Value of each tier at the optimum, in order; None if there is no plan.
    finish
        Finish of items where the optimum leaves no choice.
    """

    name: str
    data: Data
    values: dict[str, float] | None
    finish: dict[str, str] = field(default_factory=dict)


def case(
    name: str,
    values: dict[str, float] | None,
    *items: Data,
    people: list[Data] | None = None,
    calendar: Data | None = None,
    finish: dict[str, str] | None = None,
    **rest: Any,
) -> Case:
    """Return a case: Ana, from Monday 5 January 2026, 09:00 to 17:00 in slots of 4h, unless told.

    Items are called A, B, C in their order; the tiers are those of the values.
    """
    data: Data = {
        "name": name,
        "calendar": {"start": "2026-01-05", "slot": "4h", **(calendar or {})},
        "people": [{"id": "ana"}] if people is None else people,
        "items": [{"id": "ABCDE"[k], **item} for k, item in enumerate(items)],
        "objectives": list(values or {"makespan": 0}),
        **rest,
    }
    return Case(name, data, values, finish or {})


def person(name: str, **more: Any) -> Data:
    """Return a person."""
    return {"id": name, **more}


def work(effort: str = "4h", **more: Any) -> Data:
    """Return work for anyone."""
    return {"effort": effort, **more}


def by(name: str, effort: str = "4h", **more: Any) -> Data:
    """Return work for one person only."""
    return {"effort": effort, "assign": [name], **more}


def stone(**more: Any) -> Data:
    """Return a milestone."""
    return {"kind": "milestone", **more}


def after(item: str, kind: str = "FS", lag: str | Data | None = None) -> list[Data]:
    """Return one link."""
    return [{"item": item, "type": kind, "lag": lag}]


FRIDAY: Data = {"start": "2026-01-09"}
PAIR: list[Data] = [person("ana"), person("bob")]
WEEKENDER: Data = person("eve", workdays=["sat", "sun"])

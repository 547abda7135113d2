"""Base of search parameters: frozen dataclasses whose numbers carry their range and unit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Range:
    """The numbers that a parameter may have, both ends included.

    Attributes
    ----------
    least, most
        The ends.
    unit
        What is counted, in words.
    """

    least: float
    most: float = math.inf
    unit: str = ""

    def __contains__(self, value: object) -> bool:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and self.least <= value <= self.most
        )

    def __str__(self) -> str:
        upper = f"at least {self.least:g}"
        text = upper if math.isinf(self.most) else f"{self.least:g} to {self.most:g}"
        return f"{text} {self.unit}".rstrip()


Fraction = Annotated[float, Range(0.0, 1.0)]
Seconds = Annotated[float, Range(0.0, unit="seconds")]
Factor = Annotated[float, Range(0.0)]
Count = Annotated[int, Range(0)]
Positive = Annotated[int, Range(1)]


@dataclass(frozen=True, kw_only=True)
class Params:
    """Parameters of one part of the search; values out of range are refused.

    Subclasses annotate each number with its range, ``share: Fraction = 0.5``, and say in their
    docstring what it is, its unit and where its value comes from. Numbers in a mapping, by name,
    and in a tuple, of which at least one is asked, are checked one by one.

    Raises
    ------
    ValueError
        A number is outside its range; names field, value and range.
    """

    def __post_init__(self) -> None:
        for name, kind in ranges_of(type(self)).items():
            value = getattr(self, name)
            if value == ():
                raise ValueError(f"{type(self).__name__}.{name} is empty; it must hold a number")
            for key, number in _entries(value):
                self._check(name + key, number, *kind)

    def _check(self, name: str, value: object, allowed: Range, whole: bool) -> None:
        if value not in allowed or (whole and not isinstance(value, int)):
            kind = "a whole number, " if whole else ""
            raise ValueError(
                f"{type(self).__name__}.{name} is {value!r}; it must be {kind}{allowed}"
            )


def ranges_of(kind: type[Params]) -> dict[str, tuple[Range, bool]]:
    """Return the range of each number of a class, and whether it must be whole, by field."""
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, tuple[Range, bool]] = {}
    for field in fields(kind):
        base, allowed = _annotated(hints[field.name])
        if allowed is not None:
            found[field.name] = allowed, base is int
    return found


def _entries(value: object) -> list[tuple[str, object]]:
    """Return the numbers of a parameter, each with what its name is followed by."""
    if isinstance(value, Mapping):
        return [(f"[{key!r}]", number) for key, number in value.items()]
    if isinstance(value, tuple):
        return [(f"[{place}]", number) for place, number in enumerate(value)]
    return [("", value)]


def _annotated(hint: Any) -> tuple[Any, Range | None]:
    """Return the type of a number and its range; of a mapping or a tuple those of its values."""
    if get_origin(hint) is not Annotated:
        arguments = [each for each in get_args(hint) if each is not Ellipsis]
        return _annotated(arguments[-1]) if arguments else (hint, None)
    base, *extras = get_args(hint)
    return base, next((extra for extra in extras if isinstance(extra, Range)), None)

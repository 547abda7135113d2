"""Dates and numbers so far out that nothing can be counted from them.

They are looked for in whatever a file of ours holds, field by field, and named by their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from allocator.domain.base import Model
from allocator.domain.quantities import YEARS, elapsed_minutes, iso

MAX_MINUTES = 10**9
"""Minutes of a single amount of time; some 1,900 years."""
MAX_NUMBER = 1e15
"""A number beyond it is a mistake, whatever it counts; floats no longer hold single units."""

_SPANS = frozenset(("effort", "elapsed", "lag", "remaining", "low", "likely", "high"))
"""Fields that hold amounts of time, as text."""


@dataclass(frozen=True)
class Extremes:
    """Finds what is too far out.

    Attributes
    ----------
    max_number
        The largest number, of either sign.
    near
        Whether an instant lies near enough; its year is looked at in any case.
    left_out
        Fields of the first model that are not looked at.
    """

    max_number: float = MAX_NUMBER
    near: Callable[[dt.datetime], bool] = lambda _: True
    left_out: Set[str] = frozenset()

    def of(self, model: Model) -> Iterator[str]:
        """Yield what is too far out in a model and in all that it holds."""
        for field, value in _filled(model):
            if field not in self.left_out:
                yield from self._of_field(model, field, value, "")

    def _of_field(self, model: Model, field: str, value: Any, place: str) -> Iterator[str]:
        written = _names(type(model)).get(field)
        if written is None:
            return
        whose = getattr(model, "id", None)
        label = f' of "{whose}"' if isinstance(whose, str) else ""
        yield from self._of_value(value, f"{place}{written}", label, field in _SPANS)

    def _of_value(self, value: Any, place: str, label: str, is_span: bool) -> Iterator[str]:
        if isinstance(value, Model):
            for field, each in _filled(value):
                yield from self._of_field(value, field, each, f"{place}.")
        elif isinstance(value, dict):
            for key, each in value.items():
                yield from self._of_value(each, f"{place}.{key}", label, is_span)
        elif isinstance(value, (tuple, list, frozenset)):
            for number, each in enumerate(value):
                yield from self._of_value(each, f"{place}[{number}]", label, is_span)
        elif (problem := self._problem(value, is_span)) is not None:
            yield f"{place}{label}: {problem}"

    def _problem(self, value: Any, is_span: bool) -> str | None:
        """Say what is wrong with a single value; None where nothing is."""
        if isinstance(value, dt.date):
            near = not isinstance(value, dt.datetime) or self.near(value)
            return None if value.year in YEARS and near else f"{iso(value)} is centuries away"
        if isinstance(value, str):
            far = is_span and abs(elapsed_minutes(value)) > MAX_MINUTES
            return f"{value} is longer than any plan" if far else None
        if isinstance(value, (int, float)) and abs(value) > self.max_number:
            return f"{value:g} is too large a number"
        return None


def _filled(model: Model) -> list[tuple[str, Any]]:
    """Return the fields of a model that may hold something too far out, with their values."""
    return [
        (field, value)
        for field, value in model.__dict__.items()
        if value and value is not True and (type(value) is not str or field in _SPANS)
    ]


@cache
def _names(kind: type[Model]) -> dict[str, str]:
    """Return the name in the file of each field."""
    return {name: field.alias or name for name, field in kind.model_fields.items()}

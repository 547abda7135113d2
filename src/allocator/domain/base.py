"""What all models of the domain share: frozen, unknown fields forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Model(BaseModel):
    """A frozen model that refuses unknown fields."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with changes; what was worked out from the fields before is worked out anew."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


def _id(value: Any) -> Any:
    """Trackers number their items: 4711 is as good an id as "4711"."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("an id is a text or a whole number")
    text = str(value).strip()
    if not text:
        raise ValueError("an id must not be empty")
    return text


Id = Annotated[str, BeforeValidator(_id, json_schema_input_type=str | int)]
"""An id of a person, resource, project or item; whole numbers are read as text."""


def only_one(rule: str) -> BeforeValidator:
    """Return a validator of an id that refuses several of them, and says so.

    Parameters
    ----------
    rule
        For example ``a person is in one team``.
    """

    def refuse(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        names = [str(name) for name in value if isinstance(name, (str, int))]
        example = f"name one, for example {names[0]}" if names else "name one"
        raise ValueError(f"{rule}, not in {len(value)}; {example}")

    return BeforeValidator(refuse, json_schema_input_type=str | int | None)


Share = Annotated[float, Field(gt=0, le=1)]
"""A share of somebody's time: above 0, at most 1."""

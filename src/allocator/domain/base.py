"""What all models of the domain share: frozen, unknown fields forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, LiteralString, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def invalid(
    code: LiteralString, message: str, hint: str = "", *, subjects: tuple[str, ...] = ()
) -> PydanticCustomError:
    """Return the error that a validator raises.

    Its type is the code, and its context holds the other parameters, so that whoever reports it
    need not take its text apart.

    Parameters
    ----------
    code
        What kind of error it is; docs/findings.md lists them.
    message
        What is wrong.
    hint
        What would be right.
    subjects
        Ids that the message names.
    """
    context = {"message": message, "hint": hint, "subjects": subjects}
    return PydanticCustomError(code, "{message}; {hint}" if hint else "{message}", context)


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


ShownText = Annotated[str, Field(exclude=True)]
"""A text that is shown to people, and stands in no document."""

ID_HINT = "give a short text, for example PAY-12"


def _id(value: Any) -> Any:
    """Trackers number their items: 4711 is as good an id as "4711"."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise invalid("invalid-id", "an id is a text or a whole number", ID_HINT)
    text = str(value).strip()
    if not text:
        raise invalid("invalid-id", "an id must not be empty", ID_HINT)
    return text


Id = Annotated[str, BeforeValidator(_id, json_schema_input_type=str | int)]
"""An id of a person, resource, project or item; whole numbers are read as text."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, (str, int)) else value


Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed, json_schema_input_type=str | int | list[str | int]),
]
"""Ids, labels or roles, or a single one without its list."""


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
        raise invalid("several-ids", f"{rule}, not in {len(value)}", example)

    return BeforeValidator(refuse, json_schema_input_type=str | int | None)


Share = Annotated[float, Field(gt=0, le=1)]
"""A share of somebody's time: above 0, at most 1."""

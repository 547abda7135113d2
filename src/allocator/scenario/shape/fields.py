"""The fields that an element of a document may have, and those that hold something."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from allocator.scenario.text.located import Step

_FILES: Final = {"Holidays": ["ics"], "TimeOff": ["ics"]}
"""Fields that name files, whose content takes their place before the models see it."""


def field_names(model: type[BaseModel]) -> list[str]:
    """Return the fields of a model as files have them.

    Parameters
    ----------
    model
        One of the domain's.
    """
    names = [field.alias or name for name, field in model.model_fields.items()]
    return names + _FILES.get(model.__name__, [])


def given(raw: Mapping[Step, Any], model: type[BaseModel]) -> dict[Any, Any]:
    """Return the fields of an element that say something.

    A field left empty counts as not given. One that there is not stays, empty or not: it is a
    mistake all the same.

    Parameters
    ----------
    raw
        The element, as the document has it.
    model
        What it should be.
    """
    if None not in raw.values():
        return dict(raw)
    known = set(field_names(model))
    return {key: value for key, value in raw.items() if value is not None or key not in known}


def model_at(model: type[BaseModel], loc: tuple[Step, ...]) -> type[BaseModel]:
    """Return the model that a path leads to.

    Parameters
    ----------
    model
        Where the path begins.
    loc
        Names of fields, as files have them, and indexes.
    """
    for step in loc:
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                model = _model_in(field.annotation) or model
                break
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in typing.get_args(annotation))
    return next((found for found in inner if found is not None), None)

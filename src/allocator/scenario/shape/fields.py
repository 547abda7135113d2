"""The fields that an element of a document may have, and those that hold something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from allocator.scenario.text.marked import Step

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

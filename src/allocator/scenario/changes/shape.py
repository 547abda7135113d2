"""Validates the outer form of a document of changes; the changed scenario is checked later."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from allocator.domain import Changes
from allocator.errors import Finding
from allocator.scenario.shape.field_errors import FieldErrors
from allocator.scenario.shape.fields import given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.located import LocatedDict


def read_shape(document: LocatedDict, suggester: Suggester) -> tuple[Changes, list[Finding]]:
    """Return the changes that a document holds, and what is wrong with its shape.

    Parameters
    ----------
    document
        The changes, with tables put in.
    suggester
        Finds the names that were meant.

    Returns
    -------
    tuple
        Those of its fields that are sound, and the findings.
    """
    said = given(document, Changes)
    wording = FieldErrors(root=document, model=Changes, base=(), owner="", suggester=suggester)
    try:
        return Changes.model_validate(said), []
    except ValidationError as error:
        findings = list(wording.findings(error, is_whole=document.is_whole))
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False)}
    sound: dict[Any, Any] = {key: value for key, value in said.items() if key not in wrong}
    return Changes.model_validate(sound), findings

"""Reads a file of settings, YAML or JSON, with the messages and places of scenario files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from allocator.errors import Finding, ScenarioError
from allocator.scenario.shape.booleans import BOOLEAN_FIELDS, misplaced_booleans, without_unknown
from allocator.scenario.shape.field_errors import FieldErrors
from allocator.scenario.shape.fields import given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.document import Kind, read_document
from allocator.scenario.text.located import LocatedDict, Step
from allocator.scenario.text.source import read_text

_M = TypeVar("_M", bound=BaseModel)


def load_model(
    path: Path | str, model: type[_M], *, kind: Kind, booleans: Collection[str] = ()
) -> tuple[_M, LocatedDict]:
    """Read a file that holds one model.

    Parameters
    ----------
    path
        YAML or JSON.
    model
        What it holds.
    kind
        How messages call that.
    booleans
        Fields that take true or false, beside those of scenarios.

    Returns
    -------
    tuple
        The model, and the document with the places of its parts.

    Raises
    ------
    ScenarioError
        Something is wrong with it; everything is named, in file order.
    """
    file = str(path)
    root = read_document(read_text(Path(path), file=file), file=file, kind=kind)
    findings, found = validated(root, model, (), given(root, model), booleans=booleans)
    findings = [*(one for one in root.faults if one.severity == "error"), *findings]
    if findings or found is None:
        raise ScenarioError(findings)
    return found, root


def validated(
    root: LocatedDict,
    model: type[_M],
    base: tuple[Step, ...],
    data: Any,
    *,
    booleans: Collection[str] = (),
) -> tuple[list[Finding], _M | None]:
    """Validate a part of a document; return what is wrong, and the model where nothing is.

    Parameters
    ----------
    root
        The document.
    model
        What the part should be.
    base
        Path of the part.
    data
        The part, which may have stand-ins for what it lacks.
    booleans
        Fields that take true or false, beside those of scenarios.
    """
    wording = FieldErrors(root=root, model=model, base=base, owner="", suggester=Suggester())
    misplaced = list(misplaced_booleans(data, (), BOOLEAN_FIELDS | {*booleans}))
    findings: list[Finding] = []
    try:
        found = model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        misplaced = without_unknown(misplaced, error)
        findings += wording.findings(error, is_whole=True)
        found = None
    findings = [*map(wording.misplaced_boolean, misplaced), *findings]
    first = {one.place: one for one in reversed(findings)}
    findings = sorted(first.values(), key=lambda one: (one.line or 0, one.column or 0))
    return findings, None if findings else found

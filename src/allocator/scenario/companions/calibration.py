"""Calibrations: files that ``allocator calibrate`` writes, and that scenarios name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from allocator.domain import Calibration
from allocator.domain.calibration_order import order_faults
from allocator.domain.quantities import PositiveSpan
from allocator.errors import Finding, ScenarioError
from allocator.scenario.companions.model_file import validated
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.shape.fields import given
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict, locate, path_text
from allocator.scenario.text.source import read_text
from allocator.wording import shorten

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_HITS: Final = ("below_low", "below_likely", "below_high")
_SPAN: Final = TypeAdapter(PositiveSpan)


def read_calibration(path: Path | str) -> Calibration:
    """Read a calibration file, which people may have edited.

    Parameters
    ----------
    path
        YAML or JSON.

    Raises
    ------
    ScenarioError
        Something is wrong with it; everything is named, in file order.
    """
    return _read(Path(path))[1]


def insert_calibration(root: LocatedDict, folder: Path | None) -> list[Finding]:
    """Put the content of a calibration file in the place of its name.

    Parameters
    ----------
    root
        The document of a scenario, which is changed; the field is left empty where the file is
        not sound.
    folder
        Where the scenario lies; None where it is no file.

    Returns
    -------
    list
        What is wrong with the file.
    """
    uncertainty = root.get("uncertainty")
    if not isinstance(uncertainty, LocatedDict):
        return []
    name = uncertainty.get("calibration")
    if not isinstance(name, str):
        return []
    place = locate(root, ("uncertainty", "calibration"))
    uncertainty["calibration"] = None
    try:
        if not name.lower().endswith(_SUFFIXES):
            refuse_at(
                place,
                f'calibration must be the name of a YAML file, not "{shorten(name)}"',
                "for example calibration: calibration.yaml, which allocator calibrate writes",
                code="calibration-file-not-named",
            )
        uncertainty["calibration"] = _read(named_file(name, "calibration", folder, place))[0]
    except ScenarioError as error:
        return [at_name(finding, name, place) for finding in error.findings]
    return []


def _read(path: Path) -> tuple[LocatedDict, Calibration]:
    file = str(path)
    root = read_document(read_text(path, file=file), file=file, kind="calibration")
    findings, found = validated(root, Calibration, (), given(root, Calibration))
    findings = [*(one for one in root.faults if one.severity == "error"), *findings]
    if found is None:
        known = {finding.place for finding in findings}
        findings += (one for one in _disorder(root) if one.place not in known)
    if findings or found is None:
        findings.sort(key=lambda one: (one.line or 0, one.column or 0))
        raise ScenarioError(findings)
    return root, found


def _disorder(root: LocatedDict) -> Iterator[Finding]:
    """Yield what is out of order in a file of which some values are wrong in themselves."""
    levels, sizes, hits = root.get("levels"), root.get("sizes"), root.get("ranges")
    if not isinstance(levels, list) or not isinstance(sizes, list):
        return
    read = [
        (_span(size.get("estimate")), _numbers(size["ratios"]))
        for size in sizes
        if isinstance(size, dict) and isinstance(size.get("ratios"), list)
    ]
    if len(read) < len(sizes):
        return
    shares = [hits.get(name) for name in _HITS] if isinstance(hits, dict) else []
    for at, fault in order_faults(_numbers(levels), read, _numbers(shares)):
        context = fault.context or {}
        yield Finding(
            code=fault.type,
            message=f"{path_text(at)}: {context['message']}",
            hint=context["hint"],
            place=locate(root, at),
        )


def _numbers(values: list[Any]) -> list[float | None]:
    return [
        one if isinstance(one, (int, float)) and not isinstance(one, bool) else None
        for one in values
    ]


def _span(value: Any) -> str | None:
    try:
        return _SPAN.validate_python(value)
    except ValidationError:
        return None

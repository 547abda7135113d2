"""Reads ``mapping.yaml`` and reports its errors with line and column."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from allocator.domain import Scenario
from allocator.errors import Finding, ScenarioError
from allocator.integrations.tracker.mapping import Mapping
from allocator.scenario.companions.model_file import load_model, validated
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.located import LocatedDict, locate

_STAND_INS = {"name": "-", "items": (), "calendar": {"start": "2000-01-01"}}

_LINKS = "columns of links stand under link_columns: before, after or ignore by name of column"


def load_mapping(path: Path, fields: Collection[str]) -> Mapping:
    """Read a mapping.

    Parameters
    ----------
    path
        YAML or JSON.
    fields
        Fields that a mapping can give to columns.

    Raises
    ------
    ScenarioError
        The mapping has errors; all of them are reported, in file order.
    """
    found, root = load_model(path, Mapping, kind="mapping", booleans={"skip"})
    findings = [
        *_unknown_fields(found, root, fields),
        *scenario_findings(found.scenario, root),
    ]
    if findings:
        raise ScenarioError(findings)
    return found


def _unknown_fields(found: Mapping, root: LocatedDict, fields: Collection[str]) -> list[Finding]:
    findings = []
    for name, target in found.columns.items():
        if target not in fields:
            findings.append(
                Finding(
                    code="unknown-mapping-field",
                    message=f'column "{name}": there is no field "{target}"',
                    hint=_LINKS
                    if target in ("link", "links", "before", "after")
                    else Suggester().did_you_mean(target, sorted(fields), "the fields are"),
                    place=locate(root, ("columns", name)),
                    subjects=(name,),
                )
            )
    return findings


def scenario_findings(given: dict[str, Any], root: LocatedDict) -> list[Finding]:
    """Check the fields that go into the scenario as they are.

    Parameters
    ----------
    given
        Fields of the scenario.
    root
        The document of the mapping, which has them under ``scenario``.
    """
    if not given:
        return []
    calendar = {**_STAND_INS["calendar"], **given.get("calendar", {})}  # type: ignore[dict-item]
    data = {**_STAND_INS, **given, "calendar": calendar}
    return validated(root, Scenario, ("scenario",), data)[0]

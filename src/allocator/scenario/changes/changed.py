"""Changes of a scenario that is there as models: what a what-if is tried with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from allocator.domain import Scenario
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.errors import ScenarioError
from allocator.scenario.changes.overlay import apply_changes
from allocator.scenario.shape.parts import PartValidator, ScenarioParts
from allocator.scenario.shape.sections import SECTIONS
from allocator.scenario.text.document import read_document
from allocator.scenario.validate import check_references

_FILE, _CHANGE = "scenario.json", "change.json"
"""How messages call what is in memory alone."""


def changed(scenario: Scenario, *changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario with changes, as ``--with`` makes them.

    Parameters
    ----------
    scenario
        Without errors.
    changes
        Plain data, as docs/changes.md has it; made one after the other. They name no files.

    Raises
    ------
    ScenarioError
        The changes cannot be made, or the changed scenario has errors.
    """
    return Changeable(scenario).changed(*changes)


class Changeable:
    """A scenario to which many changes are made on trial, each to the scenario as it was.

    Parameters
    ----------
    scenario
        Without errors.
    """

    def __init__(self, scenario: Scenario) -> None:
        text = scenario.model_dump_json(by_alias=True, exclude_defaults=True)
        self._root = read_document(text, file=_FILE)
        self._entries = {
            id(entry): entry for section in SECTIONS for entry in self._root.get(section) or ()
        }
        self._valid: dict[int, BaseModel] = {}

    @without_garbage_collection()
    def changed(self, *changes: Mapping[str, Any], is_checked: bool = True) -> Scenario:
        """Return the scenario with changes; parameters and errors as of :func:`changed`.

        Parameters
        ----------
        changes
            Made one after the other.
        is_checked
            Whether it is checked too that its parts go together, which takes half of the time.
        """
        root = self._root.copied()
        findings, whole = [], True
        for change in changes:
            document = read_document(json.dumps(change), file=_CHANGE, kind="changes")
            said, understood = apply_changes(root, document, None)
            findings += said
            whole = whole and understood
        validator = PartValidator(root, known=self._valid)
        parts = validator.parts()
        self._learn(parts)
        findings += validator.findings
        if whole and is_checked:
            findings += check_references(parts, warn=False)
        errors = tuple(finding for finding in findings if finding.severity == "error")
        if errors:
            raise ScenarioError(errors)
        return parts.scenario

    def _learn(self, parts: ScenarioParts) -> None:
        """Note the models of entries that are as they were: no change makes them invalid."""
        for section in SECTIONS:
            written = parts.entries[section]
            models = zip(parts.positions[section], getattr(parts.scenario, section), strict=True)
            for index, model in models:
                if id(written[index]) in self._entries:
                    self._valid[id(written[index])] = model

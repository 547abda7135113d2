"""Reads the text of a scenario, YAML or JSON, into one map of data with their positions."""

from __future__ import annotations

from typing import Final, Literal

from allocator.errors import ScenarioError
from allocator.scenario.text.json_text import NotJsonError, read_json
from allocator.scenario.text.located import LocatedDict, LocatedList
from allocator.scenario.text.source import fail
from allocator.scenario.text.yaml_text import read_yaml

Kind = Literal["scenario", "changes", "calibration", "mapping", "tracker", "template"]

_HOLDS: Final[dict[Kind, str]] = {
    "scenario": "the fields of a scenario",
    "changes": "changes",
    "calibration": "the fields of a calibration",
    "mapping": "the fields of a mapping",
    "tracker": "the fields of a tracker file",
    "template": "the fields of a template",
}
"""What a file should hold, for messages."""

_BEGIN: Final[dict[Kind, tuple[str, str]]] = {
    "scenario": (
        "allocator init writes a scenario to start from",
        "begin with the fields: name: ..., calendar: {start: ...}, items: [...]",
    ),
    "changes": (
        "write what changes, for example update: {PAY-12: {effort: 3d}}",
        "begin with what changes: remove: [...], add: {items: [...]}, update: {...}",
    ),
    "calibration": (
        "allocator calibrate writes one from the history of finished work",
        "begin with its fields: format: allocator-calibration/1, tasks: ..., levels: [...]",
    ),
    "mapping": (
        "--suggest-mapping writes one to start from",
        "begin with its fields: skills: [...], effort: 2d, scenario: {...}; all may be left out",
    ),
    "tracker": (
        'write jira: {url: "https://acme.atlassian.net", jql: "project = DS", email: pm@acme.com} '
        'or azure-devops: {url: "https://dev.azure.com/acme", project: Shop}',
        'begin with the tracker: jira: {url: "https://acme.atlassian.net", jql: "project = DS", '
        'email: pm@acme.com} or azure-devops: {url: "https://dev.azure.com/acme", project: Shop}',
    ),
    "template": (
        "allocator template show model shows one to start from",
        "begin with its fields: template: our-model, title: ..., items: [...]",
    ),
}
"""The hints for an empty file, and for one that holds no map."""


def read_document(text: str, *, file: str, kind: Kind = "scenario") -> LocatedDict:
    """Return the map that the text of a scenario, or of changes of one, holds.

    Parameters
    ----------
    text
        Printable text. In a file whose name ends with ``.json`` it must be JSON; elsewhere
        JSON is recognised by its opening brace.
    file
        How messages call the file.
    kind
        What it should hold.

    Raises
    ------
    ScenarioError
        The text is neither YAML nor JSON, or does not hold a map.
    """
    root = parse(text, file)
    if root is None:
        fail(file, "the file is empty", _BEGIN[kind][0], code="empty-file")
    if not isinstance(root, LocatedDict):
        other = "a list" if isinstance(root, LocatedList) else "a text or a number"
        fail(
            file,
            f"the file holds {other}, not {_HOLDS[kind]}",
            _BEGIN[kind][1],
            code="no-fields",
            line=1,
            column=1,
        )
    return root


def parse(text: str, file: str) -> object:
    """Return what a text holds, YAML or JSON; None where it is empty.

    Parameters
    ----------
    text, file
        As of :func:`read_document`.

    Raises
    ------
    ScenarioError
        It is neither.
    """
    must_be_json = file.lower().endswith(".json")
    if must_be_json or text.lstrip().startswith("{"):
        try:
            return read_json(text, file=file) if text.strip() else None
        except NotJsonError as error:
            if must_be_json:
                raise ScenarioError([error.finding]) from None
    return read_yaml(text, file=file)

"""Writes a scenario as YAML that people like to read, and that reads back equal."""

from __future__ import annotations

import re
from typing import Any

import yaml

from allocator.domain import Scenario
from allocator.scenario.shape.sections import SECTIONS
from allocator.scenario.shape.short_forms import shortened
from allocator.scenario.text.scalars import plain

_WIDTH = 98
_FEW = 4
_TAGS = {type(None): "null", bool: "bool", int: "int", float: "float", str: "str"}
_NOT_TEXT_IN_YAML_1_1 = re.compile(
    r"(?i:y|n|yes|no|on|off|=|<<)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?(0[xob][0-9a-fA-F_]+|[0-9_,.]+|\.(?i:inf|nan))"
)
"""What programs that read YAML 1.1 would not take for a text: it is written in quotes."""


def dump(scenario: Scenario) -> str:
    """Return the scenario as YAML, in the models' order, fields at their defaults left out.

    Parameters
    ----------
    scenario
        Any scenario; the text reads back to an equal one.
    """
    text, apart = "", False
    for key, value in shortened(scenario).items():
        lines = field_lines(key, value)
        is_list = key in SECTIONS and bool(value)
        text += f"\n{lines}" if is_list or apart else lines
        apart = is_list
    return text


def field_lines(name: str, value: Any) -> str:
    """Return one field as YAML, on as many lines as it takes.

    Parameters
    ----------
    name
        Of the field.
    value
        Plain data.
    """
    node = _node({name: value}, ())
    return str(yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=2**31))


def is_text_everywhere(value: str) -> bool:
    """Whether an unquoted scalar is a text to our reader, and to those of YAML 1.1."""
    return isinstance(plain(value), str) and not _NOT_TEXT_IN_YAML_1_1.fullmatch(value)


class _Dumper(yaml.SafeDumper):
    """Writes plain whatever the reader takes for a text, and indents lists."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """Return the tag that a reader would give to an unquoted scalar."""
        if kind is not yaml.ScalarNode or not implicit[0]:
            return super().resolve(kind, value, implicit)  # type: ignore[no-any-return, no-untyped-call]
        if _NOT_TEXT_IN_YAML_1_1.fullmatch(value) and isinstance(plain(value), str):
            return "quoted"
        return _tag(plain(value))

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Begin a level; lists are indented below their field."""
        super().increase_indent(flow, False)


def _tag(value: Any) -> str:
    return f"tag:yaml.org,2002:{_TAGS[type(value)]}"


def _node(value: Any, path: tuple[str, ...]) -> yaml.Node:
    """Return the YAML node of a value; what is short stands on one line."""
    if isinstance(value, dict):
        entries = [
            (_node(key, path), _node(entry, (*path, str(key)))) for key, entry in value.items()
        ]
        flow = _fits(value, path)
        return yaml.MappingNode("tag:yaml.org,2002:map", entries, flow_style=flow)
    if isinstance(value, list):
        nodes = [_node(entry, (*path, "-")) for entry in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, flow_style=_fits(value, path))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return yaml.ScalarNode(_tag(value), text, style=None if text.isprintable() else '"')


def _fits(value: dict[Any, Any] | list[Any], path: tuple[str, ...]) -> bool:
    """Whether a value goes on one line.

    The scenario, its sections and its items never do; people do where they have few fields.
    """
    if not value:
        return True
    is_section = len(path) == 1 and (path[0] in SECTIONS or path[0] == "calendar")
    if not path or is_section or path == ("items", "-"):
        return False
    if path == ("people", "-") and len(value) > _FEW:
        return False
    if path[-1] == "needs" and isinstance(value, list) and len(value) > 1:
        return not any(isinstance(entry, dict) for entry in value)
    return _length(value) <= _WIDTH - 2 * len(path)


def _length(value: Any) -> int:
    """Return about how many characters a value takes on one line."""
    if isinstance(value, dict):
        return sum(_length(key) + _length(entry) + 4 for key, entry in value.items())
    if isinstance(value, list):
        return sum(_length(entry) + 2 for entry in value)
    return len(str(value))

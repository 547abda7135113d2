"""The quick reader of JSON gives what the careful one gives, places included, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.errors import ScenarioError
from allocator.scenario import limits, loads
from allocator.scenario.text.json_quick import read_quickly
from allocator.scenario.text.json_text import NotJsonError, _Reader, read_json
from allocator.scenario.text.located import LocatedDict, LocatedList

_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT
)
_MAPS = st.dictionaries(
    _TEXT,
    st.recursive(
        _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner), max_leaves=12
    ),
)


def _quick(text: str) -> LocatedDict | None:
    return read_quickly(text, file="a.json", read=lambda: _Reader(text, "a.json").read())


def _places(value: Any) -> Any:
    """Return the places in a document, as deep as it goes."""
    if isinstance(value, LocatedDict):
        inner: Any = {key: _places(entry) for key, entry in value.items()}
        return value.file, value.position, value.keys_at, value.values_at, inner
    if isinstance(value, LocatedList):
        return value.file, value.position, value.values_at, [_places(entry) for entry in value]
    assert not isinstance(value, (dict, list))
    return type(value)


@given(data=_MAPS, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_values_and_places_are_those_of_the_careful_reader(
    data: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    quick, careful = _quick(text), _Reader(text, "a.json").read()
    assert quick == careful
    assert _places(quick) == _places(careful)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1,}',
        '{"a": 01}',
        '{"a": "\\u0007"}',
        '{"\\ud800": 1}',
        '{"a": "' + "x" * (limits.TEXT + 1) + '"}',
        '{"' + "x" * (limits.TEXT + 1) + '": 1}',
        '{"a": ' + "9" * (limits.TEXT + 1) + "}",
        '{"a": ' + "[" * limits.DEPTH + "]" * limits.DEPTH + "}",
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": [' + "0," * limits.VALUES + "0]}",
        "",
    ],
)
def test_what_is_not_plainly_right_is_left_to_the_careful_reader(text: str) -> None:
    assert _quick(text) is None
    with pytest.raises((NotJsonError, ScenarioError)):
        read_json(text, file="a.json")


def test_the_deepest_and_largest_documents_are_read_quickly() -> None:
    deepest = '{"a": ' + "[" * (limits.DEPTH - 1) + "]" * (limits.DEPTH - 1) + "}"
    largest = '{"a": [' + ",".join("0" * (limits.VALUES - 2)) + "]}"
    for text in (deepest, largest):
        assert _quick(text) == _Reader(text, "a.json").read()


def test_a_warning_about_a_document_without_faults_names_its_line() -> None:
    text = """{
      "name": "one", "calendar": {"start": "2026-12-01"},
      "people": [{"id": "ana", "skills": ["go"]}, {"id": "bob"}],
      "items": [{"id": "A", "needs": "go", "effort": "1d"}]
    }"""
    (warning,) = loads(text, file="a.json").warnings
    assert "bob" in warning.message
    assert (warning.line, warning.column, warning.path) == (3, 51, "people[1]")

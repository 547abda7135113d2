"""JSON is read as the standard library reads it, with the place of every key and value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.errors import ScenarioError
from allocator.scenario import limits, loads
from allocator.scenario.text.json_text import NotJsonError, read_json
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


def begins_at(text: str, place: tuple[int, int], value: Any) -> bool:
    """Whether a value begins at a line and a column of a text."""
    line, column = place
    rest = "\n".join([text.split("\n")[line - 1][column - 1 :], *text.split("\n")[line:]])
    found, _ = json.JSONDecoder().raw_decode(rest)
    return bool(found == value)


def check_places(text: str, data: LocatedDict | LocatedList) -> None:
    assert begins_at(text, data.position, data)
    entries = data.items() if isinstance(data, LocatedDict) else enumerate(data)
    for key, value in entries:
        if isinstance(data, LocatedDict):
            assert begins_at(text, data.keys_at[key], key)
        assert begins_at(text, data.values_at[key], value)
        if isinstance(value, LocatedDict | LocatedList):
            check_places(text, value)


@given(data=_MAPS, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_values_and_places_are_those_of_the_text(
    data: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    read = read_json(text, file="a.json")
    assert read == data
    check_places(text, read)


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
        '{"a": "' + "x" * (limits.MAX_TEXT_CHARACTERS + 1) + '"}',
        '{"' + "x" * (limits.MAX_TEXT_CHARACTERS + 1) + '": 1}',
        '{"a": ' + "9" * (limits.MAX_TEXT_CHARACTERS + 1) + "}",
        '{"a": ' + "[" * limits.MAX_DEPTH + "]" * limits.MAX_DEPTH + "}",
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": [' + "0," * limits.MAX_VALUES + "0]}",
        "",
    ],
)
def test_what_json_or_the_limits_do_not_allow_is_refused(text: str) -> None:
    with pytest.raises((NotJsonError, ScenarioError)):
        read_json(text, file="a.json")


def test_the_deepest_and_largest_documents_are_read() -> None:
    deepest = '{"a": ' + "[" * (limits.MAX_DEPTH - 1) + "]" * (limits.MAX_DEPTH - 1) + "}"
    largest = '{"a": [' + ",".join("0" * (limits.MAX_VALUES - 2)) + "]}"
    for text in (deepest, largest):
        assert read_json(text, file="a.json") == json.loads(text)


def test_a_warning_about_a_document_without_faults_names_its_line() -> None:
    text = """{
      "name": "one", "calendar": {"start": "2026-12-01"},
      "people": [{"id": "ana", "skills": ["go"]}, {"id": "bob"}],
      "items": [{"id": "A", "needs": "go", "effort": "1d"}]
    }"""
    (warning,) = loads(text, file="a.json").warnings
    assert "bob" in warning.message
    assert (warning.line, warning.column, warning.path) == (3, 51, "people[1]")

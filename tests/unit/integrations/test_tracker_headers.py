"""Names of Jira's columns: every language and form, and keys found by their values."""

from __future__ import annotations

import pytest

from allocator.integrations.jira.column_names import (
    CUSTOM,
    INWARD,
    LANGUAGES,
    OUTWARD,
    jira_names,
)
from allocator.integrations.tracker.headers import Header, LinkColumn, keys_by_value

HEADER = Header(jira_names())
NAMES = [
    (language, field, name)
    for language, table in LANGUAGES.items()
    for field, names in table.items()
    for name in names
]


@pytest.mark.parametrize(("language", "field", "name"), NAMES)
def test_every_name_in_every_language_is_its_field(language, field, name):
    for written in (name, name.upper(), f" {name.capitalize()} "):
        assert HEADER.columns([written]).at == {field: [0]}, (language, written)


def test_no_name_stands_for_two_fields():
    seen: dict[str, str] = {}
    for _, field, name in NAMES:
        assert seen.setdefault(name, field) == field, name


def test_every_language_has_the_fields_that_every_export_has():
    for language, table in LANGUAGES.items():
        missing = {"key", "id", "title", "type", "status", "assignee", "created"} - set(table)
        assert not missing, language


@pytest.mark.parametrize("prefix", sorted(CUSTOM))
@pytest.mark.parametrize("field", jira_names().own)
def test_custom_fields_are_known_behind_every_prefix(prefix, field):
    for name in jira_names().own[field]:
        assert HEADER.columns([f"{prefix.title()} ({name.title()} )"]).at == {field: [0]}


@pytest.mark.parametrize(
    ("prefix", "outward"),
    [*((p, False) for p in sorted(INWARD)), *((p, True) for p in sorted(OUTWARD))],
)
def test_links_are_known_behind_every_prefix(prefix, outward):
    found = HEADER.columns([f"{prefix.capitalize()} (Gantt: End to Start)"])
    assert found.link_columns == [LinkColumn(0, "Gantt: End to Start", outward)]


def test_columns_that_repeat_keep_all_their_places():
    columns = HEADER.columns(["Labels", "Issue key", "Labels", "Sprint", "Nonsense", "Labels"])
    assert columns.at == {"label": [0, 2, 5], "key": [1], "sprint": [3]}
    assert columns.others == ["Nonsense"]
    cells = ["a", "A-1", "", "S", "x", "b"]
    assert columns.all(cells, "label") == ("a", "b")
    assert columns.first(cells, "due", "sprint") == "S"


def test_a_mapping_names_further_columns_with_and_without_their_prefix():
    header = Header(jira_names(), {"Custom field (Squad)": "team", "Size": "points"})
    columns = header.columns(["Custom field (Squad)", "Custom field (Size)", "Size"])
    assert columns.at == {"team": [0], "points": [1, 2]}


def test_keys_are_found_by_their_form_and_numbers_beside_them():
    rows = [[f"name {n}", f"ABC-{n}", f"{1000 + n}", "ABC-1"] for n in range(20)]
    assert keys_by_value(rows, 4) == (1, 2)
    assert keys_by_value([[row[0], row[1], "x", "y"] for row in rows], 4) == (1, None)
    assert keys_by_value([[row[0], "-", "x", "y"] for row in rows], 4) is None
    assert keys_by_value([], 4) is None

"""The file that keeps what the tracker said, as it may come back damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import InputError
from allocator.scenario.merge import Pulled, pulled_path, read_pulled

SCENARIO = "version: 1\nname: Shop\n"


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    written = Pulled(scenario=SCENARIO, issues={"DS-1": {"assignee": "mia"}}, made={"X-1": "DS-9"})
    pulled_path(path).write_text(written.text())
    assert read_pulled(path) == written


@pytest.mark.parametrize("text", ["Mia\tLang", "two\nlines", "a\u2028b", "a: {b, #c", "", "null"])
def test_any_text_of_the_tracker_is_read_as_it_was(tmp_path: Path, text: str) -> None:
    """A text with a tab or two lines left a file that no later pull could read."""
    path = tmp_path / "shop.yaml"
    held = {"assignee": text, "points": 0.5, "after DS-2": True}
    written = Pulled(scenario=SCENARIO, issues={"DS-1": held}, made={"X-1": "DS-9"})
    pulled_path(path).write_text(written.text())
    assert read_pulled(path) == written


@pytest.mark.parametrize(
    "head",
    ["issues: 5", "issues: [DS-1]", "issues: {DS-1: 5}", "issues: {DS-1: [due]}", "made: DS-9"],
)
def test_fields_of_another_kind_are_told(tmp_path: Path, head: str) -> None:
    """They ended the command with a traceback."""
    path = tmp_path / "shop.yaml"
    pulled_path(path).write_text(f"format: allocator-pulled/1\n{head}\n---\n{SCENARIO}")
    with pytest.raises(InputError, match=r"cannot be read: .* is no map of fields"):
        read_pulled(path)

"""docs/import.md and the model of the mapping agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from allocator.integrations import TRACKERS
from allocator.integrations.tracker.mapping import (
    LinkRule,
    Mapping,
    PeopleRule,
    SkippedTickets,
    TypeRule,
)
from allocator.integrations.tracker.mapping_file import load_mapping
from allocator.integrations.tracker.months import MONTHS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "import.md").read_text("utf-8")


def test_every_field_of_the_mapping_stands_in_its_table() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE))
    assert rows == set(Mapping.model_fields) - {"version"}


@pytest.mark.parametrize("model", [TypeRule, LinkRule, PeopleRule, SkippedTickets])
def test_every_field_of_a_rule_is_named(model: type) -> None:
    assert not [name for name in model.model_fields if f"`{name}" not in PAGE]  # type: ignore[attr-defined]


def test_the_example_is_a_mapping_that_uses_most_fields(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    path = tmp_path / "mapping.yaml"
    path.write_text(text, "utf-8")
    load_mapping(path, TRACKERS["jira"].fields)
    unused = set(Mapping.model_fields) - set(yaml.safe_load(text))
    assert unused == {"skills_from", "sprints", "cycles"}


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios/tracker").glob("*-mapping.yaml")))
def test_the_mappings_of_the_scenarios_are_valid(path: Path) -> None:
    load_mapping(path, TRACKERS["jira"].fields)


def test_the_number_of_languages_is_right() -> None:
    assert sum(len(name.split()) for name in MONTHS) == 14
    assert "months by name in fourteen languages" in PAGE

"""Every recipe of docs/how-to-model.md is a scenario that can be planned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from allocator import load, solve

PAGE = Path(__file__).parents[1] / "docs" / "how-to-model.md"
PARTS = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
HEAD, *RECIPES = PARTS


def _block(part: str) -> dict[str, Any]:
    """The example of a section."""
    (text,) = re.findall(r"^```yaml\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.splitlines()[0])
def test_a_recipe_can_be_planned(recipe: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text(yaml.safe_dump({**_block(HEAD), **_block(recipe)}), "utf-8")
    plan = solve(load(path), time_limit=5, workers=1).plan
    assert all(item.state != "dropped" or item.id == "B" for item in plan.items)

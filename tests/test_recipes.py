"""Every recipe of docs/how-to-model.md is a scenario, and its plan is the one that the page shows.

``python tests/test_recipes.py`` writes the plans into the page.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from allocator import load, solve

PAGE = Path(__file__).parents[1] / "docs" / "how-to-model.md"
HEAD, *RECIPES = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
PLAN = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _scenario(part: str) -> dict[str, Any]:
    """Return the example of a section."""
    (text,) = re.findall(r"^```yaml\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _plan(recipe: str, folder: Path) -> str:
    """Plan a recipe; return a line for each item: title, days and people."""
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump({**_scenario(HEAD), **_scenario(recipe)}), "utf-8")
    schedule = solve(load(path), time_limit=5, reproducible=True).plan.schedule
    rows = [
        (row.title, _days(row.start_day, row.finish_day), row.people)
        if row.state != "contingent"
        else (row.title, "only if a try fails", "")
        for row in schedule.itertuples()
    ]
    title, days = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{row[0]:{title}}  {row[1]:{days}}  {row[2]}" for row in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _days(start: pd.Timestamp, finish: pd.Timestamp) -> str:
    first, last = f"{start:%a} {start.day} {start:%b}", f"{finish:%a} {finish.day} {finish:%b}"
    return first if first == last else f"{first} to {last}"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.splitlines()[0])
def test_the_plan_of_a_recipe_is_the_one_shown(recipe: str, tmp_path: Path) -> None:
    (shown,) = PLAN.findall(recipe)
    assert _plan(recipe, tmp_path) == shown


if __name__ == "__main__":
    for number, section in enumerate(RECIPES):
        with tempfile.TemporaryDirectory() as made:
            block = f"```text\n{_plan(section, Path(made))}```"
        if PLAN.search(section):
            RECIPES[number] = PLAN.sub(lambda _, block=block: block, section)
        else:
            RECIPES[number] = f"{section.rstrip()}\n\n{block}\n\n"
    PAGE.write_text("## ".join([HEAD, *RECIPES]).rstrip() + "\n", "utf-8")

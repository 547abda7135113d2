"""The example of docs/kernel.md prints what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allocator.heuristics.kernel.moves import MOVES

PAGE = (Path(__file__).parents[3] / "docs" / "kernel.md").read_text("utf-8")


def test_the_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(
        r"<!-- run -->\n```python\n(.*?)^```\n\n```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE
    )
    assert found is not None
    exec(found[1], {})
    assert capsys.readouterr().out == found[2]


def test_the_page_names_every_module_of_the_kernel() -> None:
    folder = Path(__file__).parents[3] / "src/allocator/heuristics/kernel"
    missing = [
        file.name
        for file in folder.glob("*.py")
        if file.name != "__init__.py" and f"`{file.name}`" not in PAGE
    ]
    assert not missing


def test_the_page_lists_every_move() -> None:
    rows = [f"| {m.name}{'*' if m.far_reaching else ''} | {m.does} |" for m in MOVES]
    assert "\n".join(rows) in PAGE

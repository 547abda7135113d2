"""The notebooks in docs/ run, and give the outputs that are stored in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.notebook import outputs, read

pytestmark = pytest.mark.usefixtures("compiled_search")

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def _text(output: Any) -> str:
    """The text of an output; that of tables as HTML differs between versions of pandas."""
    text: str = output.text if output.output_type == "stream" else output.data["text/plain"]
    return text


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_the_outputs_that_are_stored_in_it(path: Path) -> None:
    notebook = read(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, found in zip(cells, outputs(notebook, path.parent), strict=True):
        assert list(map(_text, found)) == list(map(_text, cell.outputs)), (
            f"{cell.source}\nwrite it anew: python tests/support/notebook.py {path}"
        )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_paths_of_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert str(ROOT) not in text and "/home/" not in text and "/tmp/" not in text

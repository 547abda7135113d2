"""Runs a notebook without a kernel: its cells, in order, in this process.

``python tests/support/notebook.py docs/notebooks/first-plan.ipynb`` writes its outputs anew.
"""

from __future__ import annotations

import ast
import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook, and check it against the schema of its format."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def outputs(notebook: nbformat.NotebookNode, folder: Path) -> Iterator[list[Any]]:
    """Run the code cells in a folder and yield the outputs of each, as Jupyter keeps them."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    wide = ("display.max_columns", 20, "display.width", 120)
    with contextlib.chdir(folder), pd.option_context(*wide):
        for number, cell in enumerate(cells, 1):
            yield list(_outputs(cell.source, names, number))


def _outputs(source: str, names: dict[str, Any], number: int) -> Iterator[Any]:
    *statements, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        statements, last = [*statements, last], None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(statements, []), f"<cell {number}>", "exec"), names)
        value = (
            None if last is None else eval(compile(ast.Expression(last.value), "", "eval"), names)
        )
    if text := printed.getvalue():
        yield nbformat.v4.new_output("stream", name="stdout", text=text)
    if value is not None:
        data = {"text/plain": repr(value)}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = value._repr_html_()
        yield nbformat.v4.new_output("execute_result", data, execution_count=number)


def write_outputs(path: Path) -> None:
    """Run a notebook beside its file and write its outputs into it."""
    notebook = read(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, (cell, found) in enumerate(
        zip(cells, outputs(notebook, path.parent), strict=True), 1
    ):
        cell.outputs, cell.execution_count = found, number
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_outputs(Path(name))

"""The kernel as a whole, compiled, loaded and called: same numbers, and no wrong arrays."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from allocator.heuristics.kernel import jit, machine_code
from allocator.heuristics.kernel.compilation import called, compile_whole

SOURCE = """
from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel

@kernel
def half(x: int) -> int:
    return x // 2

@kernel(inline=True)
def largest(one: int, other: int) -> int:
    return max(one, other)

@kernel(entry=True)
def add_halves(numbers: IntArray, slots: SlotArray, size: int) -> int:
    total = 0
    for k in range(size):
        numbers[k] = half(numbers[k]) + slots[k]
        total = largest(total, numbers[k])
    return total

@kernel(entry=True)
def is_even(numbers: IntArray, at: int) -> bool:
    return half(numbers[at]) * 2 == numbers[at]

@kernel(entry=True)
def clear(numbers: IntArray, size: int) -> None:
    for k in range(size):
        numbers[k] = 0
"""


@pytest.fixture
def halves(tmp_path: Path, compiled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A module of a kernel."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "halves_of_numbers.py").write_text(SOURCE)
    yield importlib.import_module("halves_of_numbers")
    del sys.modules["halves_of_numbers"]
    jit._plain.pop(tmp_path)


def test_a_kernel_is_compiled_and_loaded_from_its_file(halves: ModuleType, tmp_path: Path) -> None:
    functions = [halves.half, halves.largest, halves.add_halves, halves.is_even, halves.clear]
    assert called(halves.add_halves, functions) == [halves.half, halves.largest]
    entries = functions[2:]
    compile_whole(functions, entries, [halves.largest]).write(tmp_path)
    assert halves.half.__name__ == "half" and callable(halves.half)  # the plain ones are back
    code = machine_code.read(tmp_path)
    assert code is not None and code.returns == {
        "add_halves": "int",
        "is_even": "bool",
        "clear": "None",
    }
    loaded, engine = machine_code.load(code, {f.__name__: f for f in entries})
    for add in (loaded["add_halves"], halves.add_halves):
        numbers, slots = np.array([7, -3, 8]), np.array([1, 1, 5], dtype=np.int32)
        assert add(numbers, slots, 3) == 9
        assert numbers.tolist() == [4, -1, 9]
    assert loaded["is_even"](numbers, 0) is True and loaded["is_even"](numbers, 1) is False
    assert loaded["clear"](numbers, 2) is None and numbers.tolist() == [0, 0, 9]
    for wrong in (numbers.astype(np.int32), np.zeros((3, 2), dtype=np.int64)[:, 0]):
        with pytest.raises(TypeError, match="takes int64 without gaps"):
            loaded["clear"](wrong, 2)
    assert engine is not None


def test_every_function_that_python_calls_is_marked() -> None:
    importlib.import_module("allocator.heuristics.kernel.project_orders")
    importlib.import_module("allocator.heuristics.kernel.population")
    importlib.import_module("allocator.heuristics.kernel.sampler")
    importlib.import_module("allocator.heuristics.kernel.search")
    marked = {f.__name__ for f in jit._plain[jit.SEARCH] if id(f) in jit._entries}
    used = set()
    for source in jit.SEARCH.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        used |= {part.split(")")[0] for part in text.split("current(")[1:] if ")" in part}
    names = {name for name in used if name.isidentifier() and name not in ("function", "folder")}
    assert names <= marked and marked - names == set()


def test_the_kernel_writes_nothing_where_llvm_is_told_that_it_does_not() -> None:
    """Else what LLVM has read once would be wrong; see ``compilation._READ_ONLY``."""
    read_only = {"flat", "tables", "values", "settings"}
    written = {
        f"{path.name}:{node.lineno}"
        for path in jit.SEARCH.glob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef) and _is_of_the_kernel(function)
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in read_only
    }
    assert written == set()


def _is_of_the_kernel(function: ast.FunctionDef) -> bool:
    return any("kernel" in ast.unparse(decorator) for decorator in function.decorator_list)

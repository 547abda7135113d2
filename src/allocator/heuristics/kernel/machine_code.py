"""The compiled kernel of the search as a file: where it lies, and how its functions are called.

The file holds a line in JSON, then an object file as a linker takes it. The line names the
functions that Python calls, with what they return. They are loaded by llvmlite and called by way
of ctypes, without numba, whose import takes longer than many a search.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "search.kernel"
"""Name of the file in the folder of a kernel."""

ARRAYS = {"IntArray": "int64", "SlotArray": "int32"}
"""Numbers in the arrays that the functions take, by the annotation of the argument."""

OK, OK_NONE = 0, -2
"""What a function compiled by numba returns if nothing was raised: with a value, without one."""


@dataclass(frozen=True)
class MachineCode:
    """Compiled functions.

    Attributes
    ----------
    symbols
        By name of a function: its name in the object file.
    returns
        By name of a function: "int", "bool" or "None".
    data
        The object file.
    """

    symbols: Mapping[str, str]
    returns: Mapping[str, str]
    data: bytes

    def write(self, folder: Path) -> None:
        """Write the file into a folder; it is there whole or not at all."""
        head = {
            "symbols": dict(self.symbols),
            "returns": dict(self.returns),
            "size": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
        }
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{FILE}.{os.getpid()}"
        fresh.write_bytes(json.dumps(head).encode() + b"\n" + self.data)
        fresh.replace(folder / FILE)


def read(folder: Path) -> MachineCode | None:
    """Read the file of a folder; None where there is none, or not all of it."""
    try:
        line, data = (folder / FILE).read_bytes().split(b"\n", 1)
        head = json.loads(line)
        if len(data) != head["size"] or hashlib.sha256(data).hexdigest() != head["sha256"]:
            return None
        return MachineCode(head["symbols"], head["returns"], data)
    except (OSError, ValueError, KeyError, TypeError):
        return None


class CompiledFunction:
    """A compiled function, called with arrays of integers and with integers.

    Parameters
    ----------
    address
        Where the function lies, as numba compiles it: the first two arguments are where it writes
        what it returns, and what was raised.
    function
        The same in Python, whose annotations tell which arguments are arrays.
    returns
        "int", "bool" or "None".
    """

    def __init__(self, address: int, function: Callable[..., Any], returns: str) -> None:
        self.__name__ = function.__name__
        self._arrays = [ARRAYS.get(kind) for kind in argument_kinds(function)]
        kinds = [ctypes.c_void_p if array else ctypes.c_int64 for array in self._arrays]
        place = ctypes.c_void_p
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, place, place, *kinds)(address)
        self._returns = returns

    def __call__(self, *arguments: Any) -> Any:
        """Call it; other threads of Python run meanwhile."""
        values = [
            each if kind is None else _address(each, kind)
            for each, kind in zip(arguments, self._arrays, strict=True)
        ]
        result, raised = ctypes.c_int64(0), ctypes.c_void_p()
        status = self._call(ctypes.byref(result), ctypes.byref(raised), *values)
        if status not in (OK, OK_NONE):
            raise RuntimeError(f"the compiled function {self.__name__} failed: {status}")
        if self._returns == "bool":
            return bool(result.value & 1)
        return result.value if self._returns == "int" else None


def argument_kinds(function: Callable[..., Any]) -> list[str]:
    """Return the annotations of a function's arguments, as they are written."""
    code = function.__code__
    return [function.__annotations__[name] for name in code.co_varnames[: code.co_argcount]]


def _address(array: Any, kind: str) -> int:
    if array.dtype != kind or not array.flags.c_contiguous:
        raise TypeError(f"a compiled function takes {kind} without gaps, not {array.dtype}")
    return int(array.ctypes.data)


def load(
    code: MachineCode, functions: Mapping[str, Callable[..., Any]]
) -> tuple[dict[str, CompiledFunction], object]:
    """Load machine code into this process.

    Returns
    -------
    The functions by name, and what must be kept as long as they are called.
    """
    import llvmlite.binding as llvm

    initialize_llvm()
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine()
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code.data))
    engine.finalize_object()
    loaded = {}
    for name, symbol in code.symbols.items():
        address = engine.get_function_address(symbol)
        loaded[name] = CompiledFunction(address, functions[name], code.returns[name])
    return loaded, engine


def initialize_llvm() -> None:
    """Prepare LLVM for this processor; once more does nothing."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()

"""Compiles the kernel of the search with numba, as a whole.

numba as it is used commonly optimizes each function with all that it calls, and translates it, so
that a function is compiled again for each that calls it. Here numba only translates each function
into LLVM's language, once, for arrays of integers and for integers. Then all are linked
into one module, which is optimized and translated once: a quarter of the time. Arrays are plain
addresses, which must not be indexed from behind.

What must be told to numba otherwise is in ``_translating``; all else is its public interface.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from allocator.heuristics.kernel.machine_code import MachineCode, argument_kinds

Function = Callable[..., Any]


def compile_whole(
    functions: Sequence[Function], entries: Sequence[Function], inlined: Sequence[Function]
) -> MachineCode:
    """Compile functions that call each other.

    Parameters
    ----------
    functions
        All of them, with annotated arguments: ``IntArray``, ``int`` or ``bool``.
    entries
        Those that Python calls.
    inlined
        Those that become part of every function that calls them.
    """
    translators = {id(f): _translator(f, inline=f in inlined) for f in functions}
    order, translated = _callees_first(functions), {}
    with _in_place(functions, translators), _translating() as codegen:
        for function in order:
            translator = translators[id(function)]
            translator.compile(_signature(function))
            translator.disable_compile()
            (translated[id(function)],) = translator.overloads.values()
        results = {f.__name__: translated[id(f)] for f in entries}
        symbols = {name: each.fndesc.llvm_func_name for name, each in results.items()}
        module = _linked(codegen, [each.library for each in results.values()], symbols.values())
        returns = {
            name: _RETURNS[str(each.signature.return_type)] for name, each in results.items()
        }
        return MachineCode(symbols, returns, _optimized(codegen, module))


def _translator(function: Function, *, inline: bool) -> Any:
    """Return what translates a function; Python cannot call it, and nothing is raised."""
    import numba

    options: Any = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(forceinline=inline, error_model="numpy", **options)(function)


_RETURNS = {"int64": "int", "bool": "bool", "none": "None"}


def _signature(function: Function) -> tuple[Any, ...]:
    import numba

    types: Any = numba.types
    kinds = {
        "IntArray": types.CPointer(types.int64),
        "SlotArray": types.CPointer(types.int32),
        "int": types.int64,
        "bool": types.boolean,
    }
    return tuple(kinds[kind] for kind in argument_kinds(function))


def called(function: Function, functions: Sequence[Function]) -> list[Function]:
    """Return those of some functions that a function calls."""
    names = function.__code__.co_names
    found = [function.__globals__.get(name) for name in names]
    return [f for f in functions if any(f is each for each in found)]


def _callees_first(functions: Sequence[Function]) -> list[Function]:
    """Return the functions in an order in which those that are called come first."""
    order: list[Function] = []

    def visit(function: Function) -> None:
        if function not in order:
            for each in calls[id(function)]:
                visit(each)
            order.append(function)

    calls = {id(f): called(f, functions) for f in functions}
    for function in functions:
        visit(function)
    return order


@contextlib.contextmanager
def _in_place(functions: Sequence[Function], translators: dict[int, Any]) -> Iterator[None]:
    """Put the translators where the functions are called, as numba looks for them there."""
    replaced: list[tuple[dict[str, Any], str, Any]] = []
    for name in {f.__module__ for f in functions}:
        space = vars(sys.modules[name])
        replaced += [(space, k, value) for k, value in space.items() if id(value) in translators]
    for space, key, value in replaced:
        space[key] = translators[id(value)]
    try:
        yield
    finally:
        for space, key, value in replaced:
            space[key] = value


@contextlib.contextmanager
def _translating() -> Iterator[Any]:
    """Let numba translate functions without optimizing or loading them; yield its code generator.

    What numba adds of its own, as for ``max``, stays as it is translated here for as long as the
    process lives; a library of ours can therefore be linked into numba's own.
    """
    from numba.core import codegen as numba_codegen
    from numba.core.compiler_lock import global_compiler_lock
    from numba.core.registry import cpu_target

    class TranslatedLibrary(numba_codegen.JITCodeLibrary):
        def _optimize_functions(self, ll_module: Any) -> None:
            return

        def finalize(self) -> None:
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            return 0

        def add_linking_library(self, library: Any) -> None:
            self._linking_libraries.append(library)

        def _get_module_for_linking(self) -> Any:
            own: Any = super()._get_module_for_linking
            module = own().clone()
            for library in self._linking_libraries:
                module.link_in(library._get_module_for_linking(), preserve=True)
            return module

    class Translation(numba_codegen.JITCPUCodegen):
        _library_class = TranslatedLibrary

    translation: Any = Translation
    context = cpu_target.target_context
    with global_compiler_lock:
        context.refresh()
        before = context._internal_codegen
        context._internal_codegen = translation("allocator")
        # Each result needs something of its own that could be called, by which numba finds it.
        context.get_executable = lambda library, fndesc, env: [].append
        try:
            yield context._internal_codegen
        finally:
            del context.get_executable
            context._internal_codegen = before


_READ_ONLY = re.compile(r"ptr (%\"?arg\.(?:flat|tables|values|settings)\"?[,)])")
"""Arguments in which nothing is ever written: what was read from them need not be read again."""


def _linked(codegen: Any, libraries: list[Any], kept: Any) -> Any:
    """Link libraries and all that they need into one module; only what is kept can be seen."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(str(codegen._create_empty_module("kernel")))
    seen: list[Any] = []
    while libraries:
        library = libraries.pop()
        if library not in seen:
            seen.append(library)
            module.link_in(library._final_module, preserve=True)
            libraries += library._linking_libraries
    for function in module.functions:
        if not function.is_declaration and function.name not in kept:
            function.linkage = "internal"
    lines = str(module).splitlines()
    for k, line in enumerate(lines):
        if line.startswith("define"):
            lines[k] = _READ_ONLY.sub(r"ptr noalias readonly \1", line)
    return llvm.parse_assembly("\n".join(lines))


def _optimized(codegen: Any, module: Any) -> bytes:
    """Optimize a module as much as LLVM can, and return its object file."""
    import llvmlite.binding as llvm

    machine = codegen._tm
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    declared = [f.name for f in module.functions if f.is_declaration]
    unknown = [name for name in declared if not name.startswith("llvm.")]
    if unknown:
        raise RuntimeError(f"the compiled kernel calls what is not part of it: {unknown}")
    return bytes(machine.emit_object(module))

"""Compiles a kernel's functions with numba where it is installed; else they run as plain Python.

The functions are written once, in the part of Python that numba compiles, and give the same
result either way. They are plain until ``enable`` is called, so that what is small never waits
for numba to load.

A kernel is a folder: the search's is this one. Each is enabled, compiled and kept by itself, so
that one neither waits for another nor is compiled anew with it. Therefore compiled functions call
those of their own folder only. The search's is compiled as a whole (``compilation``), the others
function by function, as numba does it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import os
import platform
import sys
import threading
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from allocator.heuristics.kernel import machine_code

F = TypeVar("F", bound=Callable[..., Any])

SEARCH = Path(__file__).parent
"""The folder of the search's kernel."""

_MODULES = ("population", "project_orders", "sampler", "search")
"""Those of its modules that use all the others."""

_plain: dict[Path, list[Callable[..., Any]]] = {}
_inlined: set[int] = set()
_called_once: set[int] = set()
_entries: set[int] = set()
_compiled: dict[int, Any] = {}
_enabled: set[Path] = set()
_engines: list[object] = []
_lock = threading.Lock()


@overload
def kernel(function: F) -> F: ...


@overload
def kernel(
    *, inline: bool = ..., called_once: bool = ..., entry: bool = ...
) -> Callable[[F], F]: ...


def kernel(
    function: F | None = None,
    *,
    inline: bool = False,
    called_once: bool = False,
    entry: bool = False,
) -> F | Callable[[F], F]:
    """Mark a function as one of the kernel in whose folder it lies.

    Parameters
    ----------
    inline
        Make it part of every function that calls it: worth it for what is small and called often.
        It is compiled with each of them, and cannot call itself.
    called_once
        It is called at one place: copy it there before anything is compiled. All that a function
        calls is optimized again with it, so that long chains of calls compile slowly. A kernel that
        is compiled as a whole needs no such hint.
    entry
        Python calls it: those of a kernel that is compiled as a whole are marked.
    """

    def mark(function: F) -> F:
        _plain.setdefault(Path(function.__code__.co_filename).parent, []).append(function)
        if inline:
            _inlined.add(id(function))
        if called_once:
            _called_once.add(id(function))
        if entry:
            _entries.add(id(function))
        return function

    return mark if function is None else mark(function)


def available() -> bool:
    """Return whether numba can be imported; imports it."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def is_installed() -> bool:
    """Return whether numba is there and wanted; does not import it."""
    disabled = os.environ.get("NUMBA_DISABLE_JIT", "").strip("0")
    wanted = not (os.environ.get("ALLOCATOR_NO_NUMBA") or disabled)
    return wanted and importlib.util.find_spec("numba") is not None


def enabled(folder: Path = SEARCH) -> bool:
    """Return whether the compiled functions of a kernel are in place."""
    return folder in _enabled


def enable(folder: Path = SEARCH, *, compiled: bool = True, kept: bool = True) -> bool:
    """Put the compiled functions of a kernel in place of the plain ones, or back.

    The search's kernel is compiled here and now where it does not lie on disk.

    Parameters
    ----------
    kept
        Only if what is compiled can be kept on disk; if not, each process compiles it anew, which
        takes longer than most searches.

    Returns
    -------
    Whether the compiled ones are in place: not without numba.
    """
    with _lock:
        return _enable(folder, compiled=compiled, kept=kept)


def disable() -> None:
    """Put the plain functions of all kernels back in place."""
    for folder in tuple(_enabled):
        enable(folder, compiled=False)


def _enable(folder: Path, *, compiled: bool, kept: bool) -> bool:
    if folder == SEARCH:
        return _enable_whole(compiled=compiled, kept=kept)
    functions = _plain.get(folder, [])
    fresh = [f for f in functions if id(f) not in _compiled]
    if compiled and folder in _enabled and not fresh:
        return True
    if compiled and (os.environ.get("ALLOCATOR_NO_NUMBA") or not available()):
        return False
    if compiled and fresh and not _compile(folder, fresh, kept=kept):
        return False
    there = [f for f in functions if id(f) in _compiled]
    before = {id(f): f for f in there}
    after = {id(_compiled[id(f)]): f for f in there}
    for name in {f.__module__ for f in functions}:
        space = vars(sys.modules[name])
        for key, value in list(space.items()):
            if compiled and id(value) in before:
                space[key] = _compiled[id(value)]
            elif not compiled and id(value) in after:
                space[key] = after[id(value)]
    (_enabled.add if compiled else _enabled.discard)(folder)
    return compiled


def _enable_whole(*, compiled: bool, kept: bool) -> bool:
    if not compiled:
        _enabled.discard(SEARCH)
    if not compiled or not is_installed():
        return False
    for name in _MODULES:
        importlib.import_module(f"allocator.heuristics.kernel.{name}")
    entries = [f for f in _plain[SEARCH] if id(f) in _entries]
    if any(id(f) not in _compiled for f in entries) and not _load_whole(entries, kept=kept):
        return False
    _enabled.add(SEARCH)
    return True


def _load_whole(entries: list[Callable[..., Any]], *, kept: bool) -> bool:
    """Load the search's kernel from disk, or compile it and keep it there."""
    folder = cache_folder()
    code = None if folder is None else machine_code.read(folder)
    if code is None:
        if folder is None and kept:
            return False
        code = compiled_whole()
        if folder is not None:
            code.write(folder)
    named = {f.__name__: f for f in entries}
    functions, engine = machine_code.load(code, named)
    _engines.append(engine)
    _compiled.update({id(named[name]): each for name, each in functions.items()})
    return True


def compiled_whole() -> machine_code.MachineCode:
    """Compile the search's kernel, which takes some seconds; nothing is kept."""
    from allocator.heuristics.kernel.compilation import compile_whole

    functions = _plain[SEARCH]
    entries, inlined = (
        [f for f in functions if id(f) in marked] for marked in (_entries, _inlined)
    )
    return compile_whole(functions, entries, inlined)


def current(function: F) -> F:
    """Return the function as it is in place now: compiled or plain."""
    folder = Path(function.__code__.co_filename).parent
    found: F = _compiled.get(id(function), function) if folder in _enabled else function
    return found


def _version() -> str:
    try:
        return metadata.version("numba")
    except metadata.PackageNotFoundError:
        return "none"


def _compile(folder: Path, functions: list[Callable[..., Any]], *, kept: bool) -> bool:
    """Wrap functions; each is compiled when it is first called, and kept on disk.

    Returns
    -------
    Whether they are wrapped: not where they are to be kept and cannot be.
    """
    import numba

    keep_in = cache_folder(folder)
    config: Any = numba.config
    before = config.CACHE_DIR
    wrapped = {}
    try:
        if keep_in is None:
            raise RuntimeError
        config.CACHE_DIR = str(keep_in)
        wrapped = {id(f): _wrapped(f, cache=True) for f in functions}
    except RuntimeError:  # no folder can be written to
        if kept:
            return False
        wrapped = {id(f): _wrapped(f, cache=False) for f in functions}
    finally:
        config.CACHE_DIR = before
    _compiled.update(wrapped)
    return True


def _wrapped(function: Callable[..., Any], *, cache: bool) -> Any:
    import numba

    inline = id(function) in _inlined
    copied: Literal["always", "never"] = "always" if id(function) in _called_once else "never"
    return numba.njit(cache=cache, nogil=True, forceinline=inline, inline=copied)(function)


@cache
def _digest(folder: Path) -> str:
    return digest_of(folder)


def _machine() -> str:
    """Return what the compiled code depends on beside the sources: processor and settings."""
    settings = sorted(f"{k}={v}" for k, v in os.environ.items() if k[:6] == "NUMBA_")
    cpu: set[str] = set()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith(("model name", "flags", "Features", "CPU part")):
                cpu.add(line)
    return f"{platform.machine()} {sorted(cpu)} {settings}"


def digest_of(folder: Path) -> str:
    """Return a name for the state of the sources in a folder.

    Where they lie and when they were written belongs to it only where numba keeps what it compiles:
    it keeps them by path. The search's kernel is shared by all installations of the same sources.
    """
    digest = hashlib.sha256(f"{sys.version} {_version()} {_machine()}".encode())
    for source in sorted(folder.glob("*.py")):
        where = f"{source} {source.stat().st_mtime_ns}"
        digest.update((source.name if folder == SEARCH else where).encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder(folder: Path = SEARCH) -> Path | None:
    """Return a folder of its own for this state of a kernel, this numba and this processor.

    numba sees only whether a function's own file has changed, not those it calls.

    Returns
    -------
    None where the user has no home.
    """
    own = os.environ.get("NUMBA_CACHE_DIR")
    base = own or os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        root = Path(base) if base else Path.home() / ".cache"
    except RuntimeError:
        return None
    return root / "allocator" / f"kernel-{_digest(folder)}"

"""Compiles the kernel's functions with numba where it is installed; else they run as plain Python.

The functions are written once, in the part of Python that numba compiles, and give the same
result either way. They are plain until ``enable`` is called, so that what is small never waits
for numba to load.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import threading
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_plain: list[Callable[..., Any]] = []
_compiled: dict[int, Any] = {}
_state = {"enabled": False}
_lock = threading.Lock()


def kernel(function: F) -> F:
    """Mark a function as one of the kernel's."""
    _plain.append(function)
    return function


def available() -> bool:
    """Return whether numba can be imported; imports it."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def enabled() -> bool:
    """Return whether the compiled functions are in place."""
    return _state["enabled"]


def enable(*, compiled: bool = True) -> bool:
    """Put the compiled functions in place of the plain ones, or back.

    Returns
    -------
    Whether the compiled ones are in place: not without numba.
    """
    with _lock:
        return _enable(compiled=compiled)


def _enable(*, compiled: bool) -> bool:
    if compiled and _state["enabled"]:
        return True
    if compiled and (os.environ.get("ALLOCATOR_NO_NUMBA") or not available()):
        return False
    if compiled and not _compiled and not _compile():
        return False
    before = {id(f): f for f in _plain}
    after = {id(c): _plain[k] for k, c in enumerate(_compiled.values())}
    for name in {f.__module__ for f in _plain}:
        space = vars(sys.modules[name])
        for key, value in list(space.items()):
            if compiled and id(value) in before:
                space[key] = _compiled[id(value)]
            elif not compiled and id(value) in after:
                space[key] = after[id(value)]
    _state["enabled"] = compiled
    return compiled


def current(function: F) -> F:
    """Return the function as it is in place now: compiled or plain."""
    found: F = _compiled.get(id(function), function) if _state["enabled"] else function
    return found


def _version() -> str:
    try:
        return metadata.version("numba")
    except metadata.PackageNotFoundError:
        return "none"


def _compile() -> bool:
    """Wrap the functions; each is compiled when it is first called, and kept on disk.

    Returns
    -------
    Whether what is compiled can be kept; if not, each process would compile it anew, for longer
    than most searches last.
    """
    import numba

    folder = cache_folder()
    if folder is None:
        return False
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        wrapped = {id(f): numba.njit(cache=True, nogil=True)(f) for f in _plain}
    except RuntimeError:  # no folder can be written to
        return False
    finally:
        config.CACHE_DIR = before
    _compiled.update(wrapped)
    return True


@cache
def _digest() -> str:
    return digest_of(Path(__file__).parent)


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

    Where they lie and when they were written belongs to it, as it does for numba: what was compiled
    for another installation of the same sources is compiled again.
    """
    digest = hashlib.sha256(f"{sys.version} {_version()} {_machine()}".encode())
    for source in sorted(folder.glob("*.py")):
        digest.update(f"{source} {source.stat().st_mtime_ns}".encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """Return a folder of its own for this state of the sources, this numba and this processor.

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
    return root / "allocator" / f"kernel-{_digest()}"

"""Compiles the kernel's functions with numba where it is there, and leaves them plain where not.

The functions are written once, in the part of Python that numba compiles, and give the same
result either way. They are plain until ``enable`` is called, so that what is small never waits
for numba to load.
"""

from __future__ import annotations

import hashlib
import os
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
    if compiled and not _compiled:
        _compile()
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


def _compile() -> None:
    """Wrap the functions; each is compiled when it is first called, and kept on disk."""
    import numba

    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = before or str(cache_folder())
    try:
        for function in _plain:
            try:
                wrapped = numba.njit(cache=True, nogil=True)(function)
            except RuntimeError:  # no folder can be written to
                wrapped = numba.njit(nogil=True)(function)
            _compiled[id(function)] = wrapped
    finally:
        config.CACHE_DIR = before


@cache
def _digest() -> str:
    return digest_of(Path(__file__).parent)


def digest_of(folder: Path) -> str:
    """Return a name for the state of the sources in a folder.

    Where they lie and when they were written belongs to it, as it does for numba: what was compiled
    for another installation of the same sources is compiled again.
    """
    digest = hashlib.sha256(f"{sys.version} {_version()}".encode())
    for source in sorted(folder.glob("*.py")):
        digest.update(f"{source} {source.stat().st_mtime_ns}".encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return a folder of its own for this state of the sources and this numba.

    numba sees only whether a function's own file has changed, not those it calls.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "allocator" / f"kernel-{_digest()}"

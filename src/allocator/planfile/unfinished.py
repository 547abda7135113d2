"""Temporary files and folders, next to those that they will replace.

Their names hold the number of the process that writes them: ``.plan.4711.new``. If that process is
killed, the next one that writes there removes them.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = re.compile(r"\.(.+)\.(\d{1,10})\.new")
"""Temporary name: the final name and the number of the process that writes."""

_open: set[Path] = set()
"""Temporary files and folders of this process."""


@contextlib.contextmanager
def unfinished(real: Path) -> Iterator[Path]:
    """Yield a temporary path for a file or folder until it is whole.

    At the end the temporary path is removed, as are those of processes that have ended.

    Parameters
    ----------
    real
        The path that it will replace.
    """
    clear_dead(real)
    fresh = real.with_name(f".{real.name}.{os.getpid()}.new")
    _open.add(fresh)
    try:
        _remove(fresh)
        yield fresh
    finally:
        _remove(fresh)
        _open.discard(fresh)


@contextlib.contextmanager
def folders_made(folder: Path) -> Iterator[None]:
    """Make a folder with its parents; after an error, remove those that were made.

    Parameters
    ----------
    folder
        The folder to make.
    """
    absent = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in absent:
            with contextlib.suppress(OSError):  # another process has put something there
                each.rmdir()
        raise


def clear_dead(real: Path) -> None:
    """Remove temporary files and folders of processes that have ended.

    Parameters
    ----------
    real
        The path that they would have replaced.
    """
    with contextlib.suppress(OSError):
        for entry in real.parent.iterdir():
            match = UNFINISHED.fullmatch(entry.name)
            if match is not None and match[1] == real.name and not _is_alive(int(match[2])):
                _remove(entry)


def discard_unfinished() -> None:
    """Remove the temporary files and folders of this process, just before it is ended."""
    for path in list(_open):
        _remove(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_alive(number: int) -> bool:
    """Return whether a process of that number runs, or may run."""
    if number <= 0 or os.name == "nt":  # where a signal of 0 would end the process
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # the process belongs to another user
        pass
    return True

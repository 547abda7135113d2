"""Files and folders that are being written, beside those whose place they will take.

They are named for the process that writes them: ``.plan.4711.new``. Where that process was killed
they lie there for ever, unless the next one that writes there clears them away.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = re.compile(r"\.(.+)\.(\d{1,10})\.new")
"""Name of what is being written: the name it will have, and the number of the process."""

_open: set[Path] = set()
"""What this process is writing."""


@contextlib.contextmanager
def unfinished(real: Path) -> Iterator[Path]:
    """Give the path under which a file or folder is to be written until it is whole.

    What is still there at the end is removed, and so is what dead processes have left.

    Parameters
    ----------
    real
        Whose place it will take.
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
    """Make a folder and those above it; those that were made are taken away after an error.

    Parameters
    ----------
    folder
        Where something is to be written.
    """
    absent = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in absent:
            with contextlib.suppress(OSError):  # somebody else has put something there
                each.rmdir()
        raise


def clear_dead(real: Path) -> None:
    """Remove what processes that have ended left of writing a file or folder.

    Parameters
    ----------
    real
        Whose place it would have taken.
    """
    with contextlib.suppress(OSError):
        for entry in real.parent.iterdir():
            match = UNFINISHED.fullmatch(entry.name)
            if match is not None and match[1] == real.name and not _is_alive(int(match[2])):
                _remove(entry)


def discard_unfinished() -> None:
    """Remove all that this process is writing; for the moment before it ends at once."""
    for path in list(_open):
        _remove(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _is_alive(number: int) -> bool:
    """Whether a process of that number runs, or may run as far as one can tell."""
    if number <= 0 or os.name == "nt":  # there a signal of 0 would end it
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is somebody else's
        pass
    return True

"""Text files that are either the old or the new one, never half of either."""

from __future__ import annotations

import os
from pathlib import Path

from allocator.errors import InputError


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8 in one step: it holds its old text until all of the new is on disk.

    Parameters
    ----------
    path
        Where to; folders on the way are made. Devices and pipes are written to directly.
    text
        With line ends as they are to be.

    Raises
    ------
    InputError
        The file cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file() and not real.is_dir():
            real.write_text(text, encoding="utf-8", newline="")
            return
        fresh = real.with_name(f".{real.name}.{os.getpid()}.new")
        try:
            write_synced(fresh, text)
            fresh.replace(real)
        finally:
            fresh.unlink(missing_ok=True)
        sync_folder(real.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def write_synced(path: Path, text: str) -> None:
    """Write a file in UTF-8 and wait until it is on disk."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: Path, error: OSError) -> InputError:
    """Return the error that says, in the user's words, why a path cannot be written."""
    return InputError(f"cannot write {path}: {error.strerror or error}")

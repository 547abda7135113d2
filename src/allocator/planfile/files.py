"""Writes files in one step: a file is either the old or the new one, never a part of one."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from allocator.errors import InputError
from allocator.planfile.unfinished import folders_made, unfinished


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8 with its own line ends, as :func:`write_bytes` does."""
    write_bytes(path, in_utf8(text))


def in_utf8(text: str) -> bytes:
    """Return a text as UTF-8, whatever the locale.

    Bytes of a file name that the locale could not decode are taken as UTF-8, and replaced where
    they are not UTF-8 either.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        escaped = "".join(
            "?" if "\ud800" <= each < "\udc80" or "\udcff" < each <= "\udfff" else each
            for each in text
        )
        named = escaped.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return named.encode("utf-8", "replace")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step: it holds its old content until all of the new is on disk.

    A file that is there keeps its permissions, and a link stays one.

    Parameters
    ----------
    path
        Missing folders are made. Devices and pipes are written to directly.
    content
        The whole content.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    try:
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file() and not real.is_dir():
            real.write_bytes(content)
            return
        with folders_made(real.parent), unfinished(real) as fresh:
            _write_synced(fresh, content)
            if real.exists():
                shutil.copymode(real, fresh)  # a file that only its owner may read stays so
            fresh.replace(real)
        sync_folder(real.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def write_synced(path: Path, text: str) -> None:
    """Write a file in UTF-8 and wait until it is on disk."""
    _write_synced(path, in_utf8(text))


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on disk, where the system can do it."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cannot_write(path: Path, error: OSError) -> InputError:
    """Return the error that says why a path cannot be written."""
    why = f"{error.strerror or error}"
    if error.errno == errno.ENOENT and not path.is_absolute() and not working_folder_exists():
        why = "the working folder is no longer there"
    return InputError(f"cannot write {path}: {why}")


def working_folder_exists() -> bool:
    """Return whether the working folder still exists."""
    try:
        return Path.cwd().exists()
    except OSError:
        return False

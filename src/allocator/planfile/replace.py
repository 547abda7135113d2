"""A plan folder that is either the old or the new plan, never a mixture.

The files are written into a new folder next to it, which then takes its place by one exchange of
names (by two renames where the system cannot exchange). Other files in the folder stay.

In a folder that cannot be renamed, such as the mount point of a container's volume, the files are
replaced one by one, each as a whole, with ``plan.json`` last.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from allocator.errors import InputError
from allocator.planfile.exchange import exchange
from allocator.planfile.files import cannot_write, sync_folder, write_synced
from allocator.planfile.unfinished import UNFINISHED, clear_dead, folders_made, unfinished

PLAN_FILE = "plan.json"
"""The file that makes a folder a plan folder."""


def check_writable(target: Path) -> None:
    """Refuse a plan folder that cannot be written, before a long search instead of after it.

    Parameters
    ----------
    target
        The plan folder: absent, empty, or one that holds a plan.

    Raises
    ------
    InputError
        The target is a file, holds files but no plan, or cannot be written.
    """
    try:
        folder = _real(target)
        _recover(folder)
        for each in (folder, *(folder / name for name in _unfinished_in(folder))):
            clear_dead(each)
        _refuse_others(target, folder)
        place = folder if folder.exists() else folder.parent
        while not place.exists():
            place = place.parent
        with tempfile.TemporaryFile(dir=place):  # has no name, so that a kill leaves nothing
            pass
    except OSError as error:
        raise cannot_write(target, error) from error


def _refuse_others(target: Path, folder: Path) -> None:
    """Raise if the target exists and is no plan folder."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{target} is a file; name a folder for the plan.")
    if not (folder / PLAN_FILE).is_file() and any(folder.iterdir()):
        raise InputError(
            f"{target} holds files but no {PLAN_FILE}, so it does not look like a plan folder; "
            "name a new or empty folder."
        )


def _unfinished_in(folder: Path) -> Iterator[str]:
    """Yield the names of files that a killed run was writing in the folder itself."""
    if folder.is_dir():
        for entry in folder.iterdir():
            if (match := UNFINISHED.fullmatch(entry.name)) is not None:
                yield match[1]


def replace_folder(target: Path, files: Mapping[str, str]) -> None:
    """Replace the files of a plan folder, all at once.

    Parameters
    ----------
    target
        The plan folder; made with its parents if it is absent.
    files
        Text of each file by its name.

    Raises
    ------
    InputError
        As for :func:`check_writable`, or the disk is full; the old plan is then untouched.
    """
    check_writable(target)
    folder = _real(target)
    try:
        with folders_made(folder.parent):
            if not (_can_be_renamed(folder) and _swap(folder, files)):
                with folders_made(folder):
                    _one_by_one(folder, files)
    except OSError as error:
        raise cannot_write(target, error) from error


def _real(target: Path) -> Path:
    """Follow links, so that a link to a plan folder stays one."""
    return Path(os.path.realpath(target))


def _can_be_renamed(folder: Path) -> bool:
    """Return whether the parent can be written and the folder is no mount point."""
    return os.access(folder.parent, os.W_OK | os.X_OK) and not folder.is_mount()


def _swap(folder: Path, files: Mapping[str, str]) -> bool:
    """Build the new folder next to the old one and exchange them; False if the system refuses."""
    with unfinished(folder) as fresh:
        _fill(fresh, folder, files)
        try:
            _take_place(fresh, folder)
        except OSError:
            return False
        sync_folder(folder.parent)
        return True


def _take_place(fresh: Path, folder: Path) -> None:
    """Rename the new folder to the old one's name."""
    if not folder.exists():
        fresh.rename(folder)
    elif not exchange(fresh, folder):
        old = _set_aside_name(folder)
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _fill(fresh: Path, old: Path, files: Mapping[str, str]) -> None:
    """Write the new files, with links to everything else that the old folder holds."""
    if old.exists():
        shutil.copytree(
            old,
            fresh,
            symlinks=True,
            ignore=lambda folder, _: list(files) if Path(folder) == old else [],
            copy_function=_link_or_copy,
        )
    else:
        fresh.mkdir()
    for name, text in files.items():
        write_synced(fresh / name, text)
    sync_folder(fresh)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _one_by_one(folder: Path, files: Mapping[str, str]) -> None:
    """Write all new files next to the old ones, then rename them, plan.json last."""
    with contextlib.ExitStack() as stack:
        staged = {name: stack.enter_context(unfinished(folder / name)) for name in files}
        for name, path in staged.items():
            write_synced(path, files[name])
        for name in sorted(staged, key=lambda name: name == PLAN_FILE):
            staged[name].replace(folder / name)
        sync_folder(folder)


def _set_aside_name(folder: Path) -> Path:
    """Return the name of the old folder between the two renames."""
    return folder.with_name(f".{folder.name}.allocator-old")


def _recover(folder: Path) -> None:
    """Bring back the old folder if an earlier run was killed between the two renames."""
    if not folder.name or not (old := _set_aside_name(folder)).is_dir():
        return
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(folder)

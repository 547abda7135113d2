"""Keeps every path of a tool inside one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from allocator.errors import InputError

_MAX_ENTRIES: Final = 5_000
"""Files and folders that are looked at in a folder."""

_MAX_LISTED: Final = 200


class SharedFolder:
    """The folder whose files an assistant may name.

    Parameters
    ----------
    root
        The folder.
    can_write
        Whether files may be written.

    Raises
    ------
    InputError
        There is no such folder.
    """

    def __init__(self, root: Path, *, can_write: bool) -> None:
        if not root.is_dir():
            raise InputError(f"{root}: there is no such folder")
        self.root = root.resolve()
        self.can_write = can_write

    def existing(self, name: str) -> Path:
        """Return the path of a file or folder that is there.

        Raises
        ------
        InputError
            It lies outside the folder, also by a symbolic link, or is not there.
        """
        path = self._inside(name)
        if not path.exists():
            raise InputError(f"{name}: there is no such file in the folder{self._listed()}")
        self._check_links(path)
        return path

    def writable(self, name: str) -> Path:
        """Return the path of a file or folder to write.

        Raises
        ------
        InputError
            Nothing may be written, or the path lies outside the folder.
        """
        if not self.can_write:
            raise InputError(
                "nothing may be written: the person who runs allocator mcp allows it with "
                "--allow-write"
            )
        path = self._inside(name)
        if path == self.root:
            raise InputError("name a file or folder inside the folder, not the folder itself")
        return path

    def files(self) -> list[str]:
        """Return the files of scenarios, plans, changes and actuals, as paths in the folder."""
        endings = (".yaml", ".yml", ".json", ".csv")
        found = sorted(
            str(path.relative_to(self.root))
            for path in self._entries()
            if path.suffix.lower() in endings and path.is_file() and not self._leads_out(path)
        )
        return found[:_MAX_LISTED]

    def _inside(self, name: str) -> Path:
        """Return the real path of a name, which lies inside the folder."""
        if "\0" in name or not name.strip():
            raise InputError("a path is the name of a file in the folder")
        path = Path(os.path.realpath(self.root / name))
        if path != self.root and self.root not in path.parents:
            raise InputError(
                f"{name}: lies outside the folder of allocator mcp; name a file inside it"
            )
        return path

    def _check_links(self, path: Path) -> None:
        """Refuse a file beside which links lead outside, if it names one of them.

        A scenario may name files beside it: people, items, calendars.
        """
        if path.is_dir() or path.suffix.lower() not in (".yaml", ".yml", ".json"):
            return
        outside = list(self._outside_links(path.parent))
        text = path.read_text("utf-8", "replace") if outside else ""
        named = [link.name for link in outside if link.name in text]
        if named:
            raise InputError(
                f"{path.name}: names {named[0]}, a link to a file outside the folder; put the file "
                "itself there"
            )

    def _outside_links(self, folder: Path) -> Iterator[Path]:
        return (path for path in self._entries(folder) if self._leads_out(path))

    def _leads_out(self, path: Path) -> bool:
        """Return whether a path is a link to something outside the folder."""
        return path.is_symlink() and self.root not in Path(os.path.realpath(path)).parents

    def _entries(self, folder: Path | None = None) -> Iterator[Path]:
        number = 0
        for parent, folders, names in os.walk(folder or self.root, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted([*names, *folders]):
                number += 1
                if number > _MAX_ENTRIES:
                    return
                yield Path(parent) / name

    def _listed(self) -> str:
        names = self.files()
        return f"; there are {', '.join(names[:20])}" if names else ", which holds no scenario"

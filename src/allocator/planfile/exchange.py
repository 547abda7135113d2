"""Exchanges the names of two folders in one step, where the system can do it."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(one: Path, two: Path) -> bool:
    """Exchange the names of two folders at once, so that neither is ever missing.

    Python has no call for this; it is Linux's ``renameat2``.

    Parameters
    ----------
    one, two
        Folders on the same file system.

    Returns
    -------
    bool
        Whether the names were exchanged; False if the system or file system cannot do it.
    """
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    code = rename(
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(one)),
        ctypes.c_int(_AT_FDCWD),
        ctypes.c_char_p(os.fsencode(two)),
        ctypes.c_uint(_RENAME_EXCHANGE),
    )
    return bool(code == 0)

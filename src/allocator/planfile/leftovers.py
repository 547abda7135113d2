"""What an earlier run wrote into a folder under numbered names, and a new one does not."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from allocator.planfile.files import cannot_write
from allocator.planfile.replace import PLAN_FILE

PLAN_NAMES = (PLAN_FILE, "schedule.csv", "assignments.csv", "load.csv")
"""All that a plan folder holds where nothing has been added to it."""


def earlier_document(file: Path) -> dict[str, Any]:
    """Return the JSON document that an earlier run wrote; empty where there is none."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(file.read_text("utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def remove_leftovers(folder: Path, earlier: Iterable[str], written: Iterable[Path]) -> None:
    """Remove what an earlier run wrote and the new one did not.

    A plan folder goes only if nothing but the plan is in it.

    Parameters
    ----------
    folder
        Where both wrote.
    earlier
        Names of the files and plan folders that the earlier run wrote there.
    written
        What the new one wrote.

    Raises
    ------
    InputError
        Something cannot be removed.
    """
    kept = {path.name for path in written}
    for path in (folder / name for name in earlier if name not in kept):
        try:
            if _is_plan_alone(path):
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()
        except OSError as error:
            raise cannot_write(path, error) from error


def _is_plan_alone(path: Path) -> bool:
    return (path / PLAN_FILE).is_file() and all(each.name in PLAN_NAMES for each in path.iterdir())

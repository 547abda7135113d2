"""Refuses to write over what a command reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click


def check_targets(written: Iterable[Path | None], read: Iterable[Path | None]) -> None:
    """Refuse files to write that are read; None stands for an option that is not given.

    Raises
    ------
    UsageError
        A file is both.
    """
    sources = {path.resolve() for path in read if path is not None}
    for path in written:
        if path is not None and path.resolve() in sources:
            raise click.UsageError(f"{path} is read, so it cannot be written too.")

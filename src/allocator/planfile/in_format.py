"""A text written in the format that the end of its file's name says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from allocator.planfile.endings import check_ending, ending
from allocator.planfile.files import write_text


def write_in_format(path: Path, texts: Mapping[str, Callable[[], str]]) -> list[Path]:
    """Write the text of the format that a file's name ends with.

    Parameters
    ----------
    path
        Where to.
    texts
        What gives the text of each format, by the end of the name: ``.csv``.

    Returns
    -------
    list of Path
        The file written.

    Raises
    ------
    InputError
        The name ends otherwise, or the file cannot be written.
    """
    check_ending(path, texts)
    write_text(path, texts[ending(path)]())
    return [path]

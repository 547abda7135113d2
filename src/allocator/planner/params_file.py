"""Reads the numbers of the search from a TOML file."""

from __future__ import annotations

from pathlib import Path

from allocator.domain.params_table import read_table
from allocator.errors import InputError
from allocator.planner.params import DEFAULT_PARAMS, SearchParams


def read_params(path: Path) -> SearchParams:
    """Return the parameters of a file; what it does not name has its default.

    Parts are tables: ``[lns]`` and ``[heuristics.climb]``. docs/planner.md lists all names.

    Raises
    ------
    InputError
        The file cannot be read, or some of its keys or values are wrong: all of them are named,
        each with the file, an unknown key with the nearest known one.
    """
    import tomllib  # no command reads such a file

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a TOML file: {error}") from None
    params, faults = read_table(DEFAULT_PARAMS, table)
    if faults:
        raise InputError("\n".join(f"{path}: {fault}" for fault in faults))
    return params

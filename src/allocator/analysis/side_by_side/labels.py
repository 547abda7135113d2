"""Short names of plans, each of which only one plan has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PLAN_FILE = "plan.json"


def labels_of(paths: Sequence[Path | None]) -> list[str]:
    """Return a name for each plan: the last part of its path that tells it from the others.

    Parameters
    ----------
    paths
        Folders or files; None for a plan that comes from neither, which is called by its number.

    Examples
    --------
    ``plans/monday``, ``plans/friday/plan.json`` and ``old/friday`` are ``monday``,
    ``plans/friday`` and ``old/friday``.
    """
    parts = [(f"plan {k}",) if path is None else _parts(path) for k, path in enumerate(paths, 1)]
    names = [_shortest(mine, parts) for mine in parts]
    return [_numbered(names, k) for k in range(len(names))]


def _parts(path: Path) -> tuple[str, ...]:
    whole = Path(path).absolute()
    if whole.name == PLAN_FILE:
        whole = whole.parent
    elif whole.suffix == ".json":
        whole = whole.with_suffix("")
    whole = Path(*_without_dots(whole.parts))
    return tuple(part for part in whole.parts if part != whole.anchor) or (str(whole),)


def _without_dots(parts: Sequence[str]) -> list[str]:
    """Return the parts of a path without ``..`` and what it undoes."""
    kept: list[str] = []
    for part in parts:
        if part == ".." and len(kept) > 1:
            kept.pop()
        else:
            kept.append(part)
    return kept


def _shortest(mine: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> str:
    """Return the last parts, as few as are unlike those of every other path."""
    for number in range(1, len(mine) + 1):
        tail = mine[-number:]
        if sum(each[-number:] == tail for each in others) == 1:
            return "/".join(tail)
    return mine[-1]


def _numbered(names: Sequence[str], place: int) -> str:
    """Return a name; with a number where a plan is named twice."""
    name = names[place]
    if names.count(name) == 1:
        return name
    return f"{name} ({names[: place + 1].count(name)})"

"""The files a benchmark runs on: which they are, of what form, and what is known of them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocator.domain import Scenario

FORMATS = ("scenario", "imopse", "psplib", "mplib", "mspsp", "mslib")
SUFFIXES = {
    ".yaml": "scenario",
    ".yml": "scenario",
    ".json": "scenario",
    ".def": "imopse",
    ".sm": "psplib",
    ".rcp": "psplib",
    ".rcmp": "mplib",
    ".dzn": "mspsp",
    ".msrcp": "mslib",
    ".txt": "",  # Patterson or MPLIB: told by the first line
}


class BenchmarkError(Exception):
    """Something in the command line or a file that the user can put right."""


@dataclass(frozen=True)
class BestKnown:
    """What is known of an instance from elsewhere, in the unit of its objective."""

    value: float
    lower_bound: float | None = None


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the instances among files and folders, in order, each once.

    Of a folder, the files directly in it that have a known ending. Raises BenchmarkError where
    nothing is there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
            if not inside:
                raise BenchmarkError(f"{path}: no instances; known endings: {', '.join(SUFFIXES)}")
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise BenchmarkError(f"{path}: no such file or folder")
    return list(found)


def form_of(path: Path) -> str:
    """Return the form of an instance by its ending, and of a .txt by its first line."""
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise BenchmarkError(f"{path}: unknown ending; say --format, one of {', '.join(FORMATS)}")
    if form:
        return form
    text = path.read_text(encoding="utf-8", errors="replace")
    first = next((line.split() for line in text.splitlines() if line.strip()), [])
    return "mplib" if len(first) == 1 else "psplib"


def read(path: Path, form: str) -> Scenario:
    """Read an instance of a form."""
    if form == "scenario":
        from allocator.scenario import load

        return load(path).scenario
    from allocator.integrations import READERS

    return READERS[form].read(path).scenario


def digest(path: Path) -> str:
    """Return the first twelve hex digits of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def best_known(files: Sequence[Path]) -> dict[tuple[str, str], BestKnown]:
    """Read tables of best known values, keyed by folder and name of the instance.

    A table has the columns instance and best_known_makespan or makespan, and may have lower_bound
    and folder; without folder it holds for instances of that name anywhere, keyed by "". An
    instance with two different values is left out: which of them it is nobody can tell.
    """
    known: dict[tuple[str, str], BestKnown] = {}
    unclear = set()
    for file in files:
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.DictReader(stream))
        except OSError as error:
            raise BenchmarkError(f"{file}: {error.strerror}") from None
        for number, row in enumerate(rows, start=2):
            try:
                key = row.get("folder") or "", row["instance"]
                best = BestKnown(
                    float(row.get("best_known_makespan") or row["makespan"]),
                    float(row["lower_bound"]) if row.get("lower_bound") else None,
                )
            except (KeyError, TypeError, ValueError):
                raise BenchmarkError(
                    f"{file}:{number}: needs an instance and a number as best_known_makespan"
                ) from None
            if known.setdefault(key, best).value != best.value:
                unclear.add(key)
    return {key: best for key, best in known.items() if key not in unclear}


def look_up(known: dict[tuple[str, str], BestKnown], path: Path) -> BestKnown | None:
    """Return what is known of an instance, by its folder and name, else by its name.

    A table may give the name without its ending.
    """
    keys = ((path.resolve().parent.name, path.name), ("", path.name), ("", path.stem))
    return next((known[key] for key in keys if key in known), None)

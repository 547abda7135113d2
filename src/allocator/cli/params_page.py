"""The tables of parameters in docs/planner.md, made from the parameters and their docstrings."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

from allocator.domain.params import Params
from allocator.planner.params import DEFAULT_PARAMS as SEARCH_PARAMS
from allocator.replanning.params import DEFAULT_PARAMS as REPLAN_PARAMS

BEGIN, END = "<!-- parameters -->", "<!-- /parameters -->"
"""Around the tables in the page."""

_TABLE = "| parameter | value | meaning |\n|---|---|---|\n"

_SEARCH = """\
Every number of the search, with its name in `SearchParams` and in a file of parameters: `--params`
of [the benchmarks](../benchmarks/README.md), on whose suites the values were measured where no
other source is named.
"""

_REPLANNING = """\
Every number of re-planning, with its name in `allocator.replanning.ReplanParams`; its searches take
those above. They were measured on the re-planning cases of the benchmarks.
"""


def planner_page() -> str:
    """Return docs/planner.md with the tables of parameters as they are now."""
    before, _, rest = Path("docs", "planner.md").read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    search = f"{_SEARCH}\n{_TABLE}{_lines(SEARCH_PARAMS)}"
    replanning = f"{_REPLANNING}\n{_TABLE}{_lines(REPLAN_PARAMS)}"
    return f"{before}{BEGIN}\n\n{search}\n{replanning}\n{END}{after}"


def _lines(params: Params) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in _rows(params, ""))


def _rows(params: Params, prefix: str) -> Iterator[tuple[str, str, str]]:
    meanings = _meanings(type(params))
    for field in dataclasses.fields(params):
        value = getattr(params, field.name)
        if not isinstance(value, Params):
            yield f"`{prefix}{field.name}`", _value(value), meanings[field.name]
    for field in dataclasses.fields(params):
        if isinstance(part := getattr(params, field.name), Params):
            yield from _rows(part, f"{prefix}{field.name}.")


def _meanings(kind: type[Params]) -> dict[str, str]:
    """Return what the docstring of a class says about each of its attributes."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("Attributes\n----------\n")[2]
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(" "):
            found[line] = []
        elif found:
            found[next(reversed(found))].append(line.strip())
    return {name: " ".join(words).strip().replace("``", "`") for name, words in found.items()}


def _value(value: object) -> str:
    if isinstance(value, Params):
        value = vars(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(number)}" for name, number in value.items())
    if isinstance(value, tuple):
        between = "; " if isinstance(value[0], Params) else " / "
        return between.join(map(_value, value))
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}"

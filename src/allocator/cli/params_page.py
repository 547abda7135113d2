"""The tables of parameters in docs/, made from the parameters and their docstrings."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

from allocator.domain.params import Params
from allocator.explain.conflict.params import DEFAULT_PARAMS as CONFLICT_PARAMS
from allocator.forecasting.calibration.params import DEFAULT_PARAMS as CALIBRATION_PARAMS
from allocator.forecasting.draws.params import DEFAULT_DRAW_PARAMS
from allocator.forecasting.params import DEFAULT_PARAMS as FORECAST_PARAMS
from allocator.forecasting.simulation.params import DEFAULT_SIMULATION_PARAMS
from allocator.forecasting.throughput_params import DEFAULT_THROUGHPUT_PARAMS
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
Every number of re-planning, with its name in `allocator.replanning.params.ReplanParams`; its
searches take those above. They were measured on the re-planning cases of the benchmarks.
"""


_CALIBRATION = """\
Every number of a calibration, with its name in `CalibrationParams`. Where no other source is named,
a value was chosen on splits of the public histories, by the mean and worst loss over all of them.
"""

_THROUGHPUT = """\
Every number of the forecast by throughput, with its name in `ThroughputParams`, chosen in the
back-test above where no other source is named.
"""

_FORECAST = """\
Every number of a forecast that is not in the scenario, with its name in `ForecastParams`.
"""

_DRAWS = """\
Every number of what is drawn, with its name in `DrawParams`.
"""

_SIMULATION = """\
Every number of the simulation, with its name in `SimulationParams`.
"""

_CONFLICTS = """\
Every number of the explanation, with its name in `allocator.explain.conflict.ConflictParams`.
"""


def planner_page() -> str:
    """Return docs/planner.md with the tables of parameters as they are now."""
    return _page("planner", (_SEARCH, SEARCH_PARAMS), (_REPLANNING, REPLAN_PARAMS))


def calibration_page() -> str:
    """Return docs/calibration.md with the tables of parameters as they are now."""
    throughput = _THROUGHPUT, DEFAULT_THROUGHPUT_PARAMS
    return _page("calibration", (_CALIBRATION, CALIBRATION_PARAMS), throughput)


def forecasting_page() -> str:
    """Return docs/forecasting-model.md with the tables of parameters as they are now."""
    return _page(
        "forecasting-model",
        (_DRAWS, DEFAULT_DRAW_PARAMS),
        (_SIMULATION, DEFAULT_SIMULATION_PARAMS),
        (_FORECAST, FORECAST_PARAMS),
    )


def conflicts_page() -> str:
    """Return docs/conflicts.md with the table of parameters as it is now."""
    return _page("conflicts", (_CONFLICTS, CONFLICT_PARAMS))


def _page(name: str, *tables: tuple[str, Params]) -> str:
    """Return a page of docs/ with its tables, each below what it is about."""
    before, _, rest = Path("docs", f"{name}.md").read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = "\n".join(f"{about}\n{_TABLE}{_lines(params)}" for about, params in tables)
    return f"{before}{BEGIN}\n\n{text}\n{END}{after}"


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

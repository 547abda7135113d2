"""Reads templates, style and script of the page from this folder."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2

STYLES = ("base", "plan", "sections", "print")
FORECAST_STYLE = "forecast"
"""The style of the section of a forecast; a page without one does not hold it."""
COMPARISON_STYLE = "comparison"
"""The style of the page of plans side by side."""
SCRIPTS = (
    "data",
    "filter",
    "scale",
    "rows",
    "bars",
    "links",
    "gantt",
    "details",
    "table",
    "theme",
    "print",
    "start",
)
"""Parts of the script in the order in which they are joined; they share one scope."""
FORECAST_SCRIPT = "forecast"
"""The part that draws ranges, before the start; a page without a forecast does not hold it."""


@cache
def environment() -> jinja2.Environment:
    """Return the templates, which escape all values."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("allocator.exports.page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style(*, with_forecast: bool = False) -> str:
    """Return the style sheet."""
    names = (*STYLES, FORECAST_STYLE) if with_forecast else STYLES
    return "\n".join(_text("style", f"{name}.css") for name in names)


@cache
def comparison_style() -> str:
    """Return the style sheet of the page of plans side by side."""
    return "\n".join(_text("style", f"{name}.css") for name in ("base", COMPARISON_STYLE, "print"))


@cache
def script(*, with_forecast: bool = False) -> str:
    """Return the script: its parts in one function, so that no name leaks out of it."""
    names = (*SCRIPTS[:-1], FORECAST_SCRIPT, SCRIPTS[-1]) if with_forecast else SCRIPTS
    parts = "\n".join(_text("script", f"{name}.js") for name in names)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def _text(folder: str, name: str) -> str:
    return files("allocator.exports.page").joinpath(folder, name).read_text(encoding="utf-8")

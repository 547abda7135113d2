"""Reads templates, style and script of the page from this folder."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2

STYLES = ("base", "plan", "sections", "print")
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
def style() -> str:
    """Return the style sheet."""
    return "\n".join(_text("style", f"{name}.css") for name in STYLES)


@cache
def script() -> str:
    """Return the script: its parts in one function, so that no name leaks out of it."""
    parts = "\n".join(_text("script", f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def _text(folder: str, name: str) -> str:
    return files("allocator.exports.page").joinpath(folder, name).read_text(encoding="utf-8")

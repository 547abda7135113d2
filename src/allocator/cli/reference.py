"""The reference pages that are made from the code.

``python -m allocator.cli.reference cli`` prints docs/cli.md, and so on by the name of the page;
with ``--write`` all are written. A test says when they are stale.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from allocator.cli.api_page import api_page
from allocator.cli.command import Command
from allocator.cli.commands import COMMANDS, group
from allocator.cli.findings_page import explained_codes
from allocator.cli.params_page import (
    calibration_page,
    conflicts_page,
    forecasting_page,
    planner_page,
)
from allocator.cli.templates_page import template_pages
from allocator.domain import RULES

_MADE = "<!-- Made by `python -m allocator.cli.reference --write`; do not edit. -->"


def cli_page() -> str:
    """Return docs/cli.md: every command with its arguments, options and example."""
    lines = ["# Commands", "", _MADE, "", *_paragraphs(group), *_example(group.example)]
    lines += ["| command | does |", "|---|---|"]
    lines += [f"| [`{name}`](#{name}) | {entry.summary} |" for name, entry in COMMANDS.items()]
    lines += ["", *_options(group)]
    for name, entry in COMMANDS.items():
        lines += _command(name, entry.load())
    return "\n".join(lines).rstrip() + "\n"


def rules_page() -> str:
    """Return docs/rules.md: every rule that a plan keeps, with its sentence."""
    lines = [
        "# Rules",
        "",
        _MADE,
        "",
        "What every plan keeps. The planner builds them in; the independent checker",
        "(`allocator verify`) tests them on any plan file. [semantics.md](semantics.md) says what",
        "the words mean exactly.",
        "",
        "| rule | says |",
        "|---|---|",
        *(f"| `{rule}` | {sentence} |" for rule, sentence in RULES.items()),
    ]
    return "\n".join(lines) + "\n"


def python_page() -> str:
    """Return docs/python-api.md: every public name with its docstring."""
    return "\n".join(["# Python API", "", _MADE, "", api_page()])


def findings_page() -> str:
    """Return docs/findings.md: every code of a finding, with an example."""
    return f"# Findings\n\n{_MADE}\n\n{explained_codes()}\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli": cli_page,
    "rules": rules_page,
    "python-api": python_page,
    "findings": findings_page,
    "conflicts": conflicts_page,
    "planner": planner_page,
    "calibration": calibration_page,
    "forecasting-model": forecasting_page,
    **template_pages(_MADE),
}
"""Pages by the name of their file in docs/; of four of them the tables of parameters are made."""


def _command(name: str, command: click.Command) -> Iterator[str]:
    usage = " ".join(_usage(command))
    yield from (f"## {name}", "", "```", f"allocator {name} {usage}".rstrip(), "```", "")
    yield from _paragraphs(command)
    if isinstance(command, Command):
        if command.forms:
            yield from (f"| {command.forms_title.removesuffix('s').lower()} | is |", "|---|---|")
            yield from (f"| `{form}` | {title} |" for form, title in command.forms.items())
            yield ""
        yield from _options(command)
        yield from _example(command.example)


def _usage(command: click.Command) -> Iterator[str]:
    for param in command.params:
        if isinstance(param, click.Argument):
            yield _metavar(param)
    for param in command.params:
        if isinstance(param, click.Option):
            shown = _spelling(param)
            yield shown if param.required else f"[{shown}]"


def _options(command: click.Command) -> Iterator[str]:
    options = [param for param in command.params if isinstance(param, click.Option)]
    if not options:
        return
    yield from ("| option | |", "|---|---|")
    for option in options:
        default = f" Default: {option.default}." if option.show_default else ""
        spelling = f"{', '.join(option.opts)}{_value(option)}".replace("|", "\\|")
        yield f"| `{spelling}` | {option.help or ''}{default} |"
    yield ""


def _spelling(option: click.Option) -> str:
    return f"{option.opts[0]}{_value(option)}"


def _value(option: click.Option) -> str:
    return "" if option.is_flag else f" {_metavar(option)}"


def _metavar(param: click.Parameter) -> str:
    """Return what stands for the value; not click's, which differs between its versions."""
    if param.metavar is not None:
        return param.metavar
    if isinstance(param.type, click.Choice):
        return "|".join(param.type.choices)
    return str(param.name).upper()


def _paragraphs(command: click.Command) -> Iterator[str]:
    yield from (*inspect.cleandoc(command.help or "").splitlines(), "")


def _example(lines: tuple[str, ...]) -> Iterator[str]:
    yield from ("```", *lines, "```", "")


def main(args: list[str]) -> None:
    """Print a page, or write all of them into docs/."""
    if args == ["--write"]:
        for name, page in PAGES.items():
            path = Path("docs", f"{name}.md")
            path.parent.mkdir(exist_ok=True)
            path.write_text(page(), encoding="utf-8")
    else:
        print(PAGES[args[0]](), end="")


if __name__ == "__main__":
    main(sys.argv[1:])

"""A click command whose help ends with an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click


class Command(click.Command):
    """A command with an example, and where it takes a format, the list of formats.

    Parameters
    ----------
    example
        Command lines that show how, one or more.
    forms
        What an argument or a file of the command can hold: a line of text by name.
    forms_title
        What stands over them.
    settings
        As of any click command.
    """

    def __init__(
        self,
        *,
        example: Sequence[str],
        forms: Mapping[str, str] | None = None,
        forms_title: str = "Formats",
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.example = tuple(example)
        self.forms = dict(forms or {})
        self.forms_title = forms_title

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats and the example under the options."""
        if self.forms:
            with formatter.section(self.forms_title):
                formatter.write_dl(list(self.forms.items()))
        write_example(formatter, self.example)


def write_example(formatter: click.HelpFormatter, lines: Sequence[str]) -> None:
    """Write an example, its lines as they are."""
    with formatter.section("Example" if len(lines) == 1 else "Examples"):
        for line in lines:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

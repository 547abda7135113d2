"""A click group that imports a command only when it is called."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from allocator.cli.command import write_example


@dataclass(frozen=True, kw_only=True)
class LazyCommand:
    """The module of a command, and the line that ``--help`` shows for it.

    Attributes
    ----------
    module
        Holds the click command under the name ``command``.
    summary
        One line; the first sentence of the command's own help.
    """

    module: str
    summary: str

    def load(self) -> click.Command:
        """Import the module and return its command."""
        command = importlib.import_module(self.module).command
        assert isinstance(command, click.Command)
        return command


class LazyGroup(click.Group):
    """A group whose list of commands is a table, so that its help imports none of them."""

    def __init__(
        self, *, lazy: Mapping[str, LazyCommand], example: Sequence[str], **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.lazy = lazy
        self.example = tuple(example)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None where there is none of that name."""
        entry = self.lazy.get(cmd_name)
        return entry.load() if entry is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0]
        if name not in self.lazy and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.lazy, n=1)
            meant = f' Did you mean "{near[0]}"?' if near else ""
            ctx.fail(f'There is no command "{name}".{meant}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.lazy.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example under the commands."""
        write_example(formatter, self.example)

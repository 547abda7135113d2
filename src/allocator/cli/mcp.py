"""``allocator mcp``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.cli.command import Command


@click.command(
    "mcp",
    cls=Command,
    example=["allocator mcp plans", "allocator mcp plans --allow-write --time-limit 30"],
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--allow-write", is_flag=True, help="Let assistants save plans in FOLDER; default: read only."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(1, 120),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Longest search of a tool, whatever an assistant asks for.",
)
def command(folder: Path, allow_write: bool, time_limit: float) -> None:
    """Let assistants check, plan and explain the files of a folder.

    Serves the Model Context Protocol over standard input and output; the program of the
    assistant starts it. The tools are files, check, plan, replan, why, levers, forecast
    and sprints. Only files in FOLDER can be named. Needs: pip install 'allocator[mcp]'.
    docs/assistants.md says how to set it up.
    """
    from allocator.mcp.server import serve

    serve(folder, can_write=allow_write, max_seconds=time_limit)

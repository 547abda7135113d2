"""Serves the tools over stdio, with the SDK of the Model Context Protocol."""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from allocator import __version__
from allocator.errors import AllocatorError, InputError
from allocator.mcp.shared_folder import SharedFolder
from allocator.mcp.tools import Tools
from allocator.wording import enumerated

_INSTRUCTIONS = """\
allocator plans who does what, when. Files are named by their path in the folder; files lists them.
Check a scenario before you plan it. plan and replan give back a name such as plan:1, by which why,
levers, forecast and sprints take the plan. Causes and levers were tried by planning; say so, and do
not add causes of your own."""


def serve(folder: Path, *, can_write: bool, max_seconds: float) -> None:
    """Serve until the standard input ends.

    Parameters
    ----------
    folder
        The folder whose files may be named.
    can_write
        Whether plans may be written into it.
    max_seconds
        Seconds that a tool may search at most.

    Raises
    ------
    InputError
        There is no such folder, or the SDK is not installed.
    """
    server_of(SharedFolder(folder, can_write=can_write), max_seconds).run("stdio")


def server_of(folder: SharedFolder, max_seconds: float) -> Any:
    """Return the server; its tools run one after the other.

    Raises
    ------
    InputError
        The SDK is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError:
        raise InputError(
            "the SDK of the Model Context Protocol is not installed",
            hint="pip install 'allocator[mcp]'",
        ) from None
    tools, lock = Tools(folder, max_seconds=max_seconds).all(), threading.Lock()
    by_name = {tool.__name__: tool for tool in tools}

    class StrictServer(MCPServer[Any]):
        """Refuses arguments that a tool does not have; the SDK would drop them."""

        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            if name in by_name:
                _check_arguments(by_name[name], arguments)
            return await super().call_tool(name, arguments, context)

    server = StrictServer(
        "allocator", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    for tool in tools:
        is_writing = folder.can_write and tool.__name__ in ("plan", "replan")
        hints = ToolAnnotations(read_only_hint=not is_writing, open_world_hint=False)
        server.add_tool(_guarded(tool, lock, folder), annotations=hints)
    return server


def _check_arguments(tool: Callable[..., Any], arguments: Collection[str]) -> None:
    """Refuse a call without an argument that a tool needs, or with one that it does not have.

    Raises
    ------
    ToolError
        The names are wrong; all of them are told.
    """
    from mcp.server.mcpserver.exceptions import ToolError

    parameters = inspect.signature(tool).parameters
    needed = [name for name, one in parameters.items() if one.default is inspect.Parameter.empty]
    unknown = [name for name in arguments if name not in parameters]
    missing = [name for name in needed if name not in arguments]
    wrong = [f"it has no argument {enumerated(unknown)}"] if unknown else []
    wrong += [f"it needs {enumerated(missing)}"] if missing else []
    if wrong:
        takes = f"its arguments are {enumerated(parameters)}" if parameters else "it takes none"
        raise ToolError(f"{tool.__name__}: {'; '.join(wrong)}; {takes}")


def _guarded(
    tool: Callable[..., dict[str, Any]], lock: threading.Lock, folder: SharedFolder
) -> Callable[..., dict[str, Any]]:
    """Return a tool that runs alone, and whose errors are told without paths of the machine."""
    from mcp.server.mcpserver.exceptions import ToolError

    @functools.wraps(tool)
    def guarded(*args: Any, **kwargs: Any) -> dict[str, Any]:
        with lock:
            try:
                return tool(*args, **kwargs)
            except AllocatorError as error:
                raise ToolError(str(error).replace(f"{folder.root}/", "")) from None

    return guarded

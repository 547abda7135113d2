"""The entry point. It takes Ctrl-C before anything else is imported."""

from __future__ import annotations

from allocator.cli import interrupt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    args
        The words after ``allocator``; default: those of the process, which a signal then ends at
        once, as long as no search is under way.
    """
    if args is not None:
        return _run(args)
    interrupt.end_at_once()
    from allocator.cli.supervised import supervised

    code = supervised(lambda: _run(None))
    interrupt.ignore()
    return code


def _run(args: Sequence[str] | None) -> int:
    from allocator.cli.commands import group
    from allocator.cli.outcome import run

    return run(group, args)

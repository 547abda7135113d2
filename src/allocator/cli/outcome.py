"""How a command ends: every error becomes a message on stderr and an exit code here."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Sequence

import click

from allocator.errors import AllocatorError, DefectError, InputError, ScenarioError

INTERRUPTED = 130
BROKEN_PIPE = 141


def run(command: click.Command, args: Sequence[str] | None) -> int:
    """Run a click command and return the exit code of the process.

    The context's ``obj`` says when it began, on the monotonic clock.

    Parameters
    ----------
    command
        The command, or the group of all of them.
    args
        Its words; None for those of the process.
    """
    words = list(sys.argv[1:] if args is None else args)
    _never_fail_on_encoding()
    try:
        began = time.monotonic()
        code = command.main(words, prog_name="allocator", standalone_mode=False, obj=began)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit:  # so click ends a command whose reader has gone; we raise it nowhere
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        _say("Interrupted.")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return InputError.exit_code
    except ScenarioError as error:
        _say(str(error))
        return error.exit_code
    except DefectError as error:
        return _defect(error, str(error), words)
    except AllocatorError as error:
        _say(f"Error: {error}")
        return error.exit_code
    except Exception as error:
        return _defect(error, f"{type(error).__name__}: {error}", words)
    return code if isinstance(code, int) else 0


def _say(message: str) -> None:
    click.echo(message, err=True)


def _defect(error: Exception, what: str, words: list[str]) -> int:
    """Say that it is ours, and how to report it; the traceback only where asked for."""
    if "--debug" in words or os.environ.get("ALLOCATOR_DEBUG", "0") not in ("", "0"):
        traceback.print_exception(error)
    _say(
        f"allocator met a defect of its own: {what}\n"
        "Nothing is wrong with your input as far as it can tell. Please report it to the people "
        "who maintain allocator:\nthe command line, the scenario if you may share it, and what "
        "the same command prints with ALLOCATOR_DEBUG=1 set."
    )
    return DefectError.exit_code


def _never_fail_on_encoding() -> None:
    """Let a terminal that cannot show a character show a substitute for it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _reader_gone() -> int:
    """End quietly, as ``head`` and friends expect; the code is that of a process ended by it."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)
    return BROKEN_PIPE

"""Ends a command: every error becomes a message on stderr and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress

import click

from allocator.cli import interrupt
from allocator.cli.memory import check_memory_limit
from allocator.cli.output import say
from allocator.errors import (
    AllocatorError,
    DefectError,
    InputError,
    InterruptedBeforePlanError,
    ScenarioError,
)

INTERRUPTED = 130
BROKEN_PIPE = 141

NO_MEMORY = "there is not enough memory for this; allow more, or plan less at once"


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
        check_memory_limit()
        began = time.monotonic()
        code = command.main(words, prog_name="allocator", standalone_mode=False, obj=began)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _leave_stdout()
        return BROKEN_PIPE
    except SystemExit:  # so click ends a command whose reader has gone; we raise it nowhere
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        say("Interrupted.")
        return INTERRUPTED
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(shown.getvalue().rstrip("\n"))
        return InputError.exit_code
    except Exception as error:
        return _failed(error, words)
    return code if isinstance(code, int) else 0


def ended_for_memory() -> int:
    """Say that a library has ended the command for want of memory; return the exit code."""
    say(f"Error: {NO_MEMORY}.")
    return InputError.exit_code


def _failed(error: Exception, words: list[str]) -> int:
    """Say what went wrong and return the exit code."""
    if isinstance(error, ScenarioError):
        say(str(error))
        return error.exit_code
    if isinstance(error, InterruptedBeforePlanError):
        say(f"Error: {error}")
        return interrupt.exit_code()
    if isinstance(error, AllocatorError) and not isinstance(error, DefectError):
        say(f"Error: {error}")
        return error.exit_code
    if (fault := _fault_outside(error)) is not None:
        _trace(error, words)
        say(f"Error: {fault}.")
        return InputError.exit_code
    what = str(error) if isinstance(error, DefectError) else f"{type(error).__name__}: {error}"
    return _defect(error, what, words)


NO_THREADS = ("can't start new thread", "Resource temporarily unavailable")
"""How Python, and the libraries in C++, begin to say that no thread can be started."""


def _fault_outside(error: Exception) -> str | None:
    """Say what the machine, not the command, has failed to do; None where it has not failed."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return NO_MEMORY
    if isinstance(error, SystemError) and "without exception set" in str(error):
        return NO_MEMORY  # Python's own words where it cannot even make a MemoryError
    if isinstance(error, RuntimeError) and str(error).startswith(NO_THREADS):
        return "the system lets no more threads be started; allow more threads, or more memory"
    if isinstance(error, ImportError) and not (error.name or "").startswith("allocator"):
        if any(words in str(error) for words in ("allocate memory", "map segment", "bad_alloc")):
            return NO_MEMORY
        return f"a library cannot be loaded: {error}; install allocator anew"
    if isinstance(error, OSError):
        why = error.strerror or str(error) or type(error).__name__
        if error.filename is not None:
            return f"{error.filename}: {why}"
        if error.errno == errno.ENOENT:
            return f"a file or the working folder is not there: {why}"
        _leave_stdout()
        return f"the output cannot be written: {why}"
    return None


def _trace(error: Exception, words: list[str]) -> None:
    """Show the traceback where it is asked for."""
    if "--debug" in words or os.environ.get("ALLOCATOR_DEBUG", "0") not in ("", "0"):
        with suppress(OSError):
            traceback.print_exception(error)


def _defect(error: Exception, what: str, words: list[str]) -> int:
    """Say that it is ours, and how to report it."""
    _trace(error, words)
    say(
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


def _leave_stdout() -> None:
    """Let what is still to be written to stdout go nowhere, so that the end meets no error."""
    with suppress(OSError, ValueError, AttributeError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)

"""Every way a command can end has its exit code and its message, in one place."""

from __future__ import annotations

import os
import signal
import sys
import types

import click
import pytest

from allocator.cli.commands import COMMANDS
from allocator.cli.main import main
from allocator.cli.outcome import run
from allocator.errors import (
    AllocatorError,
    DefectError,
    Finding,
    FormatError,
    InfeasibleError,
    InputError,
    InterruptedBeforePlanError,
    NoPlanInTimeError,
    Place,
    PlanFileError,
    ScenarioError,
)

Capture = pytest.CaptureFixture[str]


def raising(error: BaseException) -> click.Command:
    """Return a command that ends with an error."""

    @click.command()
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("no such thing"), 2),
        (PlanFileError("no such thing"), 2),
        (FormatError("no such thing"), 2),
        (InfeasibleError("no such thing"), 3),
        (NoPlanInTimeError("no such thing"), 4),
        (InterruptedBeforePlanError("no such thing"), 130),
        (AllocatorError("no such thing"), 1),
    ],
)
def test_an_error_is_a_message_on_stderr_and_its_exit_code(
    error: AllocatorError, code: int, capsys: Capture
) -> None:
    assert run(raising(error), []) == code
    assert capsys.readouterr() == ("", "Error: no such thing\n")


def test_all_findings_of_a_scenario_are_listed_as_they_are(capsys: Capture) -> None:
    findings = [
        Finding(code="cycle", message=text, place=Place("s.yaml", n))
        for n, text in enumerate("ab", 1)
    ]
    assert run(raising(ScenarioError(findings)), []) == 2
    assert capsys.readouterr().err == "s.yaml:1: error: a\ns.yaml:2: error: b\n"


@pytest.mark.parametrize("error", [KeyError("x"), DefectError("KeyError: 'x'"), RecursionError()])
def test_a_defect_says_how_to_report_it_without_a_traceback(
    error: Exception, capsys: Capture
) -> None:
    assert run(raising(error), []) == 1
    shown = capsys.readouterr().err
    assert "a defect of its own" in shown
    assert "report it" in shown
    assert "ALLOCATOR_DEBUG=1" in shown
    assert "Traceback" not in shown


def test_a_defect_shows_its_traceback_where_asked_for(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_DEBUG", "1")
    assert run(raising(KeyError("x")), []) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(capsys: Capture) -> None:
    assert run(raising(KeyboardInterrupt()), []) == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["plan"],
        ["check", "a", "b"],
        ["plan", "s.yaml", "-o", "plan", "--time-limit", "soon"],
        ["plan", "s.yaml", "-o", "plan", "--time-limit", "0"],
        ["plan", "s.yaml", "-o", "plan", "--time-limit", "inf"],
        ["plan", "s.yaml", "-o", "plan", "--workers", "0"],
        ["plan", "s.yaml", "-o", "plan", "--seed", "-1"],
        ["import", "excel", "a", "-o", "b"],
        ["export", "excel", "a", "-o", "b"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_2_and_says_how_to_get_help(args: list[str], capsys: Capture) -> None:
    assert main(args) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "--help" in shown.err


def test_a_command_that_is_nearly_right_is_suggested(capsys: Capture) -> None:
    assert main(["chekc"]) == 2
    assert 'There is no command "chekc". Did you mean "check"?' in capsys.readouterr().err


def test_help_lists_every_command_with_its_line(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    width = max(map(len, COMMANDS)) + 2
    for name, entry in COMMANDS.items():
        assert f"  {name:<{width}}{entry.summary}\n" in shown


def test_version(capsys: Capture) -> None:
    import allocator

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"allocator {allocator.__version__}\n"


def test_an_interrupt_in_the_middle_of_an_import_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    """Nothing that the handler asks for need be there yet."""
    from allocator.cli import interrupt

    half = types.ModuleType("allocator.planfile.unfinished")
    monkeypatch.setitem(sys.modules, half.__name__, half)
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    interrupt.begin()
    interrupt.end(signal.SIGINT, None)
    assert codes == [130]
    interrupt.begin()
    interrupt.end(signal.SIGTERM, None)
    assert codes == [130, 143]
    interrupt.begin()
    assert capfd.readouterr().err == "Interrupted.\nTerminated.\n"


def test_once_the_plan_is_written_an_interrupt_takes_nothing_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from allocator.cli import interrupt

    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    interrupt.begin()
    interrupt.plan_is_kept()
    interrupt.end(signal.SIGINT, None)
    assert codes == []
    interrupt.end(signal.SIGINT, None)
    assert codes == [0]
    interrupt.begin()


def test_thousands_of_workers_are_not_started() -> None:
    """Each takes a process of its own."""
    from allocator.planner import SolveOptions

    there = SolveOptions().cores
    assert SolveOptions(workers=1_000_000).cores <= 8 * there
    assert SolveOptions(workers=there + 1).cores == there + 1

"""The errors a user can meet.

Each class carries the exit code of the command that ends with it::

    AllocatorError                1
    ├── InputError                2   usage, files
    │   ├── ScenarioError         2   a scenario with findings in it
    │   ├── PlanFileError         2   a plan.json that cannot be read
    │   ├── FormatError           2   a file of another tool that cannot be read
    │   ├── MergeConflictError    2   changed both in the tracker and in the scenario
    │   └── TrackerError          2   a tracker that refuses, or cannot be reached
    │       └── UncertainWriteError 2 nobody knows whether a change has been made there
    ├── InfeasibleError           3   no plan keeps every hard constraint
    ├── NoPlanInTimeError         4   the time ran out before any plan was found
    ├── BrokenPromiseError        5   a promise is not kept (``forecast --check``)
    ├── InterruptedBeforePlanError 130   interrupted before any plan was found
    └── DefectError               1   ours: a plan that fails its own check
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal


@dataclass(frozen=True)
class Place:
    """A place in an input file; what is not known is None.

    Attributes
    ----------
    file
        The file as the user named it.
    line, column
        Counted from 1.
    path
        The place in the document, for example ``items[3].needs[0].skill``.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong, or worth knowing, about an input file.

    Programs read ``code``, ``subjects`` and ``place``; ``message`` and ``hint`` are for people,
    and may be reworded at any time.

    Attributes
    ----------
    code
        What kind of finding it is, for example ``unknown-skill``; docs/findings.md lists them.
    message
        What is wrong, naming the user's own ids.
    hint
        What would be right.
    place
        Where it stands.
    subjects
        The ids that it is about, the owner of the place first.
    severity
        An error stops the command, a warning does not.
    ahead_of
        Of a link that was not waited for: its item, and its place in that item's ``after``.
    """

    code: str
    message: str
    hint: str | None = None
    place: Place = Place()
    subjects: tuple[str, ...] = ()
    severity: Literal["error", "warning"] = "error"
    ahead_of: tuple[str, int] | None = None

    @property
    def file(self) -> str | None:
        """The file as the user named it."""
        return self.place.file

    @property
    def line(self) -> int | None:
        """The line, counted from 1."""
        return self.place.line

    @property
    def column(self) -> int | None:
        """The column, counted from 1."""
        return self.place.column

    @property
    def path(self) -> str | None:
        """The place in the document."""
        return self.place.path

    def __str__(self) -> str:
        place = ":".join(str(p) for p in (self.file, self.line, self.column) if p is not None)
        head = f"{place}: " if place else ""
        where = f" ({self.path})" if self.path else ""
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{head}{self.severity}: {self.message}{where}{hint}"


class AllocatorError(Exception):
    """Root of the tree."""

    exit_code: ClassVar[int] = 1


class InputError(AllocatorError):
    """What the user gave cannot be used as it is.

    Parameters
    ----------
    message
        What is wrong.
    hint
        What would be right; empty where the message says it.
    """

    exit_code = 2

    def __init__(self, message: str = "", *, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(f"{message}\n    hint: {hint}" if hint else message)


class ScenarioError(InputError):
    """A scenario with at least one error in it; holds all findings, in file order."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(f) for f in self.findings))


class PlanFileError(InputError):
    """A plan file that is missing, not JSON, or not of the plan format."""


class FormatError(InputError):
    """A file of another tool that cannot be read, or does not hold what it says."""


class MergeConflictError(InputError):
    """Values that were changed both in the tracker and in the scenario.

    Parameters
    ----------
    message
        All of them, in lines.
    conflicts
        The same as objects of :class:`allocator.scenario.merge.MergeConflict`.
    """

    def __init__(self, message: str = "", *, conflicts: tuple[Any, ...] = ()) -> None:
        self.conflicts = conflicts
        super().__init__(message)


class TrackerError(InputError):
    """A tracker that refuses a request, or cannot be reached.

    Parameters
    ----------
    message
        What was asked, what came back, and how to mend it; without any secret.
    status
        Status of the answer; None without an answer.
    said
        What the tracker itself says of it, without any secret; empty if it says nothing.
    """

    def __init__(self, message: str, *, status: int | None = None, said: str = "") -> None:
        self.status, self.said = status, said
        super().__init__(message)


class UncertainWriteError(TrackerError):
    """A change that was sent to a tracker, and may have been made or not."""


class InfeasibleError(AllocatorError):
    """No plan satisfies the hard constraints; the message explains the conflict.

    Parameters
    ----------
    message
        The explanation, in lines.
    conflict
        The explanation as plain data: ``facts``, ``repairs`` with the ``change`` of each, and what
        else docs/conflicts.md names; None where it has not been looked for.
    """

    exit_code = 3

    def __init__(self, message: str = "", *, conflict: dict[str, Any] | None = None) -> None:
        self.conflict = conflict
        super().__init__(message)


_MORE_TIME = (
    "the time ended before a plan was found that keeps every deadline, and it is not proved that "
    "there is none; allow more time (--time-limit), or see with --relax which deadlines are "
    "broken least"
)


class NoPlanInTimeError(AllocatorError):
    """The time ran out before any plan was found."""

    exit_code = 4

    def __init__(self, message: str = _MORE_TIME) -> None:
        super().__init__(message)


class BrokenPromiseError(AllocatorError):
    """The chance that a promise is kept is below its confidence, by more than sampling error."""

    exit_code = 5


class InterruptedBeforePlanError(AllocatorError):
    """Interrupted before any plan was found."""

    exit_code = 130


class DefectError(AllocatorError):
    """A defect of ours, for example a plan that its own checker refuses."""

    exit_code = 1

"""What a team's own history says: calibrations of its estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from allocator.api.arguments import check_choice, listed, path_of
from allocator.errors import InputError, PlanFileError

if TYPE_CHECKING:
    from allocator.domain import Calibration
    from allocator.domain.history import PastTask
    from allocator.forecasting.calibration.self_test import SelfTest
    from allocator.integrations.tracker.dates import DateOrder


@dataclass(frozen=True)
class CalibrationResult:
    """What a team's estimates have been worth, and how it was found.

    Attributes
    ----------
    calibration : Calibration
        What ``uncertainty: {calibration: FILE}`` of a scenario reads.
    report
        Lines on what was read and left out, how the calibration did on the last part of the
        history, and where a prior stands in.
    test : SelfTest or None
        How its ranges held on the last part in time; None where there were too few tasks.

    Examples
    --------
    >>> calibrated.calibration.tasks
    120
    """

    calibration: Calibration
    report: tuple[str, ...]
    test: SelfTest | None

    @property
    def text(self) -> str:
        """The file, YAML with comments."""
        from allocator.scenario.write.calibration_text import calibration_text

        head = (
            "What this team's estimates have been worth, made by allocator calibrate. It can be",
            "edited; docs/calibration.md explains it.",
            "",
            *self.report,
        )
        return calibration_text(self.calibration, head)

    def save(self, path: str | Path) -> Path:
        """Write the calibration as YAML; what stands there is overwritten."""
        from allocator.planfile.files import write_text

        target = path_of("a calibration file", path)
        write_text(target, self.text)
        return target

    def quantiles(
        self, estimates: str | Path, *, date_order: DateOrder | None = None
    ) -> list[dict[str, str | float]]:
        """Return the hours that tasks stay within with a chance of 10, 50, 80 and 90 %.

        Parameters
        ----------
        estimates
            A CSV file with item, estimate, and perhaps person, project and type.
        date_order
            As of :func:`calibrate`.

        Returns
        -------
        list
            A row for each task: item, p10, p50, p80, p90.

        Raises
        ------
        FormatError
            The file cannot be read, or holds no tasks.
        """
        from allocator.forecasting.calibration.calibrate import QUANTILES, task_quantiles
        from allocator.integrations.histories.tasks_of_table import read_estimates

        tasks = read_estimates(path_of("a file of estimates", estimates), date_order)
        names = [f"p{100 * level:.0f}" for level in QUANTILES]
        rows = task_quantiles(self.calibration, tasks)
        return [
            {"item": task.item, **dict(zip(names, row, strict=True))}
            for task, row in zip(tasks, rows, strict=True)
        ]

    def document(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it."""
        return {
            "calibration": self.calibration.model_dump(mode="json"),
            "test": None if self.test is None else asdict(self.test),
            "report": list(self.report),
        }


def calibrate(
    history: str | Path | Sequence[str | Path],
    *,
    test: float | None = None,
    date_order: DateOrder | None = None,
) -> CalibrationResult:
    """Find out from finished tasks what a team's estimates have been worth.

    Parameters
    ----------
    history
        CSV files with item, estimate, actual and perhaps person, project, type, finished, low and
        high; exports of Jira (CSV) and Azure DevOps (CSV, JSON); plan folders and plan.json files,
        the oldest first.
    test
        Share of the tasks, the last in time, that the calibration is tested on, 0.05 to 0.9;
        default: 0.3. The calibration itself is made from all of them.
    date_order
        Of day, month and year in numeric dates, where the files do not tell.

    Raises
    ------
    FormatError
        A file cannot be read, or has rows that cannot be, all of which are named.
    InputError
        No task is finished, or the actuals are copies of the estimates.

    Examples
    --------
    >>> calibrated = allocator.calibrate("scenarios/calibration/history.csv")
    >>> print(calibrated.report[0])
    120 finished tasks
    >>> calibrated.save("calibration.yaml")
    PosixPath('calibration.yaml')
    """
    from allocator.api.calibration_report import report_lines
    from allocator.forecasting.calibration.calibrate import calibrate_team
    from allocator.integrations.tracker.dates import DateOrder

    if test is not None and not 0.05 <= test <= 0.9:
        raise InputError(f"test is a share of the tasks from 0.05 to 0.9, not {test}")
    if date_order is not None:
        check_choice("date_order", date_order, get_args(DateOrder))
    paths = [path_of("a history", each) for each in listed(history)]
    if not paths:
        raise InputError("no history is given")
    tasks, notes = _read(paths, date_order)
    if not tasks:
        read = "".join(f"\n  {line}" for line in notes)
        raise InputError(f"no finished task with an estimate and an actual was found{read}")
    made = calibrate_team(tasks, test_fraction=test)
    lines = report_lines(made)
    return CalibrationResult(made.calibration, (*lines, *notes), made.test)


def _read(paths: Sequence[Path], order: DateOrder | None) -> tuple[list[PastTask], list[str]]:
    """Return the tasks of all files, and lines on what was read and left out."""
    from allocator.forecasting.calibration.tasks_of_plans import tasks_of_plans
    from allocator.integrations.histories.read import read_history

    plans = [path for path in paths if is_plan(path)]
    found = read_history([path for path in paths if path not in plans], order)
    tasks, left_out = tasks_of_plans([_plan(path) for path in plans])
    found.tasks += tasks
    for reason, names in left_out.items():
        for name in names:
            found.leave(reason, name)
    found.check()
    return found.tasks, found.lines


def is_plan(path: Path) -> bool:
    """Return whether a path is a plan folder or a plan.json."""
    if path.is_dir():
        return True
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return b'"allocator-plan/' in file.read(400)
    except OSError:
        return False


def _plan(path: Path) -> Any:
    from allocator.planfile.plan_json import read_plan

    try:
        return read_plan(path)
    except PlanFileError as error:
        raise InputError(f"{path}: {error}") from None

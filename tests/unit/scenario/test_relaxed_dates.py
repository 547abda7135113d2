"""Whoever asks for --relax gets a plan where an item cannot keep its own dates."""

from __future__ import annotations

from pathlib import Path

import pytest

import allocator
from allocator.cli.main import main
from allocator.errors import InfeasibleError, ScenarioError

HEAD = "name: x\ncalendar: {start: 2027-01-04}\npeople: [{id: ana, skills: [x]%s}]\nitems:\n"
TOO_LONG = "  - {id: A, needs: x, effort: 20d, deadline: 2027-01-08}\n"
WAITING = "  - {id: W, elapsed: 4w, deadline: 2027-01-20}\n"
TOO_LATE = "  - {id: A, needs: x, effort: 1d, not_before: 2027-02-08, deadline: 2027-01-20}\n"


def written(folder: Path, items: str, leaves: str = "") -> Path:
    path = folder / "s.yaml"
    path.write_text(HEAD % leaves + items)
    return path


@pytest.mark.parametrize("item", [TOO_LONG, WAITING])
def test_an_item_that_cannot_keep_its_deadline_is_planned_late(item: str, tmp_path: Path) -> None:
    """Refused before: move a date; with --relax as well."""
    path = written(tmp_path, item)
    with pytest.raises(ScenarioError, match="or plan with --relax"):
        allocator.solve(path, time_limit=5)
    plan = allocator.solve(path, time_limit=5, relax=True).plan
    (broken,) = plan.solver.relaxed
    assert broken.id in ("A", "W")
    assert allocator.verify(plan)[0].relaxed


def test_the_command_says_it_as_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path, TOO_LONG))
    folder = ["-o", str(tmp_path / "out"), "--time-limit", "5s"]
    assert main(["plan", path, *folder]) == 2
    assert "error: " in capsys.readouterr().err
    assert main(["plan", path, *folder, "--relax"]) == 0
    assert "warning: " in capsys.readouterr().err


def test_where_relaxing_does_not_help_it_is_not_named_and_explained(tmp_path: Path) -> None:
    path = written(tmp_path, "  - {id: A, needs: x, effort: 20d}\n", ", to: 2027-01-08")
    with pytest.raises(ScenarioError) as refused:
        allocator.solve(path, time_limit=5)
    assert "--relax" not in str(refused.value)
    with pytest.raises(InfeasibleError, match="let ana stay until Fri 29 Jan 2027"):
        allocator.solve(path, time_limit=20, relax=True)


def test_an_item_that_is_wrong_by_itself_stays_an_error(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="has a deadline before its not_before"):
        allocator.solve(written(tmp_path, TOO_LATE), time_limit=5, relax=True)

"""``allocator throughput``: what it says, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from allocator.cli.main import main


def history(path: Path, weeks: int, *, a_week: int = 3) -> Path:
    """Write items that were finished, so many each week."""
    rows = ["item,created,finished"]
    for week in range(weeks):
        for n in range(a_week):
            day = dt.date(2026, 1, 5) + dt.timedelta(days=7 * week + n)
            rows.append(f"T-{week}-{n},{day - dt.timedelta(days=10)},{day}")
    path.write_text("\n".join([*rows, "OPEN,2026-01-05,"]) + "\n")
    return path


def test_it_says_when_and_how_many_and_on_what_it_rests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = history(tmp_path / "h.csv", 30)
    assert main(["throughput", str(source), "--items", "12", "--by", "2026-09-30"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("12 items from ")
    assert "50 % by " in out
    assert "By Wed 30 Sep 2026: all of them with a chance of " in out
    assert "It rests on the last 26 weeks" in out
    assert "1 row left out, no day on which it was finished" in out
    assert 'h.csv:92 "OPEN"' in out


def test_json_has_dates_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = history(tmp_path / "h.csv", 30)
    words = ["throughput", str(source), "--items", "12", "--growth", "created", "--json"]
    assert main(words) == 0
    document = json.loads(capsys.readouterr().out)
    dates = [document[f"p{level}"] for level in (10, 50, 80)]
    assert dates == sorted(dates)
    assert document["items"] == 12


def test_a_changed_pace_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = history(tmp_path / "h.csv", 30)
    rows = [f"N-{n},,2026-07-{n % 28 + 1:02d}" for n in range(80)]
    rows += [f"M-{n},,2026-08-{n % 28 + 1:02d}" for n in range(80)]
    source.write_text(source.read_text() + "\n".join(rows) + "\n")
    assert main(["throughput", str(source), "--items", "12"]) == 0
    assert "The pace has changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("weeks", "words", "said"),
    [
        (4, ["--items", "3"], "too little to forecast from"),
        (30, ["--items", "0"], "--items"),
        (30, ["--items", "3", "--growth", "much"], "write a number such as 0.2, or created"),
        (30, ["--items", "3", "--growth", "1.5"], "growth is created, or a number from 0 to 0.95"),
        (30, [], "--items"),
    ],
)
def test_what_cannot_be_forecast_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], weeks: int, words: list[str], said: str
) -> None:
    source = history(tmp_path / "h.csv", weeks)
    assert main(["throughput", str(source), *words]) == 2
    assert said in capsys.readouterr().err


def test_wrong_days_are_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "h.csv"
    source.write_text(
        "item,created,finished\nA,2026-01-05,soon\nB,2026-02-05,2026-01-05\nC,,2026-01-06\n"
    )
    assert main(["throughput", str(source), "--items", "3"]) == 2
    said = capsys.readouterr().err
    assert 'h.csv:2 "A"' in said
    assert 'h.csv:3 "B"' in said

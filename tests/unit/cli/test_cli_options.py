"""A time limit is read in all the forms people write it in."""

from __future__ import annotations

import click
import pytest

from allocator.cli.options import Day, seconds


def read(text: str) -> float:
    option = click.Option(["--time-limit"])
    return seconds(click.Context(click.Command("plan")), option, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30", 30),
        ("30s", 30),
        ("2m", 120),
        ("1h", 3600),
        ("0.5", 0.5),
        (".5m", 30),
        ("500ms", 0.5),
        (" 10 S ", 10),
    ],
)
def test_a_time_is_read_in_seconds(text: str, value: float) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text", ["", "soon", "0", "0s", "-5", "1d", "nan", "inf", "1e400", "9" * 400]
)
def test_what_is_no_time_above_zero_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write 30, 30s or 2m"):
        read(text)


@pytest.mark.parametrize("text", ["2026-13-01", "1.12.2026", "tomorrow", ""])
def test_what_is_no_date_is_refused_with_one(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no date; write 2026-12-14"):
        Day().convert(text, None, None)


def test_a_day_is_read() -> None:
    assert Day().convert("2026-12-14", None, None).day == 14

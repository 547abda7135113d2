"""The layout of chances over dates: curves, marks and axes, from numbers made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import pytest

from allocator.domain.forecast import Driver, Forecast, ForecastRow, PromiseForecast
from allocator.exports.pictures.chances import forecast_pictures
from allocator.exports.pictures.chances_axis import ChanceAxis
from allocator.exports.pictures.chances_drawing import MAX_LINES, drawn_chances
from allocator.exports.pictures.drivers_drawing import driver_bars
from support import forecasts, report_plans

BASE = dt.datetime(2027, 1, 4, 17)


def milestone(number: int, **fields: Any) -> ForecastRow:
    finish = BASE + dt.timedelta(days=7 * number)
    return forecasts.row("milestone", f"M-{number}", finish, **{"sd": 3, **fields})


def forecast(*rows: ForecastRow, **changes: Any) -> Forecast:
    fields = {"rows": rows, "promises": (), "drivers": (), **changes}
    return forecasts.forecast_of(report_plans.rich()).model_copy(update=fields)


def driver(
    kind: Literal["milestone", "project", "all"], target: str | None, share: float
) -> Driver:
    cause: dict[str, Any] = {"kind": "item", "id": "T-1", "share": share}
    return Driver(policy="dispatch", target_kind=kind, target=target, **cause)


def test_a_curve_rises_from_no_chance_to_the_end_of_the_axis() -> None:
    """The axis ends with the day of the 97 % quantile; the chance on that evening is more."""
    drawing = drawn_chances(forecast(milestone(0)))
    assert drawing is not None
    (panel,) = drawing.panels
    (line,) = panel.lines
    assert line.points[0][1] == panel.bottom
    xs, ys = zip(*line.points, strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys, reverse=True)
    height = panel.bottom - panel.top
    assert 0.97 <= (panel.bottom - ys[-1]) / height < 0.99
    assert xs[-1] == drawing.right
    assert (panel.bottom - panel.confidence) / height == pytest.approx(0.85, abs=0.001)


def test_what_does_not_always_come_about_stays_level() -> None:
    """Of 60 % of the futures the quantiles up to 59 % exist."""
    drawing = drawn_chances(forecast(milestone(0, happens=0.6), milestone(1)))
    assert drawing is not None
    (panel,) = drawing.panels
    last, end = panel.lines[0].points[-2:]
    assert last[1] == end[1]
    assert end[0] == drawing.right
    assert (panel.bottom - end[1]) / (panel.bottom - panel.top) == pytest.approx(0.59, abs=0.001)


def test_a_due_date_stands_on_its_curve_and_a_promise_takes_its_place() -> None:
    due = (BASE + dt.timedelta(days=3)).date()
    row = milestone(0, due=due)
    drawing = drawn_chances(forecast(row))
    assert drawing is not None
    (mark,) = drawing.panels[0].lines[0].marks
    curve = drawing.panels[0].lines[0].points
    nearest = min(abs(mark.x - x) + abs(mark.y - y) for x, y in curve)
    assert nearest < 15
    assert (mark.promised, mark.doubtful, mark.text) == (False, True, "▲ 67 %")
    promise = PromiseForecast(
        policy="dispatch",
        kind="milestone",
        id="M-0",
        by=BASE.date() + dt.timedelta(days=6),
        confidence=0.8,
        p_kept=0.92,
        se_kept=0.01,
    )
    drawing = drawn_chances(forecast(row, promises=(promise,)))
    assert drawing is not None
    (mark,) = drawing.panels[0].lines[0].marks
    assert (mark.promised, mark.doubtful, mark.text) == (True, False, "92 %")
    assert drawing.panels[0].lines[0].told == "92 % by 10 Jan; 85 % by 9 Jan"


def test_a_date_far_away_does_not_squeeze_the_curves() -> None:
    near, far = drawn_chances(forecast(milestone(0))), dt.date(2030, 1, 1)
    wide = drawn_chances(forecast(milestone(0, due=far)))
    assert near is not None and wide is not None
    assert wide.panels[0].lines[0].points == near.panels[0].lines[0].points
    assert wide.panels[0].lines[0].marks == ()
    assert wide.panels[0].lines[0].told == "> 99 % by 1 Jan 2030; 85 % by 9 Jan 2027"


def test_many_milestones_share_panels_and_the_rest_is_counted() -> None:
    drawing = drawn_chances(forecast(*(milestone(number) for number in range(40))))
    assert drawing is not None
    assert [len(panel.lines) for panel in drawing.panels] == [MAX_LINES] * 4
    assert drawing.more == 8
    numbers = [line.number for panel in drawing.panels for line in panel.lines]
    assert numbers == list(range(1, 33))


def test_one_milestone_too_many_is_not_left_alone_in_a_panel() -> None:
    drawing = drawn_chances(forecast(*(milestone(number) for number in range(9))))
    assert drawing is not None
    assert [len(panel.lines) for panel in drawing.panels] == [5, 4]


def test_one_slow_future_does_not_squeeze_the_curve() -> None:
    """The last quantile is a year away; the curve goes towards it, and ends with the axis."""
    row = milestone(0)
    slow = row.model_copy(update={"spread": (*row.spread[:-1], BASE + dt.timedelta(days=365))})
    plain, drawing = drawn_chances(forecast(row)), drawn_chances(forecast(slow))
    assert drawing is not None and plain is not None
    assert drawing.panels[0].ticks == plain.panels[0].ticks
    last = drawing.panels[0].lines[0].points[-1]
    assert last[0] == drawing.right
    assert drawing.panels[0].lines[0].points[1:-2] == plain.panels[0].lines[0].points[1:-2]


def test_what_is_certain_has_no_curve() -> None:
    at = {f"p{p}": BASE for p in (10, 50, 80, 85, 90, 95)}
    done = ForecastRow(policy="dispatch", kind="all", planned=BASE, spread=(BASE,) * 50, **at)
    assert drawn_chances(forecast(done)) is None


def test_both_policies_have_a_curve_each() -> None:
    kept = milestone(0, policy="keep", late=5)
    drawing = drawn_chances(forecast(milestone(0), kept, policy="both"))
    assert drawing is not None
    (line,) = drawing.panels[0].lines
    assert drawing.other_policy == "keep"
    assert line.other[5][0] > line.points[5][0]


def test_texts_that_would_cover_each_other_are_left_out() -> None:
    due = (BASE + dt.timedelta(days=3)).date()
    rows = [milestone(0, due=due), milestone(0, due=due).model_copy(update={"id": "M-9"})]
    drawing = drawn_chances(forecast(*rows))
    assert drawing is not None
    texts = [mark.text for line in drawing.panels[0].lines for mark in line.marks]
    assert sorted(texts) == ["", "▲ 67 %"]


@pytest.mark.parametrize(
    ("days", "first"), [(5, "5 Jan"), (60, "11 Jan"), (400, "Feb 2027"), (4000, "2028")]
)
def test_the_axis_has_days_weeks_months_or_years(days: int, first: str) -> None:
    axis = ChanceAxis([BASE + dt.timedelta(days=1), BASE + dt.timedelta(days=days)], [], 0, 1000)
    ticks = axis.ticks()
    assert ticks[0].text == first
    assert 2 <= len(ticks) <= 11


def test_bars_of_drivers_share_a_scale_and_projects_stand_back_for_milestones() -> None:
    causes = [
        driver("all", None, 0.4),
        driver("project", "churn", 0.9),
        driver("milestone", "M-0", 0.2),
    ]
    found = driver_bars(forecast(milestone(0), drivers=tuple(causes)))
    assert [block.target for block in found] == ["M-0", "Everything"]
    assert [bar.length for block in found for bar in block.bars] == [0.5, 1.0]
    weak = driver_bars(forecast(milestone(0), drivers=(driver("milestone", "M-0", 0.1),)))
    assert weak[0].bars[0].length == pytest.approx(0.4)


def test_without_matplotlib_there_are_no_pictures_of_a_forecast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("allocator.exports.pictures.chances.find_spec", lambda name: None)
    assert forecast_pictures(forecast(milestone(0))) == {}

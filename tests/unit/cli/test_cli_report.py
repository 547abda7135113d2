"""``allocator report`` and the options of ``allocator export``: files, words, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.cli.main import main
from allocator.exports import FORMATS
from allocator.planfile.forecast_json import write_forecast
from allocator.planfile.plan_json import write_plan
from support import forecasts, report_plans
from support.plans import entry, plan_of, scenario, solo


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(write_plan(report_plans.rich()), "utf-8")
    return tmp_path / "plan.json"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    (tmp_path / "before.json").write_text(write_plan(report_plans.earlier()), "utf-8")
    return tmp_path / "before.json"


def test_report_writes_the_page(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out" / "report.html"
    assert main(["report", str(plan), "-o", str(target)]) == 0
    assert capsys.readouterr().out == f"{target} written.\n"
    assert "Churn &amp; uplift" in target.read_text("utf-8")


def test_report_shows_a_baseline(plan: Path, before: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert main(["report", str(plan), "--baseline", str(before), "-o", str(target)]) == 0
    assert "Changes since" in target.read_text("utf-8")


def written_plan(path: Path, *, away: bool) -> Path:
    """Ana does A, then B, for a milestone due on Wed 9 December; in that week she may be away."""
    week = [{"from": "2026-12-07", "to": "2026-12-11"}]
    of = scenario(
        people=[{"id": "ana", "name": "Ana Souza", **({"time_off": week} if away else {})}],
        items=[
            {"id": "A", "title": "Label", "effort": "4d"},
            {"id": "B", "title": "Train", "effort": "2d", "after": "A",
             "waits_for": {"what": "Legal approves", "kind": "decision", "expected": "2026-12-04"}},
            {"id": "M", "title": "Live", "kind": "milestone", "after": "B", "due": "2026-12-09"},
        ],
    )  # fmt: skip
    start, finish = ("12-14", "12-15") if away else ("12-07", "12-08")
    plan = plan_of(
        of,
        [
            solo("A", "ana", "12-01 09:00", "12-04 17:00", hours=32),
            solo("B", "ana", f"{start} 09:00", f"{finish} 17:00", hours=16),
            entry("M", f"{finish} 17:00", f"{finish} 17:00"),
        ],
    )
    path.write_text(write_plan(plan), "utf-8")
    return path


def test_without_explain_no_cause_is_told(tmp_path: Path) -> None:
    target = tmp_path / "status.md"
    plan = written_plan(tmp_path / "plan.json", away=True)
    assert main(["export", "markdown", str(plan), "-o", str(target)]) == 0
    text = target.read_text("utf-8")
    assert "The last work before it is B Train (Ana Souza), until Tue 15 Dec 2026." in text
    assert "away" not in text and "Would help" not in text


def test_with_explain_the_cause_that_was_tried_is_told_with_its_days(tmp_path: Path) -> None:
    """Without the absence, or with one more person, B ends on 8 December: five days earlier."""
    target = tmp_path / "report.html"
    plan = written_plan(tmp_path / "plan.json", away=True)
    before = written_plan(tmp_path / "before.json", away=False)
    given = ["--baseline", str(before), "--explain", "--time-limit", "10m", "-o", str(target)]
    assert main(["report", str(plan), *given]) == 0
    text = target.read_text("utf-8")
    assert "(5 d earlier without that)" in text
    assert "Would help: " in text
    assert "A week later costs" in text and "<bdi>Legal approves</bdi>" in text
    assert "By cause" in text and ": 1 item, Live +5 d" in text


def test_explain_is_for_what_shows_causes(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "ics", str(plan), "--explain", "-o", str(tmp_path / "p.ics")]) == 2
    assert "--explain is not for ics. It is for html or markdown." in capsys.readouterr().err


def test_report_of_what_is_no_plan_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path / "none"), "-o", str(tmp_path / "r.html")]) == 2
    assert "does not exist; name a plan.json or the folder" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()


def test_a_report_is_not_written_under_the_name_of_a_picture(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "report.png"
    assert main(["report", str(plan), "-o", str(target)]) == 2
    assert f"{target} does not end like one. Name it *.html" in capsys.readouterr().err
    assert not target.exists()


def test_a_page_that_cannot_be_written_is_an_error_in_words(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    assert main(["report", str(plan), "-o", str(tmp_path / "folder")]) == 2
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("html", "plan.html"),
        ("png", "plan.png"),
        ("svg", "plan.svg"),
        ("ics", "plan.ics"),
        ("mspdi", "plan.xml"),
        ("mermaid", "plan.mmd"),
        ("markdown", "plan.md"),
    ],
)
def test_every_format_is_written(form: str, name: str, plan: Path, tmp_path: Path) -> None:
    assert main(["export", form, str(plan), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).stat().st_size > 200


def test_a_picture_has_the_view_that_is_asked_for(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "load.svg"
    assert main(["export", "svg", str(plan), "--view", "load", "-o", str(target)]) == 0
    assert ">Load: Churn &amp; uplift<" in target.read_text("utf-8")


def test_an_option_that_a_format_has_no_use_for_is_refused(
    plan: Path, before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "x")
    assert main(["export", "ics", str(plan), "--view", "load", "-o", target]) == 2
    assert "--view is not for ics. It is for png or svg." in capsys.readouterr().err
    assert main(["export", "ics", str(plan), "--baseline", str(before), "-o", target]) == 2
    said = capsys.readouterr().err
    assert "--baseline is not for ics. It is for html or png or svg or markdown." in said


def test_what_a_format_leaves_out_is_told(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "mspdi", str(plan), "-o", str(tmp_path / "plan.xml")]) == 0
    assert capsys.readouterr().err == "Left out, since the plan drops them: U-2.\n"


def test_the_options_of_formats_are_those_of_the_command() -> None:
    assert {form for form, entry in FORMATS.items() if "view" in entry.options} == {"png", "svg"}


def test_a_forecast_beside_the_plan_is_shown(plan: Path, tmp_path: Path) -> None:
    forecast = forecasts.forecast_of(report_plans.rich())
    (tmp_path / "forecast.json").write_text(write_forecast(forecast), "utf-8")
    assert main(["report", str(plan), "-o", str(tmp_path / "r.html")]) == 0
    assert "How sure" in (tmp_path / "r.html").read_text("utf-8")
    target = tmp_path / "f.svg"
    assert main(["export", "svg", str(plan), "--view", "forecast", "-o", str(target)]) == 0
    assert target.exists()


def test_a_forecast_may_lie_elsewhere(plan: Path, tmp_path: Path) -> None:
    forecast = forecasts.forecast_of(report_plans.rich())
    file = tmp_path / "elsewhere.json"
    file.write_text(write_forecast(forecast), "utf-8")
    target = tmp_path / "status.md"
    options = ["--forecast", str(file), "-o", str(target)]
    assert main(["export", "markdown", str(plan), *options]) == 0
    assert "## How sure" in target.read_text("utf-8")


def test_the_forecast_of_another_plan_is_named_and_not_shown(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = forecasts.forecast_of(report_plans.earlier())
    (tmp_path / "forecast.json").write_text(write_forecast(other), "utf-8")
    for options in ([], ["--forecast", str(tmp_path / "forecast.json")]):
        assert main(["report", str(plan), *options, "-o", str(tmp_path / "r.html")]) == 0
        said = capsys.readouterr()
        assert "is the forecast of another plan and is not shown" in said.err
        assert said.out == f"{tmp_path / 'r.html'} written.\n"
        assert "How sure" not in (tmp_path / "r.html").read_text("utf-8")


def test_a_broken_forecast_is_a_notice_beside_the_plan_and_an_error_where_it_is_named(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forecast.json"
    file.write_text("{", "utf-8")
    target = str(tmp_path / "r.html")
    assert main(["report", str(plan), "-o", target]) == 0
    assert f"the forecast is not shown: {file}:1:2: not JSON" in capsys.readouterr().err
    assert main(["report", str(plan), "--forecast", str(file), "-o", target]) == 2
    assert f"{file}:1:2: not JSON" in capsys.readouterr().err


def test_a_picture_of_a_forecast_needs_one(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "f.svg")
    assert main(["export", "svg", str(plan), "--view", "forecast", "-o", target]) == 2
    assert "there is no forecast of this plan to draw" in capsys.readouterr().err


def test_a_forecast_is_not_for_a_calendar(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--forecast", str(tmp_path), "-o", str(tmp_path / "plan.ics")]
    assert main(["export", "ics", str(plan), *options]) == 2
    assert "--forecast is not for ics. It is for csv or xlsx or" in capsys.readouterr().err

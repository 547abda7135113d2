"""What templates have taken here: by template, item and size, against other work."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from allocator.api.calibrations import calibrate
from allocator.cli.main import main
from allocator.domain import Scenario
from allocator.domain.calibration import Calibration
from allocator.domain.history import PastTask
from allocator.domain.template_estimates import TemplateEstimate
from allocator.domain.uncertainty import Uncertainty
from allocator.forecasting.calibration.calibrate import CalibratedTeam, calibrate_team
from allocator.forecasting.calibration.ratio_tables import ratio_quantiles
from allocator.forecasting.calibration.tasks_of_plans import tasks_of_plans
from allocator.forecasting.calibration.template_takings import template_taking
from allocator.forecasting.draws.need_estimates import NOBODY, NeedEstimate
from allocator.forecasting.draws.params import DrawParams
from allocator.forecasting.draws.quantile_tables import GRID
from allocator.forecasting.draws.ratio_shapes import RatioShapes
from allocator.scenario.companions.calibration import read_calibration
from allocator.scenario.write.calibration_text import calibration_text
from support.plans import plan_of, scenario

HOURS = {"train": 64.0, "read": 16.0, "serve": 40.0}


def of_template(item: str, size: str = "M") -> TemplateEstimate:
    return TemplateEstimate(template="model", version=1, item=item, size=size)


def task(number: int, estimate: float, ratio: float, origin: TemplateEstimate | None) -> PastTask:
    return PastTask(
        item=f"T{number}",
        estimate=estimate,
        actual=estimate * ratio,
        finished=dt.date(2026, 1, 1) + dt.timedelta(days=number),
        origin=origin,
    )


def history(uses: int, ratios: Mapping[str, float], others: int = 60) -> list[PastTask]:
    """Draw other tasks around their estimates, and uses of a template whose items take longer."""
    draws = np.random.default_rng(7)
    found = []
    for _ in range(uses):
        for item, hours in HOURS.items():
            ratio = ratios.get(item, 1.0) * math.exp(draws.normal(0, 0.3))
            found.append(task(len(found), hours, ratio, of_template(item)))
    for _ in range(others):
        hours = float(draws.choice([8, 16, 40]))
        found.append(task(len(found), hours, math.exp(draws.normal(0, 0.3)), None))
    return found


def median(calibration: Calibration, item: str | None, size: str = "M") -> float:
    """Return the median ratio of an estimate of 16 hours."""
    table = ratio_quantiles(
        calibration,
        [16.0],
        kind=[""],
        person=[""],
        project=[""],
        template=[None if item is None else of_template(item, size)],
    ).total
    return float(np.exp(np.interp(0.5, np.linspace(0, 1, table.shape[1]), table[0])))


@pytest.fixture(scope="module")
def slow() -> CalibratedTeam:
    """Return a team whose template takes longer than said, training twice as long."""
    return calibrate_team(history(8, {"train": 2.2, "read": 1.3, "serve": 1.3}))


def test_an_item_says_by_labels_whose_its_estimate_is() -> None:
    origin = of_template("train", "L")
    assert origin.label == "estimate:model@1/train"
    assert TemplateEstimate.of(["nlp", "size:L", origin.label]) == origin
    assert (origin.sized, origin.sized_item) == ("model@1/L", "model@1/L/train")
    for labels in ([], ["size:L"], [origin.label], ["size:L", "estimate:model@x/train"]):
        assert TemplateEstimate.of(labels) is None


def test_a_history_without_templates_gives_what_it_gave() -> None:
    made = calibrate_team(history(0, {}))
    assert not made.templates and not made.calibration.groups.template_size.each
    assert "template" not in calibration_text(made.calibration)
    assert median(made.calibration, None) == median(made.calibration, "train")


def test_the_calibration_counts_and_sums_what_it_rests_on(slow: CalibratedTeam) -> None:
    tasks = [one for one in history(8, {"train": 2.2, "read": 1.3, "serve": 1.3}) if one.origin]
    groups = slow.calibration.groups
    whole = groups.template_size.each["model@1/M"]
    assert (whole.tasks, whole.estimated) == (24, "960h")
    train = groups.template_item.each["model@1/M/train"]
    taken = sum(one.actual or 0 for one in tasks if one.estimate == 64)
    assert train.tasks == 8 and train.taken is not None
    assert float(train.taken.rstrip("h")) == pytest.approx(taken, rel=1e-4)


def test_templates_are_told_from_other_work_and_items_from_each_other(
    slow: CalibratedTeam,
) -> None:
    train, serve, other = (median(slow.calibration, one) for one in ("train", "serve", None))
    assert train > 1.2 * serve and serve > 1.02 * other
    assert train < 2.2, "shrunk towards the whole"
    unknown = median(slow.calibration, "train", "XL")
    assert other < unknown < train, "another size is as the whole"


def test_few_items_count_as_other_work_and_that_is_told() -> None:
    made = calibrate_team(history(3, {"train": 3.0}))
    assert made.templates["model@1/M"].tasks == 9
    assert not made.calibration.has_template("model@1/M")
    assert median(made.calibration, "train") == median(made.calibration, None)


def test_the_file_holds_it(slow: CalibratedTeam, tmp_path: Path) -> None:
    path = tmp_path / "calibration.yaml"
    path.write_text(calibration_text(slow.calibration), "utf-8")
    assert read_calibration(path) == slow.calibration


def need(origin: TemplateEstimate | None, spent: float = 0.0) -> NeedEstimate:
    """Return 1 to 9 days, likely 2, of which 3 count: (1 + 4 x 2 + 9) / 6."""
    return NeedEstimate(
        key="A",
        entry=0,
        points=(480.0, 960.0, 4320.0),
        counted=1440.0,
        hours=24.0,
        likely_hours=16.0,
        spent=spent,
        person=NOBODY,
        project=NOBODY,
        person_id="",
        project_id="",
        kind="",
        template=origin,
        is_certain=False,
        is_scope=False,
    )


def test_ratios_of_the_likely_estimate_take_the_place_of_the_range(slow: CalibratedTeam) -> None:
    shapes = RatioShapes(Uncertainty(calibration=slow.calibration), DrawParams())
    own, other_size, plain = (
        need(one) for one in (of_template("read"), of_template("read", "S"), None)
    )
    tables, rows = shapes.read([own, other_size, plain])
    assert rows[1] == rows[2] != rows[0]
    middle = tables[rows[0]][len(GRID) // 2]
    expected = median(slow.calibration, "read") * 16 / 24
    assert middle == pytest.approx(expected, rel=0.02)


def test_work_under_way_takes_what_is_left_of_the_ratio(slow: CalibratedTeam) -> None:
    shapes = RatioShapes(Uncertainty(calibration=slow.calibration), DrawParams())
    tables, rows = shapes.read([need(of_template("read")), need(of_template("read"), spent=0.3)])
    whole, rest = (tables[row][len(GRID) // 2] for row in rows)
    assert 0 < rest < whole
    assert rest > whole - 0.3 - 1e-9, "what is spent already rules out the short ones"


def test_a_plan_is_a_history_of_its_templates() -> None:
    items = [
        {
            "id": f"CH-{name}",
            "effort": effort,
            "state": "done",
            "started": "2026-11-02",
            "finished": "2026-11-06",
            "people": ["ana"],
            "spent": "30h",
            "labels": labels,
        }
        for name, effort, labels in (
            ("train", {"low": "2d", "likely": "3d", "high": "9d"},
             ["size:M", "estimate:model@1/train"]),
            ("own", "3d", ["size:M", "template:model"]),
        )
    ]  # fmt: skip
    plan = plan_of(scenario(people=[{"id": "ana"}], items=items), [])
    tasks, _ = tasks_of_plans([plan])
    assert [(one.estimate, one.actual, one.origin) for one in tasks] == [
        (24.0, 30.0, of_template("train")),
        (24.0, 30.0, None),
    ]


def written(path: Path) -> Path:
    lines = ["item,estimate,actual,finished,labels"]
    lines += [
        f"{one.item},{one.estimate}h,{one.actual:.4f}h,{one.finished},"
        + ("" if one.origin is None else f"nlp; size:{one.origin.size}; {one.origin.label}")
        for one in history(8, {"train": 2.2, "read": 1.3, "serve": 1.3})
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_csv_file_has_labels(tmp_path: Path, slow: CalibratedTeam) -> None:
    made = calibrate(written(tmp_path / "done.csv"))
    assert made.calibration.groups.template_item.each.keys() == (
        slow.calibration.groups.template_item.each.keys()
    )
    told = "Template model@1/M: 24 finished items took "
    assert any(line.startswith(told) for line in made.report)


def test_show_tells_what_a_template_has_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history_file, target = written(tmp_path / "done.csv"), tmp_path / "calibration.yaml"
    assert main(["calibrate", str(history_file), "-o", str(target)]) == 0
    capsys.readouterr()
    show = ["template", "show", "model", "--calibration", str(target)]
    assert main(show) == 0
    told = capsys.readouterr().out.partition("What model@1/M has taken here\n")[2]
    assert told.startswith("24 finished items took ") and " of 120 d estimated: " in told
    rows = {line.split()[0]: line.split() for line in told.splitlines() if line[:1].isalpha()}
    assert rows["train"][1:4] == ["8", "d", "8"] and rows["monitor"][3] == "0"
    assert main([*show, "--size", "L"]) == 0
    told = capsys.readouterr().out.partition("What model@1/L has taken here\n")[2]
    assert told.startswith("The calibration has too few finished items")
    assert "model@1/M" in told


def test_taking_is_worked_out_by_the_same_ratios(slow: CalibratedTeam) -> None:
    taking = template_taking(slow.calibration, "model", 1, "M", {"read": 16.0})
    assert taking.items[0].p50 == pytest.approx(16 * median(slow.calibration, "read"), rel=0.02)
    assert taking.items[0].p80 > taking.items[0].p50
    assert template_taking(slow.calibration, "model", 2, "M", HOURS).others == ("model@1/M",)


def test_an_effort_of_the_use_is_not_the_template_s() -> None:
    from allocator.scenario.templates import expand_template

    changed = {"train": {"effort": "30d"}, "serve": {"needs": "ml"}, "read": {"due": "2027-01-15"}}
    entries, _ = expand_template("model", None, {"id": "X", "items": changed})
    items = Scenario.model_validate(
        {"version": 1, "name": "t", "calendar": {"start": "2026-12-01"}, "people": [],
         "items": entries}).items  # fmt: skip
    origins = {item.id: TemplateEstimate.of(item.labels) for item in items}
    assert origins["X-train"] is None and origins["X-serve"] is None
    assert origins["X-read"] == of_template("read")
    assert origins["X-gate"] is None and origins["X-shadow"] is None

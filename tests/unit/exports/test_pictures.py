"""Pictures: made without a browser, of a sensible size, with what the plan says in them."""

from __future__ import annotations

import io
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from allocator import wording
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.exports import FORMATS, VIEWS
from allocator.exports.pictures.gantt import MAX_SINGLE_ROWS
from support import forecasts, report_plans


def words(plan: Plan, path: Path, view: str, baseline: Plan | None = None) -> str:
    """Return all text of a drawing."""
    options = {"view": view} if baseline is None else {"view": view, "baseline": baseline}
    FORMATS["svg"].write(plan, path, **options)
    return "\n".join(texts(path))


def texts(path: Path) -> list[str]:
    """Return the texts of a drawing in their order."""
    root = ET.parse(path).getroot()
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("made", [report_plans.rich, report_plans.hostile])
def test_a_png_is_3200_pixels_wide_and_not_empty(tmp_path: Path, view: str, made: object) -> None:
    plan = made()  # type: ignore[operator]
    path = tmp_path / "plan.png"
    forecast = forecasts.forecast_of(plan)
    written = FORMATS["png"].write(plan, path, view=view, baseline=plan, forecast=forecast)
    assert written == [path]
    image = Image.open(io.BytesIO(path.read_bytes()))
    assert image.width == 3200
    assert 200 < image.height < 3200
    assert len(image.convert("RGB").getcolors(1 << 24)) > 10


def test_the_gantt_chart_names_every_item_and_who_does_it(tmp_path: Path) -> None:
    plan = report_plans.rich()
    found = words(plan, tmp_path / "plan.svg", "gantt", report_plans.earlier())
    for entry in plan.items:
        assert (f"{entry.id} {entry.title}" in found) == (entry.state != "dropped")
    assert {"Bo Chen", "▲ 3 d late", "Churn <model>", "in the baseline"} <= set(found.splitlines())


def test_frozen_items_have_a_sign_and_the_legend_tells_of_it(tmp_path: Path) -> None:
    marked = words(report_plans.frozen(), tmp_path / "frozen.svg", "gantt").splitlines()
    plain = words(report_plans.rich(), tmp_path / "rich.svg", "gantt").splitlines()
    assert [line for line in marked if "❄" in line] == ["❄ Bo Chen", "❄ frozen"]
    assert not [line for line in plain if "❄" in line]


def test_the_road_map_has_projects_and_milestones(tmp_path: Path) -> None:
    found = words(report_plans.rich(), tmp_path / "plan.svg", "roadmap").splitlines()
    assert {"7 Dec 2026", "Churn <model>", "▲ ends 18 Dec, 5 d late", "Other work"} <= set(found)
    assert "Churn live, 18 Dec, 3 d late" in found


def test_the_load_has_everybody_and_their_percentages(tmp_path: Path) -> None:
    found = words(report_plans.rich(), tmp_path / "plan.svg", "load").splitlines()
    assert {"Everybody", "Ana Souza", "Bo Chen", "cy", "100"} <= set(found)


def test_many_items_share_rows_so_that_the_picture_stays_a_picture(tmp_path: Path) -> None:
    plan = report_plans.many(600)
    assert len(plan.items) > MAX_SINGLE_ROWS
    FORMATS["png"].write(plan, tmp_path / "plan.png")
    with Image.open(tmp_path / "plan.png") as image:
        assert image.height < 2 * 3200


def test_the_same_plan_gives_the_same_drawing(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        FORMATS["svg"].write(report_plans.rich(), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_hostile_text_is_text_in_a_drawing(tmp_path: Path) -> None:
    found = words(report_plans.hostile(), tmp_path / "plan.svg", "gantt")
    assert "H-0 <script>window.hacked = true</script>" in found
    assert r"H-9 $\frac{1}{0}$ \n" in found
    tags = {element.tag.split("}")[1] for element in ET.parse(tmp_path / "plan.svg").iter()}
    assert not tags & {"script", "image", "foreignObject", "a"}


def test_nothing_planned_is_a_picture_too(tmp_path: Path) -> None:
    plan = report_plans.rich().model_copy(update={"items": ()})
    for view in ("gantt", "roadmap", "load"):
        FORMATS["png"].write(plan, tmp_path / f"{view}.png", view=view)


def test_without_matplotlib_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(InputError, match="pip install matplotlib"):
        FORMATS["png"].write(report_plans.rich(), tmp_path / "plan.png")


def test_the_road_map_explains_the_signs_that_are_on_it(tmp_path: Path) -> None:
    found = words(report_plans.rich(), tmp_path / "plan.svg", "roadmap").splitlines()
    assert {"milestone", "due date of the project", "late", "now"} <= set(found)
    assert "in the baseline" not in found  # there is none


def test_the_forecast_names_each_milestone_with_its_chances(tmp_path: Path) -> None:
    """Churn live: finish Fri 18 Dec; promised by the day of its 72 % quantile."""
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    FORMATS["svg"].write(plan, tmp_path / "f.svg", view="forecast", forecast=forecast)
    found = texts(tmp_path / "f.svg")
    assert {"Churn live", "Everything", "▲ 72 %", "85 %", "risk Data contract slips"} <= set(found)
    by = wording.day_and_month(forecast.promises[0].by)
    assert any(text.startswith(f"72 % by {by}; 85 % by ") for text in found)


def test_without_a_forecast_there_is_no_picture_of_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no forecast of this plan to draw"):
        FORMATS["svg"].write(report_plans.rich(), tmp_path / "f.svg", view="forecast")


@pytest.mark.parametrize(
    ("view", "told"),
    [("gantt", "P10 to P90"), ("roadmap", "P10 to P90 of the forecast")],
)
def test_ranges_of_a_forecast_are_drawn_and_explained(tmp_path: Path, view: str, told: str) -> None:
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    FORMATS["svg"].write(plan, tmp_path / "with.svg", view=view, forecast=forecast)
    assert told in texts(tmp_path / "with.svg")
    assert told not in words(plan, tmp_path / "without.svg", view).splitlines()

"""The report in a real browser: bars where the plan has them, quiet, safe, usable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Plan
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import Forecast
from allocator.exports.page.html import write
from support import forecasts, plan_answers, report_plans
from support.browser import Visit, browser, visit

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture
def show(running: Any, tmp_path: Path) -> Iterator[Open]:
    """Open the report of a plan; afterwards, nothing may have been asked for or gone wrong."""
    visits: list[Visit] = []

    def open_report(
        plan: Plan,
        *,
        baseline: Plan | None = None,
        forecast: Forecast | None = None,
        answers: PlanAnswers | None = None,
        **settings: Any,
    ) -> Visit:
        page = tmp_path / "report.html"
        write(plan, page, baseline=baseline, forecast=forecast, answers=answers)
        visits.append(visit(running, page, **settings))
        return visits[-1]

    yield open_report
    for one in visits:
        assert one.requests == []
        assert one.complaints == []
        one.page.context.close()


def wait_for(locator: Any) -> Any:
    """Return what waits until something holds of a part of the page."""
    from playwright.sync_api import expect

    return expect(locator)


def bars(page: Any) -> dict[str, tuple[str, str]]:
    """Return start and finish of the bars in the document by the item's id."""
    found = page.eval_on_selector_all(
        ".gantt .bar[data-id]",
        "all => all.map(bar => [bar.dataset.id, bar.dataset.start, bar.dataset.finish])",
    )
    return {item: (start, finish) for item, start, finish in found}


def all_bars(page: Any) -> dict[str, tuple[str, str]]:
    """Return all bars, scrolling from top to bottom since only those in sight are there."""
    found = bars(page)
    height = page.evaluate("document.getElementById('gantt').scrollHeight")
    for top in range(0, height, 400):
        page.evaluate(f"document.getElementById('gantt').scrollTop = {top}")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        found |= bars(page)
    return found


def expected(plan: Plan) -> dict[str, tuple[str, str]]:
    return {
        entry.id: (f"{entry.start:%Y-%m-%dT%H:%M}", f"{entry.finish:%Y-%m-%dT%H:%M}")
        for entry in plan.items
        if entry.state != "dropped"
    }


def listed(page: Any) -> list[str]:
    ids: list[str] = page.eval_on_selector_all(
        "#items-table tbody th", "all => all.map(cell => cell.textContent)"
    )
    return ids


def test_the_chart_has_a_bar_for_each_item_at_its_dates(show: Open) -> None:
    plan = report_plans.rich()
    assert all_bars(show(plan).page) == expected(plan)


def test_a_bar_stands_where_its_dates_are_on_the_axis(show: Open) -> None:
    """Three working days and a weekend further right is five days of pixels further right."""
    page = show(report_plans.rich()).page
    left = {
        item: page.locator(f'.bar[data-id="{item}"]').first.evaluate("bar => bar.offsetLeft")
        for item in ("T-2", "T-3")
    }
    assert left["T-3"] - left["T-2"] == pytest.approx(5 * 9, abs=1)
    page.check('input[value="day"]')
    wide = page.locator('.bar[data-id="T-3"]').first.evaluate("bar => bar.offsetWidth")
    assert wide == pytest.approx((7 + 8 / 24) * 30, abs=1)


def test_what_an_item_is_shows_in_signs_and_not_in_colour_alone(show: Open) -> None:
    page = show(report_plans.rich(), baseline=report_plans.earlier()).page
    text = page.locator(".row .text").all_text_contents()
    assert any(line.startswith("▲ 3 d late") and "?" in line for line in text)
    assert any("✓" in line for line in text)
    assert any("▶" in line for line in text)
    assert any("◆" in line for line in text)
    assert page.locator(".gantt .was").count() == 2  # the two that have moved
    assert page.locator(".gantt .band.sprint").count() == 3
    assert page.locator(".gantt .slack").count() == 1


def test_a_frozen_item_has_ends_a_sign_and_a_word_and_can_be_picked(show: Open) -> None:
    page = show(report_plans.frozen()).page
    assert page.locator(".gantt .bar.frozen").count() == 1
    bar = page.locator('.gantt .bar[data-id="T-3"]')
    ends = bar.evaluate(
        "bar => ['::before', '::after'].map(end => getComputedStyle(bar, end).width)"
    )
    assert ends == ["3px", "3px"]
    assert "❄" in page.locator('.row:has(.bar[data-id="T-3"]) .text').inner_text()
    page.select_option("#f-mark", "frozen")
    assert listed(page) == ["T-3"]
    assert "❄ frozen" in page.locator("#items-table tbody").inner_text()


def test_absences_are_hatched_in_the_rows_of_the_person(show: Open) -> None:
    page = show(report_plans.rich()).page
    page.select_option("#group", "person")
    page.check('input[value="day"]')
    row = page.locator('.row:has(.bar[data-id="T-3"])')
    heights = row.locator(".away").evaluate_all("all => all.map(box => box.offsetHeight)")
    assert len(heights) >= 4
    assert set(heights) <= {25, 26}
    # Time off from Tuesday to Wednesday of the week in which the item starts.
    start = row.locator(".bar").evaluate("bar => bar.offsetLeft")
    boxes = row.locator(".away").evaluate_all("all => all.map(b => [b.offsetLeft, b.offsetWidth])")
    assert [round(start + 30 - 30 * 9 / 24), 60] in boxes


def test_links_are_drawn_and_can_be_left_out(show: Open) -> None:
    page = show(report_plans.rich()).page
    assert page.locator(".gantt .links path").count() == 5
    page.uncheck("#show-links")
    wait_for(page.locator(".gantt .links path")).to_have_count(0)


def test_search_and_filters_show_what_fits_in_chart_and_list(show: Open) -> None:
    page = show(report_plans.rich()).page
    page.fill("#search", "train bo")
    wait_for(page.locator("#count")).to_have_text("1 of 8 items")
    assert (set(bars(page)), listed(page)) == ({"T-3"}, ["T-3"])
    page.click("#reset")
    page.select_option("#f-mark", "late")
    assert set(listed(page)) == {"T-3", "M-1"}
    page.select_option("#f-mark", "dropped")
    assert listed(page) == ["U-2"]
    assert page.locator(".gantt .nothing").count() == 1
    page.select_option("#f-mark", "")
    page.select_option("#f-person", label="cy")
    assert set(bars(page)) == {"U-1", "X-1"}
    page.click("#reset")
    page.select_option("#f-project", label="Uplift")
    assert set(listed(page)) == {"U-1", "U-2"}


def test_grouping_puts_each_item_below_its_heading(show: Open) -> None:
    page = show(report_plans.rich()).page
    heads = ".gantt .row.group .name"
    assert page.locator(heads).all_text_contents() == [
        "▾ Churn <model> (5)",
        "▾ Uplift (1)",
        "▾ Other work (1)",
    ]
    page.select_option("#group", "person")
    assert page.locator(heads).all_text_contents() == [
        "▾ Ana Souza (2)",
        "▾ Bo Chen (1)",
        "▾ cy (2)",
        "▾ Nobody (2)",
    ]
    page.select_option("#group", "epic")
    assert page.locator(heads).all_text_contents() == ["▾ Data (2)", "▾ Without an epic (5)"]
    page.click("#fold")
    assert bars(page) == {}


def test_the_keyboard_reaches_everything_in_the_chart(show: Open) -> None:
    page = show(report_plans.rich()).page
    page.focus("#gantt")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    chosen = page.get_attribute("#gantt", "aria-activedescendant")
    assert page.locator(f'[id="{chosen}"] .name').text_content() == "T-3 Train the model"
    page.keyboard.press("Enter")
    assert "Legal approves" in (page.text_content("#details") or "")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the item it comes after
    assert "T-2" in (page.text_content("#details") or "")
    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")  # folds the first project
    assert set(bars(page)) == {"U-1", "X-1"}


def test_a_heading_sorts_the_list(show: Open) -> None:
    page = show(report_plans.rich()).page
    page.click("#items-table thead button >> text=Late")
    assert listed(page)[:2] == ["T-3", "M-1"]
    page.click("#items-table thead button >> text=Title")
    assert listed(page)[0] == "T-2"
    page.click("#items-table thead button >> text=Title")
    assert listed(page)[-1] == "T-2"
    assert page.get_attribute("#items-table th:nth-child(2)", "aria-sort") == "descending"


def test_the_theme_follows_the_system_and_the_button(show: Open) -> None:
    page = show(report_plans.rich(), color_scheme="dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 31)"
    page.click("#theme")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("made", [report_plans.rich, report_plans.hostile])
def test_axe_finds_nothing_to_complain_of(
    show: Open, scheme: str, made: Callable[[], Plan]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    plan = made()
    forecast = forecasts.forecast_of(plan)
    answers = plan_answers.of_rich() if made is report_plans.rich else None
    given = {"baseline": plan, "forecast": forecast, "answers": answers}
    page = show(plan, **given, color_scheme=scheme).page
    page.click(".gantt .row:not(.group) .name >> nth=0")
    # Axe's script is put in by the debugger, which the page's policy does not bind.
    found = axe.Axe().run(page)
    assert not found.response["violations"], found.generate_report()


A4_LANDSCAPE = {"width": 1039, "height": 710}
"""Pixels of a printed page within its margins, at 96 an inch."""


def test_the_opening_of_twenty_projects_prints_on_one_page(show: Open) -> None:
    plan = report_plans.portfolio(20)
    page = show(plan, baseline=plan, viewport=A4_LANDSCAPE).page
    page.emulate_media(media="print")
    assert page.locator("#dates .rag tbody tr").count() == 20
    bottom = page.evaluate("document.getElementById('dates').getBoundingClientRect().bottom")
    assert bottom <= A4_LANDSCAPE["height"]


def test_on_a_phone_each_project_is_a_block_and_nothing_is_cut(show: Open) -> None:
    page = show(report_plans.portfolio(20), viewport={"width": 390, "height": 844}).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    why = page.locator("#dates .rag .why").first.bounding_box()
    assert why is not None and why["x"] >= 0 and why["x"] + why["width"] <= 390
    assert page.locator("#dates .rag th[role=rowheader]").count() == 20


def test_what_a_tracker_may_hold_is_shown_as_text(show: Open) -> None:
    plan = report_plans.hostile()
    page = show(plan).page
    assert all_bars(page) == expected(plan)
    cells = page.eval_on_selector_all(
        "#items-table td.title", "all => all.map(cell => cell.textContent)"
    )
    for title, cell in zip(report_plans.HOSTILE, cells, strict=False):
        assert cell == (title if len(title) <= 2000 else title[:1999] + "…")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script, main iframe, main a[href^=javascript]").count() == 0


def test_the_policy_forbids_what_is_not_the_pages_own(running: Any, tmp_path: Path) -> None:
    write(report_plans.rich(), tmp_path / "report.html")
    page = visit(running, tmp_path / "report.html").page
    outcome = page.evaluate(
        """async () => {
          const blocked = [];
          document.addEventListener(
            "securitypolicyviolation", event => blocked.push(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.hacked = true";
          document.body.append(script);
          const image = new Image();
          image.src = "https://example.org/pixel.png";
          await fetch("https://example.org/").catch(() => 0);
          await new Promise(done => setTimeout(done, 100));
          return [window.hacked === undefined, blocked.sort()];
        }"""
    )
    assert outcome == [True, ["connect-src", "img-src", "script-src-elem"]]
    page.context.close()


def test_it_prints_all_rows_on_landscape_pages(show: Open) -> None:
    plan = report_plans.many(300)
    page = show(plan).page
    paper = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox \[([\d. ]+)\]", paper))
    assert [round(float(side)) for box in boxes for side in box.split()] == [0, 0, 842, 595]
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    text = page.eval_on_selector_all("#paper text", "all => all.map(t => t.textContent).join(' ')")
    assert all(f"I-{number} " in text for number in range(300))
    assert len(listed(page)) == 300
    sheets = page.locator("#paper .sheet svg").count()
    assert sheets >= 300 / 46
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#paper svg").count() == 0


def test_three_thousand_items_keep_the_document_small(show: Open) -> None:
    plan = report_plans.many(3000)
    page = show(plan).page
    assert page.evaluate("document.querySelectorAll('*').length") < 12_000
    page.evaluate("document.getElementById('gantt').scrollTop = 40000")
    wait_for(page.locator('.bar[data-id="I-0"]')).to_have_count(0)
    assert 0 < len(bars(page)) < 80
    page.fill("#search", "number 2999 ")
    wait_for(page.locator("#count")).to_have_text("1 of 3000 items")
    assert bars(page) == {"I-2999": expected(plan)["I-2999"]}


def test_dates_read_as_in_the_plan_whatever_the_readers_time_zone(show: Open) -> None:
    plan = report_plans.rich()
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        page = show(plan, timezone_id=zone).page
        assert all_bars(page) == expected(plan)
        page.click('.row:has(.bar[data-id="T-3"]) .name')
        told = page.text_content("#details") or ""
        assert "Mon 7 Dec 2026 09:00" in told
        assert "Mon 14 Dec 2026 17:00" in told


def test_ranges_of_a_forecast_stand_above_the_ends_of_the_bars(show: Open) -> None:
    """A range begins at P10 and ends at P90, on the same axis as the bars."""
    plan = report_plans.rich()
    forecast = forecasts.forecast_of(plan)
    page = show(plan, forecast=forecast).page
    found = page.eval_on_selector_all(
        ".gantt .row:not(.group)",
        """rows => rows.map(row => {
          const bar = row.querySelector('.bar'), range = row.querySelector('.range');
          return range && [bar.dataset.id, bar.dataset.finish,
            parseFloat(bar.style.left) + parseFloat(bar.style.width || 0),
            parseFloat(range.style.left), parseFloat(range.style.width)];
        }).filter(Boolean)""",
    )
    uncertain = [row for row in forecast.rows if row.kind in ("item", "milestone")]
    assert {entry[0] for entry in found} == {row.id for row in uncertain if row.p10 != row.p90}
    rows = {row.id: row for row in uncertain}
    per_minute = None
    for item, _, end, left, width in found:
        row = rows[item]
        assert row.p10 and row.p90 and row.planned
        scale = width / ((row.p90 - row.p10).total_seconds() / 60)
        per_minute = per_minute or scale
        assert abs(scale - per_minute) < 0.001
        late = (row.planned - row.p10).total_seconds() / 60
        assert abs((end - left) - late * scale) < 2.5
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper svg path[stroke-width='0.8']").count() == len(found)

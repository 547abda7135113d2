"""The page of plans side by side in a real browser: quiet, safe, usable."""

from __future__ import annotations

from pathlib import Path

import pytest

import allocator
from support import sample_plans
from support.browser import browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_and_axe_finds_nothing(tmp_path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    plans = sample_plans.plan(), sample_plans.relaxed_plan()
    (path,) = allocator.compare_plans(*plans, labels=["a", "b"]).save(tmp_path / "c.html")
    with browser() as running:
        page = running.new_context(color_scheme=scheme).new_page()
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        page.on("console", lambda message: seen.append(message.text))
        page.goto(path.as_uri())
        assert seen == [path.as_uri()]
        assert page.locator("td.best .mark").first.inner_text() == "best"
        unguarded = running.new_context(color_scheme=scheme, bypass_csp=True).new_page()
        unguarded.goto(path.as_uri())
        found = axe.Axe().run(unguarded)
        assert found.violations_count == 0, found.generate_report()

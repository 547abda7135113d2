"""A real browser for tests of pages: Chromium from the system, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Visit:
    """An open page, what it asked for beyond itself, and what it complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def program() -> str:
    """Return the path of the browser; skip the test where there is none."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install '.[test]'")
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("needs a browser: apt-get install chromium")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """Run a browser as long as the context lasts."""
    path = program()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield running
        finally:
            running.close()


def visit(running: Any, path: Path, **settings: Any) -> Visit:
    """Open a page from a file in a window of its own, and wait until its script is through."""
    settings = {"viewport": {"width": 1440, "height": 900}, **settings}
    page = running.new_context(**settings).new_page()
    found = Visit(page)
    own = path.resolve().as_uri()
    page.on("request", lambda request: request.url != own and found.requests.append(request.url))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            message.type in ("error", "warning") and found.complaints.append(message.text)
        ),
    )
    page.goto(own)
    page.wait_for_selector("html[data-ready]", state="attached")
    return found

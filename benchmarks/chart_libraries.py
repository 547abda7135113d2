"""Holds chart libraries against the report's own drawing: a Gantt chart with its links, one page.

    pip install altair vl-convert-python plotly bokeh pyecharts playwright
    python benchmarks/chart_libraries.py --bars 400 --bars 3000 -o charts.csv

Each writes bars and finish-start links of the same made-up plan into one HTML file that needs
nothing else, and the same as PNG where it can without a browser. The page is then opened in
Chromium (from the system), once as it is and once under the policy of the report: no requests,
no evaluation of text as code. docs/charts.md has the outcome and what was made of it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = tuple[int, str, dt.datetime, dt.datetime, int | None]
START = dt.datetime(2026, 12, 1, 9)
PEOPLE = 60
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def plan(bars: int) -> list[Row]:
    """Return place, title, start, finish and predecessor of made-up items."""
    found: list[Row] = []
    for place in range(bars):
        start = START + dt.timedelta(days=1.4 * (place // PEOPLE))
        before = place - PEOPLE if place >= PEOPLE else None
        found.append((place, f"Item {place}", start, start + dt.timedelta(days=1.3), before))
    return found


def altair(rows: list[Row], page: Path, picture: Path) -> str:
    """Bars and link lines in Vega-Lite; vl-convert inlines the script and draws the PNG."""
    import altair as alt
    import pandas as pd

    alt.data_transformers.disable_max_rows()
    frame = pd.DataFrame(rows, columns=["place", "title", "start", "finish", "before"])
    joined = frame.merge(frame, left_on="before", right_on="place", suffixes=("", "_b"))
    bar = alt.Chart(frame).mark_bar(height=8).encode(x="start:T", x2="finish:T", y="place:Q")
    link = (
        alt.Chart(joined)
        .mark_rule()
        .encode(x="finish_b:T", x2="start:T", y="place_b:Q", y2="place:Q")
    )
    chart = (bar.encode(tooltip=["title", "start", "finish"]) + link).properties(
        width=1000, height=14 * len(rows)
    )
    chart.interactive().save(page, inline=True)
    clock = time.perf_counter()
    chart.properties(height=min(14 * len(rows), 4000)).save(picture)
    return f"{time.perf_counter() - clock:.1f}"


def plotly(rows: list[Row], page: Path, picture: Path) -> str:
    """Bars with a base, links as one line trace; its pictures need a browser (Kaleido)."""
    import plotly.graph_objects as go

    bars = go.Bar(
        base=[start for _, _, start, _, _ in rows],
        x=[(finish - start).total_seconds() * 1000 for _, _, start, finish, _ in rows],
        y=[place for place, *_ in rows],
        orientation="h",
        text=[title for _, title, *_ in rows],
    )
    x: list[Any] = []
    y: list[Any] = []
    for place, _, start, _, before in rows:
        if before is not None:
            x += [rows[before][3], start, None]
            y += [before, place, None]
    figure = go.Figure([bars, go.Scatter(x=x, y=y, mode="lines", line={"width": 1})])
    figure.update_layout(height=14 * len(rows), xaxis={"type": "date"})
    figure.write_html(page, include_plotlyjs=True)
    return "needs a browser"


def bokeh(rows: list[Row], page: Path, picture: Path) -> str:
    """Horizontal bars and segments; its pictures need a browser (Selenium)."""
    from bokeh.embed import file_html
    from bokeh.models import ColumnDataSource
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    plot = figure(width=1200, height=min(14 * len(rows), 30_000), x_axis_type="datetime")
    plot.hbar(
        y="place",
        left="start",
        right="finish",
        height=0.6,
        source=ColumnDataSource(
            {
                "place": [row[0] for row in rows],
                "title": [row[1] for row in rows],
                "start": [row[2] for row in rows],
                "finish": [row[3] for row in rows],
            }
        ),
    )
    linked = [row for row in rows if row[4] is not None]
    plot.segment(
        x0=[rows[row[4] or 0][3] for row in linked],
        y0=[row[4] for row in linked],
        x1=[row[2] for row in linked],
        y1=[row[0] for row in linked],
    )
    page.write_text(file_html(plot, INLINE, "plan"), "utf-8")
    return "needs a browser"


def own(rows: list[Row], page: Path, picture: Path) -> str:
    """The report itself, whole: with its lists, filters, load and print; pictures by matplotlib."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from allocator.exports.page.html import write as write_page
    from allocator.exports.pictures.png import write as write_picture
    from support import report_plans

    subject = report_plans.many(len(rows))
    write_page(subject, page)
    clock = time.perf_counter()
    write_picture(subject, picture)
    return f"{time.perf_counter() - clock:.1f}"


MAKERS: dict[str, Callable[[list[Row], Path, Path], str]] = {
    "altair": altair,
    "plotly": plotly,
    "bokeh": bokeh,
    "own": own,
}


def look(page: Path, *, strict: bool) -> tuple[str, str]:
    """Open a page and return milliseconds to its first paint and elements or complaints."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "needs Chromium from the system"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    complaints: list[str] = []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=flags)
        tab = running.new_page(viewport={"width": 1440, "height": 900})
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        if strict:
            text = page.read_text("utf-8")
            meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            page = page.with_name("strict.html")
            page.write_text(text.replace("<head>", f"<head>{meta}", 1), "utf-8")
        clock = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="load", timeout=120_000)
        tab.evaluate("() => new Promise(d => requestAnimationFrame(() => setTimeout(d)))")
        drawn = tab.evaluate("document.querySelectorAll('canvas, svg').length")
        seconds = f"{time.perf_counter() - clock:.1f}"
        running.close()
    refused = any("eval" in text.lower() for text in complaints)
    if strict:
        return seconds, "refused: evaluates text" if refused else f"{len(complaints)} errors"
    return seconds, f"{drawn} drawings"


def measure(sizes: list[int]) -> Iterator[dict[str, object]]:
    """Yield a row for each library and size."""
    for bars in sizes:
        rows = plan(bars)
        for name, make in MAKERS.items():
            with tempfile.TemporaryDirectory() as folder:
                page, picture = Path(folder) / "page.html", Path(folder) / "picture.png"
                try:
                    drawn = make(rows, page, picture)
                except ImportError as error:
                    print(f"{name}: left out, {error}", file=sys.stderr)
                    continue
                shown, _ = look(page, strict=False)
                _, strict = look(page, strict=True)
                yield {
                    "library": name,
                    "bars": bars,
                    "page_mb": round(page.stat().st_size / 1e6, 2),
                    "shown_seconds": shown,
                    "under_the_policy": strict,
                    "png_seconds": drawn,
                }


def main() -> None:
    """Measure, and write a CSV table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bars", type=int, action="append", help="how many; may be repeated")
    parser.add_argument("-o", "--output", type=Path, required=True)
    words = parser.parse_args()
    found = list(measure(words.bars or [400, 3000]))
    with words.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    print(words.output.read_text("utf-8"))


if __name__ == "__main__":
    main()

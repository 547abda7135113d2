"""Writes plans side by side into a file, in the format that its name says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from allocator.analysis.side_by_side.model import SideBySide
from allocator.planfile.endings import check_ending, ending
from allocator.planfile.files import write_text


def _markdown(found: SideBySide) -> str:
    from allocator.exports.comparison.markdown import comparison_markdown

    return comparison_markdown(found)


def _csv(found: SideBySide) -> str:
    from allocator.exports.comparison.csv import comparison_csv

    return comparison_csv(found)


def _html(found: SideBySide) -> str:
    from allocator.exports.comparison.html import comparison_html

    return comparison_html(found)


def _json(found: SideBySide) -> str:
    return json.dumps(comparison_document(found), ensure_ascii=False, indent=1) + "\n"


WRITERS: dict[str, Callable[[SideBySide], str]] = {
    ".md": _markdown,
    ".csv": _csv,
    ".html": _html,
    ".json": _json,
}
"""How a comparison is written, by the end of the file's name."""


def comparison_document(found: SideBySide) -> dict[str, Any]:
    """Return the comparison for JSON: the plans, and rows with a value for each of them."""
    document = found.model_dump(mode="json")
    for row in document["rows"]:
        row["best"] = [found.plans[number].label for number in row["best"]]
    return document


def write_comparison(found: SideBySide, target: Path) -> list[Path]:
    """Write plans side by side into one file, which is overwritten.

    Raises
    ------
    InputError
        Its name says no format that is known, or it cannot be written.
    """
    check_ending(target, WRITERS)
    write_text(target, WRITERS[ending(target)](found))
    return [target]

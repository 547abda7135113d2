"""Writes plans side by side as one HTML page that needs no other file."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.side_by_side.model import SideBySide
from allocator.exports.comparison.cells import EMPTY, TITLE, described
from allocator.exports.page.security import content_policy
from allocator.exports.page.sources import comparison_style, environment


def comparison_html(found: SideBySide) -> str:
    """Return the page; it holds no script, and its policy allows none."""
    css = comparison_style()
    return (
        environment()
        .get_template("comparison.html")
        .render(
            title=TITLE,
            policy=content_policy(css, ""),
            css=css,
            lines=list(described(found)),
            labels=[wording.printable(plan.label) for plan in found.plans],
            sections=found.sections,
            notes=found.told_notes,
            empty=EMPTY,
        )
    )

"""Builds the page; this module only wires its parts together."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.risks import item_risks
from allocator.domain import Plan
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.exports.page.boards import boards
from allocator.exports.page.changes import change_table
from allocator.exports.page.headline import headline
from allocator.exports.page.risks import risk_table
from allocator.exports.page.script_data import script_data
from allocator.exports.page.security import content_policy, inert_json
from allocator.exports.page.sources import environment, script, style
from allocator.exports.pictures.heatmap import heatmap
from allocator.exports.pictures.roadmap_drawing import drawn_roadmap


@without_garbage_collection()
def page(plan: Plan, baseline: Plan | None = None) -> str:
    """Return the report of a plan as HTML that needs no other file.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan to compare with.
    """
    risks = item_risks(plan)
    css, js = style(), script()
    return (
        environment()
        .get_template("page.html")
        .render(
            name=wording.printable(plan.scenario.name),
            policy=content_policy(css, js),
            css=css,
            js=js,
            data=inert_json(script_data(plan, baseline, risks)),
            headline=headline(plan, baseline),
            changes=change_table(plan, baseline),
            with_now=plan.scenario.now is not None,
            roadmap=drawn_roadmap(plan, baseline),
            heatmap=heatmap(plan),
            boards=boards(plan),
            risks=risk_table(plan, risks),
        )
    )

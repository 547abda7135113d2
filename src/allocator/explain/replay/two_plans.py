"""Works out from two plans alone what a re-planning from the one to the other was asked."""

from __future__ import annotations

from allocator.domain import Plan, Scenario
from allocator.errors import AllocatorError
from allocator.explain.replay.question import ReplanQuestion, progress_of
from allocator.replanning.prepare import prepare
from allocator.replanning.stability_tier import Keep


def question_of(old: Plan, new: Plan) -> ReplanQuestion:
    """Return what was asked, as far as the plans tell it.

    Progress that the old plan would have by now counts as assumed, other progress as reported.
    Where the new plan was made without a baseline, the least change from the old one is sought.
    """
    was = old.scenario.item_by_id
    items = tuple(
        item.model_copy(update=progress_of(was[item.id])) if item.id in was else item
        for item in new.scenario.items
    )
    silent = new.scenario.model_copy(update={"items": items})
    try:
        assumed = prepare(silent, old).scenario.item_by_id
    except AllocatorError:
        assumed = {}
    as_assumed = {
        item.id
        for item in new.scenario.items
        if item.id in was
        and item.id in assumed
        and progress_of(item) == progress_of(assumed[item.id])
    }
    before = silent.item_by_id
    return ReplanQuestion(
        scenario=new.scenario.model_copy(
            update={
                "items": tuple(
                    before[item.id] if item.id in as_assumed else item
                    for item in new.scenario.items
                )
            }
        ),
        baseline=old,
        reported=[item.id for item in new.scenario.items if item.id not in as_assumed],
        keep=_keep(new.scenario),
    )


def _keep(scenario: Scenario) -> Keep:
    """Return what staying close to the old plan could cost, by the place of stability."""
    tiers = [tier for tier in scenario.tiers if tier != "value"]
    if "stability" not in tiers or len(tiers) == 1:
        return "medium"
    place = tiers.index("stability")
    return "high" if place == 0 else "low" if place == len(tiers) - 1 > 1 else "medium"

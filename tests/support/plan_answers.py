"""What was tried on a plan, made by hand for tests of what shows it."""

from __future__ import annotations

from allocator.domain.answers import (
    AnswerTarget,
    DelayCost,
    MovedDate,
    MoveGroup,
    PlanAnswers,
    ShownCause,
    ShownLever,
    ShownRoadblock,
)


def of_rich() -> PlanAnswers:
    """Return a cause, a lever, roadblocks and moves of ``report_plans.rich``."""
    target = AnswerTarget(kind="milestone", id="M-1")
    moved = MovedDate(kind="milestone", id="M-1", title="Churn live", days=6)
    return PlanAnswers(
        causes=(ShownCause(target=target, kind="away", text="Bo is away <b>", days=2),),
        levers=(
            ShownLever(
                target=target,
                kind="person",
                text="One more like Bo from 7 Dec",
                days=2.5,
                spread=1,
                weighted_hours=40,
                cost=3200,
                chance=0.12,
            ),
        ),
        roadblocks=(
            ShownRoadblock(
                kind="decision",
                text="Legal approves",
                items=("T-3",),
                day=DelayCost(weighted_hours=0),
                week=DelayCost(weighted_hours=8, moved=(moved,)),
            ),
            ShownRoadblock(kind="person", text="Only Bo can train", items=("T-3",), owner="Bo"),
        ),
        moves=(MoveGroup(text="Bo is away", items=("T-3", "T-4"), days=4, dates=(moved,)),),
    )

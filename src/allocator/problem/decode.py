"""A solution as dated plan items: the way back from slots to dates."""

from __future__ import annotations

from allocator.domain import PlanAssignment, PlanItem
from allocator.domain.garbage import no_garbage
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Activity, Finish, Problem, Solution


@no_garbage()
def plan_items(problem: Problem, solution: Solution) -> tuple[PlanItem, ...]:
    """Return bare plan items (id, state, start, finish, assignments) in scenario order."""
    evaluation = Evaluation(problem, solution)
    items = []
    for node, item in enumerate(problem.scenario.items):
        if not solution.planned[node]:
            items.append(PlanItem(id=item.id, state="dropped"))
        elif item.is_milestone:
            sources = tuple((node, source) for source in problem.milestones[node])
            instant = evaluation.instant(Finish((node,), sources))
            assert instant is not None
            moment = problem.timeline.moment(instant)
            items.append(PlanItem(id=item.id, start=moment, finish=moment))
        else:
            activity = problem.activities[problem.activity_of[node]]
            items.append(_item(problem, solution, activity))
    return tuple(items)


def _item(problem: Problem, solution: Solution, activity: Activity) -> PlanItem:
    slot = solution.starts[activity.index]
    assert slot is not None
    timeline = problem.timeline
    start = timeline.moment(int(timeline.starts[slot]))
    assignments = []
    for n, staffing in enumerate(activity.staffing):
        need = activity.item.staffing[n]
        for person in solution.people[activity.index][n]:
            assignments.append(
                PlanAssignment(
                    person=problem.scenario.people[person].id,
                    skills=tuple(need.skills),
                    start=start,
                    finish=timeline.moment(int(timeline.ends[staffing.end(person, slot)])),
                    share=need.share,
                    effort_hours=float(staffing.effort_hours),
                )
            )
    finishes = [assignment.finish for assignment in assignments]
    if activity.elapsed is not None:
        finishes.append(timeline.moment(int(timeline.starts[slot]) + activity.elapsed))
    return PlanItem(
        id=activity.item.id, start=start, finish=max(finishes), assignments=tuple(assignments)
    )

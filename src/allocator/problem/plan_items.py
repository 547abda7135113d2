"""A solution as dated plan items: the way back from slots to dates."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.domain import PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.problem.activity import Activity
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.objective import Finish
from allocator.problem.started import StartedDates, started_dates


@without_garbage_collection()
def plan_items(problem: Problem, scenario: Scenario, solution: Solution) -> tuple[PlanItem, ...]:
    """Return bare plan items (id, state, start, finish, assignments) in scenario order.

    Parameters
    ----------
    problem, scenario
        What is planned, compiled and as it was.
    solution
        A solution of the problem.
    """
    evaluation = Evaluator(problem).evaluate(solution)
    items = []
    scope = scenario.scope
    past = started_dates(scope, problem.timeline)
    for node, item in enumerate(scope.items):
        if not solution.planned[node]:
            items.append(PlanItem(id=item.id, state="dropped"))
        elif item.is_milestone:
            sources = tuple((node, source) for source in problem.milestones[node])
            instant = evaluation.instant(Finish((node,), sources))
            assert instant is not None
            moment = problem.timeline.moment(instant)
            bare = PlanItem(id=item.id, start=moment, finish=moment)
            items.append(bare.model_copy(update={"state": item.state}) if item.is_done else bare)
        elif node in problem.fixed:
            fixed = problem.fixed[node]
            items.append(
                _item(problem, item, fixed.activity, fixed.start, fixed.people, past.get(node))
            )
        elif node not in problem.activity_of:
            items.append(_past(problem, item, past[node]))
        else:
            activity = problem.activities[problem.activity_of[node]]
            slot, people = solution.starts[activity.index], solution.people[activity.index]
            assert slot is not None
            items.append(_item(problem, item, activity, slot, people, past.get(node)))
    if scope is scenario:
        return tuple(items)
    found = {entry.id: entry for entry in items}
    return tuple(found.get(item.id) or _left_out(scenario, item) for item in scenario.items)


def _left_out(scenario: Scenario, item: WorkItem) -> PlanItem:
    return PlanItem(id=item.id, state="dropped" if item.id in scenario.given_up else "contingent")


def _past(problem: Problem, item: WorkItem, past: StartedDates) -> PlanItem:
    """Return an item that is done, or of which only elapsed time remains."""
    assert past.finish is not None
    start, finish = (problem.timeline.moment(at) for at in (past.start, past.finish))
    return PlanItem(
        id=item.id,
        state="planned" if item.state == "todo" else item.state,
        start=start,
        finish=finish,
        assignments=tuple(
            PlanAssignment(person=person, start=start, finish=finish, share=0, effort_hours=0)
            for person in (item.people if item.is_done else ())
        ),
    )


def _item(
    problem: Problem,
    item: WorkItem,
    activity: Activity,
    slot: int,
    people: Sequence[Sequence[int]],
    past: StartedDates | None,
) -> PlanItem:
    timeline = problem.timeline
    start = timeline.moment(int(timeline.starts[slot]))
    assignments = []
    for n, staffing in enumerate(activity.staffing):
        need = item.planned_needs[n]
        for person in people[n]:
            assignments.append(
                PlanAssignment(
                    person=problem.people[person],
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
    if past is not None and past.finish is not None:
        finishes.append(timeline.moment(past.finish))
    return PlanItem(
        id=item.id,
        state="planned" if past is None else "in_progress",
        start=start if past is None else timeline.moment(past.start),
        finish=max(finishes),
        assignments=tuple(assignments),
    )

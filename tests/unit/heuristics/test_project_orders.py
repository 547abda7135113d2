"""Orders of projects where the projects' priorities say nothing."""

from __future__ import annotations

from allocator.heuristics.construct import Constructor, construct
from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.problem.compile import compile_problem
from support.plans import scenario


def test_projects_that_all_have_no_priority_have_an_order() -> None:
    """Their due dates were divided by the greatest priority, which is 0."""
    of = scenario(
        people=[{"id": "ana"}],
        projects=[{"id": name, "priority": 0, "due": "2026-12-04"} for name in "PQ"],
        items=[{"id": f"{name}1", "effort": "1d", "project": name} for name in "PQ"],
        objectives=["makespan"],
    )
    problem = compile_problem(of, axis_days=30)
    found = construct(Constructor(problem, 0), enough=lambda count, _: count >= 1)
    assert found is not None
    orders = ProjectOrders(problem, 0)
    assert orders.start(found.solution, 1)
    orders.run(1, steps=20)
    assert orders.score <= found.score

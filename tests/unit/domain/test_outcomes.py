"""What failed tries mean for other items: contingent, given up, and what waits for fallbacks."""

from __future__ import annotations

from typing import Any

from allocator.checks.outcomes import Outcomes
from allocator.domain import Scenario
from support.plans import scenario

FAILED = {"state": "failed", "started": "2026-12-01", "finished": "2026-12-02"}


def _scenario(*items: dict[str, Any], **fields: Any) -> Scenario:
    return scenario(items=[{"effort": "1d", **item} for item in items], **fields)


def _after(of: Scenario, name: str) -> list[str]:
    """Ids of what an item waits for, as planner and checker have it, which must agree."""
    item = of.item_by_id[name]
    links = of.links_of(item)
    by_checker = Outcomes(of).links(item)
    assert sorted(map(repr, links)) == sorted(map(repr, by_checker))
    return [link.item for link in links]


def _given_up(of: Scenario) -> dict[str, str]:
    by_checker = Outcomes(of)
    assert {name: ids[0] for name, ids in by_checker.given_up.items()} == of.given_up
    assert by_checker.contingent == of.contingent
    return of.given_up


def test_a_scenario_without_experiments_is_planned_as_it_is() -> None:
    of = _scenario({"id": "A"}, {"id": "B", "after": "A"})
    assert of.scope is of
    assert of.links_of(of.item_by_id["B"]) is of.item_by_id["B"].after


def test_what_is_contingent_is_left_out_and_holds_nobody_back() -> None:
    of = _scenario(
        {"id": "A", "succeeds": 0.5, "if_fails": {"then": ["F"]}},
        {"id": "F", "optional": True},
        {"id": "B", "after": ["A", "F"]},
    )
    assert of.contingent == {"F"}
    assert [item.id for item in of.scope.items] == ["A", "B"]
    assert _after(of, "B") == ["A"]
    assert of.scope.scope is of.scope
    assert of.tiers == ("tardiness", "flow"), "nothing that may be dropped is part of the plan"


def test_what_waits_for_a_failed_item_waits_for_what_is_done_instead() -> None:
    of = _scenario(
        {"id": "A", **FAILED, "if_fails": {"then": ["F", "G"]}},
        {"id": "F", "after": "A"},
        {"id": "G", "after": ["A", "F"]},
        {"id": "B", "after": [{"item": "A", "lag": "2h"}, {"item": "A", "type": "SS"}]},
    )
    links = of.links_of(of.item_by_id["B"])
    assert [(link.item, link.type, link.lag) for link in links] == [
        ("A", "FS", "2h"),
        ("A", "SS", None),
        ("F", "FS", "2h"),
        ("G", "FS", "2h"),
    ]
    assert _after(of, "G") == ["A", "F"], "those that are done instead do not wait for each other"
    assert _after(of, "F") == ["A"]
    assert _after(of, "B") == ["A", "A", "F", "G"]


def test_what_is_done_instead_of_an_item_may_fail_too() -> None:
    of = _scenario(
        {"id": "G"},
        {"id": "F", **FAILED, "if_fails": {"then": ["G"]}},
        {"id": "A", **FAILED, "if_fails": {"then": ["F"]}},
        {"id": "B", "after": "A"},
    )
    assert _after(of, "B") == ["A", "F", "G"]


def test_what_a_fallback_comes_after_does_not_wait_for_it() -> None:
    """Two fallbacks that would wait for each other's successors make no circle either."""
    of = _scenario(
        {"id": "A", **FAILED, "if_fails": {"then": ["F"]}},
        {"id": "C", **FAILED, "if_fails": {"then": ["G"]}},
        {"id": "X", "after": "A"},
        {"id": "Y", "after": "C"},
        {"id": "F", "after": "Y"},
        {"id": "G", "after": "X"},
    )
    assert _after(of, "X") == ["A", "F"]
    assert _after(of, "Y") == ["C"]


def test_a_failed_item_gives_up_what_has_not_begun() -> None:
    begun = {"state": "in_progress", "started": "2026-12-01"}
    of = _scenario(
        {"id": "A", **FAILED, "if_fails": {"drop": ["C", "D"]}},
        {"id": "C", "if_fails": {"then": ["E"]}},
        {"id": "D", **begun},
        {"id": "E"},
        {"id": "B", "after": ["C", "D"]},
    )
    assert _given_up(of) == {"C": "A"}
    assert _after(of, "B") == ["D"]
    assert of.contingent == {"E"}, "what is done only if C fails is not done at all"


def test_a_stop_gives_up_the_project_but_for_what_is_done_instead() -> None:
    of = _scenario(
        {"id": "A", "project": "p", **FAILED, "if_fails": {"then": ["F"], "stop": True}},
        {"id": "F", "project": "p", "if_fails": {"then": ["G"]}},
        {"id": "G", "project": "p"},
        {"id": "B", "project": "p", "after": "A"},
        {"id": "C", "project": "q", "after": ["A", "B"]},
        projects=[{"id": "p"}, {"id": "q"}],
    )
    assert _given_up(of) == {"B": "A"}
    assert of.contingent == {"G"}
    assert _after(of, "C") == ["A", "F"]


def test_a_further_try_takes_its_share_of_the_effort() -> None:
    of = _scenario(
        {
            "id": "A",
            "effort": "3d",
            "needs": [{"skills": "ml"}, {"skills": "sql", "effort": "1.25h", "people": 2}],
            "if_fails": {"repeat": 2, "effort": 0.6},
            "failures": 1,
        },
        {
            "id": "B",
            "effort": {"low": "1d", "likely": "2d", "high": "10d"},
            "if_fails": {"repeat": 2, "effort": 0.5},
            "failures": 2,
        },
    )
    assert [need.effort for need in of.item_by_id["A"].staffing] == ["1.8d", "0.75h"]
    (need,) = of.item_by_id["B"].staffing
    assert need.model_dump()["effort"] == {"low": "0.5d", "likely": "1d", "high": "5d"}

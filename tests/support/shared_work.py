"""Random scenarios with shared and preferred work among all other rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from support.strategies import Data, Draw, often, rarely, tiny_scenarios, tracked_scenarios


@st.composite
def preferring_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a scenario in which items say who is preferred, and preference is an objective."""
    data = draw(_ordinary(size))
    names = [person["id"] for person in data["people"]]
    for item in data["items"]:
        if item.get("kind") or item.get("state") == "done" or draw(rarely):
            continue
        chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        item["prefer"] = [name for name in chosen if name not in item.get("avoid", ())]
    _with_preference(draw, data)
    return data


@st.composite
def shared_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a scenario in which several people may share the effort of needs."""
    data = draw(preferring_scenarios(size) if draw(rarely) else _ordinary(size))
    for item in data["items"]:
        if "effort" not in item or item.get("state") == "done" or draw(rarely):
            continue
        if item.get("remaining") and not item.get("people"):
            continue
        needs = item.setdefault("needs", [{}])
        number = draw(st.integers(0, len(needs) - 1))
        there = needs[number].get("people", 1)
        least, most = draw(st.integers(1, there)), draw(st.integers(there, 3))
        needs[number] = {**needs[number], "people": {"from": least, "to": most}}
    return data


@st.composite
def held_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a scenario in which items are fixed to a time, or not to be interrupted."""
    data = draw(shared_scenarios(size) if draw(rarely) else _ordinary(size))
    start = dt.date.fromisoformat(str(data.get("now", data["calendar"]["start"]))[:10])
    for item in data["items"]:
        if item.get("kind") or item.get("state") == "done":
            continue
        if item.get("state") == "in_progress":
            staffed = "effort" in item and not item.get("reassign")
            item |= {"uninterrupted": True} if staffed and not draw(rarely) else {}
        elif "not_before" not in item and draw(rarely if size == "medium" else often):
            day = start + dt.timedelta(days=draw(st.integers(0, 5)))
            clock = draw(st.sampled_from(["", "", "T09:00", "T13:00", "T00:00", "T04:00"]))
            item["fixed"] = day.isoformat() + clock
    return data


def _ordinary(size: str) -> st.SearchStrategy[Data]:
    return (tiny_scenarios() if size == "tiny" else tracked_scenarios(size)) | tracked_scenarios(
        size
    )


def _with_preference(draw: Draw, data: dict[str, Any]) -> None:
    """Put preference among the objectives, anywhere, or leave it where it is by default."""
    chosen = data.get("objectives")
    if chosen is None and draw(often):
        return
    chosen = list(chosen or ["flow"])
    chosen.insert(draw(st.integers(0, len(chosen))), "preference")
    data["objectives"] = chosen

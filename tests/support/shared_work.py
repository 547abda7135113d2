"""Random scenarios with shared and preferred work among all other rules."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from support.strategies import Data, Draw, often, rarely, tiny_scenarios, tracked_scenarios


@st.composite
def preferring_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a scenario in which items say who is preferred, and preference is an objective."""
    tiny = tiny_scenarios() if size == "tiny" else tracked_scenarios(size)
    data = draw(tiny | tracked_scenarios(size))
    names = [person["id"] for person in data["people"]]
    for item in data["items"]:
        if item.get("kind") or item.get("state") == "done" or draw(rarely):
            continue
        chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        item["prefer"] = [name for name in chosen if name not in item.get("avoid", ())]
    _with_preference(draw, data)
    return data


def _with_preference(draw: Draw, data: dict[str, Any]) -> None:
    """Put preference among the objectives, anywhere, or leave it where it is by default."""
    chosen = data.get("objectives")
    if chosen is None and draw(often):
        return
    chosen = list(chosen or ["flow"])
    chosen.insert(draw(st.integers(0, len(chosen))), "preference")
    data["objectives"] = chosen

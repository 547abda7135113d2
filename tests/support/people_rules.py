"""Random scenarios whose items ask who is on others, or whose people are on so many at a time."""

from __future__ import annotations

from hypothesis import strategies as st

from support.strategies import (
    Data,
    Draw,
    medium_scenarios,
    mini_scenarios,
    often,
    rarely,
    sometimes,
    tiny_scenarios,
    tracked_scenarios,
)


@st.composite
def paired_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a tiny, mini or medium scenario whose items ask who is on others, or with limits."""
    sized = {"tiny": tiny_scenarios, "mini": mini_scenarios, "medium": medium_scenarios}
    data: Data = draw(tracked_scenarios(size) if draw(sometimes) else sized[size]())
    staffed = [item for item in data["items"] if "effort" in item]
    for number, item in enumerate(staffed[1:], start=1):
        for field in ("not_same_as", "same_as"):
            if not (draw(often) if size != "medium" else draw(rarely)):
                continue
            other = draw(st.sampled_from(staffed[:number]))
            one, two = (item, other) if draw(often) else (other, item)
            said = one.get("not_same_as", []) + one.get("same_as", [])
            said += two.get("not_same_as", []) + two.get("same_as", [])
            if not {one["id"], two["id"]} & set(said):
                one.setdefault(field, []).append(two["id"])
    for item in staffed:
        if item.get("state") == "done" and draw(often):
            number = sum(need.get("people", 1) for need in item.get("needs", [{}]))
            names = [person["id"] for person in data["people"]]
            item["people"] = list(draw(st.permutations(names)))[:number]
    if draw(often):
        data["max_items"] = draw(st.sampled_from([1, 2]))
        for item in staffed if draw(often) else ():
            for need in item.setdefault("needs", [{}]):
                need["share"] = draw(st.sampled_from([0.5, 0.25, 0.4]))
    if draw(sometimes):
        draw(st.sampled_from(data["people"]))["max_items"] = draw(st.sampled_from([1, 2]))
    return data

"""Random scenarios whose items ask who is on others, or whose people are on so many at a time."""

from __future__ import annotations

from hypothesis import strategies as st

from allocator.domain.pair_choices import PairChoices
from support.shared_work import shared_scenarios
from support.strategies import (
    Data,
    Draw,
    as_scenario,
    based_scenarios,
    experimental_scenarios,
    medium_scenarios,
    mini_scenarios,
    often,
    rarely,
    sometimes,
    tiny_scenarios,
    tracked_scenarios,
)

FIELDS = ("not_same_as", "same_as")


@st.composite
def paired_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a tiny, mini or medium scenario whose items ask who is on others, or with limits."""
    sized = {"tiny": tiny_scenarios, "mini": mini_scenarios, "medium": medium_scenarios}
    data: Data = draw(tracked_scenarios(size) if draw(sometimes) else sized[size]())
    return draw(with_people_rules(data, often if size != "medium" else rarely))


@st.composite
def paired_with_baseline(draw: Draw) -> Data:
    """Draw a mini scenario with a baseline, some of it frozen, and such rules."""
    return draw(with_people_rules(draw(based_scenarios()), often))


@st.composite
def paired_and_shared(draw: Draw) -> Data:
    """Draw a tiny scenario in which several people may share needs, with such rules."""
    return draw(with_people_rules(draw(shared_scenarios()), often))


@st.composite
def paired_experiments(draw: Draw) -> Data:
    """Draw a tiny scenario with items that may fail, or have failed, and such rules."""
    return draw(with_people_rules(draw(experimental_scenarios()), often))


@st.composite
def with_people_rules(draw: Draw, data: Data, many: st.SearchStrategy[bool]) -> Data:
    """Let items of a drawn scenario ask who is on others, and people be on so many at a time."""
    staffed = [item for item in data["items"] if "effort" in item]
    for number, item in enumerate(staffed[1:], start=1):
        for field in ("not_same_as", "same_as"):
            other = draw(st.sampled_from(staffed[:number]))
            one, two = (item, other) if draw(often) else (other, item)
            is_open = field == "same_as" and (_is_shared(one) or _is_shared(two))
            if draw(many) and not is_open and not _are_paired(one, two):
                one.setdefault(field, []).append(two["id"])
    for item in staffed:
        if item.get("state") in ("done", "failed") and draw(often):
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
    for name in PairChoices(as_scenario(data).scope).left_out:  # somebody is to be able, or no plan
        item = next(one for one in data["items"] if one["id"] == name)
        item.pop("optional", None)
        item.pop("value", None)
    return data


def _is_shared(item: Data) -> bool:
    return any(isinstance(need.get("people"), dict) for need in item.get("needs", []))


def _are_paired(one: Data, two: Data) -> bool:
    """Return whether one of two items says something of the other's people already."""
    said = [name for item in (one, two) for f in FIELDS for name in item.get(f, [])]
    return bool({one["id"], two["id"]} & set(said))

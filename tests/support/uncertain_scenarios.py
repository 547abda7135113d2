"""Random scenarios with all that forecasts look at: ranges, experiments, risks, promises, absences.

They are those of :mod:`support.strategies` with more fields, built so that they are valid; without
``hard`` they have a plan.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction

from hypothesis import strategies as st

from allocator.domain.quantities import parse_span
from support.strategies import SIZES, Data, Draw, often, rarely, sized_scenarios, sometimes

CALIBRATION: Data = {
    "format": "allocator-calibration/1",
    "tasks": 120,
    "prior": {"source": "public histories", "counts_as_tasks": 30},
    "levels": [5, 25, 50, 75, 95],
    "sizes": [
        {"estimate": "4h", "ratios": [0.4, 0.8, 1, 1.6, 3.5]},
        {"estimate": "2d", "ratios": [0.5, 0.9, 1.1, 1.5, 2.5]},
    ],
    "groups": {"person": {"variance_between": 0.1, "each": {"p1": {"typical_at": 60}}}},
    "common_factors": {"person": 0.3, "project": 0.2, "sums_seen": 6},
}


@st.composite
def uncertain_scenarios(
    draw: Draw, size: str = "tiny", *, tracked: bool = False, hard: bool = False
) -> Data:
    """Draw a tiny, mini or medium scenario of which much is uncertain.

    Parameters
    ----------
    tracked
        Whether it has sprints and items that have been started, or have failed.
    hard
        Whether it may have no plan.
    """
    chosen = dataclasses.replace(SIZES[size], tracked=tracked, hard=hard)
    data = draw(sized_scenarios(chosen))
    day = dt.date.fromisoformat(data["calendar"]["start"][:10])
    _estimates(draw, data)
    _deliveries(draw, data)
    _experiments(draw, data)
    _absences(draw, data)
    _register(draw, data)
    _promises(draw, data, day, chosen.days)
    _section(draw, data, day)
    return data


def _estimates(draw: Draw, data: Data) -> None:
    """Give low and high to some estimates, and say what has been spent."""
    for item in data["items"]:
        if isinstance(item.get("effort"), str) and draw(often):
            item["effort"] = _range(draw, item["effort"])
        if item.get("state") == "in_progress" and "effort" in item and draw(often):
            item["spent"] = draw(st.sampled_from(["2h", "1d", "3d"]))


def _range(draw: Draw, span: str) -> Data:
    amount, unit = parse_span(span)
    low, high = draw(st.sampled_from([(50, 200), (100, 100), (75, 150), (100, 300)]))
    ends = (Fraction(amount * part, 100) for part in (low, 100, high))
    names = ("low", "likely", "high")
    return {name: f"{float(end):.10g}{unit}" for name, end in zip(names, ends, strict=True)}


def _deliveries(draw: Draw, data: Data) -> None:
    for item in data["items"]:
        for awaited in item.get("waits_for", ()):
            if isinstance(awaited, dict) and draw(often):
                likely = awaited["expected"]
                day = dt.date.fromisoformat(likely[:10])
                low, high = (day + dt.timedelta(days=draw(k)) for k in (_EARLIER, _LATER))
                ends = {"low": low.isoformat(), "likely": likely, "high": high.isoformat()}
                awaited |= {"expected": ends, "owner": "acme"}


_EARLIER, _LATER = st.integers(-4, 0), st.integers(1, 6)


def _experiments(draw: Draw, data: Data) -> None:
    """Let up to two items fail, and items that are done have failed."""
    before = _links(data)
    works = [item for item in data["items"] if "effort" in item]
    failing = draw(st.permutations(works))[: draw(st.integers(0, 2))] if works else []
    for number, item in enumerate(failing, 1):
        _experiment(draw, data, item, number, before)


def _experiment(
    draw: Draw, data: Data, item: Data, number: int, before: dict[str, set[str]]
) -> None:
    earlier = _ancestors(item["id"], before)
    if_fails: Data = {}
    if draw(often):
        if_fails["repeat"] = draw(st.integers(1, 2))
        if draw(often):
            if_fails["effort"] = draw(st.sampled_from([0.6, 0.25, 1.5]))
        linked = _ancestors(item["id"], _links(data))
        redone = [e["id"] for e in data["items"] if e["id"] in linked and "effort" in e]
        if redone and draw(often):
            if_fails["redo"] = [draw(st.sampled_from(redone))]
    if item.get("project") and draw(rarely):
        if_fails["stop"] = True
    later = [
        entry
        for entry in data["items"]
        if entry["id"] not in {*earlier, item["id"]} and entry.get("state", "todo") == "todo"
    ]
    if later and draw(sometimes):
        if_fails["drop"] = [draw(st.sampled_from(later))["id"]]
    if not if_fails or draw(often):
        _fallback(draw, data, item, number, before, later, if_fails)
    item |= {"succeeds": draw(st.sampled_from([0.5, 0.8, 0.2])), "if_fails": if_fails}
    tries = 1 + if_fails.get("repeat", 0)
    if item.get("state") == "done" and draw(often):
        item |= {"state": "failed", "failures": tries}
    elif item.get("state") != "done" and tries > 1 and draw(rarely):
        item["failures"] = draw(st.integers(1, tries - 1))


def _links(data: Data) -> dict[str, set[str]]:
    """Return for each item what it comes after."""
    return {item["id"]: {link["item"] for link in item.get("after", ())} for item in data["items"]}


def _ancestors(name: str, before: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        fresh = before[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def _fallback(
    draw: Draw,
    data: Data,
    item: Data,
    number: int,
    before: dict[str, set[str]],
    later: list[Data],
    if_fails: Data,
) -> None:
    """Add an item, with its own successor at times, that is done if all tries fail."""
    name = f"F{number}"
    same = ("needs", "effort", "assign", "avoid", "project")
    fallback = {"id": name, **{field: item[field] for field in same if field in item}}
    data["items"] = [*data["items"], fallback]
    before[name] = {item["id"]}
    for other, links in _links(data).items():
        before[other] |= {name} if item["id"] in links else set()
    if_fails["then"] = [name]
    waiting = [entry for entry in later if entry["id"] not in if_fails.get("drop", ())]
    if waiting and draw(sometimes):
        entry = draw(st.sampled_from(waiting))
        entry["after"] = [*entry.get("after", ()), {"item": name}]
        before[entry["id"]] = before[entry["id"]] | {name}


def _absences(draw: Draw, data: Data) -> None:
    for person in data["people"]:
        if draw(rarely):
            person["absence"] = {"days_per_year": draw(st.sampled_from([0, 5, 20]))}


def _register(draw: Draw, data: Data) -> None:
    """Draw up to two risks, which may hit the same items."""
    open_items = [item["id"] for item in data["items"] if item.get("state", "todo") == "todo"]
    risks: list[Data] = []
    for number in range(draw(st.integers(0, 2)) if open_items else 0):
        hits = draw(st.sets(st.sampled_from(open_items), min_size=1, max_size=3))
        risk: Data = {"id": f"R{number + 1}", "chance": draw(st.sampled_from([0.3, 0.05, 0.9]))}
        risk["hits"] = [name for name in open_items if name in hits]
        effect = draw(st.sampled_from(["delay", "effort", "both"]))
        if effect != "effort":
            delay = draw(st.sampled_from(["2h", "1d"]))
            risk["delay"] = _range(draw, delay) if draw(often) else delay
        if effect != "delay":
            risk["effort"] = draw(st.sampled_from([0.5, "20%"]))
        risks.append(risk)
    if risks:
        data["risks"] = risks


def _promises(draw: Draw, data: Data, start: dt.date, days: int) -> None:
    gone = {name for item in data["items"] for name in _only_if_fails(item)}
    names = [("milestone", item["id"]) for item in data["items"] if item["id"] not in gone]
    used = {item.get("project") for item in data["items"] if item["id"] not in gone}
    names += [("project", p["id"]) for p in data["projects"] if p["id"] in used]
    promised = draw(st.permutations(names))[: draw(st.integers(0, 2))]
    promises: list[Data] = []
    for field, name in promised:
        by = start + dt.timedelta(days=draw(st.integers(1, 2 * days)))
        promises.append({field: name, "by": by.isoformat()})
        if draw(often):
            promises[-1]["confidence"] = draw(st.sampled_from([0.5, 0.95]))
    if promises:
        data["promises"] = promises


def _only_if_fails(item: Data) -> list[str]:
    """Return what may be given up, or may never be done, on account of an item."""
    if_fails = item.get("if_fails", {})
    return [*if_fails.get("then", ()), *if_fails.get("drop", ())]


def _section(draw: Draw, data: Data, start: dt.date) -> None:
    """Say how estimates are read, and what happens besides."""
    section: Data = {}
    if draw(often):
        section["range"] = draw(st.sampled_from([80, 50, 100]))
    if draw(sometimes):
        section["calibration"] = CALIBRATION
    if draw(sometimes):
        section["absence"] = {"days_per_year": 10, "spell": draw(st.sampled_from(["1d", "2d"]))}
    if "sprints" in data and draw(sometimes):
        section["scope"] = {"growth": draw(st.sampled_from([0.3, 1]))}
        if draw(often):
            section["scope"]["until"] = (start + dt.timedelta(days=5)).isoformat()
    if section:
        data["uncertainty"] = section
    for project in data["projects"]:
        if draw(rarely):
            project["budget"] = 5000
            data["people"][0]["rate"] = 100

"""Random scenarios of people in several zones, who work together and hand over to each other.

They are drawn by a seed alone: rules about zones bite where zones differ, items follow each other
and last for days, which a search for simple examples rarely comes to.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

_PLACES: tuple[tuple[tuple[str, ...], tuple[str, ...], Data], ...] = (
    (
        ("Europe/Berlin", "Europe/London", "America/New_York", "Europe/Paris"),
        ("09:00", "11:00", "15:00"),
        {"slot": "1h", "day_hours": 4},
    ),
    (
        ("UTC", "Asia/Dubai", "Africa/Johannesburg"),
        ("07:00", "09:00"),
        {"slot": "2h", "day_hours": 8},
    ),
    (
        ("Pacific/Auckland", "Australia/Sydney", "America/Los_Angeles"),
        ("09:00", "12:00"),
        {"slot": "1h", "day_hours": 6},
    ),
)
"""Zones, hours at which days begin there, and the grid that all of them fit."""
_FIRSTS = (dt.date(2026, 3, 5), dt.date(2026, 3, 26), dt.date(2026, 10, 22), dt.date(2026, 6, 1))
"""A little before clocks are put forward in America, in Europe, and back; and in summer."""


def distributed_scenarios(items: int = 0) -> st.SearchStrategy[Data]:
    """Draw a scenario of two to four items and two or three people; it may have no plan.

    Parameters
    ----------
    items
        How many there are; 0 for two to four.
    """
    return st.integers(0, 1 << 30).map(lambda seed: _scenario(random.Random(seed), items))


def _scenario(draw: random.Random, items: int) -> Data:
    zones, hours, grid = draw.choice(_PLACES)
    first = draw.choice(_FIRSTS) + dt.timedelta(days=draw.randrange(5))
    people = [_person(draw, k, zones, hours, first) for k in range(draw.choice((2, 3, 3)))]
    data: Data = {
        "name": "random",
        "calendar": {"start": first.isoformat(), "timezone": draw.choice(zones), **grid},
        "people": people,
        "items": [],
        "objectives": [draw.choice(("flow", "makespan")), "tardiness"],
    }
    for _ in range(items or draw.choice((2, 3, 3, 4))):
        data["items"].append(_item(draw, people, data["items"], first))
    if draw.random() < 0.3:
        _begin(draw, data, first)
    return data


def _person(
    draw: random.Random, number: int, zones: tuple[str, ...], hours: tuple[str, ...], first: dt.date
) -> Data:
    person: Data = {"id": f"p{number + 1}", "timezone": draw.choice(zones)}
    if draw.random() < 0.4:
        person["day_start"] = draw.choice(hours)
    if draw.random() < 0.3:
        person["capacity"] = 0.5
    if draw.random() < 0.3:
        day = first + dt.timedelta(days=draw.randrange(6))
        clock = draw.choice(("", "", "T13:00"))
        end = (day + dt.timedelta(days=1)).isoformat()
        person["time_off"] = [{"from": day.isoformat() + clock, "to": end + clock}]
    if draw.random() < 0.2:
        person["workdays"] = ["mon", "tue", "thu", "fri", "sun"]
    return person


def _item(draw: random.Random, people: list[Data], before: list[Data], first: dt.date) -> Data:
    item: Data = {"id": f"I{len(before) + 1}", "effort": draw.choice(("2h", "6h", "1.5d"))}
    kind = draw.random()
    if kind < 0.4:
        item |= {"needs": [{"people": 2}], "effort": draw.choice(("2d", "3d", "4d"))}
        of = item if draw.random() < 0.6 else item["needs"][0]
        of["overlap"] = draw.choice(("2h", "3h", "4h"))
    elif kind < 0.5:
        shared = {"people": {"from": 1, "to": 2}}
        item |= {"needs": [shared, {"effort": "1d"}][: draw.choice((1, 2))], "effort": "3d"}
        item["overlap"] = draw.choice(("2h", "4h"))
    elif kind < 0.6:
        item |= {"needs": [{"effort": "2d"}, {"effort": "3d", "share": 0.5}], "overlap": "2h"}
    elif kind < 0.85:
        item["assign"] = [draw.choice(people)["id"]]
    if before and draw.random() < 0.8:
        link: Data = {"item": draw.choice(before)["id"], "handover": draw.random() < 0.8}
        if draw.random() < 0.2:
            link["lag"] = draw.choice(("2h", "-2h"))
        item["after"] = [link]
    if draw.random() < 0.2:
        due = first + dt.timedelta(days=draw.randrange(2, 9))
        item[draw.choice(("due", "deadline"))] = due.isoformat()
    if draw.random() < 0.15:
        item |= {"optional": True, "value": 2}
    return item


def _begin(draw: random.Random, data: Data, first: dt.date) -> None:
    """Let the first item be done, or in progress, as of the second day."""
    data["now"] = f"{first + dt.timedelta(days=1)}T12:00"
    item, names = data["items"][0], [person["id"] for person in data["people"]]
    item |= {"started": first.isoformat()}
    wanted = [need.get("people", 1) for need in item.get("needs", [{}])]
    places = sum(1 if isinstance(each, dict) else each for each in wanted)
    item["people"] = item.get("assign") or names[:places]
    item["state"] = draw.choice(("done", "in_progress"))
    if item["state"] == "done":
        item["finished"] = first.isoformat()

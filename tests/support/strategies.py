"""Random scenarios, as plain dicts that could be written to a YAML file as they are.

They are valid and consistent (ids exist, no circles, somebody can fill every need), because they
are built that way and nothing is filtered. The tiny ones may still have no plan: deadlines may
be too tight and people may leave. The simplest choice stands first everywhere, so that failing
examples shrink towards it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from allocator.domain import Scenario
from support.oracle import staffings

Data = dict[str, Any]
Draw = st.DrawFn

SKILLS = ("python", "sql")
TIERS = ("tardiness", "flow", "makespan", "cost", "value")
MOST_EXAMPLES = 40
"""Examples of one test where ``ALLOCATOR_THOROUGH`` is not set."""

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large and how nasty scenarios are."""

    items: tuple[int, ...]
    """Numbers of items, each as likely as often as it stands here."""
    people: tuple[int, ...]
    days: int
    """Dates lie within so many days of the start."""
    links: int
    """Most links of one item."""
    hard: bool
    """Whether there may be deadlines, people who leave, and people who never meet."""
    grids: tuple[Data, ...]
    firsts: tuple[dt.date, ...] = (dt.date(2026, 1, 5),)
    """The scenario starts on one of these days, or within a week after it."""
    zones: tuple[str, ...] = ()
    """Time zones, the calendar's and people's, all on one grid; none where there are none."""
    tracked: bool = False
    """Whether there are always sprints, and items that have been started."""


TINY = Size(
    items=(1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5),
    people=(1, 2, 2, 3, 3),
    days=8,
    links=2,
    hard=True,
    grids=(
        {"slot": "1d"},
        {"slot": "4h"},
        {"slot": "2h", "day_hours": 6, "day_start": "08:30"},
        {"slot": "1d", "day_hours": 7.5},
        {"slot": "1h", "day_hours": 4},
        {"slot": "30m", "day_hours": 1.5, "day_start": "00:00"},
        {"slot": "15m", "day_hours": 0.5, "day_start": "23:30"},
        {"slot": "4h", "continuous": True},
        {"slot": "1d", "continuous": True},
    ),
)
MINI = Size(
    items=(1, 2, 3, 3),
    people=(1, 2),
    days=2,
    links=2,
    hard=True,
    grids=({"slot": "1d"}, {"slot": "4h"}, {"slot": "1d", "continuous": True}),
)
MEDIUM = Size(
    items=tuple(range(20, 61)),
    people=tuple(range(4, 11)),
    days=40,
    links=3,
    hard=False,
    grids=(
        {"slot": "1d"},
        {"slot": "4h"},
        {"slot": "1h"},
        {"slot": "2h", "day_hours": 6, "day_start": "08:30"},
        {"slot": "30m", "day_hours": 7.5},
    ),
)

CLOCK_CHANGES = (dt.date(2026, 3, 4), dt.date(2026, 3, 26), dt.date(2026, 10, 22))
"""A little before clocks are put forward in America, in Europe, and back in both."""
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
ZONED_GRIDS: tuple[Data, ...] = (
    {"slot": "30m", "day_hours": 2},
    {"slot": "30m", "day_hours": 1.5, "day_start": "01:30"},
    {"slot": "30m", "day_hours": 1, "day_start": "23:00"},
)

SIZES = {"tiny": TINY, "mini": MINI, "medium": MEDIUM}

often = st.sampled_from([False, True])
sometimes = st.sampled_from([False] * 2 + [True])
rarely = st.sampled_from([False] * 4 + [True])


def settled(examples: int, *, quick: int = MOST_EXAMPLES) -> settings:
    """Return settings for so many examples, the same ones in every run.

    Only ``quick`` of them are drawn where ``ALLOCATOR_THOROUGH`` is not set: fewer than
    :data:`MOST_EXAMPLES` where each takes long.
    """
    thorough = bool(os.environ.get("ALLOCATOR_THOROUGH"))
    return settings(
        max_examples=examples if thorough else min(examples, quick),
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def as_scenario(data: Data) -> Scenario:
    """Return the scenario of a drawn dict."""
    return Scenario.model_validate(data)


@st.composite
def tiny_scenarios(draw: Draw) -> Data:
    """Draw a scenario of up to five items and three people; it may have no plan."""
    return _scenario(draw, TINY)


@st.composite
def mini_scenarios(draw: Draw) -> Data:
    """Draw a scenario of up to three items and two people; it may have no plan."""
    return _scenario(draw, MINI)


@st.composite
def medium_scenarios(draw: Draw) -> Data:
    """Draw a scenario of 20 to 60 items and 4 to 10 people that has a plan."""
    return _scenario(draw, MEDIUM)


@st.composite
def tracked_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a tiny, mini or medium scenario with sprints, and with items that have been started."""
    return _scenario(draw, dataclasses.replace(SIZES[size], tracked=True))


@st.composite
def experimental_scenarios(draw: Draw) -> Data:
    """A tiny scenario in which some items may fail, or have failed."""
    data = draw(tracked_scenarios())
    ids = [item["id"] for item in data["items"]]
    for item in data["items"]:
        others = [name for name in ids if name != item["id"]]
        if item.get("kind") == "milestone" or not others or not draw(often):
            continue
        named = st.lists(st.sampled_from(others), min_size=draw(st.integers(0, 1)), max_size=2)
        rule: Data = {"repeat": 2, "effort": draw(st.sampled_from([0.5, 1.5]))}
        rule |= {"then": sorted(set(draw(named))), "stop": draw(rarely)}
        rule |= {"drop": sorted(set(draw(named)))} if draw(st.booleans()) else {}
        item |= {"succeeds": 0.5, "if_fails": rule}
        if item.get("state") == "done" and draw(often):
            item |= {"state": "failed", "failures": 2}
        elif item.get("state") != "done":
            item["failures"] = draw(st.sampled_from([0, 1]))
    return data


@st.composite
def sized_scenarios(draw: Draw, size: Size) -> Data:
    """Draw a scenario of a size."""
    return _scenario(draw, size)


@st.composite
def based_scenarios(draw: Draw) -> Data:
    """Draw a mini scenario with a baseline to keep to, some of it frozen, and with goals."""
    data = _scenario(draw, dataclasses.replace(MINI, tracked=draw(sometimes)))
    scenario = as_scenario({**data, "objectives": None})
    day = scenario.plan_from.date()
    baseline = []
    for item in scenario.items:
        if item.is_milestone or item.is_done or not (draw(often) or draw(often)):
            continue
        if item.is_started and not item.staffing:
            continue
        team = draw(st.sampled_from(staffings(scenario, item)))
        date = day + dt.timedelta(days=draw(st.sampled_from([0, 0, 1, 1, 2, 3])))
        clock = draw(st.sampled_from([scenario.calendar.day_start, "13:00", "09:00"]))
        entry = {"item": item.id, "start": f"{date.isoformat()}T{clock}"}
        entry["people"] = [person for part in team for person in part]
        if draw(rarely):
            entry["people"] = entry["people"][1:]
        elif draw(rarely):
            entry["frozen"] = True
        baseline.append(entry)
    if baseline:
        others = draw(st.permutations(TIERS))[: draw(st.integers(0, 2))]
        data["objectives"] = list(draw(st.permutations(["stability", *others])))
        data["baseline"] = baseline
        if others and draw(often):
            data["goals"] = {others[0]: draw(st.sampled_from([0, 4, 9.5, 30]))}
    return data


@st.composite
def budgeted_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a tiny, mini or medium scenario whose projects have budgets, as goals or as limits."""
    data = _scenario(draw, dataclasses.replace(SIZES[size], tracked=draw(sometimes)))
    for person in data["people"]:
        person["rate"] = draw(st.sampled_from([10, 50, 80.5, 100, 0]))
    if not data["projects"]:
        data["projects"] = [{"id": "P1"}]
    for item in data["items"]:
        item.setdefault("project", draw(st.sampled_from(data["projects"]))["id"])
        if item.get("state", "todo") != "todo" and not item.get("kind") and draw(often):
            item["spent"] = draw(st.sampled_from(["3h", "1d", "50m"]))
            if item["state"] == "done":
                names = [person["id"] for person in data["people"]]
                item["people"] = names[: draw(st.integers(0, 3))]
    factor = 1 if size == "tiny" else 10 if size == "medium" else 0.5
    for project in data["projects"]:
        amount = factor * draw(st.sampled_from([900, 400, 200, 640.5, 1500]))
        hard = draw(st.booleans()) and size != "medium"
        project["budget"] = {"limit": amount} if hard else amount
    if "objectives" in data and draw(often):
        place = draw(st.integers(0, len(data["objectives"])))
        data["objectives"].insert(place, "budget")
    return data


@st.composite
def zoned_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a tiny, mini or medium scenario with people in several zones as clocks change."""
    grids = ZONED_GRIDS if size != "medium" else ({"slot": "30m"}, {"slot": "30m", "day_hours": 6})
    changes = {"firsts": CLOCK_CHANGES, "zones": ZONES, "grids": grids}
    return _scenario(draw, dataclasses.replace(SIZES[size], **changes))


@st.composite
def busy_scenarios(draw: Draw, size: str = "tiny") -> Data:
    """Draw a scenario with meetings and a rota; half of them with people in several zones."""
    data = draw(zoned_scenarios(size) | tracked_scenarios(size))
    start = dt.date.fromisoformat(data["calendar"]["start"][:10])
    for number, person in enumerate(data["people"]):
        person["role"] = ("engineer", "analyst")[number % 2]
    meetings = [_meeting(draw, data, start, k) for k in range(draw(st.integers(1, 3)))]
    data["meetings"] = meetings
    if draw(often):
        rota: Data = {"id": "support", "takes": draw(st.sampled_from([0.5, 0.2, 1]))}
        rota["people"] = [p["id"] for p in data["people"]][: draw(st.integers(1, 3))]
        rota["first"] = (start + dt.timedelta(days=draw(st.integers(-9, 4)))).isoformat()
        rota["every"] = draw(st.sampled_from(["1w", "1d", "2d"]))
        if draw(rarely):
            rota["until"] = (start + dt.timedelta(days=6)).isoformat()
        data["rota"] = [rota]
    return data


def _meeting(draw: Draw, data: Data, start: dt.date, number: int) -> Data:
    calendar = data["calendar"]
    meeting: Data = {"id": f"M{number + 1}", "length": draw(st.sampled_from(["15m", "30m", "2h"]))}
    opens = calendar.get("day_start", "09:00")
    meeting["at"] = draw(st.sampled_from([opens, opens, "09:20", "10:00", "00:30", "23:40"]))
    how = draw(st.sampled_from(["day", "day", "mon", ["tue", "thu"], "2d", "2w", "rule"]))
    if how == "rule":
        meeting["rule"] = draw(
            st.sampled_from(["FREQ=DAILY;COUNT=3", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY"])
        )
    else:
        meeting["every"] = how
    first = start + dt.timedelta(days=draw(st.integers(-3, 3)))
    if how in ("2d", "2w", "rule") or draw(rarely):
        meeting["from"] = first.isoformat()
    if draw(rarely):
        meeting["until"] = (first + dt.timedelta(days=5)).isoformat()
    if draw(rarely):
        meeting["except"] = [(first + dt.timedelta(days=k)).isoformat() for k in (1, 2)]
    if "timezone" in calendar and draw(often):
        meeting["timezone"] = draw(st.sampled_from(ZONES))
    people = [person["id"] for person in data["people"]]
    projects = [{"projects": [project["id"]]} for project in data["projects"]]
    meeting["attendees"] = draw(
        st.sampled_from([people, people[:1], people[-1:], {"roles": ["engineer"]}, *projects])
    )
    return meeting


@st.composite
def widened(draw: Draw, data: Data) -> Data:
    """Draw the same scenario with one more person."""
    start = as_scenario(data).calendar.start
    day = start.date() if isinstance(start, dt.datetime) else start
    newcomer = _person(draw, TINY, day, len(data["people"]))
    return {**data, "people": [*data["people"], newcomer]}


@st.composite
def tightened(draw: Draw, data: Data) -> Data:
    """Draw the same scenario with one more thing to be kept; all needs can still be filled."""
    scenario = as_scenario(data)
    start = scenario.calendar.start
    day = start.date() if isinstance(start, dt.datetime) else start
    changes: list[tuple[str, str, Data]] = []
    for person in data["people"]:
        window, _ = _window(draw, day, 0, TINY)
        off = [*person.get("time_off", []), window]
        changes.append(("people", person["id"], {"time_off": off}))
    for number, item in enumerate(sorted(data["items"], key=lambda item: item["id"])):
        name = item["id"]
        if not item.keys() & {"deadline", "not_before", "date"}:
            if item.get("kind") == "milestone":
                changes.append(("items", name, {"date": _date(draw, day, 1, 8)}))
            changes.append(("items", name, {"not_before": _date(draw, day, 0, 6)}))
            changes.append(("items", name, {"deadline": _date(draw, day, 2, 12)}))
        linked = [link["item"] for link in item.get("after", [])]
        free = [k for k in range(number) if f"I{k + 1}" not in linked]
        if free:
            link = _link(draw, f"I{draw(st.sampled_from(free)) + 1}")
            changes.append(("items", name, {"after": [*item.get("after", []), link]}))
        for person in scenario.people:
            teams = staffings(scenario, scenario.item_by_id[name])
            if any(all(person.id not in part for part in team) for team in teams):
                avoid = sorted({*item.get("avoid", []), person.id})
                if not item.get("kind"):
                    changes.append(("items", name, {"avoid": avoid}))
    part, changed, change = draw(st.sampled_from(changes))
    entries = [{**entry, **change} if entry["id"] == changed else entry for entry in data[part]]
    return {**data, part: entries}


def _scenario(draw: Draw, size: Size) -> Data:
    calendar, start = _calendar(draw, size)
    data: Data = {"name": "random", "calendar": calendar}
    if draw(often):
        data["proficiency"] = {0: 0.5, 1: 0.6, 2: 1.0, 3: 1.3}
    if draw(rarely):
        data["plan_on"] = draw(st.sampled_from(["likely", "high"]))
    people = [_person(draw, size, start, k) for k in range(draw(st.sampled_from(size.people)))]
    resources = [
        {"id": name, "capacity": draw(st.integers(1, 2))}
        for name in ("gpu", "room")[: draw(st.integers(0, 2))]
    ]
    projects = [_project(draw, size, start, k) for k in range(draw(st.integers(0, 2)))]
    items: list[Data] = []
    for _ in range(draw(st.sampled_from(size.items))):
        items.append(_item(draw, size, start, items, people, resources, projects))
    data |= {"people": people, "resources": resources, "projects": projects}
    if size.tracked or draw(sometimes):
        data["sprints"] = _sprints(draw, size, start, people)
        for item in items:
            if not item.get("kind") and draw(often if size.tracked else rarely):
                item["fit"] = not draw(rarely)
    for item in items:
        if draw(rarely):
            item |= _outside(draw, size, start)
    if size.tracked or draw(sometimes):
        data["items"] = items
        _happened(draw, size, start, data)
    data["items"] = items[::-1] if draw(rarely) else items
    if draw(often):
        count = draw(st.integers(1, len(TIERS)))
        data["objectives"] = list(draw(st.permutations(TIERS)))[:count]
    return data


def _date(draw: Draw, start: dt.date, low: int, high: int) -> str:
    """Draw a date, or rarely a date-time, so many days from the start."""
    day = (start + dt.timedelta(days=draw(st.integers(low, high)))).isoformat()
    return day + draw(st.sampled_from(["T10:30", "T15:00", "T04:15"])) if draw(rarely) else day


def _calendar(draw: Draw, size: Size) -> tuple[Data, dt.date]:
    start = draw(st.sampled_from(size.firsts)) + dt.timedelta(days=draw(st.integers(0, 6)))
    calendar: Data = {"start": start.isoformat(), **draw(st.sampled_from(size.grids))}
    if size.zones:
        calendar["timezone"] = draw(st.sampled_from(size.zones))
    if draw(rarely):
        calendar["start"] += draw(st.sampled_from(["T00:00", "T11:00", "T15:45"]))
    if not calendar.get("continuous"):
        if draw(rarely):
            calendar["workdays"] = _workdays(draw, 1 if size.hard else 5)
        if draw(rarely):
            calendar["holidays"] = {"dates": _days(draw, start, size)}
    if size.hard and draw(rarely):
        calendar["end"] = _date(draw, start, 2, 2 * size.days)
    return calendar, start


def _workdays(draw: Draw, least: int) -> list[str]:
    days = draw(st.sets(st.sampled_from(WEEK), min_size=least, max_size=7))
    return [day for day in WEEK if day in days]


def _days(draw: Draw, start: dt.date, size: Size) -> list[str]:
    offsets = draw(st.sets(st.integers(0, size.days), min_size=1, max_size=3))
    return [(start + dt.timedelta(days=offset)).isoformat() for offset in sorted(offsets)]


def _window(draw: Draw, start: dt.date, low: int, size: Size) -> tuple[Data, int]:
    """Draw a time that begins `low` days from the start or later, and the day after it."""
    begin = draw(st.integers(low, max(low, size.days)))
    length = draw(st.integers(0, 4))
    first, last = (start + dt.timedelta(days=begin + k) for k in (0, length))
    clock = draw(st.sampled_from([None, None, ("T10:00", "T13:30"), ("T00:00", "T18:00")]))
    window = {"from": first.isoformat(), "to": last.isoformat()}
    if clock is not None:
        window = {"from": window["from"] + clock[0], "to": window["to"] + clock[1]}
    return window, begin + length + 1


def _person(draw: Draw, size: Size, start: dt.date, number: int) -> Data:
    person: Data = {"id": f"p{number + 1}"}
    if size.zones and not draw(rarely):
        person["timezone"] = draw(st.sampled_from(size.zones))
        if draw(often):
            person["day_start"] = draw(st.sampled_from(["00:00", "08:30", "22:00"]))
            if size.days > 20:
                person["day_start"] = draw(st.sampled_from(["00:00", "08:30"]))
    known = draw(st.sets(st.sampled_from(SKILLS), max_size=len(SKILLS)))
    person["skills"] = {skill: draw(st.integers(0, 3)) for skill in SKILLS if skill in known}
    if draw(often):
        person["capacity"] = draw(st.sampled_from([0.5, 0.8]))
    if draw(often):
        person["rate"] = draw(st.sampled_from([50, 80.5, 10]))
    if draw(rarely):
        person["workdays"] = _workdays(draw, 1 if size.hard else 5)
    if draw(rarely):
        person["holidays"] = {"dates": _days(draw, start, size)}
    if draw(rarely):
        person["time_off"] = [_window(draw, start, 0, size)[0] for _ in range(2)]
    if draw(rarely):
        one, after = _window(draw, start, 0, size)
        two, _ = _window(draw, start, after, size)
        person["availability"] = [
            {**window, "capacity": draw(st.sampled_from([0.5, 0, 0.25, 1]))}
            for window in (one, two)[: draw(st.integers(1, 2))]
        ]
    if draw(rarely):
        person["from"] = _date(draw, start, 0, 4)
    if size.hard and draw(rarely):
        person["to"] = _date(draw, start, 5, 3 * size.days)
    return person


def _project(draw: Draw, size: Size, start: dt.date, number: int) -> Data:
    project: Data = {"id": f"P{number + 1}"}
    if draw(often):
        project["priority"] = draw(st.sampled_from([2, 0.5, 0]))
    return project | _dates(draw, size, start)


def _dates(draw: Draw, size: Size, start: dt.date) -> Data:
    dates: Data = {}
    if draw(rarely):
        dates["not_before"] = _date(draw, start, -1, size.days // 2)
    if draw(often):
        dates["due"] = _date(draw, start, -1, size.days)
    if size.hard and draw(rarely):
        dates["deadline"] = _date(draw, start, size.days // 2 + 1, 2 * size.days)
    return dates


def _item(
    draw: Draw,
    size: Size,
    start: dt.date,
    others: list[Data],
    people: list[Data],
    resources: list[Data],
    projects: list[Data],
) -> Data:
    item: Data = {"id": f"I{len(others) + 1}"}
    kind = draw(st.sampled_from(["work", "work", "needs", "needs", "needs", "elapsed", "stone"]))
    if kind == "stone":
        item["kind"] = "milestone"
    if kind in ("work", "needs"):
        _staff(draw, item, people, only_effort=kind == "work")
    if kind == "elapsed" or (kind == "needs" and draw(rarely)):
        item["elapsed"] = draw(st.sampled_from(["1d", "5h", "8h", "3d", "30h", "0.5h"]))
    if resources and kind != "stone" and draw(often):
        item["resources"] = {
            pool["id"]: draw(st.integers(1, pool["capacity"]))
            for pool in resources[: draw(st.integers(1, len(resources)))]
        }
    if projects and draw(often):
        item["project"] = draw(st.sampled_from(projects))["id"]
    item |= _dates(draw, size, start)
    if kind == "stone" and size.hard and draw(rarely):
        item = {k: v for k, v in item.items() if k not in ("not_before", "deadline")}
        item["date"] = _date(draw, start, 1, 2 * size.days)
    if draw(rarely):
        item["priority"] = draw(st.sampled_from([3, 0.5, 0]))
    if draw(rarely):
        item["optional"] = True
        if draw(often):
            item["value"] = draw(st.sampled_from([2, 0.5, 0]))
    if others:
        earlier = draw(st.sets(st.sampled_from([o["id"] for o in others]), max_size=size.links))
        item["after"] = [_link(draw, other["id"]) for other in others if other["id"] in earlier]
    return item


def _link(draw: Draw, item: str) -> Data:
    link: Data = {"item": item}
    if draw(often):
        link["type"] = draw(st.sampled_from(["FS", "SS", "FF", "SF"]))
    if draw(often):
        working = st.sampled_from(["0h", "4h", "1d", "-4h", "-1d", "1.5d", "-0.2w"])
        elapsed = st.sampled_from(["5h", "1d", "-5h", "3d", "-26h", "0d"])
        link["lag"] = draw(working) if draw(often) else {"elapsed": draw(elapsed)}
    return link


def _awaited(draw: Draw, size: Size, start: dt.date) -> list[Any]:
    """Draw what an item waits for, some of it with a date."""
    found: list[Any] = ["approval"]
    if draw(often):
        found.append({"what": "labels", "kind": "data"})
        found[-1]["expected"] = _date(draw, start, -1, size.days // 2)
    return found


def _outside(draw: Draw, size: Size, start: dt.date) -> Data:
    """Draw what holds an item from outside: what it waits for, or what blocks it."""
    waits = _awaited(draw, size, start)
    if not draw(sometimes):
        return {"waits_for": waits}
    block = {"by": "legal", "owner": "Eve"}
    if len(waits) > 1:
        block["until"] = waits[-1]["expected"]
    if draw(rarely):
        block["since"] = (start - dt.timedelta(days=2)).isoformat()
    return {"waits_for": waits[:1], "blocked": block}


def _sprints(draw: Draw, size: Size, start: dt.date, people: list[Data]) -> Any:
    """Draw sprints in one of their forms; with teams people are given one, or none."""
    if draw(rarely):
        for person in people:
            if draw(st.sampled_from([True, True, False])):
                person["team"] = draw(st.sampled_from(["alpha", "beta"]))
        teams = {name: _calendar_of(draw, size, start) for name in ("alpha", "beta")}
        return {"teams": teams, "fit": draw(often), "capacity": draw(st.sampled_from([1.0, 0.8]))}
    sprints = _calendar_of(draw, size, start)
    if isinstance(sprints, dict):
        sprints["fit"] = draw(often)
    return sprints


def _calendar_of(draw: Draw, size: Size, start: dt.date) -> Any:
    first = start + dt.timedelta(days=draw(st.integers(-3, 3)))
    if draw(often):
        length = draw(st.sampled_from(["3d", "2d", "1w"]))
        count = draw(st.integers(1, max(3, size.days // 7)))
        sprints: Data = {"length": length, "first": first.isoformat(), "count": count}
        if draw(often):
            sprints["capacity"] = draw(st.sampled_from([0.5, 0.8]))
        return sprints
    listed = []
    for _ in range(draw(st.integers(1, 3))):
        last = first + dt.timedelta(days=draw(st.integers(1, 6)))
        listed.append({"from": first.isoformat(), "to": last.isoformat()})
        if draw(rarely):
            listed[-1]["capacity"] = draw(st.sampled_from([0.5, 0.7]))
        first = last + dt.timedelta(days=draw(st.sampled_from([1, 1, 3])))
    return listed


def _happened(draw: Draw, size: Size, start: dt.date, data: Data) -> None:
    """Say that some of the items are done or in progress, as can be."""
    now = _date(draw, start, 0, min(5, size.days))
    if draw(often):
        data["now"] = now
    else:
        now = data["calendar"]["start"]
    today = dt.date.fromisoformat(now[:10])
    held = {pool["id"]: pool["capacity"] for pool in data["resources"]}
    states: dict[str, str] = {}
    for item in data["items"]:
        state = draw(st.sampled_from(["todo", "todo", "done", "in_progress"]))
        links = item.get("after", [])
        if state == "done" and not all(_over(states, link) for link in links):
            state = "in_progress"
        if item.get("kind") and state == "in_progress":
            state = "todo"
        if state == "in_progress" and "elapsed" in item:
            wanted = item.get("resources", {})
            if any(held[name] < amount for name, amount in wanted.items()):
                state = "todo"
            else:
                held = {name: rest - wanted.get(name, 0) for name, rest in held.items()}
        states[item["id"]] = state
        if state != "todo":
            item["state"] = state
            _dated(draw, item, today, now)
        if state == "in_progress" and "effort" in item:
            _remains(draw, size, item, data)


def _over(states: dict[str, str], link: Data) -> bool:
    """Return whether the predecessor's end of a link lies in the past."""
    done = ("done", "in_progress") if link.get("type") in ("SS", "SF") else ("done",)
    return states[link["item"]] in done


def _dated(draw: Draw, item: Data, today: dt.date, now: str) -> None:
    """Give an item that has been started its dates, none of them after now."""
    ago = draw(st.integers(0, 4))
    started = (today - dt.timedelta(days=ago)).isoformat()
    finished = (today - dt.timedelta(days=draw(st.integers(0, ago)))).isoformat()
    if draw(rarely) and ago:
        started += "T13:20"
        finished = now if "T" in now else today.isoformat()
    if item["state"] == "in_progress":
        item["started"] = started
    elif item.get("kind"):
        item["finished"] = finished
    else:
        item |= {"started": started, "finished": finished}


def _remains(draw: Draw, size: Size, item: Data, data: Data) -> None:
    """Say what of an item in progress remains, and who works on it."""
    if draw(often):
        item["remaining"] = _effort(draw)
    if draw(often):
        scenario = as_scenario(data)
        teams = staffings(scenario, scenario.item_by_id[item["id"]])
        team = [name for need in draw(st.sampled_from(teams[:50])) for name in need]
        if size.hard and draw(rarely):
            names = [person["id"] for person in data["people"]]
            team = draw(st.permutations(names))[: len(team)]
        item["people"] = team
    if draw(rarely):
        item["reassign"] = True
    if "people" in item and draw(often):
        _by_person(draw, item)


def _by_person(draw: Draw, item: Data) -> None:
    """Say of each one on an item what remains; somebody may have nothing left, or have left it."""
    left = {name: draw(st.sampled_from(["0h", "2h", "4h", "1d"])) for name in item["people"]}
    if all(span == "0h" for span in left.values()) and "elapsed" not in item:
        left[item["people"][-1]] = "3h"
    item["remaining"] = left
    if len(left) > 1 and draw(rarely):
        item["people"] = item["people"][1:]


def _effort(draw: Draw) -> str | Data:
    if draw(rarely):
        return {"low": "2h", "likely": draw(st.sampled_from(["3h", "4h"])), "high": "6h"}
    return draw(st.sampled_from(["1d", "4h", "2h", "0.5d", "90m", "1.5d", "2d"]))


def _staff(draw: Draw, item: Data, people: list[Data], *, only_effort: bool) -> None:
    """Give the item effort and needs that a team, drawn first, can fill."""
    item["effort"] = _effort(draw)
    size = 1 if only_effort else draw(st.integers(1, min(3, len(people))))
    team = draw(st.permutations(people))[:size]
    names = {person["id"] for person in team}
    if not only_effort:
        cut = draw(st.integers(0, size - 1))
        item["needs"] = [_need(draw, part) for part in (team[cut:], team[:cut]) if part]
    others = [person["id"] for person in people if person["id"] not in names]
    if others and draw(rarely):
        item["avoid"] = draw(st.permutations(others))[: draw(st.integers(1, len(others)))]
    elif draw(rarely):
        item["assign"] = sorted({*names, *others[: draw(st.integers(0, len(others)))]})


def _need(draw: Draw, team: list[Data]) -> Data:
    """Draw a need that all of the team fill, one place for each."""
    need: Data = {"people": len(team)}
    common = [skill for skill in SKILLS if all(skill in person["skills"] for person in team)]
    wanted = draw(st.sets(st.sampled_from(common), max_size=2)) if common else set()
    need["skills"] = {
        skill: draw(st.integers(0, min(person["skills"][skill] for person in team)))
        for skill in common
        if skill in wanted
    }
    if draw(rarely):
        need["effort"] = _effort(draw)
    if draw(often):
        need["share"] = draw(st.sampled_from([0.5, 0.6]))
    return need


@st.composite
def crews(draw: st.DrawFn) -> dict[str, Any]:
    """Draw items that need several people with several skills, around the clock."""
    skills = ("ml", "ops", "sql")[: draw(st.integers(1, 3))]
    chosen = st.lists(st.sampled_from(skills), min_size=1, unique=True)
    people = [
        {"id": f"p{k}", "skills": sorted(draw(chosen))} for k in range(draw(st.integers(2, 4)))
    ]
    items: list[dict[str, Any]] = []
    for k in range(draw(st.integers(2, 4))):
        needs = []
        for skill in sorted(draw(chosen)):
            able = sum(skill in person["skills"] for person in people)
            if able:
                need = {"skills": skill, "people": draw(st.integers(1, min(2, able)))}
                if draw(st.integers(0, 3)) == 0:
                    need["effort"] = f"{draw(st.integers(1, 3))}h"
                needs.append(need)
        if not needs or sum(need["people"] for need in needs) > len(people):
            needs = [{"skills": people[0]["skills"][0]}]
        item = {"id": f"i{k}", "needs": needs, "effort": f"{draw(st.integers(1, 3))}h"}
        if items and draw(st.integers(0, 3)) == 0:
            item["after"] = [draw(st.sampled_from(items))["id"]]
        items.append(item)
    return {
        "name": "crews",
        "calendar": {"start": "2026-11-30", "slot": "1h", "continuous": True},
        "people": people,
        "items": items,
    }

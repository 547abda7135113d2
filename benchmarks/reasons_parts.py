"""Draws what may happen to a plan, one part at a time, for the blind test of reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from instances import BenchmarkError
from replan_changes import (
    Data,
    Open,
    _alike,
    _busy,
    _date,
    _experiments,
    _finish,
    _is_open,
    _one,
    _people_work,
    _project,
    _scaled,
    _start,
)


@dataclass(frozen=True)
class Part:
    """One thing that happens.

    Attributes
    ----------
    kind
        A name of :data:`KINDS`.
    change
        As ``--with`` takes it.
    subjects
        What a reason may name for it: pairs of section and id.
    reported
        Items of whose progress it tells.
    """

    kind: str
    change: Data
    subjects: frozenset[tuple[str, str]]
    reported: frozenset[str] = frozenset()


def draw_parts(left: Open, draw: Random, number: int) -> list[Part]:
    """Return parts of different kinds that touch different entries."""
    kinds = list(KINDS)
    draw.shuffle(kinds)
    found: list[Part] = []
    for kind in kinds:
        if len(found) == number:
            break
        try:
            part = KINDS[kind](left, draw)
        except BenchmarkError:
            continue
        if not any(part.subjects & other.subjects for other in found):
            found.append(part)
    return found


def _item_added(left: Open, draw: Random) -> Part:
    name = _one(_people_work(left), draw, "no work of people")
    item = _alike(left, name, "NEW-1", "Found out") | _project(left, name)
    second = _one([n for n in left.waiting if n != name], draw, "nothing follows")
    change = {"add": {"items": [item]}, "extend": {"items": {second: {"after": ["NEW-1"]}}}}
    return Part("item added", change, frozenset({("items", "NEW-1")}))


def _holiday(left: Open, draw: Random) -> Part:
    day = left.now.date() + timedelta(days=draw.randint(3, 25))
    while day.weekday() > 4:
        day += timedelta(days=1)
    holidays = dict(left.scenario["calendar"].get("holidays", {}))
    days = [str(day + timedelta(days=k)) for k in range(draw.randint(1, 3))]
    holidays["dates"] = sorted({*holidays.get("dates", []), *days})
    return _update("holiday", "calendar", None, {"holidays": holidays})


def _ill(left: Open, draw: Random) -> Part:
    first = left.now.date() + timedelta(days=draw.randint(1, 10))
    last = first + timedelta(days=draw.randint(4, 13))
    begins, ends = (datetime.combine(day, time()) for day in (first, last))
    who = _one(_busy(left, begins, ends), draw, "nobody works then")
    change = {"extend": {"people": {who: {"time_off": [{"from": str(first), "to": str(last)}]}}}}
    return Part("illness", change, frozenset({("people", who)}))


def _estimate(left: Open, draw: Random) -> Part:
    name = _one(_people_work(left), draw, "no work of people")
    item = left.items[name]
    fields = {key: item[key] for key in ("effort", "needs") if key in item}
    return _update("estimate", "items", name, _scaled(fields, draw.choice((1.5, 2, 3))))


def _fails(left: Open, draw: Random) -> Part:
    named = [n for n in _experiments(left) if n in left.running or n in left.waiting]
    tries = [
        entry["id"]
        for entry in left.entries.values()
        if left.items.get(entry["id"], {}).get("if_fails")
        and _start(entry) < left.now
        and _finish(entry) > left.now - timedelta(days=10)
        and entry["state"] != "failed"
    ]
    name = _one(tries or named, draw, "no experiment")
    entry = left.entries[name]
    people = [work["person"] for work in entry["assignments"]]
    if _start(entry) >= left.now or not left.items[name].get("if_fails"):
        raise BenchmarkError("no experiment has begun")
    fields = {
        "state": "failed",
        "started": entry["start"],
        "finished": min(_finish(entry), left.now).isoformat(),
        "people": people,
    }
    part = _update("failed experiment", "items", name, fields)
    return Part(part.kind, part.change, part.subjects, frozenset({name}))


def _skill(left: Open, draw: Random) -> Part:
    pairs = [
        (person["id"], skill)
        for person in left.scenario["people"]
        for name in _people_work(left)
        for work in left.entries[name]["assignments"]
        if work["person"] == person["id"]
        for skill in work.get("skills", ())
        if isinstance(person.get("skills"), dict) and len(person["skills"]) > 1
    ]
    who, skill = _one(pairs, draw, "nobody uses a skill")
    person = next(p for p in left.scenario["people"] if p["id"] == who)
    skills = {key: level for key, level in person["skills"].items() if key != skill}
    return _update("skill removed", "people", who, {"skills": skills})


def _due(left: Open, draw: Random) -> Part:
    return _date_sooner(left, draw, "due pulled in", "due")


def _deadline(left: Open, draw: Random) -> Part:
    name = _one(left.waiting, draw, "nothing waits")
    ends = _finish(left.entries[name])
    soon = max(left.now + timedelta(days=3), ends - timedelta(days=draw.randint(1, 10)))
    return _update("deadline", "items", name, {"deadline": str(soon.date())})


def _date_sooner(left: Open, draw: Random, kind: str, field: str) -> Part:
    dated = [
        (section, entry)
        for section in ("projects", "items")
        for entry in left.scenario.get(section, ())
        if field in entry and _is_open(left, section, entry)
        if _date(entry[field]) > left.now + timedelta(days=14)
    ]
    section, entry = _one(dated, draw, "no such date")
    room = (_date(entry[field]) - left.now).days
    sooner = left.now + timedelta(days=draw.randint(room // 4, room // 2))
    return _update(kind, section, entry["id"], {field: str(sooner.date())})


def _priorities(left: Open, draw: Random) -> Part:
    projects = [p for p in left.scenario.get("projects", ()) if _is_open(left, "projects", p)]
    if len(projects) < 2:
        raise BenchmarkError("no two projects")
    one, other = draw.sample(projects, 2)
    values = [p.get("priority", 1.0) for p in (one, other)]
    if values[0] == values[1]:
        values[0] = values[0] * 4
    update = {one["id"]: {"priority": values[1]}, other["id"]: {"priority": values[0]}}
    subjects = frozenset(("projects", p) for p in update)
    return Part("priorities", {"update": {"projects": update}}, subjects)


def _link(left: Open, draw: Random) -> Part:
    names = left.waiting
    pairs = [
        (a, b)
        for b in names
        for a in names
        if _finish(left.entries[a]) > _start(left.entries[b])
        and _finish(left.entries[a]) < _finish(left.entries[b]) + timedelta(days=5)
        and a not in _followers(left, b)
        and a != b
    ]
    first, second = _one(pairs, draw, "no link to add")
    change = {"extend": {"items": {second: {"after": [first]}}}}
    return Part("link added", change, frozenset({("items", second)}))


def _followers(left: Open, name: str) -> set[str]:
    found, queue = {name}, [name]
    while queue:
        last = queue.pop()
        for item in left.scenario["items"]:
            if item["id"] not in found and any(k["item"] == last for k in item.get("after", ())):
                found.add(item["id"])
                queue.append(item["id"])
    return found


def _capacity(left: Open, draw: Random) -> Part:
    who = _one(_busy(left, left.now, datetime.max), draw, "nobody works")
    person = next(p for p in left.scenario["people"] if p["id"] == who)
    return _update("capacity cut", "people", who, {"capacity": person.get("capacity", 1.0) * 0.5})


def _leaves(left: Open, draw: Random) -> Part:
    who = _one(_busy(left, left.now, datetime.max), draw, "nobody works")
    last = left.now.date() + timedelta(days=draw.randint(5, 25))
    return _update("person leaves", "people", who, {"to": str(last)})


def _joins(left: Open, draw: Random) -> Part:
    model = _one(left.scenario["people"], draw, "nobody is there")
    keys = ("team", "skills", "capacity", "workdays", "holidays", "rate")
    person = {"id": "new-one", "name": "New One", **{k: model[k] for k in keys if k in model}}
    person["from"] = str(left.now.date() + timedelta(days=draw.randint(1, 15)))
    change = {"add": {"people": [person]}}
    return Part("person joins", change, frozenset({("people", "new-one")}))


def _resource(left: Open, draw: Random) -> Part:
    used: dict[str, int] = {}
    for name in left.waiting:
        for key, amount in left.items[name].get("resources", {}).items():
            used[key] = max(used.get(key, 0), amount)
    smaller = [
        r for r in left.scenario.get("resources", ()) if used.get(r["id"], 0) < r["capacity"]
    ]
    resource = _one([r for r in smaller if r["id"] in used], draw, "no resource")
    return _update(
        "resource smaller", "resources", resource["id"], {"capacity": used[resource["id"]]}
    )


def _not_before(left: Open, draw: Random) -> Part:
    name = _one(left.waiting, draw, "nothing waits")
    later = _start(left.entries[name]) + timedelta(days=draw.randint(3, 15))
    fields = {"not_before": str(later.date())}
    return _update("not_before", "items", name, fields)


def _progress(left: Open, draw: Random) -> Part:
    names = [n for n in left.running if left.entries[n]["assignments"]]
    name = _one(names, draw, "nothing runs")
    entry = left.entries[name]
    people = [work["person"] for work in entry["assignments"]]
    most = max(work["effort_hours"] for work in entry["assignments"])
    fields = {
        "state": "in_progress",
        "started": entry["start"],
        "remaining": f"{max(4, round(most * draw.choice((1, 1.5, 2))))}h",
        "people": people,
    }
    part = _update("progress", "items", name, fields)
    return Part(part.kind, part.change, part.subjects, frozenset({name}))


def _update(kind: str, section: str, key: str | None, fields: Data) -> Part:
    if key is None:
        return Part(kind, {"update": {section: fields}}, frozenset({("scenario", section)}))
    return Part(kind, {"update": {section: {key: fields}}}, frozenset({(section, key)}))


KINDS: dict[str, Callable[[Open, Random], Part]] = {
    "item added": _item_added,
    "holiday": _holiday,
    "illness": _ill,
    "estimate": _estimate,
    "failed experiment": _fails,
    "skill removed": _skill,
    "due pulled in": _due,
    "deadline": _deadline,
    "priorities": _priorities,
    "link added": _link,
    "capacity cut": _capacity,
    "person leaves": _leaves,
    "person joins": _joins,
    "resource smaller": _resource,
    "not_before": _not_before,
    "progress": _progress,
}

"""Reads the printed facts of a conflict back into a scenario, and nothing else.

Whatever the lines do not say does not hold: people work every day of the week, anybody does an item
who does nothing else, in steps of a quarter of an hour, and a plan starts a year before. Names are
ids without spaces.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from allocator.domain import Scenario
from allocator.errors import ScenarioError
from allocator.scenario import loads

NAME = r"(?P<name>[\w-]+)(?: \".*?\")?"
DATE = r"\w{3} \d{1,2} \w{3} \d{4}(?: \d\d:\d\d)?"
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
IMPOSSIBLE = {
    *("too-much-work", "no-time", "elapsed-beyond-dates", "no-working-time"),
    *("project-without-time", "beyond-the-last-day"),
}
"""Findings that say that there is no plan."""


class UnreadableFactError(Exception):
    """A line that no sentence is like."""


class FactReader:
    """Reads facts, line by line."""

    def __init__(self) -> None:
        self.calendar: dict[str, Any] = {"start": "2020-01-06", "workdays": WEEK, "slot": "15m"}
        self.items: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.projects: list[dict[str, Any]] = []
        self.resources: dict[str, dict[str, Any]] = {}
        self.sprints: dict[str, Any] = {}
        self.apart: set[str] = set()
        self.speeds: dict[str, float] = {}

    def read(self, lines: Sequence[str]) -> dict[str, Any]:
        """Return the scenario that the lines tell."""
        days = [dt.date.fromisoformat(date(found)[:10]) for found in re.findall(DATE, str(lines))]
        if days:
            self.calendar["start"] = (min(days) - dt.timedelta(days=364)).isoformat()
        for line in lines:
            if not any(self._reads(line, pattern, read) for pattern, read in _SENTENCES):
                raise UnreadableFactError(line)
        for name in self.apart & self.items.keys():
            self._part(name)
        found: dict[str, Any] = {
            "name": "facts",
            "calendar": self.calendar,
            "people": list(self.people.values()),
            "items": list(self.items.values()),
        }
        levels = {1: 1.0, **dict(enumerate(self.speeds.values(), 2))}
        for person, level in zip(self.speeds, range(2, 99), strict=False):
            skills = self.people[person]["skills"]
            self.people[person]["skills"] = dict.fromkeys(skills, level)
        optional = {
            "projects": self.projects,
            "resources": list(self.resources.values()),
            "sprints": self.sprints,
            "proficiency": levels if self.speeds else None,
        }
        return {**found, **{name: value for name, value in optional.items() if value}}

    def _reads(self, line: str, pattern: str, read: Callable[[FactReader, Any], None]) -> bool:
        match = re.fullmatch(pattern, line)
        if match is not None:
            read(self, match.groupdict())
        return match is not None

    def item(self, name: str) -> dict[str, Any]:
        return self.items.setdefault(name, {"id": name, "kind": "milestone"})

    def person(self, name: str) -> dict[str, Any]:
        return self.people.setdefault(name, {"id": name, "skills": {}})

    def project(self, names: str) -> dict[str, Any]:
        project: dict[str, Any] = {"id": f"p{len(self.projects)}"}
        self.projects.append(project)
        for name in names.split(", "):
            self.item(name)["project"] = project["id"]
        return project

    def _part(self, name: str) -> None:
        """Let the people of an item work apart: one item for each."""
        item = self.items[name]
        item.pop("same_as", None)
        for other in self.items.values():
            kept = [one for one in other.get("same_as", []) if one != name]
            other |= {"same_as": kept} if "same_as" in other else {}
        needs = [
            {**need, "people": 1} for need in item["needs"] for _ in range(need.get("people", 1))
        ]
        item["needs"] = needs[:1]
        for number, need in enumerate(needs[1:]):
            part = {**item, "id": f"{name}.{number}", "needs": [need]}
            part.pop("resources", None)
            self.items[part["id"]] = part
            for other in self.items.values():
                if name in other.get("not_same_as", []):
                    other["not_same_as"] = [*other["not_same_as"], part["id"]]
                ends = [one for one in other.get("after", []) if one["item"] == name]
                more = [
                    {**one, "item": part["id"]}
                    for one in ends
                    if one.get("type", "FS") in ("FS", "FF")
                ]
                if more:
                    other["after"] = [*other["after"], *more]


def date(text: str) -> str:
    """Read a date: ``Mon 4 Jan 2027``, ``Mon 4 Jan 2027 12:00``."""
    words = text.split()
    day = dt.datetime.strptime(" ".join(words[1:4]), "%d %b %Y").date().isoformat()
    return f"{day}T{words[4]}" if len(words) > 4 else day


def names(text: str) -> list[str]:
    """Read names in a row: ``a, b and c``, ``a or b``."""
    return re.split(r", | and | or ", text)


def _deadline(reader: FactReader, found: Any) -> None:
    reader.item(found["name"])["deadline"] = date(found["date"])


def _project_deadline(reader: FactReader, found: Any) -> None:
    reader.project(found["inside"])["deadline"] = date(found["date"])


def _project_release(reader: FactReader, found: Any) -> None:
    reader.project(found["inside"])["not_before"] = date(found["date"])


def _budget(reader: FactReader, found: Any) -> None:
    left = _number(found["limit"]) - _number(found["spent"] or "0")
    reader.project(found["inside"])["budget"] = {"limit": left}
    for people, rate in re.findall(r"of (.+?) (?:costs )?([\d,.]+)(?:, |$)", found["rates"]):
        for name in names(people):
            reader.person(name)["rate"] = _number(rate.rstrip(","))


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _end(reader: FactReader, found: Any) -> None:
    reader.calendar["end"] = date(found["date"])


def _fixed(reader: FactReader, found: Any) -> None:
    """What is before that day begins is done by the end of the day before."""
    day = dt.date.fromisoformat(date(found["date"]))
    reader.item(found["name"])["deadline"] = f"{day}T00:00"


_PART = re.compile(
    r"(?P<effort>[\d.]+[dhmw])(?: \([\d.]+ days of 8 hours\))?(?P<each> each)?"
    r"(?P<shared>, shared)?(?: (?:at|by) (?P<share>[\d.]+) % of the time of| by) "
    r"(?:(?P<any>one person|(?P<any_least>\d+ to |up to )?(?P<any_count>\d+) people)"
    r"|(?P<only>only )?(?:(?P<least>\d+ to |up to )?(?P<count>\d+) of )?"
    r"(?P<names>[\w-]+(?:(?:, | or | and )[\w-]+)*)(?: \((?P<why>[^)]*)\))?)"
)


def _item(reader: FactReader, found: Any) -> None:
    item = reader.item(found["name"])
    item.pop("kind", None)
    needs = []
    text = found["parts"]
    while text:
        if elapsed := re.match(r"([\d.]+[dhmw]) of calendar time", text):
            item["elapsed"] = elapsed[1]
            text = text[elapsed.end() :].removeprefix(" and ")
            continue
        match = _PART.match(text)
        if match is None:
            raise UnreadableFactError(text)
        needs.append(_need(reader, f"{found['name']}-{len(needs)}", match))
        text = text[match.end() :].removeprefix(" and ")
    if needs:
        item["needs"] = needs
        several = len(needs) > 1 or needs[0]["people"] not in (1, {"from": 1, "to": 1})
        if found["together"] is None and several:
            reader.apart.add(found["name"])


def _need(reader: FactReader, skill: str, match: re.Match[str]) -> dict[str, Any]:
    if match["any"]:
        count = int(match["any_count"] or 1)
        people = [f"any-{skill}-{k}" for k in range(count)]
    else:
        people = names(match["names"])
        count = int(match["count"] or (len(people) if match["only"] else 1))
    for name in people:
        reader.person(name)["skills"][skill] = 1
    need: dict[str, Any] = {"skills": {skill: 0}, "effort": match["effort"], "people": count}
    if match["shared"]:
        least = (match["any_least"] or match["least"] or str(count)).removesuffix(" to ")
        need["people"] = {"from": 1 if least == "up" else int(least), "to": count}
    return need | ({"share": float(match["share"]) / 100} if match["share"] else {})


def _happens(reader: FactReader, found: Any) -> None:
    reader.item(found["name"])


def _chain(reader: FactReader, found: Any) -> None:
    chain = found["chain"].split(" -> ")
    for pred, succ in pairwise(chain):
        reader.item(pred)
        reader.item(succ).setdefault("after", []).append({"item": pred})


def _link(reader: FactReader, found: Any) -> None:
    kind = found["end"][0].upper() + found["start"][0].upper()
    types = {"SF": "FS", "SS": "SS", "FF": "FF", "FS": "SF"}
    link: dict[str, Any] = {"item": found["pred"], "type": types[kind]}
    if found["lag"]:
        link["lag"] = {"elapsed": found["lag"]} if found["elapsed"] else found["lag"]
    reader.item(found["pred"])
    reader.item(found["name"]).setdefault("after", []).append(link)


def _release(reader: FactReader, found: Any) -> None:
    reader.item(found["name"])["not_before"] = date(found["date"])


def _fit(reader: FactReader, found: Any) -> None:
    reader.item(found["name"])["fit"] = True
    _sprints(reader, found)


def _sprints(reader: FactReader, found: Any) -> None:
    first, last = (dt.date.fromisoformat(date(found[name])) for name in ("first", "last"))
    days = int(found["days"])
    count = ((last - first).days + 1) // days
    reader.sprints |= {"length": f"{days}d", "first": first.isoformat(), "count": count}


def _focus(reader: FactReader, found: Any) -> None:
    _sprints(reader, found)
    reader.sprints["capacity"] = float(found["share"]) / 100


def _resource(reader: FactReader, found: Any) -> None:
    pool = found["pool"]
    reader.resources[pool] = {"id": pool, "capacity": int(found["capacity"])}
    reader.item(found["name"]).setdefault("resources", {})[pool] = int(found["amount"])


def _speed(reader: FactReader, found: Any) -> None:
    for name, speed in re.findall(r"([\w-]+) at ([\d.]+) %", found["people"]):
        reader.speeds[name] = float(speed) / 100


def _start(reader: FactReader, found: Any) -> None:
    reader.calendar["start"] = date(found["date"])


def _step(reader: FactReader, found: Any) -> None:
    steps = {"30 minutes": "30m", "an hour": "1h", "2 hours": "2h", "4 hours": "4h", "a day": "1d"}
    reader.calendar["slot"] = steps[found["step"]]


def _team_days(reader: FactReader, found: Any) -> None:
    reader.calendar["workdays"] = [day.lower() for day in names(found["days"])]
    reader.calendar["day_hours"] = float(found["hours"])


def _person_days(reader: FactReader, found: Any) -> None:
    for name in names(found["who"]):
        reader.person(name)["workdays"] = [day.lower() for day in names(found["days"])]


def _capacity(reader: FactReader, found: Any) -> None:
    for name in names(found["who"]):
        reader.person(name)["capacity"] = float(found["share"]) / 100


def _holidays(reader: FactReader, found: Any) -> None:
    days = {"dates": [date(one) for one in names(found["days"])]}
    if found["who"] == "the team":
        reader.calendar["holidays"] = days
    else:
        for name in names(found["who"]):
            reader.person(name)["holidays"] = days


def _leaves(reader: FactReader, found: Any) -> None:
    reader.person(found["name"])["to"] = date(found["date"])


def _joins(reader: FactReader, found: Any) -> None:
    reader.person(found["name"])["from"] = date(found["date"])


def _away(reader: FactReader, found: Any) -> None:
    last = found["last"] or found["first"]
    off = {"from": date(found["first"]), "to": date(last)}
    reader.person(found["name"]).setdefault("time_off", []).append(off)


def _other_people(reader: FactReader, found: Any) -> None:
    if found["people"]:
        reader.item(found["name"]).setdefault("avoid", []).extend(names(found["people"]))
    else:
        reader.item(found["name"]).setdefault("not_same_as", []).append(found["other"])


def _same_people(reader: FactReader, found: Any) -> None:
    if found["people"]:
        reader.item(found["name"])["assign"] = names(found["people"])
    else:
        reader.item(found["name"]).setdefault("same_as", []).append(found["other"])


def _at_a_time(reader: FactReader, found: Any) -> None:
    reader.person(found["name"])["max_items"] = int(found["most"])


def _partly(reader: FactReader, found: Any) -> None:
    share = float(found["share"]) / 100
    window = {"from": date(found["first"]), "to": date(found["last"] or found["first"])}
    person = reader.person(found["name"])
    person.setdefault("availability", []).append({**window, "capacity": share})


_PERIOD = rf"(?P<first>{DATE})(?: to (?P<last>{DATE}))?"
_SPRINTS = rf"\(each of (?P<days>\d+) days, from (?P<first>{DATE}) to (?P<last>{DATE})\)"
_OTHER = r"(?P<other>[\w-]+)(?: \".*?\")?(?:, (?:done by|which has had) (?P<people>.*))?"
_PASSED = r"(?:, which has passed)?"

_SENTENCES: list[tuple[str, Callable[[FactReader, Any], None]]] = [
    (rf"the whole plan must end by (?P<date>{DATE}){_PASSED} \(calendar\.end\)", _end),
    (
        rf"project [^(]*\((?P<inside>[^)]*)\) must be finished by (?P<date>{DATE}){_PASSED}",
        _project_deadline,
    ),
    (
        rf"project [^(]*\((?P<inside>[^)]*)\) may not start before (?P<date>{DATE})",
        _project_release,
    ),
    (
        r"project [^(]*\((?P<inside>[^)]*)\) may cost at most (?P<limit>[\d,.]+)(?: [A-Z]+)?"
        r"(?:, of which (?P<spent>[\d,.]+) are spent)?(?:; an hour (?P<rates>.*))?",
        _budget,
    ),
    (rf"{NAME} must be finished by (?P<date>{DATE}){_PASSED}", _deadline),
    (
        rf"{NAME} is fixed to (?P<date>{DATE}){_PASSED}(?:, and is blocked[^:]*)?: what it comes "
        "after must be done before that day begins",
        _fixed,
    ),
    (rf"{NAME} (?:still )?takes (?P<parts>.*?)(?P<together>, who start together)?", _item),
    (rf"{NAME} has to happen", _happens),
    (r"(?P<chain>[\w-]+(?: -> [\w-]+)+), each after the other", _chain),
    (
        rf"{NAME} (?P<end>starts|finishes) after (?P<pred>[\w-]+) (?P<start>finishes|starts)"
        r"(?:, lag (?P<lag>-?[\d.]+[dhmw])(?P<elapsed> elapsed)?)?",
        _link,
    ),
    (rf"{NAME} may not start before (?P<date>{DATE})", _release),
    (rf"{NAME} is fixed to (?P<date>{DATE}) and cannot come before", _release),
    (rf"{NAME} waits for .*, expected (?P<date>{DATE})", _release),
    (rf"{NAME} must fit into one sprint of who does it {_SPRINTS}", _fit),
    (
        r"in sprints only (?P<share>[\d.]+) % of everybody's capacity is planned " + _SPRINTS,
        _focus,
    ),
    (
        rf"{NAME} holds (?P<amount>\d+) of the (?P<capacity>\d+) (?P<pool>[\w-]+) from its start "
        "to its finish",
        _resource,
    ),
    (rf"{NAME}: (?P<people>.* at .* %) of full speed, by proficiency in .*", _speed),
    (r"work is planned in steps of (?P<step>.*), and takes whole ones", _step),
    (rf"nothing can be planned before (?P<date>{DATE})", _start),
    (r"the team works on (?P<days>.*), (?P<hours>[\d.]+) hours a day", _team_days),
    (r"(?P<who>.*) works? on (?P<days>.*) only", _person_days),
    (r"(?P<who>.*) (?:has|have) (?P<share>[\d.]+) % of the day for planned work", _capacity),
    (r"(?P<who>.*) (?:does|do) not work on (?P<days>[^(]*?)(?: \(holidays of .*\))?", _holidays),
    (rf"nobody does both {NAME} and {_OTHER} \(not_same_as\)", _other_people),
    (rf"the same people do {NAME} and {_OTHER} \(same_as\)", _same_people),
    (rf"{NAME} is on at most (?P<most>\d+) items? at a time \(max_items\)", _at_a_time),
    (rf"{NAME} leaves (?P<date>{DATE})", _leaves),
    (rf"{NAME} joins (?P<date>{DATE})", _joins),
    (rf"{NAME} is away {_PERIOD}", _away),
    (rf"{NAME} is there at (?P<share>[\d.]+) % only {_PERIOD}", _partly),
]
"""Sentences, and what reads them."""


def read_facts(lines: Sequence[str]) -> Scenario | None:
    """Return the scenario that printed facts tell; None where its reader sees that it has no plan.

    Raises
    ------
    UnreadableFactError
        A line is like no sentence.
    """
    data = FactReader().read(lines)
    try:
        return loads(json.dumps(data)).scenario
    except ScenarioError as error:
        errors = {one.code for one in error.findings if one.severity == "error"}
        if errors <= IMPOSSIBLE:
            return None
        raise

"""Makes what happens to a plan: eight kinds of change, drawn by seed, as files of changes.

    python benchmarks/replan_changes.py PLAN --kind ill --done 0.4 --seed 3

The first line of a file says in words what happens. The same plan, kind, share and seed give the
same change everywhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml

from instances import BenchmarkError

Data = dict[str, Any]
T = TypeVar("T")

FORTNIGHT = timedelta(days=14)
EPIC = 10
"""Items of an epic."""
CUT = 0.1
"""Share of the open items that is cut."""
LEFT_OUT = ("dropped", "contingent")
"""States of a plan's entries that nobody works on."""


@dataclass(frozen=True)
class Open:
    """What a plan has still to do at an instant.

    Attributes
    ----------
    scenario
        As the plan embeds it.
    entries
        The plan's items by id.
    now
        The instant.
    waiting
        Ids of the work items that have not begun, milestones left out, by start.
    running
        Ids of those that have begun and not ended.
    """

    scenario: Data
    entries: dict[str, Data]
    now: datetime
    waiting: list[str]
    running: list[str]

    @property
    def items(self) -> dict[str, Data]:
        """The scenario's items by id."""
        return {item["id"]: item for item in self.scenario["items"]}

    def successors(self, item_id: str) -> list[str]:
        """Return the items that come after another and have not begun, milestones too."""
        return [
            item["id"]
            for item in self.scenario["items"]
            if any(link["item"] == item_id for link in item.get("after", ()))
            and _start(self.entries[item["id"]]) >= self.now
        ]


@dataclass(frozen=True)
class Change:
    """A change as the file of changes has it, and in words."""

    data: Data
    words: str

    @property
    def text(self) -> str:
        """The file."""
        plain: Data = json.loads(json.dumps(self.data))  # nothing is shared, so nothing is an alias
        body = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
        return f"# {self.words}\n{body}"


def read(path: Path) -> Data:
    """Read a plan.json, or that of a folder; raises BenchmarkError where there is none."""
    file = path / "plan.json" if path.is_dir() else path
    try:
        plan: Data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{file}: cannot be read as a plan: {error}") from None
    return plan


def when_done(plan: Data, share: float) -> datetime:
    """Return the first morning, Monday to Friday, on which that share of the effort is done."""
    works = [work for entry in plan["items"] for work in entry["assignments"]]
    total = sum(work["effort_hours"] for work in works)
    if not total:
        raise BenchmarkError("nobody works in the plan")
    calendar = plan["scenario"]["calendar"]
    morning = time.fromisoformat(calendar.get("day_start", "09:00"))
    day = datetime.combine(date.fromisoformat(str(calendar["start"])[:10]), morning)
    while sum(work["effort_hours"] * _part(work, day) for work in works) < share * total:
        day += timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def still_open(plan: Data, now: datetime) -> Open:
    """Return what a plan has still to do."""
    entries = {entry["id"]: entry for entry in plan["items"]}
    work = {item["id"] for item in plan["scenario"]["items"] if item.get("kind") != "milestone"}
    standing = sorted(
        (
            entry
            for entry in plan["items"]
            if entry["id"] in work and entry["state"] not in LEFT_OUT
        ),
        key=_start,
    )
    return Open(
        scenario=plan["scenario"],
        entries=entries,
        now=now,
        waiting=[entry["id"] for entry in standing if _start(entry) >= now],
        running=[entry["id"] for entry in standing if _start(entry) < now < _finish(entry)],
    )


def make(plan: Data, kind: str, share: float, seed: int, attempt: int = 0) -> Change:
    """Return a change of a kind, when a share of the effort is done.

    `attempt` gives others of the same seed, for changes that turn out to be impossible. Raises
    BenchmarkError where the plan has nothing of which there could be such a change.
    """
    left = still_open(plan, when_done(plan, share))
    return KINDS[kind](left, Random(f"{kind} {share:g} {seed} {attempt}"))


def _item_added(left: Open, draw: Random) -> Change:
    third = len(left.waiting) // 3
    middle = left.waiting[third : len(left.waiting) - third]
    links = [(a, b) for b in middle for a in _predecessors(left, b)]
    first, second = _one(links, draw, "no link between items")
    item = _alike(left, _one(_people_work(left), draw, "no work of people"), "NEW-1", "Found out")
    item["after"] = [first]
    item |= _project(left, second)
    return Change(
        {"add": {"items": [item]}, "extend": {second: {"after": ["NEW-1"]}}},
        f"An item is added between {first} and {second}.",
    )


def _epic_added(left: Open, draw: Random) -> Change:
    models = _people_work(left)
    project = left.items[_one(models, draw, "no work of people")].get("project")
    models = [name for name in models if left.items[name].get("project") == project]
    items: list[Data] = []
    for number in range(1, EPIC + 1):
        item = _alike(left, draw.choice(models), f"EPIC-{number}", f"Part {number} of the new epic")
        earlier = [one["id"] for one in items]
        if earlier:
            item["after"] = draw.sample(earlier, min(len(earlier), draw.randint(1, 2)))
        items.append({**item, "group": "EPIC", **({"project": project} if project else {})})
    return Change(
        {"add": {"items": items}},
        f"An epic of {EPIC} items is added to {project or 'the plan'}.",
    )


def _items_cut(left: Open, draw: Random) -> Change:
    if not left.waiting:
        raise BenchmarkError("no item is left that has not begun")
    number = max(1, round(CUT * len(left.waiting)))
    gone = sorted(draw.sample(left.waiting, number))
    return Change(
        {"remove": {"items": gone}, "links": "relink"},
        f"{number} of {len(left.waiting)} open items are cut.",
    )


def _estimate_tripled(left: Open, draw: Random) -> Change:
    name = _one(_people_work(left), draw, "no work of people")
    item = left.items[name]
    fields = {"effort": item["effort"]} if "effort" in item else {}
    if any("effort" in need for need in item.get("needs", ())):
        fields["needs"] = item["needs"]
    return Change(
        {"update": {"items": {name: _tripled(fields)}}}, f"The estimate of {name} is tripled."
    )


def _ill(left: Open, draw: Random) -> Change:
    first = left.now.date() + timedelta(days=1)
    last = first + FORTNIGHT - timedelta(days=1)
    begins, ends = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    who = _one(_busy(left, begins, ends), draw, "nobody works in the next two weeks")
    absence = {"from": first.isoformat(), "to": last.isoformat()}
    return Change(
        {"extend": {"people": {who: {"time_off": [absence]}}}},
        f"{who} is ill from {first} to {last}.",
    )


def _leaves(left: Open, draw: Random) -> Change:
    who = _one(_busy(left, left.now, datetime.max), draw, "nobody has work left")
    last = left.now.date() - timedelta(days=1)
    return Change(
        {"update": {"people": {who: {"to": last.isoformat()}}}},
        f"{who} leaves at the end of {last}.",
    )


def _pulled_in(left: Open, draw: Random) -> Change:
    dated = [
        (section, entry, field)
        for section in ("projects", "items")
        for entry in left.scenario.get(section, ())
        if _is_open(left, section, entry)
        for field in ("deadline", "due")
        if field in entry and (field == "deadline" or "deadline" not in entry)
    ]
    soon = left.now + FORTNIGHT
    possible = [one for one in dated if _date(one[1][one[2]]) > soon]
    section, entry, field = _one(possible, draw, "no date more than two weeks from now")
    earlier = (_date(entry[field]) - FORTNIGHT).date().isoformat()
    fields = {field: earlier}
    if field == "deadline" and "due" in entry and _date(entry["due"]) > _date(earlier):
        fields["due"] = earlier
    name = "deadline" if field == "deadline" else "due date"
    return Change(
        {"update": {section: {entry["id"]: fields}}},
        f"The {name} of {entry['id']} is {earlier}, two weeks sooner.",
    )


def _experiment_fails(left: Open, draw: Random) -> Change:
    name = _one(_experiments(left), draw, "no experiment or the like is left")
    project = _project(left, name)
    why = _alike(left, name, "REWORK-1", f"Find out why {name} failed")
    again = _alike(left, name, "REWORK-2", f"Repeat {name}")
    first = {**_scaled(why, 0.5), "after": [name], **project}
    second = {**again, "after": ["REWORK-1"], **project}
    later = left.successors(name)
    change: Data = {"add": {"items": [first, second]}}
    if later:
        change["extend"] = {"items": {one: {"after": ["REWORK-2"]} for one in later}}
    return Change(change, f"{name} fails; its rework comes before what follows it.")


KINDS: dict[str, Callable[[Open, Random], Change]] = {
    "item-added": _item_added,
    "epic-added": _epic_added,
    "items-cut": _items_cut,
    "estimate-tripled": _estimate_tripled,
    "ill": _ill,
    "leaves": _leaves,
    "date-pulled-in": _pulled_in,
    "experiment-fails": _experiment_fails,
}


def _one(choices: Sequence[T], draw: Random, nothing: str) -> T:
    if not choices:
        raise BenchmarkError(nothing)
    return draw.choice(choices)


def _people_work(left: Open) -> list[str]:
    """Return the items that have not begun and that people have work on."""
    return [
        name
        for name in left.waiting
        if any(work["effort_hours"] > 0 for work in left.entries[name]["assignments"])
    ]


def _predecessors(left: Open, name: str) -> list[str]:
    return [link["item"] for link in left.items[name].get("after", ()) if _plain(link)]


def _plain(link: Data) -> bool:
    return link.get("type", "FS") == "FS" and not link.get("lag")


def _experiments(left: Open) -> list[str]:
    """Return the experiments that are not over; else what else people do that others wait for."""
    mine = [*left.running, *_people_work(left)]
    named = [name for name in mine if "experiment" in left.items[name].get("title", "").lower()]
    waited = [name for name in _people_work(left) if left.successors(name)]
    return named or waited


def _busy(left: Open, begins: datetime, ends: datetime) -> list[str]:
    """Return the people who work between two instants, in the scenario's order."""
    busy = {
        work["person"]
        for entry in left.entries.values()
        for work in entry["assignments"]
        if datetime.fromisoformat(work["start"]) < ends
        and datetime.fromisoformat(work["finish"]) > begins
    }
    return [person["id"] for person in left.scenario["people"] if person["id"] in busy]


def _is_open(left: Open, section: str, entry: Data) -> bool:
    """Whether something of a project, or an item, is not over."""
    ids = [entry["id"]]
    if section == "projects":
        ids = [i["id"] for i in left.scenario["items"] if i.get("project") == entry["id"]]
    return any(_finish(left.entries[name]) > left.now for name in ids if _planned(left, name))


def _planned(left: Open, name: str) -> bool:
    return left.entries[name]["state"] not in LEFT_OUT


def _alike(left: Open, name: str, new: str, title: str) -> Data:
    """Return an item that takes the same work as another."""
    keys = ("needs", "effort", "elapsed", "resources")
    model = left.items[name]
    return {"id": new, "title": title, **{key: model[key] for key in keys if key in model}}


def _project(left: Open, name: str) -> Data:
    project = left.items[name].get("project")
    return {"project": project} if project else {}


def _tripled(fields: Data) -> Data:
    return _scaled(fields, 3)


def _scaled(fields: Data, factor: float) -> Data:
    """Return an item's fields with its efforts times a factor; calendar time stays."""
    scaled = dict(fields)
    if "effort" in fields:
        effort = fields["effort"]
        many = isinstance(effort, dict)
        scaled["effort"] = (
            {key: _times(one, factor) for key, one in effort.items()}
            if many
            else _times(effort, factor)
        )
    if isinstance(fields.get("needs"), list):
        scaled["needs"] = [_scaled(need, factor) for need in fields["needs"]]
    return scaled


def _times(effort: str, factor: float) -> str:
    return f"{float(effort[:-1]) * factor:g}{effort[-1]}"


def _part(work: Data, instant: datetime) -> float:
    """Return the share of somebody's work that lies before an instant, by clock time."""
    start, finish = datetime.fromisoformat(work["start"]), datetime.fromisoformat(work["finish"])
    if finish <= instant:
        return 1.0
    return max(0.0, (instant - start) / (finish - start))


def _start(entry: Data) -> datetime:
    return datetime.fromisoformat(entry["start"]) if entry["start"] else datetime.max


def _finish(entry: Data) -> datetime:
    return datetime.fromisoformat(entry["finish"]) if entry["finish"] else datetime.max


def _date(value: str) -> datetime:
    return datetime.fromisoformat(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a file of changes; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plan", type=Path, metavar="PLAN", help="a plan.json or its folder")
    parser.add_argument("--kind", choices=tuple(KINDS), required=True)
    parser.add_argument("--done", type=float, default=0.4, help="share of the effort; default 0.4")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        plan = read(options.plan)
        text = make(plan, options.kind, options.done, options.seed).text
        print(f"# now: {when_done(plan, options.done):%Y-%m-%dT%H:%M}\n{text}", end="")
    except BenchmarkError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Random scenarios as people and importers write them, and random edits of them."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from allocator.scenario.write.render import render

Data = dict[str, Any]

WORDS = ("Train", "Clean: all", "it's", "Fix #12", "yes", "1.0", "Übung", "a, b", "[x]", "- dash")
FIELDS = ("title", "effort", "due", "needs", "priority", "type", "group", "not_before")
LISTS = ("labels", "after", "avoid")


def value_of(rng: random.Random, field: str, names: list[str]) -> Any:
    """Return a random value of a field of an item."""
    choices: dict[str, Any] = {
        "title": f"{rng.choice(WORDS)} {rng.randrange(1000)}",
        "effort": rng.choice([f"{rng.randrange(1, 99)}d", {"low": "1d", "high": "9d"}]),
        "due": f"2027-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)}",
        "not_before": f"2026-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)}",
        "needs": rng.choice(["sql", {"ml": rng.randrange(1, 5)}, ["a", {"skills": "b"}]]),
        "priority": rng.choice([0.5, 1, 2, 4, rng.randrange(9)]),
        "type": rng.choice(["Story", "Bug", "Task"]),
        "group": rng.choice(["E-1", "E-2", 17]),
        "labels": [f"l{n}" for n in rng.sample(range(9), rng.randrange(1, 4))],
        "avoid": rng.sample(["ana", "bo", "cem"], rng.randrange(1, 3)),
        "after": list(
            dict.fromkeys(
                rng.choice([name, name]) for name in rng.sample(names, min(2, len(names)))
            )
        ),
    }
    return choices[field]


def pulled(rng: random.Random) -> Data:
    """Return a scenario as an importer makes it."""
    names = [f"DS-{n}" for n in range(1, rng.randrange(2, 9))]
    items = []
    for number, name in enumerate(names):
        fields = rng.sample((*FIELDS, *LISTS), rng.randrange(1, 6))
        before = names[:number] or ["X"]
        items.append({"id": name, **{f: value_of(rng, f, before) for f in fields}})
    return {
        "version": 1,
        "name": "Shop",
        "calendar": {"start": "2026-10-19", "holidays": {"country": "US"}},
        "now": "2026-10-20",
        "people": [{"id": p, "skills": {"sql": 2}} for p in ("ana", "bo")],
        "items": items,
    }


def edited(rng: random.Random, data: Data, mark: str, edits: int) -> Data:
    """Return the scenario with random edits; new items are called by the mark."""
    made = copy.deepcopy(data)
    items = made["items"]
    for number in range(edits):
        what = rng.random()
        if what < 0.08 and len(items) > 1:
            items.pop(rng.randrange(len(items)))
        elif what < 0.2:
            new = {"id": f"{mark}-{number}", "title": rng.choice(WORDS), "effort": "2d"}
            items.insert(rng.randrange(len(items) + 1), new)
        elif what < 0.3:
            person = rng.choice(made["people"])
            person["skills"][rng.choice(["sql", "ml", "r"])] = rng.randrange(1, 6)
        elif what < 0.36:
            made["now"] = f"2026-11-{rng.randrange(10, 28)}"
        elif what < 0.42:
            made["calendar"]["end"] = f"2027-12-{rng.randrange(10, 28)}"
        elif items:
            item = rng.choice(items)
            field = rng.choice((*FIELDS, *LISTS))
            if field in item and rng.random() < 0.3:
                del item[field]
            elif field in LISTS and field in item and rng.random() < 0.7:
                more = value_of(rng, field, ["Y", "Z"])
                kept = [e for e in item[field] if rng.random() < 0.8]
                item[field] = list(dict.fromkeys([*kept, *more]))
            else:
                item[field] = value_of(rng, field, ["Y", "Z"])
    return made


def import_text(data: Data, *, noted: bool) -> str:
    """Return the text that an importer writes, with comments on guesses."""
    entries = {}
    for section in ("people", "items"):
        entries[section] = [
            (
                entry,
                {"effort": "guessed: by type"}
                if noted and "effort" in entry and section == "items"
                else {},
            )
            for entry in data[section]
        ]
    fields = {k: v for k, v in data.items() if k not in entries}
    return render(fields, entries, {"": ["Imported from export.csv."]})


class Hand:
    """Writes a scenario as people do: brackets or lines, any indent, quotes, comments."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.comments: list[str] = []
        self.newline = rng.choice(["\n", "\n", "\r\n"])
        self._dash = rng.choice([0, 2, 4])

    def text(self, data: Data) -> str:
        if self._rng.random() < 0.08:
            return json.dumps(data, indent=self._rng.choice([None, 2]), ensure_ascii=False)
        lines: list[str] = []
        for key, value in data.items():
            lines += self._field(key, value, 0)
            if self._rng.random() < 0.2:
                lines.append("")
        end = self.newline if self._rng.random() < 0.9 else ""
        return self.newline.join(lines) + end

    def _comment(self) -> str:
        self.comments.append(f"note {len(self.comments)} of mine")
        return f"# {self.comments[-1]}"

    def _field(self, key: str, value: Any, indent: int) -> list[str]:
        pad = " " * indent
        lines = [pad + self._comment()] if self._rng.random() < 0.08 else []
        if isinstance(value, dict) and value and self._rng.random() < 0.4:
            lines.append(f"{pad}{key}:{self._maybe()}")
            for name, entry in value.items():
                lines += self._field(name, entry, indent + 2)
        elif isinstance(value, list) and value and (key == "items" or self._rng.random() < 0.5):
            lines.append(f"{pad}{key}:{self._maybe()}")
            for entry in value:
                lines += self._entry(entry, indent + self._dash)
        else:
            lines.append(f"{pad}{key}: {self._flow(value)}{self._maybe()}")
        return lines

    def _maybe(self) -> str:
        return f"  {self._comment()}" if self._rng.random() < 0.1 else ""

    def _entry(self, entry: Any, indent: int) -> list[str]:
        pad = " " * indent
        lines = [pad + self._comment()] if self._rng.random() < 0.08 else []
        if not isinstance(entry, dict) or self._rng.random() < 0.3:
            return [*lines, f"{pad}- {self._flow(entry)}{self._maybe()}"]
        inner: list[str] = []
        for name, value in entry.items():
            inner += self._field(name, value, indent + 2)
        first = next(n for n, line in enumerate(inner) if not line.lstrip().startswith("#"))
        lines += inner[:first]
        inner = inner[first:]
        return [*lines, f"{pad}- {inner[0].lstrip()}", *inner[1:]]

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            gap = self._rng.choice(["", " "])
            return (
                "{" + gap + ", ".join(f"{k}: {self._flow(v)}" for k, v in value.items()) + gap + "}"
            )
        if isinstance(value, list):
            return "[" + self._rng.choice([",  ", ", "]).join(map(self._flow, value)) + "]"
        if isinstance(value, str):
            is_word = value.replace("-", "").isalnum() and value.isascii() and value != "yes"
            if is_word and not value.isdigit() and self._rng.random() < 0.7:
                return value
            quoted = "'" + value.replace("'", "''") + "'"
            return quoted if self._rng.random() < 0.5 else json.dumps(value, ensure_ascii=False)
        return json.dumps(value)

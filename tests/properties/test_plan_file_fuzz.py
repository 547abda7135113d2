"""Whatever stands in a plan file, every command that reads it shows it or says what is wrong."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.planfile.plan_json import write_plan
from support import sample_plans
from support.plans import plan_of, rich, rich_items

Place = tuple[str | int, ...]

COMMANDS = (
    *(("verify", "BAD"), ("report", "BAD", "-o", "r.html"), ("sprints", "BAD", "-o", "s")),
    *(("diff", "GOOD", "BAD"), ("diff", "BAD", "GOOD"), ("sprints", "BAD", "--json")),
    ("report", "GOOD", "--baseline", "BAD", "-o", "r.html"),
    *(
        ("export", form, "BAD", "-o", f"x-{form}")
        for form in ("csv", "html", "svg", "mspdi", "mermaid", "markdown", "json")
    ),
    *(("export", "ics", "BAD", "-o", "x.ics"), ("export", "xlsx", "BAD", "-o", "x.xlsx")),
    *(("export", "jira", "BAD", "-o", "j.csv"), ("export", "azure-devops", "BAD", "-o", "a.csv")),
)
DATES = (
    *("0001-01-01", "1900-01-01T00:00", "2026-12-03T11:00", "2026-12-01T00:00", "2126-01-01"),
    *("2199-12-31T23:59", "9999-12-31", "9999-12-31T23:59", "2026-12-01T09:00+02:00"),
)
NUMBERS = (0, -1, 1, 0.001, 1e9, -1e12, 1e300, 2**63, 10**30, 5000, True)
SPANS = ("1m", "0.001d", "100000d", "90000w", "-5w", "9" * 30 + "w")
TEXTS = ("", "x", "ana", "T-1", "dropped", "done", "in_progress", "milestone", "XX", "a" * 100_000)
OTHERS = (None, [], {}, [[]], {"a": 1}, "\u202eabc", float("nan"), float("inf"))


def documents() -> list[Any]:
    """Return two plans as documents."""
    right = [sample_plans.plan(), plan_of(sample_plans_rich(), rich_items().values())]
    return [json.loads(write_plan(plan)) for plan in right]


def sample_plans_rich() -> Any:
    from allocator.domain import Scenario

    return Scenario.model_validate(rich())


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of every value in a document."""
    if place:
        yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inner:
        if isinstance(each, (dict, list)):
            yield from places(each, (*place, key))
        else:
            yield (*place, key)


def at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def like(old: Any, chance: random.Random) -> Any:
    """Return another value of the same kind, mostly."""
    if chance.random() < 0.15:
        return chance.choice(OTHERS)
    if isinstance(old, (bool, int, float)):
        return chance.choice(NUMBERS)
    if isinstance(old, str) and re.match(r"\d{4}-\d\d-\d\d", old):
        return chance.choice(DATES)
    if isinstance(old, str) and re.fullmatch(r"[\d.]+[mhdw]", old):
        return chance.choice(SPANS)
    return chance.choice(TEXTS if isinstance(old, str) else (*DATES, *OTHERS, 0, "T-1"))


def mutate(document: Any, chance: random.Random) -> None:
    """Take away, double, exchange or change something anywhere."""
    place = chance.choice(list(places(document)))
    *above, key = place
    holder = at(document, tuple(above))
    kind = chance.random()
    if kind < 0.2:
        del holder[key]
    elif kind < 0.35 and isinstance(holder, list):
        holder.insert(0, copy.deepcopy(holder[key]))
    elif kind < 0.4 and isinstance(holder, list):
        holder.reverse()
    elif kind < 0.5:
        holder[key] = copy.deepcopy(at(document, chance.choice(list(places(document)))))
    else:
        holder[key] = like(holder[key], chance)


def texts(chance: random.Random) -> str:
    """Return the text of a plan file with something wrong, or not, in it."""
    document = chance.choice(documents())
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        mutate(document, chance)
    text = json.dumps(document)
    kind = chance.random()
    if kind < 0.05:
        return text[: chance.randrange(len(text))]
    if kind < 0.1:  # a key twice; the last one counts
        return text.replace('"state": "planned"', '"state": "planned", "state": "dropped"', 1)
    return "[" * 50_000 + text if kind < 0.12 else text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(documents()[0]), "utf-8")
    (tmp_path / "scenario.yaml").write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    return tmp_path


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_file_is_a_defect(
    seed: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    (folder / "bad.json").write_text(texts(chance), "utf-8")
    files = {"BAD": "bad.json", "GOOD": "good.json"}
    for command in (COMMANDS[0], *chance.sample(COMMANDS[1:], 4)):
        code = main([files.get(word, word) for word in command])
        shown = capsys.readouterr()
        assert code in (0, 2), (command, shown.err)
        assert "Traceback" not in shown.err
        if code == 2:
            assert len(shown.err or shown.out) > len("Error: bad.json"), command


@pytest.mark.parametrize("seed", range(4))
def test_no_baseline_is_a_defect(
    seed: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1_000 + seed)
    document = documents()[0]
    mutate(document["items"], chance)
    (folder / "bad.json").write_text(json.dumps(document), "utf-8")
    words = ["replan", "scenario.yaml", "--baseline", "bad.json", "--now", "2026-12-01"]
    assert main([*words, "-o", "new", "--time-limit", "1", "--quiet"]) in (0, 2, 3)
    assert "Traceback" not in capsys.readouterr().err

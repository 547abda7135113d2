"""Changes are worked into a scenario, and each finding names the file that the value is in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Additions, Changes, Removals, Scenario
from allocator.errors import Finding, ScenarioError
from allocator.scenario import load, loads

PAGE = Path(__file__).resolve().parents[3] / "docs" / "changes.md"
BASE = """\
name: Base
calendar: {start: 2026-12-01, holidays: {dates: [2026-12-08]}}
now: 2026-12-01
people:
  - {id: ana, time_off: [{from: 2026-12-24, to: 2026-12-31}]}
  - {id: bo}
resources: [{id: gpu, capacity: 4}]
projects: [{id: p, due: 2026-12-18}]
items:
  - {id: A, effort: 1d, project: p}
  - {id: B, effort: 2d, after: [{item: A, lag: 1d}], assign: [ana, bo]}
  - {id: C, effort: 1d, after: [{item: B, lag: 2d}, A], avoid: [bo]}
  - {id: D, effort: 1d, after: {item: B, type: SS}, resources: {gpu: 2}}
"""


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Any]:
    """Return what is read of BASE with texts of changes."""

    def read(*texts: str, base: str = BASE) -> Any:
        paths = []
        for number, text in enumerate(texts):
            path = tmp_path / f"c{number}.yaml"
            path.write_text(text, "utf-8")
            paths.append(path)
        return loads(base, file="s.yaml", changes=paths)

    return read


@pytest.fixture
def wrong(changed: Callable[..., Any]) -> Callable[..., list[str]]:
    """Return the errors: file, line and column, message."""

    def read(*texts: str, base: str = BASE) -> list[str]:
        with pytest.raises(ScenarioError) as raised:
            changed(*texts, base=base)
        return [_short(finding) for finding in raised.value.findings if finding.severity == "error"]

    return read


def _short(finding: Finding) -> str:
    return f"{Path(finding.file or '').name}:{finding.line}:{finding.column} {finding.message}"


def after(scenario: Scenario, name: str) -> list[tuple[str, str, object]]:
    return [(link.item, str(link.type), link.lag) for link in scenario.item_by_id[name].after]


def test_no_changes_change_nothing(changed: Callable[..., Any]) -> None:
    assert changed().scenario == changed("links: relink\n").scenario == loads(BASE).scenario


def test_fields_are_replaced_and_taken_away_and_the_calendar_merged(
    changed: Callable[..., Any],
) -> None:
    text = (
        "update:\n  B: {effort: 5d, assign: }\n  ana: {time_off: []}\n  p: {due: 2027-01-08}\n"
        "  gpu: {capacity: 8}\n  calendar: {end: 2027-03-31}\n  now: 2026-12-03\n"
        "  objectives: [makespan]\n  sprints: {length: 2w, first: 2026-12-01, count: 3}\n"
    )
    scenario = changed(text).scenario
    item = scenario.item_by_id["B"]
    assert (item.effort, item.assign, item.after) == ("5d", (), loads(BASE).scenario.items[1].after)
    assert scenario.person_by_id["ana"].time_off == ()
    assert str(scenario.project_by_id["p"].due) == "2027-01-08"
    assert scenario.resource_by_id["gpu"].capacity == 8
    assert (str(scenario.calendar.end), str(scenario.calendar.start)) == (
        "2027-03-31",
        "2026-12-01",
    )
    assert scenario.calendar.holidays.dates
    assert str(scenario.now) == "2026-12-03"
    assert scenario.objectives == ("makespan",)
    assert len(scenario.sprints_of(None)) == 3


def test_extend_appends_to_lists(changed: Callable[..., Any]) -> None:
    text = "extend: {ana: {time_off: {from: 2026-12-03, to: 2026-12-04}}, D: {after: [C]}}\n"
    scenario = changed(text).scenario
    assert [str(off.start) for off in scenario.person_by_id["ana"].time_off] == [
        "2026-12-24",
        "2026-12-03",
    ]
    assert after(scenario, "D") == [("B", "SS", None), ("C", "FS", None)]


def test_entries_are_added_also_to_sections_that_are_not_there(
    changed: Callable[..., Any], tmp_path: Path
) -> None:
    base = "name: x\ncalendar: {start: 2026-12-01}\nitems:\n  - {id: A, elapsed: 1d}\n"
    (tmp_path / "more.csv").write_text("id,effort,after\nB,2d,A\n", "utf-8")
    scenario = changed("add: {people: [{id: ana}], items: more.csv}\n", base=base).scenario
    assert [person.id for person in scenario.people] == ["ana"]
    assert [(item.id, item.effort) for item in scenario.items] == [("A", None), ("B", "2d")]


def test_files_are_worked_in_one_after_the_other(changed: Callable[..., Any]) -> None:
    first = "add: {items: [{id: E, effort: 1d}]}\nupdate: {A: {effort: 3d}}\n"
    scenario = changed(first, "update: {E: {effort: 2d}, A: {priority: 2}}\n").scenario
    assert scenario.item_by_id["E"].effort == "2d"
    assert (scenario.item_by_id["A"].effort, scenario.item_by_id["A"].priority) == ("3d", 2)


def test_an_entry_is_replaced_by_removing_and_adding_it(changed: Callable[..., Any]) -> None:
    scenario = changed("remove: A\nadd: {items: [{id: A, effort: 9d}]}\n").scenario
    assert scenario.item_by_id["A"].effort == "9d"
    assert scenario.item_by_id["A"].project is None


def test_what_names_a_removed_entry_is_refused(wrong: Callable[..., list[str]]) -> None:
    found = wrong("remove: [B, bo, gpu, p]\n")
    assert found == [
        'c0.yaml:1:10 work item "B" is removed, but named by C, D',
        'c0.yaml:1:13 person "bo" is removed, but named by C',
        'c0.yaml:1:17 resource "gpu" is removed, but named by D',
        'c0.yaml:1:22 project "p" is removed, but named by A',
    ]


def test_relinking_joins_types_and_adds_lags(changed: Callable[..., Any]) -> None:
    """C waited 2 d for B, B 1 d for A; D began with B."""
    loaded = changed("remove: [B]\nlinks: relink\n")
    assert after(loaded.scenario, "C") == [("A", "FS", "3d"), ("A", "FS", None)]
    assert after(loaded.scenario, "D") == [("A", "FS", "1d")]
    assert [finding.message for finding in loaded.warnings if "removed" in finding.message] == [
        'work item "C" now comes after "A" in place of "B", which is removed',
        'work item "D" now comes after "A" in place of "B", which is removed',
    ]


def test_relinking_goes_on_over_several_removed_items(changed: Callable[..., Any]) -> None:
    loaded = changed("remove: [A, B]\nlinks: relink\n")
    assert after(loaded.scenario, "C") == after(loaded.scenario, "D") == []
    assert any("no longer waits for" in finding.message for finding in loaded.warnings)


def test_lags_that_cannot_be_added_are_refused(wrong: Callable[..., list[str]]) -> None:
    text = "update: {C: {after: {item: B, lag: {elapsed: 2d}}}}\nremove: [B]\nlinks: relink\n"
    assert wrong(text) == [
        'c0.yaml:2:10 work item "C" cannot be linked to what "B", which is removed, came after: '
        "the lags on the way are in different units"
    ]


def test_removed_people_are_taken_off_lists(
    changed: Callable[..., Any], wrong: Callable[..., list[str]]
) -> None:
    loaded = changed("remove: {people: [bo]}\nlinks: relink\n")
    assert loaded.scenario.item_by_id["B"].assign == ("ana",)
    assert loaded.scenario.item_by_id["C"].avoid == ()
    text = "remove: [bo]\nlinks: relink\nupdate: {B: {assign: [bo]}}\n"
    assert wrong(text) == ['c0.yaml:1:10 work item "B" is assigned to "bo" alone, who is removed']


WRONG = [
    ("updat: {}", '1:1 unknown field "updat"', 'did you mean "update"?'),
    ("remove: [Z9]", '1:10 remove: the scenario has no entry with the id "Z9"', "the names are"),
    ("remove: {items: [bo]}", '1:18 remove: the scenario has no work item with the id "bo"', "B"),
    ("update: {annna: {rate: 3}}", '1:10 update: the scenario has no entry with the id "annna"',
     'did you mean "ana"?'),
    ("update: {cal: {}}", '1:10 update: the scenario has no entry with the id "cal"', "calendar"),
    ("update: {A: {efort: 3d}}", '1:14 work item "A": unknown field "efort"', '"effort"'),
    ("update: {A: {effort: 3}}", '1:22 work item "A", effort: 3 has no unit', "write 3d"),
    ("update: {A: 3d}", "1:13 update, A: must be a map of fields", "effort: 3d"),
    ("update: {A: {id: B}}", '1:18 the id of "A" cannot change', "add one"),
    ("update: {A: {after: Q}}", '1:21 work item "A" comes after work item "Q", which does not', ""),
    ("update: {calendar: {end: 2026-11-01}}", "2:11 calendar: the calendar is empty", ""),
    ("update: {now: soon}", "1:15 now: 'soon' is not a date", "2026-12-01"),
    ("update: {items: [A]}", "1:17 update, items: must be a map of ids", ""),
    ("add: {items: [{id: A, effort: 1d}]}", '1:20 work item id "A" is already taken on line', "id"),
    ("add: {items: [A]}", "1:15 add.items[0]: must be a map", "{name: value}"),
    ("add: {itms: []}", '1:7 add: unknown field "itms"', '"items"'),
    ("include: [d.yaml]", '1:1 unknown field "include"', "include: [scenario.yaml, draft/sc"),
    ("add: {include: d.yaml}", '1:7 add: unknown field "include"', "include no files"),
    ("update: {include: d.yaml}", "1:10 update: the scenario has no entry", "include no files"),
    ("extend: {include: [d.yaml]}", "1:10 extend: the scenario has no entry", "include no files"),
    ("use: []", '1:1 unknown field "use"', "write add"),
    ("links: keep", "1:8 links: must be 'refuse' or 'relink'", "refuse, relink"),
    ("extend: {A: {effort: 3d}}", "1:14 extend, A: effort is no list", "under update"),
    ("extend: {A: {aftr: B}}", '1:14 work item "A": unknown field "aftr"', '"after"'),
    ("[A]", "1:1 the file holds a list, not changes", "begin with what changes"),
    ("", "None:None the file is empty", "write what changes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), WRONG, ids=[text for text, *_ in WRONG])
def test_what_is_wrong_has_its_place_and_a_hint(
    changed: Callable[..., Any], text: str, message: str, hint: str
) -> None:
    with pytest.raises(ScenarioError) as raised:
        changed(text)
    (found,) = [finding for finding in raised.value.findings if finding.severity == "error"]
    said = f"{found.line}:{found.column} {found.message}"
    assert said.startswith(message), said
    assert hint in (found.hint or ""), found.hint


def test_an_id_of_two_sections_asks_for_the_section(
    changed: Callable[..., Any], wrong: Callable[..., list[str]]
) -> None:
    base = BASE.replace("{id: bo}", "{id: A}").replace(", bo]", "]").replace("avoid: [bo]", "")
    text = "update: {A: {title: x}}\n"
    assert wrong(text, base=base) == ['c0.yaml:1:10 "A" is an id in people and in items']
    scenario = changed("update: {items: {A: {title: x}}}\n", base=base).scenario
    assert scenario.item_by_id["A"].title == "x"


def test_all_errors_of_all_files_are_named_at_once(wrong: Callable[..., list[str]]) -> None:
    base = BASE.replace("{id: A, effort: 1d", "{id: A, effort: 1x")
    found = wrong("update: {B: {effort: 2x}}\n", "update: {C: {effort: 3x}, X: {}}\n", base=base)
    assert [line.split()[0] for line in found] == [
        *("s.yaml:10:21", "c0.yaml:1:22", "c1.yaml:1:22", "c1.yaml:1:27"),
    ]


def test_a_changed_alias_leaves_what_shares_it(changed: Callable[..., Any]) -> None:
    base = BASE.replace("after: [{item: A, lag: 1d}]", "after: &x [{item: A, lag: 1d}]").replace(
        "after: {item: B, type: SS}", "after: *x"
    )
    scenario = changed("extend: {D: {after: [C]}}\n", base=base).scenario
    assert after(scenario, "B") == [("A", "FS", "1d")]
    assert after(scenario, "D") == [("A", "FS", "1d"), ("C", "FS", None)]


def test_a_json_scenario_keeps_its_places(tmp_path: Path) -> None:
    """JSON finds places only when asked, by reading again; changes must not confuse it."""
    path, change = tmp_path / "s.json", tmp_path / "c.json"
    path.write_text(
        '{"name": "x", "calendar": {"start": "2026-12-01"},\n'
        '"items": [{"id": "A", "elapsed": "1d"},\n {"id": "B", "elapsed": "x"}]}',
        "utf-8",
    )
    change.write_text(
        '{"remove": ["A"],\n"add": {"items": [{"id": "C", "elapsed": "y"}]}}', "utf-8"
    )
    with pytest.raises(ScenarioError) as raised:
        load(path, changes=[change])
    assert [(f.line, f.column, f.path) for f in raised.value.findings] == [
        (3, 25, "items[1].elapsed"),
        (2, 42, "add.items[0].elapsed"),
    ]


def test_the_page_names_every_field_and_its_example_is_right(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    for model in (Changes, Additions, Removals):
        part = re.split(r"^## ", text, flags=re.MULTILINE)
        mine = next(one for one in part if one.startswith(model.__name__))
        assert not [name for name in model.model_fields if f"`{name}`" not in mine]
    example = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    path = PAGE.parents[1] / "scenarios" / "quickstart.yaml"
    assert "CH-14" in example
    base = path.read_text("utf-8")
    change = tmp_path / "c.yaml"
    change.write_text(example, "utf-8")
    scenario = loads(base, changes=[change]).scenario
    assert "CH-7" not in scenario.item_by_id
    assert len(scenario.person_by_id["ana"].time_off) == 1

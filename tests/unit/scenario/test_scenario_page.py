"""docs/scenario-format.md names every field, with its default, and its examples are right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from allocator.domain import Calendar
from allocator.scenario import json_schema, load, loads
from allocator.scenario.companions.cells import READERS, links, needs
from support.uncertain_scenarios import CALIBRATION

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
SCHEMA = json_schema()
MODELS = {
    name: model
    for name, model in {**SCHEMA["$defs"], "Scenario": SCHEMA}.items()
    if "properties" in model
}


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_named_in_its_table(name):
    rows = re.findall(r"^\| `(\w+)` \|", SECTIONS[name], re.MULTILINE)
    assert sorted(rows) == sorted(MODELS[name]["properties"])
    required = re.findall(r"^\| `(\w+)` \|[^|]*\| required", SECTIONS[name], re.MULTILINE)
    assert sorted(required) == sorted(MODELS[name].get("required", ()))


def test_defaults_are_those_of_the_models():
    calendar = Calendar(start="2026-12-01")
    for field in ("day_start", "slot"):
        assert re.search(rf'`{field}` .*\| `"?{getattr(calendar, field)}"?` \|', PAGE)
    assert f"| `[{', '.join(calendar.workdays)}]` |" in PAGE
    assert re.search(rf"`day_hours` .*\| {calendar.day_hours} \|", PAGE)


def test_the_example_is_a_scenario_without_findings():
    example, *parts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert loads(example).warnings == ()
    sprints = [part for part in parts if part.startswith("sprints:")]
    assert len(sprints) == 3
    for calendar in sprints:
        people = "people: [{id: a, team: alpha}, {id: b, team: beta}]\n"
        items = "items: [{id: A, assign: [a, b], effort: 1d}]\n"
        head = "name: x\ncalendar: {start: 2026-12-01}\n"
        assert loads(head + people + items + calendar).warnings == ()


def test_the_examples_of_uncertainty_are_sound(tmp_path):
    """Together with the items that they name they are a scenario without errors."""
    parts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    own = [part for part in parts if re.match("items|uncertainty|risks|promises", part)]
    assert len(own) == 4
    rest = "".join(
        f"  - {{id: CH-{k}, project: churn, needs: ml, effort: 3d}}\n" for k in (2, 3, 4)
    )
    head = (
        "name: x\ncalendar: {start: 2026-12-01}\npeople: [{id: ana, skills: [ml]}]\n"
        "projects: [{id: churn}]\nsprints: {length: 2w, first: 2026-12-01, count: 8}\n"
    )
    text = "".join(sorted(own, key=lambda part: part.startswith("items")))
    (tmp_path / "scenario.yaml").write_text(head + text + rest, "utf-8")
    (tmp_path / "calibration.yaml").write_text(json.dumps(CALIBRATION), "utf-8")
    scenario = load(tmp_path / "scenario.yaml").scenario
    assert scenario.contingent == {"EX-9"}
    assert (len(scenario.risks), len(scenario.promises)) == (2, 2)
    assert scenario.uncertainty.calibration.tasks == CALIBRATION["tasks"]


def test_short_forms_are_read():
    forms = re.findall(r"^\| `((?:needs|after): .*?)` \|", SECTIONS["Short forms"], re.MULTILINE)
    assert len(forms) >= 6
    for form in forms:
        items = "".join(f"  - {{id: CH-{n}, elapsed: 1d}}\n" for n in (1, 2, 3))
        effort = "effort: 1d" if form.startswith("needs") else "elapsed: 1d"
        people = "".join(
            f"  - {{id: p{n}, skills: {{python: 3, sql: 2, mlops: 1}}}}\n" for n in range(3)
        )
        loads(
            f"name: x\ncalendar: {{start: 2026-12-01}}\npeople:\n{people}items:\n{items}"
            f"  - id: A\n    {effort}\n    {form}\n"
        )


def test_columns_with_a_grammar_of_their_own_are_described():
    described = set(
        re.findall(
            r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \| ", SECTIONS["CSV files"], re.MULTILINE))
        )
    )
    plain = {"capacity", "rate", "priority", "value", "succeeds", "failures", "max_items"}
    assert {*READERS["people"], *READERS["items"]} - plain == described


def test_cells_in_the_page_are_read():
    cells = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", SECTIONS["CSV files"], re.MULTILINE))
    assert len(links(re.findall(r"`(.*?)`", cells["after"])[0])) == 4
    assert len(needs(re.findall(r"`(.*?)`", cells["needs"])[2].replace("\\|", "|"))) == 2

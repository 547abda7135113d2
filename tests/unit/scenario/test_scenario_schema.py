"""The JSON Schema takes what the reader takes, and knows every field."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from allocator.scenario import json_schema, loads
from allocator.scenario.text.document import read_document

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
EXAMPLE = """\
version: 1
name: Churn model launch
calendar:
  start: 2026-12-01
  end: 2027-06-30
  workdays: [mon, tue, wed, thu, fri]
  day_hours: 8
  day_start: "09:00"
  slot: 1h
  continuous: false
  holidays: {country: US, dates: [2026-12-24]}
proficiency: {1: 0.6, 2: 0.8, 3: 1.0, 4: 1.15, 5: 1.3}
people:
  - id: ana
    name: Ana Souza
    role: Data Scientist
    skills: {python: 4, nlp: 5, sql: 3, ml: 3}
    capacity: 0.8
    rate: 85
    workdays: [mon, tue, wed, thu]
    holidays: {country: BR}
    time_off: [{from: 2026-12-21, to: 2027-01-01}]
    availability: [{from: 2027-02-01, to: 2027-02-28, capacity: 0.5}]
    from: 2026-12-01
    to: 2027-05-31
  - {id: bob, skills: [mlops]}
  - {id: 3, skills: mlops}
resources:
  - {id: gpu, name: A100 pool, capacity: 8}
projects:
  - {id: churn, name: Churn model, priority: 3, due: 2027-03-15, deadline: 2027-04-30}
items:
  - {id: CH-0, effort: 1d, needs: python}
  - {id: 4711, project: churn, needs: {sql: 2}, effort: {low: 2d, likely: 3d, high: 6d}}
  - id: CH-2
    needs:
      - {skills: {python: 3, ml: 3}, effort: 4d}
      - {skills: [mlops], people: 2, effort: 1d, share: 0.5}
    resources: {gpu: 4}
    after: [4711, {item: CH-0, type: SS, lag: 2d}, {item: CH-0, lag: {elapsed: -14d}}]
    not_before: 2026-12-10
    due: 2027-01-29
    deadline: 2027-02-12T12:00
    priority: 5
  - {id: CH-3, elapsed: 14d, after: CH-2}
  - {id: CH-M1, kind: milestone, after: [CH-3], due: 2027-03-01}
  - {id: CH-9, optional: true, value: 10, needs: [python, mlops], effort: 5d, assign: [ana, 3]}
  - {id: CH-8, needs: {skills: python, share: 0.5}, effort: 5d, avoid: [bob]}
plan_on: mean
objectives: [value, tardiness, flow, cost]
"""


def as_json(text):
    return json.loads(json.dumps(read_document(text, file="s.yaml")))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json_schema()["title"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scenarios_are_valid_by_the_schema(path):
    VALIDATOR.validate(as_json(path.read_text(encoding="utf-8")))


def test_all_short_forms_are_valid_by_the_schema():
    VALIDATOR.validate(as_json(EXAMPLE))
    loads(EXAMPLE)


def test_people_and_items_may_be_names_of_tables():
    data = {"name": "x", "calendar": {"start": "2026-12-01"}, "people": "a.csv", "items": "b.CSV"}
    VALIDATOR.validate(data)
    assert not VALIDATOR.is_valid(data | {"items": "b.xlsx"})


def test_days_off_may_be_names_of_calendars():
    holidays = {"country": "CH", "ics": ["a.ics", "b.ICS"]}
    for time_off in (
        {"ics": "a.ics"},
        [{"ics": "a.ics"}, {"from": "2026-12-01", "to": "2026-12-02"}],
    ):
        person = {"id": "ana", "holidays": {"ics": "a.ics"}, "time_off": time_off}
        calendar = {"start": "2026-12-01", "holidays": holidays}
        data = {"name": "x", "calendar": calendar, "people": [person], "items": "b.csv"}
        VALIDATOR.validate(data)
    person["time_off"] = {"ics": "a.csv"}
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("capacity: 0.8", "capacity: 2"),
        ("capacity: 0.8", "capcity: 0.8"),
        ("effort: 4d", "effort: 4"),
        ("effort: 4d", "effort: 4 days"),
        ("type: SS", "type: XX"),
        ("[mon, tue, wed, thu]", "[mon, tues]"),
        ("plan_on: mean", "plan_on: average"),
        ("name: Churn model launch", "title: x"),
        ("optional: true", "optional: maybe"),
        ("kind: milestone", "kind: stone"),
        ("capacity: 8", "capacity: 8.5"),
        ("low: 2d, ", ""),
        ("items:", "work:"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(old, new):
    text = EXAMPLE.replace(old, new, 1)
    assert text != EXAMPLE
    assert not VALIDATOR.is_valid(as_json(text))
    with pytest.raises(Exception, match="error"):
        loads(text)


def test_every_field_has_a_description():
    schema = json_schema()
    for name, model in {**schema["$defs"], "scenario": schema}.items():
        for field, shape in model.get("properties", {}).items():
            assert len(shape["description"]) > 3, f"{name}.{field}"

"""A scenario written out reads back equal, and reads well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from allocator.domain import Scenario
from allocator.scenario import canonical_json, dump, fingerprint, load, loads

FILES = sorted((Path(__file__).resolve().parents[3] / "scenarios").glob("*.yaml"))
WRITTEN = """\
version: 1
name: Churn model launch
calendar:
  start: 2026-12-01
  end: 2027-06-30
  day_start: '10:00'
  holidays: {country: US, dates: [2026-12-24]}
proficiency: {1: 0.6, 2: 1, 3: 1.15}

people:
  - id: ana
    name: Ana Souza
    skills: {python: 3, sql: 2}
    capacity: 0.8
    rate: 85
    time_off: [{from: 2026-12-21, to: 2027-01-01}]
    from: 2026-12-01T13:00
  - {id: bo, skills: [python, ml]}
  - {id: cy, skills: {mlops: 2}, holidays: {country: 'NO'}}

resources:
  - {id: gpu, capacity: 8}

projects:
  - {id: churn, priority: 3, due: 2027-03-15}

items:
  - id: CH-0
    needs: python
    effort: 1d
  - id: 1
    project: churn
    needs: {sql: 2}
    effort: {low: 2d, likely: 3d, high: 6d}
    after: [CH-0]
  - id: CH-2
    needs:
      - {skills: {python: 3}, effort: 4d}
      - {skills: [python, ml], effort: 1d, share: 0.5}
      - {people: 1, skills: mlops, effort: 2d}
    resources: {gpu: 4}
    after: [1, {item: CH-0, type: SS, lag: 2d}, {item: 1, type: FF, lag: {elapsed: -3d}}]
  - id: CH-3
    needs: [python, ml]
    effort: 1d
    optional: true
    value: 10

objectives: [tardiness, flow]
"""


def test_what_was_written_by_hand_is_written_again():
    text = WRITTEN.replace("people: 1, skills: mlops", "skills: mlops")
    assert dump(loads(WRITTEN).scenario) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scenarios_read_back_equal(path):
    scenario = load(path).scenario
    text = dump(scenario)
    assert loads(text).scenario == scenario
    assert max(map(len, text.splitlines())) <= 120
    assert dump(loads(text).scenario) == text


def minimal(**fields):
    item = {"id": "A", "elapsed": "1d"}
    base = {"name": "x", "calendar": {"start": "2026-12-01"}, "items": [item]}
    return Scenario.model_validate(base | fields)


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "yes", "y", "on", "~", "null", "true", "1", "1.5", "1e3", "0x1F", "0o7", "1_000"),
        *("09:00", "2026-12-01", "=", "<<", ".inf", "-", "- a", "a: b", "a #b", "#a", "[a]", "{a}"),
        *(
            "'a'",
            '"a"',
            "a\nb",
            "a\n\n b",
            "\ta",
            "a\t",
            "a  b",
            "é",
            "😀",
            "a\\b",
            "&a",
            "*a",
            "!a",
        ),
        *(
            "%a",
            "@a",
            "`a",
            "| a",
            "> a",
            "? a",
            "x" * 3000,
            "a, b",
            "a\u2028b",
            "a\ufeffb",
            "\x85",
        ),
        "word " * 60,
        "..",
        "---",
        "...",
        "a:",
    ],
)
def test_texts_read_back_as_they_were(text):
    scenario = minimal(
        name=text,
        people=[{"id": f"p{text}", "name": text, "role": text, "skills": {text: 1, "b": 2}}],
        items=[
            {
                "id": f"i{text}",
                "title": text,
                "needs": [{"skills": {text: 0}}, {"skills": {text: 2}}],
                "effort": "1d",
            },
            {"id": "b", "needs": text, "effort": "1d", "after": f"i{text}".strip()},
        ],
    )
    written = dump(scenario)
    from allocator.scenario.text.document import read_document

    data = read_document(written, file="s.yaml")
    assert Scenario.model_validate(data) == scenario


@pytest.mark.parametrize("name", ["007", "4711", "-1", "+1", "1.5", "1e3", "9" * 30, "٣", "1_000"])
def test_ids_that_look_like_numbers_read_back(name):
    scenario = minimal(
        people=[{"id": name, "skills": ["sql"]}],
        resources=[{"id": name, "capacity": 1}],
        projects=[{"id": name}],
        items=[
            {"id": name, "elapsed": "1d", "resources": {name: 1}, "project": name},
            {"id": "B", "effort": "1d", "needs": "sql", "after": name, "assign": [name]},
        ],
    )
    assert loads(dump(scenario)).scenario == scenario


def test_other_programs_read_the_same_texts():
    """YAML 1.1 takes NO for false and 09:00 for a number of minutes: these are in quotes."""
    texts = ["NO", "y", "on", "09:00", "1_000", "0x1F", "=", "<<", ".inf"]
    scenario = minimal(people=[{"id": text, "name": text} for text in texts])
    read = yaml.safe_load(dump(scenario))
    assert [person["name"] for person in read["people"]] == texts


def test_a_need_for_anybody_twice_keeps_its_list():
    """``needs: {people: 2}`` would be a skill called people."""
    scenario = minimal(items=[{"id": "A", "effort": "1d", "needs": [{"people": 2}]}])
    assert loads(dump(scenario) + "people: [{id: a}, {id: b}]\n").scenario.items == scenario.items


def test_skills_called_like_fields_read_back():
    needs = [
        [{"skills": {"skills": 2}}],
        [{"skills": {"people": 2, "skills": 1}}],
        [{"skills": {"skills": 0, "effort": 0}}],
    ]
    for need in needs:
        scenario = minimal(items=[{"id": "A", "effort": "1d", "needs": need}])
        text = dump(scenario) + "people: [{id: a, skills: {skills: 2, people: 2, effort: 1}}]\n"
        assert loads(text).scenario.items == scenario.items


def test_a_continuous_calendar_leaves_out_what_it_implies():
    scenario = minimal(calendar={"start": "2026-12-01", "continuous": True})
    text = dump(scenario)
    assert "day_hours" not in text
    assert loads(text).scenario == scenario


def test_canonical_json_is_one_text_for_equal_scenarios():
    one = loads("name: é\ncalendar: {start: 2026-12-01}\nitems: [{id: 1, elapsed: 1d}]\n").scenario
    two = loads(
        '{"items": [{"elapsed": "1d", "id": "1", "needs": []}],'
        '"calendar": {"start": "2026-12-01", "day_hours": 8.0}, "name": "é", "version": 1}'
    ).scenario
    assert one == two
    assert canonical_json(one) == canonical_json(two)
    assert canonical_json(one) == (
        '{"calendar":{"start":"2026-12-01"},"items":[{"elapsed":"1d","id":"1"}],"name":"é"}'
    )
    assert fingerprint(one) == fingerprint(two)
    assert len(fingerprint(one)) == 64


def test_canonical_json_reads_back_equal():
    scenario = loads(WRITTEN).scenario
    assert loads(canonical_json(scenario)).scenario == scenario
    assert json.loads(canonical_json(scenario))["proficiency"] == {"1": 0.6, "2": 1.0, "3": 1.15}


def test_the_fingerprint_tells_scenarios_apart():
    assert fingerprint(minimal()) != fingerprint(minimal(name="y"))

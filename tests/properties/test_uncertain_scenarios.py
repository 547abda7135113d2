"""Random scenarios with all fields of uncertainty: valid, and read back as they were written."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import given

from allocator.domain import Scenario
from allocator.errors import ScenarioError
from allocator.scenario import dump, json_schema, loads
from allocator.scenario.made_in_python import check_scenario
from allocator.scenario.text.document import read_document
from support.strategies import Data, as_scenario, settled
from support.uncertain_scenarios import uncertain_scenarios

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
UNPLANNABLE = {"too-long-for-a-sprint"}
"""What may be wrong with them all the same."""


@given(uncertain_scenarios())
@settled(100)
def test_one_reads_back_as_it_was_written(data: Data) -> None:
    _reads_back(as_scenario(data))


@given(uncertain_scenarios(tracked=True))
@settled(100)
def test_one_in_progress_reads_back_as_it_was_written(data: Data) -> None:
    _reads_back(as_scenario(data))


@given(uncertain_scenarios("medium"))
@settled(5)
def test_a_larger_one_reads_back_as_it_was_written(data: Data) -> None:
    _reads_back(as_scenario(data))


@given(uncertain_scenarios(tracked=True))
@settled(60)
def test_the_schema_takes_what_is_drawn_and_what_is_written(data: Data) -> None:
    VALIDATOR.validate(data)
    VALIDATOR.validate(json.loads(json.dumps(read_document(dump(as_scenario(data)), file="s"))))


def _reads_back(scenario: Scenario) -> None:
    assert Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True)) == scenario
    try:
        assert loads(dump(scenario)).scenario == scenario
        assert check_scenario(scenario).scenario is scenario
    except ScenarioError as error:
        assert {f.code for f in error.findings if f.severity == "error"} <= UNPLANNABLE

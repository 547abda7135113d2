"""Reads people from a file of their own: a YAML list, the people of a scenario, or a CSV file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from allocator.domain import Person, Scenario
from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario.companions.days_off import insert_days_off
from allocator.scenario.companions.tables import read_rows
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.parts import PartValidator
from allocator.scenario.shape.synonyms import synonym
from allocator.scenario.text.document import parse
from allocator.scenario.text.located import LocatedDict, LocatedList
from allocator.scenario.text.source import fail, read_text
from allocator.scenario.validate.context import Context
from allocator.scenario.validate.holidays import unknown_countries
from allocator.scenario.validate.identity import duplicate_ids
from allocator.wording import shorten

_WRITE_PEOPLE = "write a list: - {id: ana, skills: {python: 3}}"


@dataclass(frozen=True)
class Team:
    """People without errors.

    Attributes
    ----------
    people
        In file order, the dates of iCalendar files put in.
    warnings
        What is worth knowing about the file.
    """

    people: tuple[Person, ...]
    warnings: tuple[Finding, ...]


def load_team(path: Path | str, *, start: dt.date) -> Team:
    """Read a file of people, with the fields and checks that they have in a scenario.

    Parameters
    ----------
    path
        CSV, or YAML or JSON: a list of people, or a map with ``people``, of which a whole
        scenario is one. iCalendar files that it names lie beside it.
    start
        First day of the plan, for which repeated days off are worked out.

    Raises
    ------
    ScenarioError
        Something is wrong with it; all errors and warnings are named, in file order.
    """
    file, folder = str(path), Path(path).parent
    text = read_text(Path(path), file=file)
    if file.lower().endswith(".csv"):
        entries, findings = read_rows("people", text, file)
    else:
        entries, findings = _entries(text, file, folder)
    root = LocatedDict(file, (1, 1))
    shell = {"name": "team", "calendar": {"start": start}, "people": entries, "items": []}
    for key, value in shell.items():
        root.put(key, value, (1, 1), (1, 1))
    findings += insert_days_off(root, folder)
    validator = PartValidator(root)
    context = Context(validator.parts())
    findings += chain(validator.findings, duplicate_ids(context), unknown_countries(context))
    findings.sort(key=lambda f: (f.file != file, f.line or 0, f.column or 0))
    if any(finding.severity == "error" for finding in findings):
        raise ScenarioError(findings)
    people = context.scenario.people
    if not people:
        _no_people(file)
    return Team(people, tuple(findings))


def _entries(text: str, file: str, folder: Path) -> tuple[Any, list[Finding]]:
    """Return the list of people of a YAML or JSON file."""
    root = parse(text, file)
    findings: list[Finding] = []
    if isinstance(root, (LocatedDict, LocatedList)):
        findings += root.faults
    if isinstance(root, LocatedDict) and "people" in root:
        findings += _unknown_fields(root, file)
        people = root["people"]
        if isinstance(people, str) and people.lower().endswith(".csv"):
            hint = f"give that file: --team {folder / people}"
            text = f"its people are in {shorten(people)}"
            fail(file, text, hint, code="people-in-another-file")
        root = people
    elif isinstance(root, LocatedDict):
        named = _people_under_another_name(root, file)
        if named is not None:
            raise ScenarioError([*findings, named])
    if root is None:
        _no_people(file)
    if not isinstance(root, LocatedList):
        what = "the file holds no list of people"
        fail(file, what, _WRITE_PEOPLE, code="no-people", line=1, column=1)
    return root, findings


def _no_people(file: str) -> NoReturn:
    fail(file, "the file holds no people", _WRITE_PEOPLE, code="no-people")


def _people_under_another_name(root: LocatedDict, file: str) -> Finding | None:
    for key in root:
        other = synonym(str(key), "Scenario")
        if other is not None and "people" in other.fields:
            return Finding(
                code="unknown-field",
                message=f'unknown field "{shorten(str(key))}"',
                hint=other.hint,
                place=Place(file, *root.keys_at[key], str(key)),
            )
    return None


def _unknown_fields(root: LocatedDict, file: str) -> list[Finding]:
    """Refuse a map that is neither ``people`` alone nor a scenario."""
    known = list(Scenario.model_fields)
    return [
        Finding(
            code="unknown-field",
            message=f'unknown field "{shorten(str(key))}"',
            hint=Suggester().did_you_mean(str(key), known, "a team file has people alone, not"),
            place=Place(file, *root.keys_at[key], str(key)),
        )
        for key in root
        if key not in known
    ]

"""Whatever stands in a scenario file, reading it ends in a scenario or in findings with places."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from hypothesis import example, given, note
from hypothesis import strategies as st

from allocator.errors import Finding, ScenarioError
from allocator.scenario import canonical_json, dump, fingerprint, load, loads
from support.oracle import best
from support.strategies import (
    as_scenario,
    medium_scenarios,
    mini_scenarios,
    settled,
    tiny_scenarios,
)

TEXT = """\
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
  holidays: {country: US, subdivision: CA, dates: [2026-12-24]}
proficiency: {1: 0.6, 2: 0.8, 3: 1.0, 4: 1.15, 5: 1.3}
people:
  - id: ana
    name: Ana Souza
    skills: {python: 4, nlp: 5, sql: 3}
    capacity: 0.8
    rate: 85
    workdays: [mon, tue, wed, thu]
    holidays: {country: BR}
    time_off: [{from: 2026-12-21, to: 2027-01-01}]
    availability: [{from: 2027-02-01, to: 2027-02-28, capacity: 0.5}]
    from: 2026-12-01
    to: 2027-05-31
  - {id: bo, skills: [mlops, ml, python]}
resources:
  - {id: gpu, name: A100 pool, capacity: 8}
projects:
  - {id: churn, priority: 3, due: 2027-03-15, deadline: 2027-04-30, not_before: 2026-12-01}
items:
  - {id: CH-0, effort: 1d, needs: python}
  - id: CH-1
    project: churn
    needs: {sql: 2}
    effort: {low: 2d, likely: 3d, high: 6d}
  - id: CH-2
    needs:
      - {skills: {python: 3}, effort: 4d}
      - {skills: {mlops: 1}, people: 1, effort: 1d, share: 0.5}
    resources: {gpu: 4}
    after: [CH-1, {item: CH-0, type: SS, lag: 2d}, {item: CH-0, lag: {elapsed: 14d}}]
    not_before: 2026-12-10
    due: 2027-01-29
    deadline: 2027-02-12
    priority: 5
  - {id: CH-3, elapsed: 14d, after: CH-2}
  - {id: CH-M1, kind: milestone, after: [CH-3], due: 2027-03-01}
  - {id: CH-9, optional: true, value: 10, needs: nlp, effort: 5d, assign: [ana], avoid: [bo]}
plan_on: mean
objectives: [value, tardiness, flow, cost]
"""
DATA: dict[str, Any] = json.loads(
    json.dumps(loads(TEXT).scenario.model_dump(mode="json", by_alias=True))
)
TOKENS = re.findall(r"\s+|[\w.-]+|.", TEXT)
ODD = [
    *("-", "- ", ": ", ", ", "[", "]", "{", "}", "#", "&a", "*a", "&a [*a]", "!x", "|", ">", "?"),
    *(
        "'",
        '"',
        "%",
        "@",
        "---\n",
        "...\n",
        "<<: ",
        "\t",
        "\n",
        "\n  ",
        "  ",
        "\\",
        "\x00",
        "\ud800",
    ),
    *("null", "~", "true", "no", "0", "-1", "1e999", "9" * 70, "0.1", "1.0", "nan", "99999999w"),
    *("2026-02-30", "9999-12-31", "0001-01-01", "1900-01-01T00:00", "2199-12-31", "-3d", "0d", "x"),
    *(
        "CH-1",
        "ana",
        "python",
        "id",
        "items",
        "people",
        "team.csv",
        "start",
        "capacity",
        "continuous",
    ),
]
SETTINGS = settled(300, quick=100)


def check(finding: Finding, lines: int) -> None:
    """A finding says what, what would be right, and a place in the text."""
    assert finding.message
    assert finding.hint, finding
    assert len(str(finding)) < 3000
    if finding.line is not None:
        assert 1 <= finding.line <= lines + 1
        assert finding.column is not None
        assert finding.column >= 1
    str(finding).encode("utf-8", "surrogatepass")


def read(text: str) -> None:
    """Reading ends in a scenario that reads back equal, or in findings."""
    try:
        loaded = loads(text, file="s.yaml")
    except ScenarioError as error:
        assert any(finding.severity == "error" for finding in error.findings)
        findings = error.findings
    else:
        findings = loaded.warnings
        assert all(finding.severity == "warning" for finding in findings)
        assert loads(dump(loaded.scenario)).scenario == loaded.scenario
    # YAML knows more line ends than Python's str.count, and fewer than str.splitlines.
    lines = len(text.splitlines())
    for finding in findings:
        check(finding, lines)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Draw the text with some tokens left out, doubled, exchanged or replaced."""
    tokens = list(TOKENS)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(tokens) - 1))
        other = draw(st.integers(0, len(tokens) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "odd", "odd", "any", "cut", "copy"])):
            case "drop":
                tokens[at] = ""
            case "double":
                tokens[at] *= 2
            case "swap":
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case "odd":
                tokens[at] = draw(st.sampled_from(ODD))
            case "any":
                tokens[at] = draw(st.text(max_size=5))
            case "cut":
                tokens[at : at + 30] = [""]
            case "copy":
                tokens[at:at] = tokens[other : other + 30]
    return "".join(tokens)


@SETTINGS
@given(mangled())
def test_mangled_text_never_ends_in_a_traceback(text: str) -> None:
    """Tokens of a valid scenario, mixed up."""
    read(text)


@SETTINGS
@given(st.text(max_size=200) | st.text(alphabet="-:,[]{}&*!|>'\"%@#? \nab1", max_size=80))
def test_any_text_never_ends_in_a_traceback(text: str) -> None:
    """Text that has nothing to do with scenarios."""
    read(text)
    read(f"name: {text}\ncalendar: {{start: 2026-12-01}}\nitems: [{{id: A, elapsed: 1d}}]\n")


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from([t for t in TOKENS if t.strip()] + ODD),
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(TOKENS), inner, max_size=4)
    ),
    max_leaves=12,
)


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything in the data."""
    found = [path]
    entries: Any = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        found += paths(value, (*path, key))
    return found


PATHS = paths(DATA)[1:]


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(PATHS), values), min_size=1, max_size=4), st.booleans())
@example([(("calendar", "start"), "9999-12-31"), (("calendar", "end"), None)], True)
@example([(("items", 0, "effort"), "99999999w"), (("calendar", "end"), None)], True)
@example([(("people", 0, "capacity"), 1e-300)], False)
def test_wrong_values_anywhere_never_end_in_a_traceback(
    changes: list[tuple[tuple[Any, ...], Any]], escaped: bool
) -> None:
    """Valid data with any value in the place of another, as JSON."""
    data = copy.deepcopy(DATA)
    for path, value in changes:
        here = data
        try:
            for step in path[:-1]:
                here = here[step]
            here[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    read(json.dumps(data, ensure_ascii=escaped))


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(ODD),
    st.sampled_from(
        ["python:3; sql:2 | mlops x2 @0.5 =1d", "CH-0 SS +2d; B FS 1d elapsed", "2d/3d"]
    ),
    st.sampled_from(["2026-12-21..2027-01-01; 2027-02-01 @0.5", "US/CA; BR", "gpu:x; :; a:b:c"]),
    st.text(alphabet='";|:@=x+-/. \n,', max_size=12),
)
COLUMNS = (
    *(
        "id",
        "name",
        "skills",
        "capacity",
        "workdays",
        "holidays",
        "time_off",
        "availability",
        "from",
    ),
    *("title", "kind", "needs", "effort", "elapsed", "resources", "after", "optional", "priority"),
    *("due", "assign", "avoid", "x", ""),
)


@SETTINGS
@given(
    st.lists(st.sampled_from(COLUMNS), max_size=6),
    st.lists(st.lists(cells, max_size=6), max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_any_table_never_ends_in_a_traceback(
    tmp_path_factory: Any, columns: list[str], rows: list[list[str]], mark: str, quoted: bool
) -> None:
    """CSV files of any columns and cells."""
    folder = tmp_path_factory.getbasetemp() / "tables"
    folder.mkdir(exist_ok=True)
    lines = [["id", *columns], *rows]
    if quoted:
        lines = [['"' + cell.replace('"', '""') + '"' for cell in line] for line in lines]
    text = "\n".join(mark.join(line) for line in lines)
    (folder / "t.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    for section, rest in (
        ("people", "items: [{id: A, effort: 1d}]"),
        ("items", "people: [{id: ana, skills: [python]}]"),
    ):
        scenario = f"name: x\ncalendar: {{start: 2026-12-01}}\n{section}: t.csv\n{rest}\n"
        try:
            loads(scenario, folder=folder)
        except ScenarioError as error:
            for finding in error.findings:
                check(finding, len(text.splitlines()) + 10)


@SETTINGS
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_never_end_in_a_traceback(
    tmp_path_factory: Any, content: bytes, appended: bool
) -> None:
    """Files of any bytes, alone and at the end of a valid scenario."""
    path = Path(tmp_path_factory.getbasetemp()) / "any.yaml"
    path.write_bytes(TEXT.encode() + content if appended else content)
    try:
        load(path)
    except ScenarioError as error:
        assert error.findings


@settled(100, quick=40)
@given(tiny_scenarios() | mini_scenarios())
def test_what_is_written_reads_back_equal(data: dict[str, Any]) -> None:
    """YAML and canonical JSON give the scenario again, wherever it has no errors."""
    scenario = as_scenario(data)
    for text in (dump(scenario), canonical_json(scenario)):
        try:
            again = loads(text).scenario
        except ScenarioError as error:
            note(text)
            told = ("by anybody", "cannot end before", "too late", "time")
            assert all(any(part in f.message for part in told) for f in refusals(error))
            continue
        assert again == scenario
        assert fingerprint(again) == fingerprint(scenario)
        assert dump(again) == dump(scenario)


@settled(25)
@given(medium_scenarios())
def test_scenarios_that_have_a_plan_have_no_errors(data: dict[str, Any]) -> None:
    """Scenarios of 20 to 60 items that are built around a plan."""
    text = dump(as_scenario(data))
    assert not has_errors(text)
    assert splits(text) or loads(text).scenario == as_scenario(data)


def refusals(error: ScenarioError) -> list[Finding]:
    """Return the errors, but for items that are to be split.

    What is too long for every sprint is refused though there is room before and after them.
    """
    found = [finding for finding in error.findings if finding.severity == "error"]
    return [finding for finding in found if "too long for every sprint" not in finding.message]


def has_errors(text: str) -> bool:
    """Whether reading a text ends in errors that leave no plan."""
    try:
        loads(text)
    except ScenarioError as error:
        note(str(error))
        return bool(refusals(error))
    return False


def splits(text: str) -> bool:
    """Whether an item is refused as too long for every sprint."""
    try:
        loads(text)
    except ScenarioError as error:
        return len(refusals(error)) < sum(f.severity == "error" for f in error.findings)
    return False


@settled(150, quick=50)
@given(tiny_scenarios())
def test_no_scenario_with_a_plan_is_refused(data: dict[str, Any]) -> None:
    """Where the exhaustive enumeration finds a plan, there is no error."""
    scenario = as_scenario(data)
    if has_errors(dump(scenario)):
        assert best(scenario) is None


@settled(150, quick=50)
@given(tiny_scenarios(), st.data())
def test_an_item_that_cannot_be_done_alone_is_an_error(data: dict[str, Any], draw: Any) -> None:
    """An item of one person's work, alone: an error just where the enumeration has no plan."""
    item = draw.draw(st.sampled_from(data["items"]))
    needs = item.get("needs", [])
    if len(needs) > 1 or any(need.get("people", 1) > 1 for need in needs):
        return
    alone = {key: value for key, value in item.items() if key not in ("after", "optional", "value")}
    scenario = as_scenario({**data, "items": [alone]})
    text = dump(scenario)
    assert splits(text) or has_errors(text) == (best(scenario) is None)

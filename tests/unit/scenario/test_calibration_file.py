"""Calibration files: read alone and as companions of scenarios, every fault with its line."""

from __future__ import annotations

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import dump, load, loads, read_calibration

SOUND = """\
format: allocator-calibration/1
tasks: 120
prior: {source: public histories, counts_as_tasks: 30}
levels: [10, 50, 90]
sizes:
  - {estimate: 4h, ratios: [0.5, 1, 2.5]}
  - {estimate: 2d, ratios: [0.6, 1, 1]}
groups:
  person:
    variance_between: 0.1
    each: {ana: {typical_at: 40}, 4711: {typical_at: 61, spread: 1.2}}
common_factors: {person: 0.27, project: 0.14, sums_seen: 12}
ranges: {tasks: 40, below_low: 10, below_likely: 45, below_high: 80}
"""
SCENARIO = """\
name: x
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [ml]}]
items: [{id: A, effort: 3d, needs: ml}]
uncertainty: {range: 80, calibration: calibration.yaml}
"""
NONSENSE = """\
format: allocator-calibration/2
tasks: many
prior: {source: x, counts_as_tasks: -3}
levels: [10, 50, 40, 90]
sizs: 3
sizes:
  - {estimate: 1d, ratios: [0.5, 1, 2, -1]}
  - {estimate: 1h, ratios: [0.5, 3, abc, 2]}
  - {estimate: 3, ratios: [0.5, 3, 2]}
common_factors: {person: 0.2, project: 0.1}
"""
FOUND = [
    (1, "unknown-value", "format"),
    (2, "not-a-whole-number", "tasks"),
    (3, "number-too-small", "prior.counts_as_tasks"),
    (4, "levels-out-of-order", "levels[2]"),
    (5, "unknown-field", "sizs"),
    (7, "number-too-small", "sizes[0].ratios[3]"),
    (8, "sizes-out-of-order", "sizes[1].estimate"),
    (8, "not-a-number", "sizes[1].ratios[2]"),
    (8, "ratios-out-of-order", "sizes[1].ratios[3]"),
    (9, "amount-without-unit", "sizes[2].estimate"),
    (9, "ratios-for-other-levels", "sizes[2].ratios"),
    (9, "ratios-out-of-order", "sizes[2].ratios[2]"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "calibration.yaml").write_text(SOUND, "utf-8")
    (tmp_path / "scenario.yaml").write_text(SCENARIO, "utf-8")
    return tmp_path


def test_a_file_is_read_with_all_it_says(folder):
    found = read_calibration(folder / "calibration.yaml")
    assert (found.tasks, found.levels, found.sizes[1].ratios) == (120, (10, 50, 90), (0.6, 1, 1))
    assert found.groups.person.each["4711"].spread == 1.2
    assert found.groups.kind.each == {}
    assert found.ranges is not None
    assert found.ranges.in_order == (10, 45, 80)


def test_the_scenario_holds_the_content_and_reads_back_with_it(folder):
    scenario = load(folder / "scenario.yaml").scenario
    assert scenario.uncertainty is not None
    assert scenario.uncertainty.calibration == read_calibration(folder / "calibration.yaml")
    assert loads(dump(scenario)).scenario == scenario


def test_changes_may_name_another_calibration(folder):
    (folder / "other.yaml").write_text(SOUND.replace("120", "77"), "utf-8")
    changes = folder / "changes.yaml"
    changes.write_text("update: {uncertainty: {calibration: other.yaml}}", "utf-8")
    uncertainty = load(folder / "scenario.yaml", changes=[changes]).scenario.uncertainty
    assert uncertainty is not None
    assert uncertainty.calibration is not None
    assert uncertainty.calibration.tasks == 77
    assert uncertainty.range == 80


def test_every_fault_is_told_with_its_line_in_one_go(folder):
    (folder / "calibration.yaml").write_text(NONSENSE, "utf-8")
    with pytest.raises(ScenarioError) as alone:
        read_calibration(folder / "calibration.yaml")
    assert [(f.line, f.code, f.path) for f in alone.value.findings] == FOUND


def test_the_faults_of_the_file_are_told_beside_those_of_the_scenario(folder):
    (folder / "calibration.yaml").write_text(NONSENSE, "utf-8")
    text = SCENARIO.replace("effort: 3d", "effort: 3")
    (folder / "scenario.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as both:
        load(folder / "scenario.yaml")
    own, *others = both.value.findings
    assert (own.line, own.code) == (4, "amount-without-unit")
    assert [(f.line, f.code, f.path) for f in others] == FOUND
    assert {f.file for f in others} == {str(folder / "calibration.yaml")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ours", "calibration-file-not-named"),
        ("../calibration.yaml", "file-outside-folder"),
        ("missing.yaml", "missing-file"),
        ("3", "not-a-map"),
    ],
)
def test_what_names_no_file_is_an_error_where_it_stands(folder, name, code):
    text = SCENARIO.replace("calibration.yaml", name)
    (folder / "scenario.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as error:
        load(folder / "scenario.yaml")
    assert [(f.line, f.code) for f in error.value.findings] == [(5, code)]


@pytest.mark.parametrize("text", ["", "- 1", "abc", "levels: [1\n"])
def test_what_is_no_map_is_one_error(folder, text):
    (folder / "calibration.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as error:
        read_calibration(folder / "calibration.yaml")
    assert len(error.value.findings) == 1

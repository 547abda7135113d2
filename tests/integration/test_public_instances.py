"""Every public instance of the data folder is read whole, as its own numbers say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.integrations import READERS
from allocator.scenario import dump, loads

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder ../shared/data with public instances is absent"
)


def _files(pattern: str) -> list[Path]:
    return sorted(DATA.glob(pattern))


def _names(path: Path) -> str:
    return path.name


def _links(scenario: Scenario) -> int:
    return sum(len(item.after) for item in scenario.items)


def _header(path: Path) -> dict[str, int]:
    """Return the counts of an iMOPSE header, found without the reader."""
    counts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name in ("Tasks", "Resources", "Precedence relations"):
            counts[name] = int(value)
    return counts


@pytest.mark.parametrize("path", _files("msrcpsp/*/*.def"), ids=_names)
def test_imopse_instances_hold_what_their_headers_say(path):
    scenario = READERS["imopse"].read(path).scenario
    said = _header(path)
    assert len(scenario.items) == said["Tasks"]
    assert len(scenario.people) == said["Resources"]
    assert _links(scenario) == said["Precedence relations"]
    assert all(scenario.candidates(item, item.needs[0]) for item in scenario.items)
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


@pytest.mark.parametrize(
    "path", [path for path in _files("rcpsp/*") if path.suffix != ".xz"], ids=_names
)
def test_single_projects_have_the_size_in_their_names(path):
    """Names say the size: J30_6 is the sixth of those with 30 activities, j3025_8 likewise."""
    scenario = READERS["psplib"].read(path).scenario
    size = path.stem[:3].lower() if path.stem[:3] == "j30" else path.stem.split("_")[0]
    assert len(scenario.items) == int(size.lstrip("RGJj"))
    assert len(scenario.resources) == 4
    assert scenario.people == ()
    assert all(item.elapsed for item in scenario.items)
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


@pytest.mark.parametrize("path", _files("rcmpsp/*"), ids=_names)
def test_multi_project_instances_have_24_projects_of_60_activities(path):
    scenario = READERS["mplib"].read(path).scenario
    assert len(scenario.projects) == 24
    assert len(scenario.items) == 24 * 60
    for project in scenario.projects:
        assert sum(item.project == project.id for item in scenario.items) == 60
    assert len(scenario.resources) == 4


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("imopse", "msrcpsp/d36/100_5_22_15.def"),
        ("psplib", "rcpsp/j3025_8.sm"),
        ("mplib", "rcmpsp/MPLIB1_Set3_7.txt"),
    ],
)
def test_imported_scenario_is_written_and_read_without_a_word(name, pattern):
    """What allocator import writes, allocator check accepts, and it is the same scenario."""
    scenario = READERS[name].read(DATA / pattern).scenario
    again = loads(dump(scenario))
    assert again.scenario == scenario
    assert again.warnings == ()


def test_every_best_known_value_belongs_to_an_instance_at_hand():
    """The benchmark's reference values can be held against plans of these files."""
    with (DATA / "msrcpsp" / "best_known.csv").open(encoding="utf-8") as stream:
        names = [row["instance"] for row in csv.DictReader(stream)]
    assert set(names) == {path.name for path in _files("msrcpsp/d36/*.def")}
    with (DATA / "best_known_rcpsp.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert (DATA / row["folder"] / row["instance"]).is_file()

"""``allocator export json`` writes a plan.json that reads back as the same plan."""

from __future__ import annotations

from pathlib import Path

from allocator.exports import FORMATS
from allocator.planfile.plan_json import read_plan
from support import sample_plans


def test_the_exported_file_reads_back_as_the_same_plan(tmp_path: Path) -> None:
    plan = sample_plans.plan()
    assert FORMATS["json"].write(plan, tmp_path / "copy.json") == [tmp_path / "copy.json"]
    assert read_plan(tmp_path / "copy.json") == plan


def test_every_format_has_an_example_of_its_own() -> None:
    for name, form in FORMATS.items():
        assert form.example.startswith(f"allocator export {name} ")

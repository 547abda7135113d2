"""``allocator template expand`` prints items and writes them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from allocator.cli.template import command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments])


def test_expanded_items_are_printed_and_written(tmp_path: Path) -> None:
    """With --json and -o, nothing was written."""
    target = tmp_path / "items.yaml"
    found = run("expand", "model", "--id", "CH", "--json", "-o", str(target))
    assert [one["id"] for one in json.loads(found.stdout)["items"]][:1] == ["CH-question"]
    assert target.read_text("utf-8").startswith("items:\n")


def test_a_value_on_which_nothing_depends_is_told() -> None:
    found = run("expand", "model", "--id", "X", "--with", "ab_test=no", "--with", "traffic=7d")
    assert found.stdout.startswith("items:\n")
    assert found.stderr.startswith("warning: traffic means nothing here: no item that is left")
    assert "hint: set ab_test to yes, or take traffic out" in found.stderr
    assert run("expand", "model", "--id", "X", "--with", "traffic=7d").stderr == ""


def test_values_are_read_as_in_a_scenario() -> None:
    found = run("expand", "model", "--id", "CH", "--with", "labels=yes", "--with", "gpus=2")
    assert "gpu: 2" in found.stdout
    assert "CH-label" in found.stdout

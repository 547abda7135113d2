"""docs/python-api.md has every public name, with an example that runs as it is printed."""

from __future__ import annotations

import datetime
import doctest
import inspect
import shutil
from pathlib import Path

import pytest

import allocator
from allocator.cli.api_page import Docstring, examples

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", allocator.PUBLIC)
def test_every_public_name_has_a_summary_and_an_example(name: str) -> None:
    text = Docstring.of(getattr(allocator, name))
    assert text.summary.endswith(".")
    assert ">>> " in text.sections["Examples"]


def test_the_list_of_names_is_whole() -> None:
    assert sorted(allocator.PUBLIC) == sorted(allocator.__all__)


@pytest.mark.parametrize("name", [name for name in allocator.PUBLIC if name[0].islower()])
def test_every_parameter_of_a_function_is_described_and_keywords_only_follow_the_subject(
    name: str,
) -> None:
    function = getattr(allocator, name)
    said = Docstring.of(function).entries("Parameters")
    described = [each for names, _ in said for each in names.split(", ")]
    assert sorted(described) == sorted(inspect.signature(function).parameters)


@pytest.mark.usefixtures("compiled_search")
def test_the_examples_run_in_the_order_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    names = {"allocator": allocator, "datetime": datetime}
    test = doctest.DocTestParser().get_doctest(examples(), names, "python-api", None, 0)
    if shutil.which("java") is None:
        test.examples = [one for one in test.examples if "_project" not in one.source]
    shown: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(test, out=shown.append)
    assert not shown, "".join(shown)

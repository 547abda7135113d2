"""The pages agree with the code: nothing undocumented, nothing stale."""

from __future__ import annotations

import inspect
import re
import shlex
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest

from allocator import __version__, views
from allocator.analysis.comparison import Comparison
from allocator.analysis.why.reason import Cause, ReasonKind
from allocator.cli.command import Command
from allocator.cli.commands import COMMANDS, group
from allocator.cli.main import main
from allocator.cli.reference import PAGES
from allocator.domain import Plan, PlanItem
from allocator.exports.difference import COLUMNS
from allocator.views import assignments, load, projects, schedule, tiers

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TEXTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(DOCS.glob("*.md")),
    ROOT / "benchmarks" / "README.md",
]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_from_the_code_is_fresh(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text("utf-8")
    assert text == PAGES[page](), "run python -m allocator.cli.reference --write"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_every_option(name: str) -> None:
    page = (DOCS / "cli.md").read_text("utf-8")
    section = re.split(r"^## ", page, flags=re.MULTILINE)
    mine = [part for part in section if part.splitlines()[0] == name]
    assert len(mine) == 1
    for param in COMMANDS[name].load().params:
        if isinstance(param, click.Option):
            assert param.opts[0] in mine[0]
            assert param.help, f"{name} {param.opts[0]} says nothing in --help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_its_help_shows(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = COMMANDS[name].load()
    assert isinstance(command, Command)
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    for line in command.example:
        assert line.startswith(f"allocator {name} ") or line == f"allocator {name}"
        assert f"  {line}\n" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_of_commands_is_the_first_line_of_its_help(name: str) -> None:
    text = inspect.cleandoc(COMMANDS[name].load().help or "")
    assert text.splitlines()[0] == COMMANDS[name].summary


def test_every_example_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example is a command line that click accepts; what the command does is left out."""
    lines = [line for entry in COMMANDS.values() for line in entry.load().example]  # type: ignore[attr-defined]
    for line in [*lines, *group.example]:
        _parse(line)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_line_of_a_page_parses(path: Path) -> None:
    """Commands stand in blocks; a line with ``[`` or ``...`` shows only their form."""
    text = path.read_text("utf-8").replace("\\\n", "")
    blocks = "".join(re.findall(r"^```\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL))
    for line in re.findall(r"^(?:\$ )?(allocator [a-z].*)$", blocks, flags=re.MULTILINE):
        if "[" not in line and "..." not in line:
            _parse(line)


def _parse(line: str) -> None:
    words = shlex.split(line.split(" > ")[0])[1:]
    command = COMMANDS[words[0]].load()
    command.make_context(words[0], words[1:]).close()


def test_there_are_scenarios() -> None:
    assert SCENARIOS


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_says_at_its_head_what_it_shows(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert re.match(r"# \w.{20,}", first), f"{path.name} begins with {first!r}"


@pytest.mark.parametrize("table", [assignments, load, projects, schedule, tiers])
def test_every_table_describes_its_columns(table: object) -> None:
    module = inspect.getmodule(table)
    assert module is not None
    text = inspect.getdoc(table) or ""
    described = {
        name: dtype
        for names, dtype in re.findall(r"^([\w, ]+) : (\S+)$", text, flags=re.MULTILINE)
        for name in names.split(", ")
    }
    assert described == module.DTYPES
    assert getattr(table, "__name__", "") in views.__all__


@pytest.mark.parametrize("model", [Plan, PlanItem])
def test_the_plan_format_names_every_field(model: type[Plan] | type[PlanItem]) -> None:
    page = (DOCS / "plan-format.md").read_text("utf-8")
    assert not [name for name in model.model_fields if f"`{name}`" not in page]


def test_the_page_of_differences_names_every_column_and_kind_of_reason() -> None:
    page = (DOCS / "diff.md").read_text("utf-8")
    names = [*COLUMNS, *get_args(ReasonKind), *Comparison.model_fields, *Cause.model_fields]
    known = {"kind", "section", "field", "sentence"}
    assert not [name for name in names if f"`{name}`" not in page and name not in known]


def _anchors(path: Path) -> set[str]:
    """Return what GitHub makes of the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text("utf-8")):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_the_readme_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert not [path.name for path in DOCS.glob("*.md") if f"(docs/{path.name})" not in text]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")

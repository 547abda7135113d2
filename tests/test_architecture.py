"""The architecture holds: who may import whom, which library is used where, twins on both sides."""

from __future__ import annotations

import ast
import graphlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from allocator.domain import RuleId, TierName
from support import sample_plans

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "allocator"

# Who may import whom, besides itself. Nothing is imported "just for a helper": the helper moves
# down. A package that is not here may not exist.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "domain": {"errors"},
    "wording": {"domain", "errors"},
    "calendars": {"domain", "errors"},
    "scenario": {"calendars", "wording", "domain", "errors"},
    "problem": {"calendars", "domain", "errors"},
    "heuristics": {"problem", "domain", "errors"},
    "bounds": {"problem", "jobs", "domain", "errors"},
    "cpmodel": {"problem", "domain", "errors"},
    "planner": {
        *("cpmodel", "heuristics", "bounds", "problem", "checks", "analysis", "jobs"),
        *("wording", "domain", "errors"),
    },
    "checks": {"analysis", "calendars", "wording", "domain", "errors"},
    "analysis": {"calendars", "wording", "domain", "errors"},
    "replanning": {"planner", "checks", "analysis", "calendars", "wording", "domain", "errors"},
    "meeting_planning": {"analysis", "calendars", "wording", "domain", "errors"},
    "sprint_planning": {"analysis", "calendars", "wording", "domain", "errors"},
    "forecasting": {"heuristics", "problem", "analysis", "calendars", "domain", "errors"},
    "explain": {
        *("planner", "replanning", "forecasting", "cpmodel", "heuristics", "problem", "checks"),
        *("scenario", "analysis", "calendars", "jobs", "wording", "domain", "errors"),
    },
    "jobs": {"errors"},
    "mpxj": {"errors"},
    "integrations": {"mpxj", "scenario", "calendars", "wording", "domain", "errors"},
    "views": {"sprint_planning", "analysis", "domain", "errors"},
    # The judge says what keeps a plan file from being shown: it alone knows plans that are wrong.
    "planfile": {"checks", "analysis", "wording", "domain", "errors"},
    "exports": {
        *(
            "views",
            "planfile",
            "mpxj",
            "meeting_planning",
            "sprint_planning",
            "analysis",
            "calendars",
            "wording",
            "domain",
            "errors",
        ),
    },
    "documents": {
        *("drafting", "exports", "sprint_planning", "scenario", "analysis", "calendars"),
        *("wording", "domain", "errors"),
    },
    "drafting": {
        *("exports", "planfile", "scenario", "analysis", "wording", "domain", "errors"),
    },
}
TOP = {
    "cli": {*MAY_IMPORT, "api", "mcp", "__init__"},
    "mcp": {"api", "exports", "wording", "domain", "errors"},
    "api": set(MAY_IMPORT),
    "__init__": {"api"},
}
ALLOWED = {**MAY_IMPORT, **TOP}

# Libraries that only these packages may use.
ONLY_IN: dict[str, set[str]] = {
    "pydantic": {"domain", "integrations"},
    "yaml": {"scenario"},
    "dateutil": {"domain"},
    "holidays": {"calendars", "scenario"},
    "ortools": {"bounds", "cpmodel", "planner", "explain"},
    "highspy": {"bounds"},
    "pandas": {"views", "exports"},
    "openpyxl": {"exports", "integrations"},
    "click": {"cli"},
    "rich": {"cli"},
    "psplib": {"integrations"},
    "jpype": {"mpxj"},
    "mpxj": {"mpxj"},
    "mcp": {"mcp"},
    "mcp_types": {"mcp"},
    "icalendar": {"scenario", "exports"},
    "jinja2": {"exports"},
    "markupsafe": {"exports"},
    "markdown_it": {"documents", "drafting"},
    "matplotlib": {"exports"},
    "recurring_ical_events": {"scenario"},
    "distributed": {"jobs"},
    "httpx2": {"integrations"},
    "keyring": {"integrations"},
    "dask": set(),
}

# pydantic's errors and pandas' types may be named where they are met, not used to build things.
NAMED_IN: dict[str, set[str]] = {"pydantic": {"scenario", "planfile"}, "pandas": {"api"}}

LONGEST = 400
"""Lines of a module."""


@dataclass(frozen=True)
class Import:
    """An import statement: which module imports what, where."""

    module: str
    target: str
    line: int
    typing_only: bool = False

    @property
    def place(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def modules() -> dict[str, Path]:
    """Return the path of each module by its dotted name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = ("allocator", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree_of(module: str) -> ast.Module:
    """Return what a module holds; parsing them all takes seconds."""
    return ast.parse(MODULES[module].read_text("utf-8"))


def imports(module: str) -> Iterator[Import]:
    """Yield all imports of a module, also those inside functions and for types only."""
    tree = tree_of(module)
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write imports in full, not relative"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            if whole == ["allocator.__version__"]:
                continue  # a plain text, which loads nothing
            targets = [name if name in MODULES else str(node.module) for name in whole]
        else:
            continue
        for target in dict.fromkeys(targets):
            yield Import(module, target, node.lineno, id(node) in typing_only)


IMPORTS = [statement for module in MODULES for statement in imports(module)]


def package(module: str) -> str:
    """Return the first part of a module's name below ``allocator``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def is_ours(name: str) -> bool:
    return name.split(".")[0] == "allocator"


def test_every_package_is_in_the_table() -> None:
    unknown = {package(module) for module in MODULES} - set(ALLOWED)
    assert not unknown, f"add {sorted(unknown)} to the table, with what it may import"


def test_the_table_itself_has_no_circle() -> None:
    graphlib.TopologicalSorter(ALLOWED).prepare()


def test_packages_import_only_what_the_table_allows() -> None:
    wrong = [
        statement.place
        for statement in IMPORTS
        if is_ours(statement.target)
        and package(statement.target) != package(statement.module)
        and package(statement.target) not in ALLOWED[package(statement.module)]
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Not for types either."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for statement in IMPORTS:
        if is_ours(statement.target):
            graph[statement.module].add(statement.target)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


# A problem is all that the search sees; the kernel is compiled on a small scenario of its own.
KNOWS_A_SCENARIO = {"allocator.heuristics.kernel.warmup"}


def test_what_searches_a_problem_knows_no_scenario() -> None:
    searching = ("heuristics", "bounds", "cpmodel", "planner.operators", "planner.lns")
    wrong = [
        f"{module} names Scenario"
        for module in MODULES
        if module.startswith(tuple(f"allocator.{name}." for name in searching))
        and module not in KNOWS_A_SCENARIO
        and any(
            isinstance(node, ast.alias) and node.name == "Scenario"
            for node in ast.walk(tree_of(module))
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_libraries_are_used_only_where_they_belong() -> None:
    wrong = [
        statement.place
        for statement in IMPORTS
        for library in [statement.target.split(".")[0]]
        if library in ONLY_IN
        and package(statement.module) not in ONLY_IN[library] | NAMED_IN.get(library, set())
    ]
    assert not wrong, "\n".join(wrong)


def test_pandas_is_imported_for_types_only_outside_views_and_exports() -> None:
    wrong = [
        statement.place
        for statement in IMPORTS
        if statement.target.split(".")[0] == "pandas"
        and package(statement.module) in NAMED_IN["pandas"]
        and not statement.typing_only
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_command_line_prints_or_exits() -> None:
    wrong = []
    for module in MODULES:
        if package(module) == "cli":
            continue
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                *("print", "exit", "quit", "sys.exit", "os._exit"),
                *("sys.stdout.write", "sys.stderr.write"),
            ):
                wrong.append(f"{module}:{node.lineno}: {ast.unparse(node.func)}")
    assert not wrong, "\n".join(wrong)


def test_no_module_is_too_long() -> None:
    lines = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert not {module: count for module, count in lines.items() if count > LONGEST}


# Public names of the library: a result and a plan with the methods of notebooks.
API_TWINS = {"Plan", "Result"}

# Words that say nothing of a class, or that meant several things.
NO_CLASS_NAMES = {
    *("Answer", "Beside", "Cut", "Draft", "Facts", "Hands", "Lane", "Left", "Marked", "Part"),
    *("Question", "Standing", "Told", "Words"),
}


def test_every_class_has_a_name_of_its_own() -> None:
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for node in tree_of(module).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(module)
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert set(twice) - API_TWINS == set(), twice
    assert not homes.keys() & NO_CLASS_NAMES


def names_in(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def test_every_constraint_has_its_check() -> None:
    missing = names_in(SOURCE / "cpmodel" / "constraints") - names_in(SOURCE / "checks")
    assert not missing, f"write checks/<rule>.py for {sorted(missing)}"


# Beside the tiers in cpmodel/objectives: what several of them share, and what --relax minimises,
# which is no tier of a scenario; its twin is checks/deadline.py.
NOT_TIERS = {"finishes", "deadlines"}


def test_every_objective_has_its_measure() -> None:
    tiers = set(get_args(TierName))
    objectives = names_in(SOURCE / "cpmodel" / "objectives")
    assert objectives - NOT_TIERS == tiers
    assert not NOT_TIERS - objectives, "no longer there: take it off the list"
    missing = tiers - names_in(SOURCE / "analysis" / "measures")
    assert not missing, f"write analysis/measures/<tier>.py for {sorted(missing)}"


def test_every_rule_has_its_check_and_its_tests() -> None:
    rules = {str(rule) for rule in RuleId}
    assert not rules - names_in(SOURCE / "checks")
    tested = {name.removeprefix("test_") for name in names_in(ROOT / "tests" / "rules")}
    assert not rules - tested, "each rule has its tests/rules/test_<rule>.py"


HEAVY = ("ortools", "highspy", "pandas", "numpy", "icalendar", "jinja2", "matplotlib", "httpx2")


def loaded_by(code: str, *args: str) -> list[str]:
    """Run code in a new process and return which heavy libraries it has loaded."""
    report = f"import json; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{report}", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return names


RUN = "from allocator.cli.main import main\nassert main(sys.argv[1:]) == 0"


def test_help_loads_no_command_and_no_heavy_library() -> None:
    assert loaded_by(RUN, "--help") == []
    light = (
        f"{RUN}\nassert not [m for m in sys.modules if m in ('pydantic', 'yaml', 'rich', 'json')]"
    )
    assert loaded_by(light, "--help") == []


def test_the_package_itself_loads_nothing_heavy() -> None:
    assert loaded_by("import allocator\nassert 'pydantic' not in sys.modules") == []


def test_check_loads_neither_solver_nor_pandas(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(sample_plans.SCENARIO_TEXT, "utf-8")
    assert loaded_by(RUN, "check", str(scenario)) == []


def test_verify_loads_neither_solver_nor_pandas(tmp_path: Path) -> None:
    from allocator.planfile.plan_json import write_plan
    from allocator.scenario import fingerprint

    plan = sample_plans.plan(sha256=fingerprint(sample_plans.scenario()))
    (tmp_path / "plan.json").write_text(write_plan(plan), "utf-8")
    assert loaded_by(RUN, "verify", str(tmp_path)) == []


def test_export_to_csv_loads_neither_solver_nor_pandas(tmp_path: Path) -> None:
    from allocator.planfile.plan_json import write_plan

    (tmp_path / "plan.json").write_text(write_plan(sample_plans.plan()), "utf-8")
    assert loaded_by(RUN, "export", "csv", str(tmp_path), "-o", str(tmp_path / "tables")) == []


# What only scenarios with templates, changes, actuals, failed tries or faults need.
NOT_FOR_A_SMALL_PLAN = (
    "allocator.replanning",
    "allocator.scenario.changes.overlay",
    "allocator.scenario.companions.actuals",
    "allocator.scenario.made_in_python",
    "allocator.scenario.relaxed_dates",
    "allocator.scenario.shape.suggestions",
    "allocator.scenario.templates",
)


@pytest.mark.parametrize("arguments", [["check"], ["plan", "-o", "plan", "--steps", "1"]])
def test_a_small_scenario_loads_nothing_that_it_does_not_use(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = str(ROOT / "scenarios" / "quickstart.yaml")
    monkeypatch.chdir(tmp_path)
    unused = f"loaded = [m for m in {NOT_FOR_A_SMALL_PLAN!r} if m in sys.modules]"
    command, *options = arguments
    loaded_by(f"{RUN}\n{unused}\nassert not loaded, loaded", command, scenario, *options)

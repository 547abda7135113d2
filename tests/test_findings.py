"""Findings are told apart by their codes: all are explained, and nothing rests on their words."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.findings_page import catalogue, example_findings
from support.compiled import environment

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "allocator"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
CATALOGUE = catalogue()
WITH_EXAMPLES = [code for code, entry in CATALOGUE.items() if "mend" not in entry]

RAISERS = {"invalid": 0, "_invalid": 0, "_fault": 1}
"""Functions that take a code by position, and at which."""

CODED = (
    *("domain", "scenario", "integrations/tracker", "integrations/live"),
    *("documents", "cli/docs", "drafting"),
)
"""Where findings are made."""


def raised() -> Iterator[str]:
    """Yield the codes that the source passes on as ``code``, or to one of the raisers."""
    for path, tree in TREES.items():
        if not path.relative_to(SOURCE).as_posix().startswith(CODED):
            continue
        for node in ast.walk(tree):
            for value in code_values(node):
                yield from (
                    inner.value
                    for inner in ast.walk(value)
                    if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                )


def code_values(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        yield from (word.value for word in node.keywords if word.arg == "code")
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in RAISERS and len(node.args) > RAISERS[name]:
            yield node.args[RAISERS[name]]
    elif isinstance(node, ast.FunctionDef):
        defaults = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        yield from (value for word, value in defaults if word.arg == "code" and value is not None)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id == "code" and isinstance(node.value, ast.Constant):
            yield node.value
        if node.targets[0].id == "_CODES" and isinstance(node.value, ast.Dict):
            yield from node.value.values


def test_every_code_is_explained_and_every_explained_code_is_raised() -> None:
    assert sorted(CATALOGUE) == sorted(set(raised()))


def test_codes_are_words_with_hyphens_in_alphabetical_order() -> None:
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", code) for code in CATALOGUE)
    assert list(CATALOGUE) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_example_of_a_code_is_found_under_it(code: str) -> None:
    assert code in [finding.code for finding in example_findings(CATALOGUE[code])]


def test_what_cannot_be_shown_says_what_to_do() -> None:
    shown = {"when", *("scenario", "file", "people_csv", "items_csv", "ics")}
    shown |= {"calibration", "changes", "actuals", "team", "mapping", "tracker", "requirements"}
    for entry in CATALOGUE.values():
        assert set(entry) == {"when", "mend"} or len(set(entry) & shown) > 1


def test_no_decision_changes_when_all_messages_are_reworded(tmp_path: Path) -> None:
    quiet, loud = (decisions(mode, tmp_path / mode) for mode in ("quiet", "loud"))
    assert quiet == loud
    assert [quiet[name][0] for name in ("infeasible", "relaxed", "mapping")] == [3, 0, 2]
    assert quiet["waiting"][1][0] > quiet["replan"][1][0], "what has begun is not warned of"


def decisions(mode: str, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "support" / "loud.py"), mode],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


WORDS = {"message", "hint", "msg"}
"""Attributes and keys that hold words for people."""

MATCHING = {
    *("match", "fullmatch", "search", "findall", "split", "partition", "rpartition", "find"),
    *("startswith", "endswith", "index", "removeprefix", "removesuffix", "count"),
}

FOREIGN = {"planfile/json_document.py": 1}
"""Where words of other libraries are shortened, and how often."""


def test_nothing_outside_cli_matches_on_the_words_of_a_message() -> None:
    found: dict[str, int] = {}
    for path, tree in TREES.items():
        module = path.relative_to(SOURCE).as_posix()
        matches = sum(map(is_match, ast.walk(tree)))
        if matches and not module.startswith("cli/"):
            found[module] = matches
    assert found == FOREIGN


def is_match(node: ast.AST) -> bool:
    """Whether a node compares words with a text, or looks for one in them."""
    if isinstance(node, ast.Compare):
        others = [side for side in (node.left, *node.comparators) if is_text(side)]
        return bool(others) and any(map(is_worded, (node.left, *node.comparators)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        about = [node.func.value, *node.args]
        return node.func.attr in MATCHING and any(map(is_worded, about))
    return False


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant) and getattr(node, "value", "") is not None


def is_worded(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in WORDS
    return isinstance(node, ast.Attribute) and node.attr in WORDS

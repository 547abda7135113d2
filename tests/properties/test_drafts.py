"""Drafts lose nothing: random documents, what people write between, and documents that change."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from allocator.drafting.document import requirements_in
from allocator.drafting.draft import DraftedFiles, make_draft
from allocator.drafting.kept_writing import SCENARIO, SPECIFICATION
from allocator.drafting.markdown_parts import sections
from allocator.drafting.specification import todo_count
from allocator.drafting.three_way import merge_lines, merge_markdown
from allocator.errors import ScenarioError
from allocator.planfile.files import write_text

LETTERS = st.lists(st.sampled_from("abcde"), max_size=8)


@given(LETTERS, LETTERS, LETTERS)
def test_of_lines_one_side_alone_decides_where_the_other_left_them(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    assert merge_lines(base, base, theirs).lines == theirs
    assert merge_lines(base, mine, base).lines == mine
    assert merge_lines(base, mine, mine).lines == mine
    for one in (merge_lines(base, base, theirs), merge_lines(base, mine, mine)):
        assert not one.conflicts


@given(LETTERS, st.data(), LETTERS)
def test_lines_that_people_put_in_stay_in_their_order(
    base: list[str], data: st.DataObject, theirs: list[str]
) -> None:
    mine = data.draw(with_marks(base))
    merged = merge_lines(base, mine, theirs)
    assert [one for one in merged.lines if one.isdigit()] == [one for one in mine if one.isdigit()]
    for conflict in merged.conflicts:
        start = conflict.line - 1
        assert tuple(merged.lines[start : start + len(conflict.mine)]) == conflict.mine


@st.composite
def with_marks(draw: st.DrawFn, base: list[str]) -> list[str]:
    """Draw a list with some of its entries left out, and numbers put in."""
    mine: list[str] = []
    for number, one in enumerate([*base, None]):
        if draw(st.booleans()):
            mine.append(str(number))
        if one is not None and draw(st.booleans()):
            mine.append(one)
    return mine


PIECES = st.sampled_from(
    (
        *("# ", "## ", "requirements", "\n", "\n\n", "- ", "  - ", "1. ", "| id | requirement |"),
        *("|---|---|", "| CH-R1 | x |", "CH-R2", " (must; ", "after ", ")", ": ", "---\n", "```"),
        *("project: CH\n", "> ", "<!-- ", " -->", "<div>", "\r\n", "\t", "\\|", "a=b", "**", "é"),
        *("- CH-R3 (could; model): score\n", "\n===\n", "size: {", "[x]: y", "&amp;", "won't"),
    )
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    try:
        found = requirements_in(text, "prd.md", "prd.md")
    except ScenarioError as error:
        assert error.findings
        assert all(finding.file == "prd.md" for finding in error.findings)
    else:
        assert found.requirements
        ids = [one.id for one in found.requirements]
        assert len(set(ids)) == len(ids)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_sections_of_a_text_hold_all_of_it(text: str) -> None:
    text = text.replace("\r\n", "\n")
    parts = sections(text)
    lines = text.split("\n")
    assert [line for part in parts for line in lines[part.first : part.end]] == lines
    assert merge_markdown(text, text, text).text == text


WORDS = st.text(st.sampled_from("abc é|*_`#-:;,{}[]'\"<&%"), min_size=1, max_size=12)
REQUIREMENT = st.fixed_dictionaries(
    {
        "text": WORDS.filter(lambda text: text.strip("-|*_` ")),
        "priority": st.sampled_from(["must", "should", "could", "won't", ""]),
        "tags": st.sampled_from(["model", "etl", "a/b test", "dashboard", "nothing", ""]),
        "size": st.sampled_from(["S", "M", "L", ""]),
        "acceptance": WORDS,
        "after": st.sampled_from(["", "CH-R1", "PL-9"]),
    }
)


def document(requirements: dict[int, dict[str, Any]], prose: str) -> str:
    columns = ("text", "priority", "tags", "size", "acceptance", "after")
    lines = ["---", "project: CH", "---", "# Churn", "", "## Goals", "", f"x {prose}", ""]
    lines += ["## Requirements", "", f"| id | requirement | {' | '.join(columns[1:])} |"]
    lines += [f"|{'---|' * (len(columns) + 1)}"]
    for number, one in requirements.items():
        cells = [str(one[name]).replace("|", "\\|") for name in columns]
        cells[5] = "" if number == 1 else cells[5]
        lines.append(f"| CH-R{number} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


DOCUMENTS = st.builds(
    document, st.dictionaries(st.integers(1, 5), REQUIREMENT, min_size=1, max_size=4), WORDS
)


def written(folder: Path, text: str) -> DraftedFiles:
    (folder / "prd.md").write_text(text, "utf-8")
    drafted = make_draft(folder / "prd.md", folder / "draft", prefer="mine")
    for name, one in drafted.files.items():
        write_text(folder / "draft" / name, one)
    return drafted


def put_in(draw: Any, path: Path, marks: list[str]) -> None:
    """Put lines into a file, and take some out, as people do."""
    lines = path.read_text("utf-8").split("\n")
    for mark in marks:
        lines.insert(draw(st.integers(0, len(lines) - 1)), mark)
    path.write_text("\n".join(lines), "utf-8")


@settings(deadline=None, max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(DOCUMENTS, DOCUMENTS, st.data())
def test_round_trips_lose_nothing(first: str, second: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, first)
        marks = [f"Written by hand, {number}" for number in range(6)]
        part = folder / "draft" / SCENARIO
        put_in(data.draw, folder / "draft" / SPECIFICATION, marks)
        put_in(data.draw, part, [f"# {mark}" for mark in marks])
        drafted = written(folder, second)
        for file in (SPECIFICATION, SCENARIO):
            text = (folder / "draft" / file).read_text("utf-8")
            kept = Counter(line.removeprefix("# ") for line in text.split("\n"))
            assert all(kept[mark] == 1 for mark in marks), file
        again = written(folder, second)
        assert not again.files
        assert again.changes == ()
        ids = [one.requirement.id for one in drafted.record.requirements]
        assert ids == [row.id for row in drafted.rows]
        said = "\n".join([drafted.texts[SPECIFICATION], *drafted.notes])
        for one in (matched.requirement for matched in drafted.record.requirements):
            assert f"### {one.id}" in said or f"- {one.id} (won't): " in said
            assert one.text in said
        assert todo_count(said) > 0

"""Of any document only the sections change; written twice it is as written once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from allocator.documents.kinds import KINDS
from allocator.documents.rewrite import rewritten
from allocator.documents.source import SectionSource
from support import report_plans
from support.strategies import settled

SOURCES = [SectionSource(plan) for plan in (report_plans.rich(), report_plans.hostile())]

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["# Title", "- item", "  - nested", "> quote", "| a | b |", "---", "<div>", "</div>", "",
     "    code", "~~~", "```", "<!-- a comment -->", "<pre>", "</pre>", "1. one", "&amp; \\*"]
)  # fmt: skip
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
FENCES = st.sampled_from(["```", "~~~", "````md"])
MARKERS = st.sampled_from(
    [name for name in KINDS if name != "sprint"] + ["dates most=1", "owners columns=item,people"]
)


@st.composite
def parts(draw: st.DrawFn) -> list[str | tuple[str, str, str]]:
    """Draw a document: texts, and sections as their begin, what stands in them, and their end."""
    found: list[str | tuple[str, str, str]] = []
    for _ in range(draw(st.integers(1, 6))):
        newline = draw(NEWLINES)
        lines = draw(st.lists(WORDS, max_size=4))
        text = "".join(line + newline for line in lines)
        kind = draw(st.sampled_from(["text", "section", "section", "example"]))
        if kind == "section":
            indent = draw(st.sampled_from(["", "", " ", "  "]))
            begin = f"{indent}<!-- allocator: {draw(MARKERS)} -->{newline}"
            found.append((begin, text, f"{indent}<!-- /allocator -->{newline}"))
        elif kind == "example":
            fence = draw(FENCES)
            end = fence.rstrip("md")
            marker = f"<!-- allocator: {draw(MARKERS)} -->"
            found.append(f"{newline}{fence}{newline}{marker}{newline}{end}{newline}")
        else:
            found.append(text)
    return [*found, draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9))]


def inner_of(document: str, all_parts: list[str | tuple[str, str, str]]) -> list[str]:
    """Return what stands in the sections of a document, all else of which stands as drawn."""
    at, inner = 0, []
    for part in all_parts:
        if isinstance(part, str):
            assert document.startswith(part, at)
            at += len(part)
            continue
        begin, _, end = part
        assert document.startswith(begin, at)
        closed = document.index(end, at + len(begin))
        inner.append(document[at + len(begin) : closed])
        at = closed + len(end)
    assert at == len(document)
    return inner


@settled(400)
@given(parts(), st.sampled_from(["", "\ufeff"]), st.sampled_from(SOURCES))
def test_only_sections_change_and_they_change_once(
    drawn: list[str | tuple[str, str, str]], mark: str, source: SectionSource
) -> None:
    text = mark + "".join(part if isinstance(part, str) else "".join(part) for part in drawn)
    once = rewritten(text, "a.md", source)
    if once.findings:
        return
    assert once.text.startswith(mark)
    fresh = inner_of(once.text.removeprefix(mark), drawn)
    assert len(once.sections) <= len(fresh)
    twice = rewritten(once.text, "a.md", source)
    assert twice.text == once.text
    assert not twice.findings and not any(one.changed for one in twice.sections)
    assert [one.words for one in twice.sections] == [one.words for one in once.sections]


@settled(100)
@given(st.lists(MARKERS, min_size=1, max_size=5), NEWLINES, st.sampled_from(SOURCES))
def test_every_section_is_written(markers: list[str], newline: str, source: SectionSource) -> None:
    section = "<!-- allocator: {} -->" + newline + "<!-- /allocator -->" + newline
    text = newline.join(section.format(marker) for marker in markers)
    once = rewritten(text, "a.md", source)
    assert [(one.words, one.changed) for one in once.sections] == [(m, True) for m in markers]
    assert once.text.count(newline) > 4 * len(markers)

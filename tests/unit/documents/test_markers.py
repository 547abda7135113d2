"""Which lines of a Markdown document are sections, and what is wrong with markers."""

from __future__ import annotations

import pytest

from allocator.documents.markers import marked_sections

SECTION = "<!-- allocator: status -->\nold\n<!-- /allocator -->\n"


def found(text: str) -> list[tuple[str, int, int]]:
    sections, findings = marked_sections(text, "a.md")
    assert not findings, findings
    return [(one.words, one.first, one.last) for one in sections]


def codes(text: str) -> list[tuple[str, int | None]]:
    _, findings = marked_sections(text, "a.md")
    return [(one.code, one.line) for one in findings]


def test_a_section_stands_between_two_comments() -> None:
    assert found(f"# Title\n\ntext\n{SECTION}more\n") == [("status", 3, 5)]
    assert found("<!--allocator:dates   project=CH-->\n<!--/allocator-->") == [
        ("dates   project=CH", 0, 1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{SECTION}```\n",
        f"~~~~ markdown\n{SECTION}~~~~\n",
        f"- item\n\n  ```\n  {SECTION.replace(chr(10), chr(10) + '  ')}```\n",
        "    <!-- allocator: status -->\n    <!-- /allocator -->\n",
        f"<pre>\n{SECTION}</pre>\n",
        "<!--\n<!-- allocator: status -->\n",
        "Write `<!-- allocator: status -->` and `<!-- /allocator -->`.\n",
        "<!-- allocator is what plans here -->\n",
        "\\<!-- allocator: status -->\n",
    ],
    ids=["fence", "tildes", "in a list", "indented", "pre", "comment", "words", "prose", "escaped"],
)
def test_examples_are_no_sections(text: str) -> None:
    assert found(text) == []


def test_a_section_may_stand_in_a_list_or_in_a_division() -> None:
    text = "- item\n\n  <!-- allocator: status -->\n  <!-- /allocator -->\n"
    sections, findings = marked_sections(text, "a.md")
    assert not findings and [one.indent for one in sections] == ["  "]
    assert found(f"<div>\n{SECTION}</div>\n") == [("status", 1, 3)]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_every_line_end_ends_a_line(newline: str) -> None:
    assert found(f"a\n\n{SECTION}".replace("\n", newline)) == [("status", 2, 4)]


def test_wrong_markers_are_all_told() -> None:
    text = (
        "<!-- /allocator -->\n"  # 1: no begin
        "<!-- allocator: status -->\n"  # 2: another begins first
        "<!-- allocator: dates -->\n"
        "<!-- /allocator -->\n"
        "see <!-- allocator: risks --> here\n"  # 5
        "and\n<!-- allocator: risks --> there\n"  # 7
        "\n> <!-- allocator: risks -->\n"  # 9
        "\n<!-- allocator: risks\n     project=CH -->\n"  # 11
        "<!-- allocator: matrix -->\n"  # 13: the end
    )
    assert codes(text) == [
        ("section-without-begin", 1),
        ("section-without-end", 2),
        ("marker-not-alone", 5),
        ("marker-not-alone", 7),
        ("marker-not-alone", 9),
        ("marker-not-alone", 11),
        ("section-without-end", 13),
    ]


def test_a_marker_without_its_colon_is_told_and_prose_is_not() -> None:
    text = "<!-- allocator status project=CH -->\n<!-- allocator plans -->\n"
    _, findings = marked_sections(text, "a.md", ["status", "dates"])
    assert [(one.code, one.line) for one in findings] == [("unreadable-marker", 1)]


def test_an_end_within_code_does_not_end_a_section() -> None:
    assert codes("<!-- allocator: status -->\n```\n<!-- /allocator -->\n```\n") == [
        ("section-without-end", 1)
    ]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("```", "```"), ("~~~", "~~~"), ("<pre>", "</pre>"), ("<!-- to do", "-->")],
    ids=["fence", "tildes", "pre", "comment"],
)
def test_code_that_hides_an_end_does_not_take_what_follows_into_the_section(
    opens: str, closes: str
) -> None:
    """Its end would be that of the next section, and what people wrote between would be lost."""
    text = (
        f"<!-- allocator: status -->\n{opens}\n<!-- /allocator -->\n\nby hand\n\n"
        f"<!-- allocator: dates -->\n{closes}\n\n<!-- /allocator -->\n"
    )
    assert ("section-without-end", 1) in codes(text)

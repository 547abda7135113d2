"""The parts of a Markdown text, with the lines on which they stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCE = "---"


@dataclass(frozen=True)
class MarkdownSection:
    """A heading with what stands under it, up to the next heading of any level.

    Attributes
    ----------
    title
        The heading; empty for what stands above the first one.
    level
        Of the heading, 1 to 6; 0 for what stands above the first one.
    first, end
        Lines, counted from 0: that of the heading, and that behind the last one.
    body
        The first line below the heading.
    """

    title: str
    level: int
    first: int
    body: int
    end: int


@cache
def parser() -> MarkdownIt:
    """Return a parser of CommonMark with tables."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def normalised(text: str) -> str:
    """Return a text with the ends of lines that the parser counts."""
    return text.replace("\r\n", "\n").replace("\r", " ")


def split_front_matter(text: str) -> tuple[str | None, str]:
    """Return the front matter of a normalised text, and the text with empty lines in its place.

    The front matter is None where there is none, or where it is not closed.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None, text
    ends = (at for at, line in enumerate(lines) if at and line.rstrip() in (_FENCE, "..."))
    end = next(ends, None)
    if end is None:
        return None, text
    return "\n".join(lines[:end]), "\n" * end + "\n".join(["", *lines[end + 1 :]])


def sections(text: str) -> list[MarkdownSection]:
    """Return the sections of a normalised text, in order; they hold all of its lines."""
    count = text.count("\n") + 1
    tokens = parser().parse(text)
    found = [MarkdownSection("", 0, 0, 0, count)]
    for token, content in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map is not None:
            first, body = token.map
            before = found.pop()
            found.append(
                MarkdownSection(before.title, before.level, before.first, before.body, first)
            )
            level = int(token.tag.removeprefix("h"))
            found.append(MarkdownSection(plain(content), level, first, body, count))
    return found if found[0].end else found[1:]


def comments(text: str) -> list[range]:
    """Return the lines, counted from 0, of a normalised text that are HTML comments alone."""
    return [
        range(*token.map)
        for token in parser().parse(text)
        if token.type == "html_block" and token.level == 0 and token.map is not None
        if token.content.strip().startswith("<!--") and token.content.strip().endswith("-->")
    ]


def plain(inline: Token) -> str:
    """Return the words of an inline token without markup."""
    words = [
        " " if child.type in ("softbreak", "hardbreak", "html_inline") else child.content
        for child in inline.children or ()
        if child.content or child.type in ("softbreak", "hardbreak")
    ]
    return " ".join("".join(words).split())


def plain_text(markdown: str) -> str:
    """Return a line of Markdown without its markup."""
    return plain(parser().parseInline(markdown)[0])


def own_text(text: str, section: MarkdownSection, taken: Sequence[range]) -> str:
    """Return what stands under a heading, without the lines that are taken."""
    lines = text.split("\n")
    kept = [
        lines[at]
        for at in range(section.body, section.end)
        if not any(at in lines_taken for lines_taken in taken)
    ]
    return "\n".join(kept).strip("\n")

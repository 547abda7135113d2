"""Finds the sections of a Markdown document: the lines between two comments of allocator.

A marker is an HTML comment in a line of its own. Comments in code, and those that stand within a
longer comment, are examples and no markers: markdown-it says which lines are what (CommonMark).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from allocator.errors import Finding, Place

if TYPE_CHECKING:
    from markdown_it.token import Token

BEGIN: Final = "<!-- allocator: status -->"
END: Final = "<!-- /allocator -->"
"""How the two markers of a section are written."""

_BEGIN = re.compile(r"([ \t]*)<!--[ \t]*allocator[ \t]*:(.*?)-->[ \t]*", re.IGNORECASE)
_END = re.compile(r"[ \t]*<!--[ \t]*/[ \t]*allocator[ \t]*-->[ \t]*", re.IGNORECASE)
_ALIKE = re.compile(r"<!--\s*(?:allocator\s*:|/\s*allocator\b)", re.IGNORECASE)
_NO_COLON = re.compile(r"[ \t]*<!--[ \t]*allocator[ \t]+([\w-]+)\b.*-->[ \t]*", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_PLAIN_HTML = re.compile(r"<(?:pre|script|style|textarea)\b", re.IGNORECASE)
"""Beginnings of HTML that shows or hides its content as it is."""


@dataclass(frozen=True)
class MarkedSection:
    """A section of a document.

    Attributes
    ----------
    words
        What the opening marker says behind ``allocator:``.
    indent
        What stands before the opening marker in its line: spaces and tabs.
    first, last
        Index of the line of the opening and of the closing marker, from 0.
    """

    words: str
    indent: str
    first: int
    last: int


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, each with its own line end."""
    return [line for line in _LINE.findall(text) if line]


def marked_sections(
    text: str, file: str, kinds: Collection[str] = ()
) -> tuple[list[MarkedSection], list[Finding]]:
    """Return the sections of a document in order, and what is wrong with its markers.

    Parameters
    ----------
    text
        Of the document, without a byte order mark.
    file
        How findings call it.
    kinds
        Names of kinds of sections, by which a marker without its colon is known.
    """
    findings: list[Finding] = []
    sections: list[MarkedSection] = []
    opened: MarkedSection | None = None
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    for number, line in _markers(text, lines, file, findings, kinds):
        begin = _BEGIN.fullmatch(line)
        if begin is not None:
            if opened is not None:
                findings.append(_not_closed(file, opened, f"another begins in line {number + 1}"))
            opened = MarkedSection(begin[2].strip(), begin[1], number, number)
        elif opened is not None:
            sections.append(replace(opened, last=number))
            opened = None
        else:
            findings.append(_lone_end(file, number))
    if opened is not None:
        findings.append(_not_closed(file, opened, "the document ends"))
    findings += _swallowed(lines, file, sections)
    return sections, sorted(findings, key=lambda one: one.line or 0)


def _is_marker(line: str) -> bool:
    return _BEGIN.fullmatch(line) is not None or _END.fullmatch(line) is not None


def _swallowed(
    lines: Sequence[str], file: str, sections: Iterable[MarkedSection]
) -> Iterator[Finding]:
    """Yield the sections in which code or a comment hides a marker.

    It may be what was meant to end them: all behind it would be written over.
    """
    for section in sections:
        inside = range(section.first + 1, section.last)
        hidden = next((number for number in inside if _is_marker(lines[number])), None)
        if hidden is not None:
            why = f"the marker in line {hidden + 1} stands in code or in a comment"
            yield _not_closed(file, section, why)


def _markers(
    text: str,
    lines: Sequence[str],
    file: str,
    findings: list[Finding],
    kinds: Collection[str],
) -> Iterator[tuple[int, str]]:
    """Yield the lines that are markers with their indices; note those that are nearly."""
    from markdown_it import MarkdownIt

    words = MarkdownIt("commonmark")
    for token in MarkdownIt("commonmark").disable("inline").parse(text):
        if token.map is None:
            continue
        if token.type == "inline" and _ALIKE.search(token.content):
            parts = words.parseInline(token.content)[0].children or []
            findings += [_not_alone(file, token.map[0] + n) for n in _within_text(parts)]
        if token.type != "html_block":
            continue
        for number in _of_html(token):
            line = lines[number]
            if _is_marker(line):
                yield number, line
            elif _ALIKE.search(line):
                findings.append(_not_alone(file, number))
            elif (found := _NO_COLON.fullmatch(line)) and found[1].lower() in kinds:
                findings.append(_no_colon(file, number, found[1]))


def _of_html(token: Token) -> range:
    """Return the lines of a block of HTML that can hold markers; of a comment that is the first."""
    assert token.map is not None
    first, after = token.map
    opening = token.content.lstrip()
    if _PLAIN_HTML.match(opening):
        return range(0)
    return range(first, first + 1 if opening.startswith("<!--") else after)


def _within_text(parts: Sequence[Token]) -> Iterator[int]:
    """Yield the lines of a paragraph, from 0, in which something like a marker is among words."""
    number = 0
    for part in parts:
        if part.type in ("softbreak", "hardbreak"):
            number += 1
        elif part.type == "html_inline" and _ALIKE.match(part.content):
            yield number


def _not_alone(file: str, number: int) -> Finding:
    return Finding(
        code="marker-not-alone",
        message="a marker of a section stands in a line of its own",
        hint=f"put it into one line without anything else, as {BEGIN} or {END}",
        place=Place(file, number + 1),
    )


def _no_colon(file: str, number: int, kind: str) -> Finding:
    return Finding(
        code="unreadable-marker",
        message="a marker has a colon behind allocator",
        hint=f"write <!-- allocator: {kind} -->, or say it in other words if it is no marker",
        place=Place(file, number + 1),
    )


def _lone_end(file: str, number: int) -> Finding:
    return Finding(
        code="section-without-begin",
        message="a section ends here that does not begin",
        hint=f"remove the line, or begin the section, for example with {BEGIN}",
        place=Place(file, number + 1),
    )


def _not_closed(file: str, opened: MarkedSection, why: str) -> Finding:
    return Finding(
        code="section-without-end",
        message=f"the section has no end: {why}",
        hint=f"write {END} in a line of its own where the section ends, outside of code",
        place=Place(file, opened.first + 1),
    )

"""Writes the sections of one document anew, and leaves every other byte of it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator.analysis.reader_clock import clock_sentence
from allocator.documents.choice import ChoiceReader
from allocator.documents.kinds import KINDS
from allocator.documents.marker_words import marker_words
from allocator.documents.markers import MarkedSection, marked_sections, split_lines
from allocator.documents.source import SectionSource
from allocator.errors import Finding, InputError, Place
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import shorten

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class WrittenSection:
    """A section of a document, and whether it has become another.

    Attributes
    ----------
    line
        Of its opening marker, from 1.
    words
        What the marker says.
    changed
        Whether its lines are not those that stood there.
    """

    line: int
    words: str
    changed: bool


@dataclass(frozen=True)
class RewrittenDocument:
    """A document with its sections of a plan.

    Attributes
    ----------
    text
        The whole text.
    sections
        In order.
    findings
        What is wrong with its markers; where there is anything, the text is not to be used.
    """

    text: str
    sections: tuple[WrittenSection, ...]
    findings: tuple[Finding, ...]


def rewritten(text: str, file: str, source: SectionSource) -> RewrittenDocument:
    """Return a document with its sections written anew.

    Parameters
    ----------
    text
        Of the document, with the line ends and the byte order mark that it has.
    file
        How findings call it.
    source
        What the sections are made of.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    body = text.removeprefix(mark)
    marked, findings = marked_sections(body, file, KINDS)
    lines = split_lines(body)
    written: list[WrittenSection] = []
    for section in reversed(marked):  # so that the indices of those before stay right
        place = Place(file, section.first + 1)
        wrong, told = _told(section.words, place, source)
        findings += wrong
        fresh = list(_laid_out(told, section, lines[section.first]))
        changed = fresh != lines[section.first + 1 : section.last]
        written.append(WrittenSection(section.first + 1, section.words, changed))
        lines[section.first + 1 : section.last] = fresh
    ordered = sorted(findings, key=lambda one: one.line or 0)
    return RewrittenDocument(mark + "".join(lines), tuple(reversed(written)), tuple(ordered))


def _told(words: str, place: Place, source: SectionSource) -> tuple[list[Finding], list[str]]:
    """Return what is wrong with a marker, and the lines that it asks for."""
    read, findings = marker_words(words, place)
    if read is None:
        return findings, []
    kind = KINDS.get(read.kind)
    if kind is None:
        return [*findings, _unknown(read.kind, place)], []
    reader = ChoiceReader(source, place, kind.columns)
    choice = reader.read(read, kind.options)
    findings += reader.findings
    if findings:
        return findings, []
    try:
        lines = list(kind.write(source, choice))
        clock = clock_sentence(source.plan.scenario) if kind.has_days else ""
        return [], [*lines, *(["", clock] if clock else [])]
    except InputError as error:
        return [
            Finding(
                code="wrong-section-option",
                message=error.message,
                hint=error.hint or None,
                place=place,
            )
        ], []


def _unknown(name: str, place: Place) -> Finding:
    return Finding(
        code="unknown-section",
        message=f'there is no section "{shorten(name)}"',
        hint=Suggester().did_you_mean(name, list(KINDS), "sections"),
        place=place,
    )


def _laid_out(told: list[str], section: MarkedSection, opening: str) -> Iterator[str]:
    """Yield lines as they stand between the markers: indented alike, with the same line ends."""
    newline = opening[len(opening.rstrip("\r\n")) :]
    for line in ("", *told, ""):
        yield f"{section.indent}{line}{newline}" if line else newline

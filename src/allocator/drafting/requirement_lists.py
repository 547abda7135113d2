"""Finds requirements in the tables and lists of a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from allocator.drafting.bracketed_facts import PROSE, names_priority, put_facts
from allocator.drafting.markdown_parts import MarkdownSection, comments, parser, plain
from allocator.drafting.written_requirement import (
    FIELD_NAMES,
    ONCE,
    WrittenRequirement,
)
from allocator.errors import Finding, Place
from allocator.wording import joined, shorten

if TYPE_CHECKING:
    from markdown_it.token import Token

_ID: Final = r"[A-Za-z][\w.-]*\d[\w.-]*|[A-Z][A-Z0-9]*(?:-[A-Za-z0-9.]+)+"
_ENTRY: Final = re.compile(
    rf"(?:\[[ xX]\]\s*)?[*_`]*(?P<id>{_ID})[*_`]*\s*"
    r"(?:\((?P<facts>(?:[^()]|\([^()]*\))*)\)\s*[*_]*(?::|–|—|-\s)?|(?::|–|—|-\s))[*_]*\s*(?P<text>.*)",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[*_`]*(?P<id>[A-Za-z]+-[\w.-]*\d)[*_`]*\s+(?P<text>\S.*)", re.DOTALL)
"""An entry whose id has neither brackets nor a colon behind it."""
_BEHIND: Final = re.compile(
    r"\((?P<facts>[^()]*)\)\s*[*_]*(?::|–|—|-\s)?\s*(?P<text>\S.*)", re.DOTALL
)
"""Brackets at the beginning of a text, which are facts where a priority is among them."""
_LINK: Final = re.compile(r"(?P<before>(?:\[[ xX]\]\s+)?[*_`]*)\[(?P<text>[^\]]+)\]\([^)]*\)")
"""A link in the place of an id."""
_ROW: Final = re.compile(r"\s*\|.*\|")
_LOST: Final = re.compile(rf"\s*(?:[-*+]|\d+[.)])\s+[*_`\[]*(?P<id>{_ID})(?!\w)")
"""What looks like a row of a table, or an entry of a list, wherever it stands."""
_PIPE: Final = re.compile(r"(?<!\\)\|")
ASKS: Final = "requirement"
"""Part of the headings under which requirements stand."""


@dataclass
class FoundRequirements:
    """What tables and lists hold.

    Attributes
    ----------
    written
        The requirements, in order.
    taken
        The lines, counted from 0, that say them.
    findings
        What is wrong.
    unused
        Columns that are no fields, with the line of their table.
    passed_over
        Lines of tables with ids that do not say what is asked for.
    unread
        Fields in brackets that are none, with their lines.
    ignored
        Lines of text that look like requirements.
    """

    written: list[WrittenRequirement] = field(default_factory=list)
    taken: list[range] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unused: list[tuple[str, int]] = field(default_factory=list)
    passed_over: list[int] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)


def find_requirements(
    text: str, parts: Sequence[MarkdownSection], project: str | None, file: str
) -> FoundRequirements:
    """Return the requirements of a document.

    A table with columns for an id and a text holds some, wherever it stands. A list does under a
    heading that speaks of requirements, and elsewhere where its ids begin with the project's.

    Parameters
    ----------
    text
        The document, without its front matter.
    parts
        Its sections.
    project
        Id of the project; None where it is not known.
    file
        How messages call the document.
    """
    finder = _Finder(text, parts, project, file)
    finder.find()
    return finder.found


class _Finder:
    def __init__(
        self, text: str, parts: Sequence[MarkdownSection], project: str | None, file: str
    ) -> None:
        self._lines, self._tokens = text.split("\n"), parser().parse(text)
        self._asking = [range(part.first, part.end) for part in _asking(parts)]
        self._prefix = None if project is None else f"{project}-".casefold()
        self._file, self.found = file, FoundRequirements()

    def find(self) -> None:
        """Go through the tables and the outermost lists."""
        for at, token in enumerate(self._tokens):
            if token.level or token.map is None:
                continue
            if token.type == "table_open":
                self._table(at, range(*token.map))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                for entry in _entries(self._tokens, at):
                    self._entry(entry)
        self.found.ignored += self._ignored()

    def _ignored(self) -> Iterator[int]:
        """Yield the lines of text that look like requirements.

        They do under headings that speak of requirements, and in code with ids of the project.
        """
        read = (*self.found.taken, *comments("\n".join(self._lines)))
        taken = {at for lines in read for at in lines}
        code = {
            at
            for token in self._tokens
            if token.type == "fence" and not token.level and token.map is not None
            for at in range(*token.map)
        }
        for at, line in enumerate(self._lines):
            entry = _LOST.match(line)
            if at in taken or not (entry or _ROW.match(line)):
                continue
            name = entry["id"].casefold() if entry else ""
            ours = self._prefix is not None and name.startswith(self._prefix)
            if self._asks(at) or (ours and at in code):
                yield at + 1

    def _asks(self, line: int) -> bool:
        return any(line in lines for lines in self._asking)

    def _table(self, at: int, lines: range) -> None:
        header, *rows = _rows(self._tokens, at)
        names = [plain(cell) for cell in header.cells]
        fields = [FIELD_NAMES.get(name.casefold()) for name in names]
        has_text = "text" in fields or "title" in fields
        if "id" not in fields or not has_text:
            if self._asks(lines.start):
                missing = "id" if "id" not in fields else "requirement"
                self._find(
                    f"a table of requirements has no column {missing}",
                    "name its columns id, requirement, and any of priority, tags, size, with, "
                    "after, acceptance, template; or put it under another heading",
                    lines.start + 1,
                    code="requirements-without-column",
                )
            elif "id" in fields:
                self.found.passed_over.append(lines.start + 1)
            return
        self.found.taken.append(lines)
        names = self._each_once(names, fields, lines.start + 1)
        unused = [name for name, known in zip(names, fields, strict=True) if known is None]
        self.found.unused += [(name, lines.start + 1) for name in unused]
        for row in rows:
            self._row(names, row)

    def _each_once(self, names: list[str], fields: Sequence[str | None], line: int) -> list[str]:
        """Return the names of columns, without further ones for what one alone can hold."""
        for known in ONCE:
            places = [place for place, one in enumerate(fields) if one == known]
            if len(places) > 1:
                self._find(
                    f"the table has {len(places)} columns for the {known}: "
                    f"{joined(names[place] for place in places)}",
                    "give all but one of them other names",
                    line,
                    code="column-twice",
                )
            names = ["" if place in places[1:] else name for place, name in enumerate(names)]
        return names

    def _row(self, names: Sequence[str], row: _TableRow) -> None:
        if not any(cell.content.strip() for cell in row.cells):
            return
        cells = self._lines[row.line].strip().removeprefix("|")
        cells = cells[:-1] if _PIPE.search(cells[-1:]) and not cells.endswith("\\|") else cells
        count = len(_PIPE.findall(cells)) + 1
        if count > len(names):
            self._find(
                f"the row has {count} cells, the header {len(names)}",
                r"write \| for a bar within a cell",
                row.line + 1,
                code="too-many-cells",
            )
        written = WrittenRequirement(row.line + 1)
        for name, cell in zip(names, row.cells, strict=False):
            is_prose = FIELD_NAMES.get(name.casefold()) in (*PROSE, None)
            written.put(name, cell.content if is_prose else plain(cell))
        self.found.written.append(written)

    def _entry(self, entry: _Entry) -> None:
        content = entry.first.content if entry.first is not None else ""
        content = (
            _LINK.sub(r"\g<before>\g<text>", content, count=1) if _LINK.match(content) else content
        )
        match, asks = _ENTRY.fullmatch(content), self._asks(entry.lines.start)
        match = match or (_BARE.fullmatch(content) if asks else None)
        ours = match and self._prefix and match["id"].casefold().startswith(self._prefix)
        if match is None and asks:
            self._find(
                f'a requirement has no id: "{shorten(content)}"',
                "begin it with an id that stays, for example CH-R7 (must): ...; what is no "
                "requirement goes under a heading of its own",
                entry.lines.start + 1,
                code="requirement-without-id",
            )
        if match is None or not (asks or ours):
            return
        self.found.taken.append(entry.lines)
        if match.re is _BARE and match["text"].startswith("("):
            self._find(
                f'requirement "{shorten(match["id"])}": the bracket behind its id has no end',
                "write for example - CH-R7 (must; model, L): ...",
                entry.lines.start + 1,
                code="open-bracket",
            )
        written = self._written(match, entry.lines.start + 1)
        for note in entry.notes:
            name, colon, value = note.content.partition(":")
            nested = _ENTRY.fullmatch(note.content)
            if colon and name.strip("*_` ").casefold() in FIELD_NAMES:
                written.put(name.strip("*_` "), value.lstrip("*_ "))
            elif nested and note.map is not None:
                written = self._written(nested, note.map[0] + 1)
            else:
                written.notes.append(" ".join(note.content.split()))

    def _written(self, match: re.Match[str], line: int) -> WrittenRequirement:
        """Add the requirement that an entry begins with."""
        written = WrittenRequirement(line)
        written.put("id", match["id"].rstrip(".-"))
        text, facts = match["text"], match.groupdict().get("facts") or ""
        behind = None if facts else _BEHIND.fullmatch(text)
        if behind is not None and names_priority(behind["facts"]):
            text, facts = behind["text"], behind["facts"]
        written.put("text", text)
        put_facts(written, facts)
        self.found.unread += [(name, line) for name in written.other]
        self.found.written.append(written)
        return written

    def _find(self, message: str, hint: str, line: int, *, code: str) -> None:
        place = Place(self._file, line, 1)
        self.found.findings.append(Finding(code=code, message=message, hint=hint, place=place))


def _asking(parts: Sequence[MarkdownSection]) -> Iterator[MarkdownSection]:
    """Yield the sections that speak of requirements in their heading, or in one above it."""
    above: dict[int, bool] = {}
    for part in parts:
        title = part.title.casefold()
        asks = ASKS in title and not title.startswith(("non-", "no ", "not "))
        above = {level: one for level, one in above.items() if level < part.level}
        above[part.level] = asks
        if part.level and any(above[level] for level in above if level):
            yield part


@dataclass(frozen=True)
class _TableRow:
    line: int
    cells: list[Token]


def _rows(tokens: Sequence[Token], at: int) -> list[_TableRow]:
    """Return the rows of the table that opens at a token, the header first."""
    rows: list[_TableRow] = []
    for token in tokens[at:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open" and token.map is not None:
            rows.append(_TableRow(token.map[0], []))
        elif token.type == "inline":
            rows[-1].cells.append(token)
    return rows


@dataclass
class _Entry:
    """An entry of a list: its first line of text, and what stands below it."""

    lines: range
    first: Token | None = None
    notes: list[Token] = field(default_factory=list)


def _entries(tokens: Sequence[Token], at: int) -> Iterator[_Entry]:
    """Yield the entries of the list that opens at a token; lists within them are notes."""
    entry: _Entry | None = None
    for token in tokens[at + 1 :]:
        if token.level == tokens[at].level and token.nesting == -1:
            break
        if token.type == "list_item_open" and token.level == 1 and token.map is not None:
            entry = _Entry(range(*token.map))
        elif token.type == "list_item_close" and token.level == 1 and entry is not None:
            yield entry
        elif entry is not None and token.content.strip():
            if token.type == "inline" and entry.first is None:
                entry.first = token
            elif token.type in ("inline", "fence", "code_block", "html_block"):
                entry.notes.append(token)

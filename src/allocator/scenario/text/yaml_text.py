"""Reads YAML text into data with their positions, from the parser's events."""

from __future__ import annotations

import re
from typing import Any

import yaml

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.text.located import LocatedDict, LocatedList, Position
from allocator.scenario.text.source import fail
from allocator.scenario.text.tree import PLAINLY, TreeBuilder
from allocator.wording import shorten

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAG = "tag:yaml.org,2002:str"
_HINTS = {
    "mapping values": 'put text that contains ": " in quotes',
    "expected key": "check the indentation here and on the lines above",
    "expected <block end>": "check the indentation here and on the lines above",
    "'-' indicator": "check the indentation here and on the lines above",
    "expected ',' or": "a bracket or brace is not closed, or a comma is missing",
    "cannot start any token": "put text that begins with this character in quotes",
    "unexpected end of stream": "a quote is not closed",
    "block sequence entries": "begin the list on the next line, or write it as [a, b]",
    "could not find expected ':'": "write name: value, with a blank behind the colon",
}

_COMMENT = re.compile(r"[ \t]+(#[^\s#][^\n]*)")
"""A comment that begins right behind its sign, as numbers of tickets do."""

_LEADING_BRACKETS = re.compile(r"[-:] +[\[{][^\]}]*[\]}] *[^\s,#\]}]")
"""Text that begins with a word in brackets."""

_LEADING_QUOTES = re.compile(r"""[-:] +("[^"]*"|'[^']*') *[^\s,#\]}:]""")
"""Text that begins with a word in quotes."""


def read_yaml(text: str, *, file: str) -> Any:
    """Return the one document of a YAML text.

    Parameters
    ----------
    text
        Printable text.
    file
        How messages call the file.

    Returns
    -------
    LocatedDict, LocatedList or a scalar
        None where the text holds nothing.

    Raises
    ------
    ScenarioError
        It is not YAML, or holds what scenarios do not use: tags, merge keys, several
        documents, a key twice; or more than the limits allow.
    """
    if text.count("\n%") > limits.MAX_DIRECTIVES:
        hint = "remove the lines that begin with %"
        fail(file, "more YAML directives than make sense", hint, code="unsupported-yaml")
    builder = TreeBuilder(file)
    documents, with_comments = 0, " #" in text
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    fail(
                        file,
                        "the file holds several documents",
                        "keep one; remove the line --- before this place",
                        code="several-documents",
                        line=_at(event)[0],
                        column=_at(event)[1],
                    )
            else:
                _take(event, builder, file)
                if with_comments and type(event) is yaml.ScalarEvent and not event.style:
                    behind = _COMMENT.match(text, event.end_mark.index)  # type: ignore[union-attr]
                    if behind is not None:
                        builder.comment(behind[1].strip())
    except yaml.YAMLError as error:
        raise ScenarioError([_finding(error, text, file)]) from None
    return builder.finish()


def _take(event: Any, builder: TreeBuilder, file: str) -> None:
    """Hand an event on; the most frequent kinds come first."""
    kind = type(event)
    if kind is yaml.ScalarEvent:
        if event.tag is not None:
            _check_tag(event, file, _TEXT_TAG)
        bare = not event.style and event.tag is None
        marks = event.start_mark.index, event.end_mark.index
        escaped = event.style == '"'
        at = _at(event)
        builder.scalar(
            event.value, at, bare=bare, escaped=escaped, anchor=event.anchor, marks=marks
        )
    elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
        builder.close()
    elif kind is yaml.MappingStartEvent:
        _check_tag(event, file, "tag:yaml.org,2002:map")
        builder.open(LocatedDict(file, _at(event)), event.anchor)
    elif kind is yaml.SequenceStartEvent:
        _check_tag(event, file, "tag:yaml.org,2002:seq")
        builder.open(LocatedList(file, _at(event)), event.anchor)
    elif kind is yaml.AliasEvent:
        builder.alias(str(event.anchor), _at(event))


def _check_tag(event: Any, file: str, allowed: str) -> None:
    if event.tag not in (None, allowed):
        line, column = _at(event)
        fail(
            file,
            f"the YAML tag {shorten(event.tag)} is not supported",
            "remove the tag; put text that must stay text in quotes",
            code="unsupported-yaml",
            line=line,
            column=column,
        )


def _at(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _finding(error: yaml.YAMLError, text: str, file: str) -> Finding:
    problem, line, column, found = str(error), None, None, ""
    if isinstance(error, yaml.MarkedYAMLError):
        problem = " ".join(str(part) for part in (error.problem, error.context) if part)
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            line, column = mark.line + 1, mark.column + 1
            found = "".join(text.split("\n")[mark.line : line])[mark.column : column]
    if "nesting depth" in problem:  # the parser has a limit of its own, beyond ours
        return Finding(
            code="file-too-complex",
            message=f"the file is refused: nested deeper than {limits.MAX_DEPTH} levels",
            hint=PLAINLY,
            place=Place(file, line, column),
        )
    hint = next((hint for sign, hint in _HINTS.items() if sign in problem), None)
    lines = text.split("\n")
    began = error.context_mark if isinstance(error, yaml.MarkedYAMLError) else None
    first = "" if began is None else "".join(lines[began.line : began.line + 1])
    here = "".join(lines[line - 1 : line]) if line else ""
    if "flow" in problem and " #" in first:
        hint = 'what stands behind " #" is a comment; put text that contains it in quotes'
    elif _LEADING_BRACKETS.search(here) or _LEADING_BRACKETS.search(first):
        hint = "put text that begins with a bracket or brace in quotes"
    elif found == "," and "expected key" in problem:
        hint = "remove the comma at the end of the line"
    elif _LEADING_QUOTES.search(here):
        hint = "put the whole text in quotes, of the other kind if it contains some"
    if found == "\t":
        hint = "indent with spaces; YAML does not take tabs"
    return Finding(
        code="not-yaml",
        message=f"this is not YAML: {shorten(problem, most=200)}",
        hint=hint or "an editor with YAML support shows where it goes wrong",
        place=Place(file, line, column),
    )

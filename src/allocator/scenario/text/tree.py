"""Builds data with their positions from a stream of events, within limits and without recursion."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.text.commas import LooseText, doubt_comment, repair_loose_texts
from allocator.scenario.text.located import LocatedDict, LocatedList, Position, Step, path_text
from allocator.scenario.text.scalars import plain, plain_key
from allocator.scenario.text.source import fail
from allocator.wording import shorten

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

PLAINLY = "write plainly what the plan needs, without aliases of aliases"


class _Size(NamedTuple):
    """The size of a value with its aliases followed."""

    values: int
    characters: int
    depth: int


class _OpenNode:
    """A list or map that is being built."""

    __slots__ = (
        *("anchor", "characters", "data", "depth", "is_map", "key", "key_at", "key_end"),
        *("key_text", "last", "loose_texts", "values"),
    )

    def __init__(self, data: LocatedDict | LocatedList, anchor: str | None) -> None:
        self.data = data
        self.is_map = isinstance(data, LocatedDict)
        self.anchor = anchor
        self.key: Step | None = None
        self.key_at: Position = (0, 0)
        self.key_text = ""
        self.key_end = -1
        self.last: Step | None = None
        self.loose_texts: list[LooseText] = []
        self.values, self.characters, self.depth = 1, 0, 1


class TreeBuilder:
    """Takes events, keeps the limits, and holds the document at the end.

    Aliases share the data that they stand for, so memory stays that of the file; what they
    would come to is counted, since everything that reads the document later follows them.

    Parameters
    ----------
    file
        How messages call the file.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._stack: list[_OpenNode] = []
        self._anchors: dict[str, tuple[Any, _Size] | None] = {}
        self._doubles: list[Finding] = []
        self._faults: list[Finding] = []
        self._values = 0
        self._characters = 0
        self._root: Any = None

    def open(self, data: LocatedDict | LocatedList, anchor: str | None = None) -> None:
        """Begin a list or a map."""
        if self._awaits_key():
            self._refuse_key(data.position)
        if len(self._stack) >= limits.MAX_DEPTH:
            self._refuse(f"nested deeper than {limits.MAX_DEPTH} levels", data.position)
        if anchor is not None:
            self._anchors[anchor] = None
        self._stack.append(_OpenNode(data, anchor))

    def close(self) -> None:
        """End the innermost list or map."""
        frame = self._stack.pop()
        if frame.loose_texts and isinstance(frame.data, LocatedDict):
            self._faults += repair_loose_texts(
                frame.data, frame.loose_texts, [*self._path(), *self._here()]
            )
        self._count(frame.data.position, 1, 0)
        size = _Size(frame.values, frame.characters, frame.depth)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (frame.data, size)
        self._place(frame.data, frame.data.position)
        self._grow(size)

    def scalar(
        self,
        text: str,
        at: Position,
        *,
        bare: bool,
        escaped: bool = False,
        anchor: str | None = None,
        marks: tuple[int, int] = (0, -1),
    ) -> None:
        """Add a scalar; a bare one (without quotes) may be a number or a constant.

        One that was escaped may hold characters that the file itself cannot. The marks are where
        it begins and ends in the text. A value that is empty and begins where its key ends was
        never written: its key has no colon.
        """
        length = len(text)
        if length > limits.MAX_TEXT_CHARACTERS:
            self._refuse(f"a text of {length:,} characters", at, "shorten it")
        if escaped:
            self._check_printable(text, at)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.is_map and frame.key is None:
            value: Any = plain_key(text) if bare else text
            if bare and text == "<<":
                what, hint = "merge keys (<<) are not supported", "write the fields out"
                self._refuse(what, at, hint, code="unsupported-yaml")
            self._count(at, 0, length)
            self._key(value, at)
            frame.key_text, frame.key_end = text, marks[1]
        elif frame is not None and marks == (frame.key_end,) * 2 and frame.key is not None:
            self._add_loose_text(at)
        else:
            value = plain(text) if bare else text
            self._count(at, 1, length)
            self._place(value, at)
            if frame is not None:
                frame.values += 1
                frame.characters += length
        if anchor is not None:
            self._anchors[anchor] = (value, _Size(1, length, 0))

    def comment(self, text: str) -> None:
        """Doubt a comment right behind a text for the reader: it may belong to it."""
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None and isinstance(frame.data, LocatedDict):
            finding = doubt_comment(frame.data, frame.last, text, self._path())
            self._faults += [] if finding is None else [finding]

    def alias(self, name: str, at: Position) -> None:
        """Add what an anchor stands for."""
        if name not in self._anchors:
            what = f"the alias *{shorten(name)} has no anchor before it"
            hint = f"write &{shorten(name)} before what it stands for, or quote it"
            self._refuse(what, at, hint, code="unsupported-yaml")
        known = self._anchors[name]
        if known is None:
            what = f"the alias *{shorten(name)} stands for something that contains it"
            self._refuse(what, at, code="unsupported-yaml")
        value, size = known
        if self._awaits_key():
            if isinstance(value, (LocatedDict, LocatedList)):
                self._refuse_key(at)
            self._key(value if isinstance(value, int) else str(value), at)
            return
        if len(self._stack) + size.depth > limits.MAX_DEPTH:
            self._refuse(f"nested deeper than {limits.MAX_DEPTH} levels through aliases", at)
        self._count(at, size.values, size.characters)
        self._place(value, at)
        self._grow(size)

    def finish(self) -> Any:
        """Return the document.

        Raises
        ------
        ScenarioError
            A key stands twice in a map; all such places are named.
        """
        if self._doubles:
            raise ScenarioError(self._doubles)
        if isinstance(self._root, (LocatedDict, LocatedList)):
            self._root.faults = tuple(self._faults[: limits.MAX_FINDINGS])
        return self._root

    def _check_printable(self, text: str, at: Position) -> None:
        """Refuse control characters and halves of characters that were written as escapes."""
        odd = UNPRINTABLE.search(text)
        if odd is not None:
            what = f"the control character U+{ord(odd.group()):04X} in a text"
            self._refuse(what, at, "remove it", code="not-a-text-file")

    def _awaits_key(self) -> bool:
        if not self._stack:
            return False
        frame = self._stack[-1]
        return frame.is_map and frame.key is None

    def _key(self, key: Step, at: Position) -> None:
        frame = self._stack[-1]
        assert isinstance(frame.data, LocatedDict)
        if key in frame.data and len(self._doubles) < limits.MAX_FINDINGS:
            line = frame.data.keys_at[key][0]
            self._doubles.append(
                Finding(
                    code="field-twice",
                    message=f'"{shorten(str(key))}" is given twice, first on line {line}',
                    hint="keep one of them",
                    place=Place(self._file, *at, path_text([*self._path(), key])),
                )
            )
        frame.key, frame.key_at, frame.key_end = key, at, -1

    def _add_loose_text(self, at: Position) -> None:
        """Leave out a key without a colon; what it was cut off from is mended at the end."""
        frame = self._stack[-1]
        assert isinstance(frame.data, LocatedDict)
        if frame.key in frame.data and self._doubles:
            self._doubles.pop()
        frame.loose_texts.append(LooseText(frame.key_text, frame.key_at, frame.last))
        frame.key = None
        self._count(at, 1, 0)

    def _place(self, value: Any, at: Position) -> None:
        """Put a value where the document now stands."""
        if not self._stack:
            self._root = value
            return
        frame = self._stack[-1]
        if isinstance(frame.data, LocatedList):
            frame.data.put(value, at)
        else:
            assert frame.key is not None
            frame.data.put(frame.key, value, frame.key_at, at)
            frame.last, frame.key = frame.key, None

    def _grow(self, size: _Size) -> None:
        if self._stack:
            frame = self._stack[-1]
            frame.values += size.values
            frame.characters += size.characters
            frame.depth = max(frame.depth, size.depth + 1)

    def _count(self, at: Position, values: int, characters: int) -> None:
        self._values += values
        self._characters += characters
        if self._values > limits.MAX_VALUES:
            self._refuse(f"more than {limits.MAX_VALUES:,} values, aliases followed", at)
        if self._characters > limits.MAX_CHARACTERS:
            self._refuse(f"more than {limits.MAX_CHARACTERS:,} characters, aliases followed", at)

    def _path(self) -> list[Step]:
        """Return the path of the innermost list or map."""
        return [_step(frame) for frame in self._stack[:-1]]

    def _here(self) -> list[Step]:
        """Return the last step of the path of what is about to be added."""
        return [_step(frame) for frame in self._stack[-1:]]

    def _refuse_key(self, at: Position) -> NoReturn:
        what = "a list or a map cannot be the name of a field"
        hint = "put the name in quotes if it begins with a bracket or brace"
        self._refuse(what, at, hint, code="unsupported-yaml")

    def _refuse(
        self, what: str, at: Position, hint: str = PLAINLY, *, code: str = "file-too-complex"
    ) -> NoReturn:
        text = f"the file is refused: {what}"
        fail(self._file, text, hint, code=code, line=at[0], column=at[1])


def _step(frame: _OpenNode) -> Step:
    """Return where in a list or map the next value goes."""
    if isinstance(frame.data, LocatedList):
        return len(frame.data)
    return "" if frame.key is None else frame.key

"""Makes the text of a scenario say other data, and changes nothing else in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from allocator.scenario.merge.comments import ImportNotes, comments_in_gaps
from allocator.scenario.merge.edits import TextEdits
from allocator.scenario.merge.flow_edits import FlowEdits
from allocator.scenario.merge.snippets import SnippetWriter
from allocator.scenario.merge.text_tree import TextNode, trailing_comment
from allocator.scenario.merge.values import Steps, canonical, same
from allocator.scenario.shape.sections import SECTIONS, entry_name

Pair = tuple[TextNode, TextNode]

_WIDTH: Final = 98
"""Characters of a field that still stands on one line."""


class TextUpdater:
    """Edits the text of a scenario.

    Parameters
    ----------
    text
        As people have written it.
    tree
        Of the text.
    notes
        The comments that imports have written.
    """

    def __init__(self, text: str, tree: TextNode, notes: ImportNotes) -> None:
        self._text, self._tree, self._notes = text, tree, notes
        self._edits = TextEdits(text)
        self._flow = FlowEdits(self._edits)
        self._writer = SnippetWriter(text)

    def updated(self, wanted: Mapping[Any, Any]) -> str:
        """Return the text that holds other data.

        Parameters
        ----------
        wanted
            The whole scenario as plain data.
        """
        self._map(self._tree, wanted, ())
        return self._edits.made()

    def _value(self, pair: Pair, wanted: Any, path: Steps) -> None:
        node = pair[1]
        is_section = len(path) == 1 and path[0] in SECTIONS and node.kind == "list"
        is_same = same(node.data(), wanted)
        if is_same and not (is_section and self._keeps(node, wanted, path)):
            return
        if node.kind == "map" and isinstance(wanted, Mapping) and self._keeps_keys(node, wanted):
            self._map(node, wanted, path)
        elif node.kind == "list" and isinstance(wanted, list) and self._keeps(node, wanted, path):
            self._list(node, wanted, path)
        else:
            self._replace(pair, wanted, path)

    def _keeps_keys(self, node: TextNode, wanted: Mapping[Any, Any]) -> bool:
        return any(key.value in wanted for key, _ in node.pairs)

    def _keeps(self, node: TextNode, wanted: list[Any], path: Steps) -> bool:
        """Whether a list keeps entries, in their order, each once."""
        old, new = self._names(node.data(), path), self._names(wanted, path)
        both = [name for name in old if name in set(new)]
        is_clear = len(set(old)) == len(old) and len(set(new)) == len(new)
        return bool(both) and is_clear and both == [name for name in new if name in set(old)]

    def _map(self, node: TextNode, wanted: Mapping[Any, Any], path: Steps) -> None:
        keys = [key.value for key, _ in node.pairs]
        removed = [number for number, key in enumerate(keys) if key not in wanted]
        if node.is_flow:
            self._flow.remove([(key.start, value.end) for key, value in node.pairs], removed)
        else:
            self._remove_pairs(node, removed, path)
        for pair in node.pairs:
            if (key := pair[0].value) in wanted:
                self._value(pair, wanted[key], (*path, str(key)))
                self._note(pair, wanted[key], (*path, str(key)), is_flow=node.is_flow)
        self._add_pairs(node, keys, wanted, path)

    def _add_pairs(
        self, node: TextNode, keys: Sequence[Any], wanted: Mapping[Any, Any], path: Steps
    ) -> None:
        before: Pair | None = None
        at = dict(zip(keys, node.pairs, strict=True))
        for key, value in wanted.items():
            if key in at:
                before = at[key]
            elif node.is_flow:
                end = None if before is None else before[1].end
                self._flow.insert(node.start + 1, end, self._writer.inline_pair(key, value))
            else:
                self._insert_field(node, before, key, value, path)

    def _insert_field(
        self, node: TextNode, before: Pair | None, key: Any, value: Any, path: Steps
    ) -> None:
        first = node.pairs[0][0].start
        indent = self._edits.indent(first)
        if not path and key in SECTIONS and isinstance(value, list):
            lines = self._writer.newline + self._section_lines(str(key), value, indent)
        else:
            note = self._notes.now((*path, str(key)))
            lines = self._writer.field(key, value, indent, note)
        if before is None and not self._edits.is_first_on_line(first):
            before = node.pairs[0]
        if before is None:
            self._edits.replace(self._edits.line_start(first), self._edits.line_start(first), lines)
        else:
            at = self._edits.line_end(before[1].end)
            self._edits.insert_line(at, lines, self._writer.newline)

    def _section_lines(self, section: str, entries: list[Any], indent: int) -> str:
        head = self._writer.lines([" " * indent + f"{section}:"])
        return head + self._entries(section, entries, indent + 2)

    def _entries(self, section: str, entries: Sequence[Any], indent: int) -> str:
        return "".join(
            self._writer.entry(section, entry, indent, self._notes.of_entry(section, entry))
            for entry in entries
        )

    def _remove_pairs(self, node: TextNode, removed: list[int], path: Steps) -> None:
        """Remove fields on lines of their own; a comment that people wrote on one stays."""
        if not removed:
            return
        first = node.pairs[0][0].start
        done = 0
        if removed[0] == 0 and not self._edits.is_first_on_line(first):
            done = next(n for n in range(len(node.pairs)) if n not in removed)
            end = node.pairs[done][0].start
            self._keep_comments(node.pairs[:done], first, end, path)
            self._edits.replace(first, end, "")
        for number in removed:
            if number >= done:
                key, value = node.pairs[number]
                start, end = self._edits.line_start(key.start), self._edits.line_end(value.end)
                self._keep_comments([(key, value)], key.start, end, path)
                self._edits.replace(start, end, "")

    def _keep_comments(self, pairs: Sequence[Pair], start: int, end: int, path: Steps) -> None:
        """Write the comments of people in a piece that goes on lines of their own, before it."""
        nodes = [node for pair in pairs for node in pair]
        known = {self._notes.before((*path, str(key.value))) for key, _ in pairs}
        kept = [c for c in comments_in_gaps(self._text, start, end, nodes) if c not in known]
        if not kept:
            return
        line, indent = self._edits.line_start(start), " " * self._edits.indent(start)
        about = ""
        if len(pairs) == 1:
            key, value = pairs[0]
            about = f"{key.value} was {self._writer.inline(value.data())}: "
        lines = self._writer.lines([f"{indent}# {about}{comment}" for comment in kept])
        self._edits.replace(line, line, lines)

    def _list(self, node: TextNode, wanted: list[Any], path: Steps) -> None:
        old, new = self._names(node.data(), path), self._names(wanted, path)
        values = dict(zip(new, wanted, strict=True))
        removed = [number for number, name in enumerate(old) if name not in values]
        if node.is_flow:
            self._flow.remove([(entry.start, entry.end) for entry in node.entries], removed)
        else:
            for number in removed:
                self._remove_entry(node, number, is_named=len(path) == 1)
        for name, entry in zip(old, node.entries, strict=True):
            if name in values and not same(entry.data(), values[name]):
                self._entry(entry, values[name], (*path, name))
            elif name in values and entry.kind == "map" and path and path[0] in SECTIONS:
                self._map(entry, values[name], (*path, name))
        self._add_entries(node, old, values, path)

    def _remove_entry(self, node: TextNode, number: int, *, is_named: bool) -> None:
        """Remove an entry on lines of its own; a comment on one without a name stays."""
        dash, entry = node.dashes[number], node.entries[number]
        start, end = self._edits.line_start(dash), self._edits.line_end(entry.end)
        if not is_named:
            what = self._writer.inline(entry.data())
            said = comments_in_gaps(self._text, dash, end, [entry])
            lines = [f"{' ' * self._edits.indent(dash)}# was {what}: {text}" for text in said]
            self._edits.replace(start, start, self._writer.lines(lines))
        self._edits.replace(start, end, "")

    def _entry(self, node: TextNode, wanted: Any, path: Steps) -> None:
        if node.kind == "map" and isinstance(wanted, Mapping) and self._keeps_keys(node, wanted):
            self._map(node, wanted, path)
        else:
            self._edits.replace(node.start, node.end, self._writer.inline(wanted))

    def _add_entries(
        self, node: TextNode, old: list[str], values: Mapping[str, Any], path: Steps
    ) -> None:
        at = dict(zip(old, node.entries, strict=True))
        before: TextNode | None = None
        for name, value in values.items():
            if name in at:
                before = at[name]
            elif node.is_flow:
                end = None if before is None else before.end
                self._flow.insert(node.start + 1, end, self._writer.inline(value))
            else:
                self._insert_entry(node, before, value, path)

    def _insert_entry(
        self, node: TextNode, before: TextNode | None, value: Any, path: Steps
    ) -> None:
        indent = self._edits.indent(node.dashes[0])
        if len(path) == 1 and path[0] in SECTIONS:
            lines = self._entries(path[0], [value], indent)
        else:
            lines = self._writer.lines([f"{' ' * indent}- {self._writer.inline(value)}"])
        if before is None:
            start = self._edits.line_start(node.dashes[0])
            self._edits.replace(start, start, lines)
        else:
            at = self._edits.line_end(before.end)
            self._edits.insert_line(at, lines, self._writer.newline)

    def _replace(self, pair: Pair, wanted: Any, path: Steps) -> None:
        key, value = pair
        colon = self._text.index(":", key.end) + 1
        is_block = value.kind in ("map", "list") and not value.is_flow
        start = colon if is_block or value.start == value.end else value.start
        if is_block:
            self._keep_comments([pair], key.start, value.end, path[:-1])
        blank = " " if start == colon else ""
        end = max(start, value.end)
        self._edits.replace(start, end, blank + self._new_value(key, value, wanted, path))

    def _new_value(self, key: TextNode, old: TextNode, wanted: Any, path: Steps) -> str:
        """Return a value, on lines of its own where they are better to read."""
        line = self._writer.inline(wanted)
        indent = self._edits.indent(key.start)
        may_break = not self._writer.is_json and not old.is_flow and not self._is_in_flow(key)
        if len(path) == 1 and path[0] in SECTIONS and wanted and not self._writer.is_json:
            entries = self._entries(path[0], wanted, indent + 2)
            return (self._writer.newline + entries).removesuffix(self._writer.newline)
        if may_break and isinstance(wanted, (dict, list)) and len(line) + indent > _WIDTH:
            lines = self._writer.field(key.value, wanted, indent, "")
            return lines[lines.index(":") + 1 :].lstrip(" ").removesuffix(self._writer.newline)
        return line

    def _is_in_flow(self, key: TextNode) -> bool:
        line = self._text[self._edits.line_start(key.start) : key.start]
        return bool(line.strip(" -?"))

    def _note(self, pair: Pair, wanted: Any, path: Steps, *, is_flow: bool) -> None:
        """Bring the comment that an import has written up to date; others stay."""
        before, now = self._notes.before(path), self._notes.now(path)
        key, value = pair
        if len(path) != 3 or is_flow or before == now or "\n" in self._text[key.end : value.end]:
            return
        found = trailing_comment(self._text, value.end)
        shown = "" if found is None else found[1].lstrip("# ").rstrip()
        if shown != before or not self._notes.says(path, wanted):
            return
        end = value.end if found is None else found.end()
        self._edits.replace(value.end, end, f" # {now}" if now else "")

    @staticmethod
    def _names(entries: list[Any], path: Steps) -> list[str]:
        if len(path) == 1 and path[0] in SECTIONS:
            return [entry_name(path[0], entry) or canonical(entry) for entry in entries]
        return [canonical(entry) for entry in entries]

"""The technical specification to fill in, as a requirements document and its templates make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from allocator.domain import Template
from allocator.domain.history import span_hours
from allocator.domain.requirements import MatchedRequirement
from allocator.domain.template_estimates import LABEL_OF_SIZE
from allocator.domain.templates import value_text
from allocator.drafting.document import RequirementsDocument, SectionText
from allocator.drafting.fragment import short_title
from allocator.drafting.markdown_parts import plain_text
from allocator.exports.markdown import escaped, markdown_table
from allocator.wording import count, when

TODO: Final = "TODO"
"""What marks a part that is missing."""
_TODO: Final = re.compile(rf"(?<!`)\b{TODO}\b(?!`)")

_BACKGROUND: Final = "Background"
_CHAPTERS: Final[dict[str, tuple[str, ...]]] = {
    "Goals": ("goal", "objective", "success", "metric", "kpi", "purpose"),
    _BACKGROUND: ("background", "problem", "context", "overview", "summary", "introduction"),
    "Data contracts": ("data",),
    "Interfaces": ("interface", "api", "integration"),
    "Evaluation": ("evaluation", "acceptance", "quality"),
    "Rollout": ("rollout", "roll-out", "launch", "release", "timeline", "milestone"),
    "Risks": ("risk", "constraint", "assumption"),
    "Open questions": ("question", "decision"),
    "Requirements": ("requirement",),
}
"""By the chapter of the specification: words of headings whose text goes there."""
_FURTHER: Final = "Further parts of the document"


@dataclass(frozen=True, kw_only=True)
class SpecificationSource:
    """What a specification is made of.

    Attributes
    ----------
    document
        The requirements document.
    matched
        Its requirements with their items.
    items
        The items by id, as a scenario holds them.
    templates
        Those that are used, by name.
    with_values
        By requirement: the values of its template's parameters that it leaves at their defaults.
    """

    document: RequirementsDocument
    matched: Sequence[MatchedRequirement]
    items: Mapping[str, Mapping[Any, Any]]
    templates: Mapping[str, Template]
    with_values: Mapping[str, Mapping[str, Any]]


def todo_count(text: str) -> int:
    """Return how many parts of a specification are marked as missing."""
    return len(_TODO.findall(text))


def todo_by_chapter(text: str) -> dict[str, int]:
    """Return how many are missing by chapter, without those where none is."""
    chapters = re.split(r"^## +", text, flags=re.MULTILINE)[1:]
    found = {one.split("\n", 1)[0].strip(): todo_count(one) for one in chapters}
    return {title: number for title, number in found.items() if number}


def specification_text(source: SpecificationSource) -> str:
    """Return the specification as Markdown."""
    return _Specification(source).text()


class _Specification:
    """Writes one chapter after the other."""

    def __init__(self, source: SpecificationSource) -> None:
        self._source, self._head = source, source.document.head
        self._planned = [one for one in source.matched if one.items]
        self._quoted: dict[str, list[SectionText]] = {}
        for text in source.document.texts:
            self._quoted.setdefault(_chapter(text), []).append(text)

    def text(self) -> str:
        """Return all chapters."""
        lines = [*self._title(), *self._chapters()]
        kept = [line for line, before in zip(lines, ["x", *lines], strict=False) if line or before]
        return "\n".join(kept).rstrip("\n") + "\n"

    def _title(self) -> Iterator[str]:
        head = self._head
        yield f"# Technical specification: {escaped(head.title)}"
        yield ""
        yield (
            f"Drafted from {escaped(self._source.document.name)} by `allocator draft`. What is "
            f"missing is marked `{TODO}`; what you write here stays when the document is drafted "
            "again."
        )
        yield ""
        project = f"{escaped(head.name)} ({escaped(str(head.project))})"
        yield f"- Project: {project}"
        yield f"- Owner: {escaped(head.owner) if head.owner else f'{TODO}: who answers for it'}"
        for name, date in (("Due", head.due), ("Deadline", head.deadline)):
            if date is not None:
                yield f"- {name}: {when(date)}"

    def _chapters(self) -> Iterator[str]:
        for title, lines in (
            (_BACKGROUND, ()),
            ("Goals", self._goals()),
            ("Requirements", self._requirements()),
            ("Data contracts", self._data()),
            ("Interfaces", self._interfaces()),
            ("Evaluation", self._evaluation()),
            ("Rollout", self._rollout()),
            ("Risks", self._risks()),
            ("Open questions", self._questions()),
            ("Not planned", self._not_planned()),
            (_FURTHER, ()),
            ("Templates", self._templates()),
        ):
            body = [*self._from_document(title), *lines]
            if body:
                yield from ("", f"## {title}", "", *body)

    def _from_document(self, chapter: str) -> Iterator[str]:
        for text in self._quoted.get(chapter, ()):
            title = text.titles[-1] if text.titles else ""
            if title and title.casefold() != chapter.casefold() and text.level > 1:
                yield from (f"**{escaped(title)}**", "")
            yield from (*text.text.split("\n"), "")

    def _goals(self) -> Iterator[str]:
        if "Goals" not in self._quoted:
            yield f"{TODO}: what is to be better, for whom, by how much, measured how"

    def _requirements(self) -> Iterator[str]:
        for one in self._source.matched:
            if one.requirement.is_wanted:
                yield from self._requirement(one)

    def _requirement(self, one: MatchedRequirement) -> Iterator[str]:
        asked = one.requirement
        title = f"**{escaped(asked.title)}.** " if asked.title else ""
        yield from (f"### {escaped(asked.id)}", "", f"{title}{asked.text}", "")
        yield f"- Priority: {asked.priority}"
        if one.template:
            template = self._source.templates[one.template]
            size = self._size(one)
            work = count(len(one.items), "item")
            yield f"- Work: {escaped(template.title)}, size {escaped(size)}, {work} ({one.because})"
        else:
            yield f"- Work: {TODO}: no template fits ({one.because}); tag it, or write items"
        if asked.after:
            yield f"- After: {', '.join(map(escaped, asked.after))}"
        yield f"- Acceptance: {asked.acceptance or f'{TODO}: by what it is judged'}"
        yield from (f"- {note}" for note in map(_one_line, asked.notes))
        yield from (f"- {escaped(name)}: {text}" for name, text in asked.other.items())
        yield f"- Design: {TODO}: how it is built, and what else was looked at"
        yield ""

    def _data(self) -> Iterator[str]:
        rows = []
        for one in self._planned:
            titles = [title for title in self._titles(one) if "data" in title.casefold()]
            if titles:
                cells = (escaped(one.requirement.id), escaped("; ".join(titles)))
                rows.append((*cells, *(TODO,) * 4))
        if rows:
            header = ("requirement", "work on data", "source", "owner", "fresh by", "access")
            yield from markdown_table(header, rows)
        elif "Data contracts" not in self._quoted:
            yield f"{TODO}: which data, whose, how fresh, who may see them; or that none are needed"

    def _interfaces(self) -> Iterator[str]:
        for one in self._planned:
            yield (
                f"- {escaped(one.requirement.id)}: {TODO}: who asks for what, what comes back, "
                "how fast, what happens when it fails"
            )
        if not self._planned and "Interfaces" not in self._quoted:
            yield f"{TODO}: who asks for what, what comes back"

    def _evaluation(self) -> Iterator[str]:
        rows = []
        for one in self._planned:
            asked = one.requirement
            gates = list(self._titles(one, kind="milestone"))
            rows.append(
                (
                    escaped(asked.id),
                    escaped(plain_text(asked.acceptance)) if asked.acceptance else TODO,
                    TODO,
                    escaped("; ".join(gates)) or TODO,
                )
            )
        if rows:
            yield from markdown_table(("requirement", "accepted when", "baseline", "gates"), rows)
        elif "Evaluation" not in self._quoted:
            yield f"{TODO}: by what it is judged, against what"

    def _rollout(self) -> Iterator[str]:
        for one in self._planned:
            runs = [
                f"{title} ({item['elapsed']})"
                for title, item in zip(self._titles(one), self._items(one), strict=True)
                if item.get("elapsed")
            ]
            steps = escaped("; ".join(runs), most=400) if runs else f"{TODO}: in which steps"
            yield f"- {escaped(one.requirement.id)}: {steps}"
        yield f"- Way back: {TODO}: who switches it off, how, by what signal"

    def _risks(self) -> Iterator[str]:
        for one in self._planned:
            for item in self._items(one):
                if item.get("succeeds") is not None or item.get("if_fails"):
                    title = escaped(str(item.get("title")))
                    yield f"- {title} ({escaped(str(item['id']))}) may fail: {TODO}: what then"
        widest = _widest([item for one in self._planned for item in self._items(one)])
        for item, (low, high) in widest:
            title = escaped(str(item.get("title")))
            yield f"- {title} ({escaped(str(item['id']))}) takes {low} to {high}"
        if "Risks" not in self._quoted:
            yield f"- {TODO}: what else may go wrong, who looks after it"

    def _questions(self) -> Iterator[str]:
        for one in self._source.matched:
            asked = one.requirement
            if asked.is_wanted and not one.template:
                yield f"- {escaped(asked.id)}: {TODO}: what work is it? ({one.because})"
            taken = self._source.with_values.get(asked.id, {})
            if taken:
                values = escaped(
                    ", ".join(f"{key}={value_text(value)}" for key, value in taken.items())
                )
                yield f"- {escaped(asked.id)}: is it right that {values}?"
        if "Open questions" not in self._quoted:
            yield f"- {TODO}: what has to be decided, by whom, until when"

    def _not_planned(self) -> Iterator[str]:
        for one in self._source.matched:
            if not one.requirement.is_wanted:
                yield f"- {escaped(one.requirement.id)} (won't): {one.requirement.text}"

    def _templates(self) -> Iterator[str]:
        for name, template in self._source.templates.items():
            yield f"- {escaped(name)}, version {template.version}: {escaped(template.title)}"

    def _items(self, one: MatchedRequirement) -> Iterator[Mapping[Any, Any]]:
        yield from (self._source.items[name] for name in one.items if name in self._source.items)

    def _size(self, one: MatchedRequirement) -> str:
        """Return the size of which the items are, which people may have changed."""
        labels = [label for item in self._items(one) for label in item.get("labels") or ()]
        sizes = dict.fromkeys(
            str(label).removeprefix(LABEL_OF_SIZE)
            for label in labels
            if str(label).startswith(LABEL_OF_SIZE)
        )
        return ", ".join(sizes) or one.requirement.size or self._head.size

    def _titles(self, one: MatchedRequirement, kind: str | None = None) -> list[str]:
        """Return the titles of the items of a requirement, without what they all begin with."""
        start = f"{short_title(one.requirement)}: "
        return [
            str(item.get("title", "")).removeprefix(start)
            for item in self._items(one)
            if kind is None or item.get("kind") == kind
        ]


def _chapter(text: SectionText) -> str:
    """Return the chapter into which a part of the document goes."""
    if text.level < 2:
        return _BACKGROUND
    for title in reversed(text.titles):
        for chapter, words in _CHAPTERS.items():
            if any(word in title.casefold() for word in words):
                return chapter
    return _FURTHER


def _widest(
    items: Sequence[Mapping[Any, Any]], most: int = 3
) -> list[tuple[Mapping[Any, Any], tuple[str, str]]]:
    """Return the items whose estimates are widest, with the lowest and highest."""
    found = []
    for item in items:
        effort = item.get("effort")
        if isinstance(effort, Mapping) and {"low", "high"} <= effort.keys():
            low, high = str(effort["low"]), str(effort["high"])
            found.append((_hours(high) - _hours(low), item, (low, high)))
    found.sort(key=lambda one: -one[0])
    return [(item, ends) for _, item, ends in found[:most]]


def _hours(span: str) -> float:
    try:
        return span_hours(span)
    except ValueError:
        return 0.0


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Reads a requirements document: front matter, requirements, and what else it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from allocator.domain.requirements import Requirement, RequirementsHead
from allocator.drafting.markdown_parts import (
    MarkdownSection,
    comments,
    normalised,
    own_text,
    sections,
    split_front_matter,
)
from allocator.drafting.requirement_lists import FoundRequirements, find_requirements
from allocator.drafting.written_requirement import RequirementReader, priority_meant
from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario.companions.model_file import validated
from allocator.scenario.shape.fields import field_names, given
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.document import parse
from allocator.scenario.text.located import LocatedDict
from allocator.scenario.text.source import check_text, read_text
from allocator.wording import enumerated, shorten

_EXAMPLE: Final = "allocator init --template prd prd.md writes a document to start from"


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """What stands under a heading besides requirements.

    Attributes
    ----------
    titles
        The headings above it, the outermost first, and its own.
    level
        Of its own heading: 1 for the title of the document, 0 for none.
    text
        Markdown.
    """

    titles: tuple[str, ...]
    level: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RequirementsDocument:
    """A requirements document without errors.

    Attributes
    ----------
    name
        Of its file.
    head
        What its front matter says; project, title and name filled in.
    other
        Fields of the front matter that have no meaning here.
    requirements
        In its order.
    texts
        What stands under its headings besides them.
    notes
        What is not used, a line each.
    lines
        Where the fields of the front matter stand, by name.
    """

    name: str
    head: RequirementsHead
    other: dict[str, Any]
    requirements: tuple[Requirement, ...]
    texts: tuple[SectionText, ...]
    notes: tuple[str, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_requirements(path: Path) -> RequirementsDocument:
    """Read a requirements document.

    Parameters
    ----------
    path
        A Markdown file.

    Raises
    ------
    ScenarioError
        Something is wrong with it; everything is named, with its line.
    """
    return requirements_in(read_text(path, file=str(path)), str(path), path.name)


def examine_requirements(path: Path) -> tuple[RequirementsDocument, list[Finding]]:
    """Read a requirements document as far as it is sound, and return what is wrong with it.

    Parameters
    ----------
    path
        A Markdown file.

    Raises
    ------
    ScenarioError
        It is no text.
    """
    return _examined(read_text(path, file=str(path)), str(path), path.name)


def requirements_in(text: str, file: str, name: str) -> RequirementsDocument:
    """Read a requirements document from its text.

    Parameters
    ----------
    text
        Markdown.
    file
        How messages call it.
    name
        How the files call it that are made of it.

    Raises
    ------
    ScenarioError
        As of :func:`read_requirements`.
    """
    document, findings = _examined(text, file, name)
    if findings:
        raise ScenarioError(findings)
    return document


def _examined(text: str, file: str, name: str) -> tuple[RequirementsDocument, list[Finding]]:
    """Return what is sound of a document, and what is wrong with it."""
    front, body = split_front_matter(normalised(check_text(text, file=file)))
    lines: dict[str, int] = {}
    head, other, findings = _head(front, body, file, lines)
    parts = sections(body)
    found = find_requirements(body, parts, head.project if head else None, file)
    reader = RequirementReader(file)
    written = sorted(found.written, key=lambda one: one.line)
    requirements = tuple(one for one in map(reader.read, written) if one is not None)
    reader.check_links(requirements)
    reader.check_circles(requirements)
    findings += [*found.findings, *reader.findings]
    if not written and not findings:
        findings.append(_nothing(file))
    completed = _completed(head or RequirementsHead(), requirements, parts, name)
    if head is not None and requirements and not completed.project:
        findings.append(_no_project(file))
    document = RequirementsDocument(
        name=name,
        head=completed,
        other=other,
        requirements=requirements,
        texts=tuple(_texts(body, parts, [*found.taken, *comments(body)])),
        notes=tuple(_unused(other, found)),
        lines=lines,
    )
    return document, sorted(findings, key=lambda one: (one.line or 0, one.column or 0))


def _head(
    front: str | None, body: str, file: str, lines: dict[str, int]
) -> tuple[RequirementsHead | None, dict[str, Any], list[Finding]]:
    """Return what the front matter says, what in it has no meaning here, and what is wrong.

    Where its fields stand is put into ``lines``.
    """
    if front is None:
        if body.startswith("---\n"):
            message = "the front matter has no end"
            hint = "write a line --- behind it"
            place = Place(file, 1, 1)
            return (
                None,
                {},
                [Finding(code="open-front-matter", message=message, hint=hint, place=place)],
            )
        return RequirementsHead(), {}, []
    try:
        root = parse(front, file if not file.lower().endswith(".json") else f"{file}.md")
    except ScenarioError as error:
        return None, {}, list(error.findings)
    if root is None:
        return RequirementsHead(), {}, []
    if not isinstance(root, LocatedDict):
        message, hint = "the front matter holds no fields", "write for example title: Churn"
        place = Place(file, 2, 1)
        return None, {}, [Finding(code="no-fields", message=message, hint=hint, place=place)]
    lines |= {str(name): root.keys_at[name][0] for name in root}
    known = set(field_names(RequirementsHead))
    other = {str(key): _plain(value) for key, value in root.items() if key not in known}
    mine = {key: value for key, value in given(root, RequirementsHead).items() if key in known}
    findings, head = validated(root, RequirementsHead, (), mine)
    return head, other, [*(one for one in root.faults if one.severity == "error"), *findings]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _completed(
    head: RequirementsHead,
    requirements: Sequence[Requirement],
    parts: Sequence[MarkdownSection],
    name: str,
) -> RequirementsHead:
    """Return the front matter with what follows from the rest of the document."""
    first = next((part.title for part in parts if part.level == 1), "")
    title = head.title or first or Path(name).stem
    prefixes = Counter(one.id.rpartition("-")[0] for one in requirements)
    prefix = next(iter(prefixes)) if len(prefixes) == 1 else ""
    project = head.project or prefix or None
    return head.model_copy(update={"title": title, "name": head.name or title, "project": project})


def _nothing(file: str) -> Finding:
    return Finding(
        code="no-requirements",
        message="the document holds no requirements",
        hint="write a table with columns id and requirement, or a list under a heading "
        f'"Requirements": - CH-R1 (must): ...; {_EXAMPLE}',
        place=Place(file),
    )


def _no_project(file: str) -> Finding:
    return Finding(
        code="requirements-without-project",
        message="the document does not say of which project it is",
        hint="begin it with front matter: a line ---, project: CH, and a line ---",
        place=Place(file, 1, 1),
    )


def _texts(
    body: str, parts: Sequence[MarkdownSection], taken: Sequence[range]
) -> Iterator[SectionText]:
    above: dict[int, str] = {}
    for part in parts:
        above = {level: title for level, title in above.items() if level < part.level}
        above[part.level] = part.title
        text = own_text(body, part, taken)
        if text.strip():
            titles = tuple(above[level] for level in sorted(above) if level)
            yield SectionText(titles=titles, level=part.level, text=text)


def _unused(other: dict[str, Any], found: FoundRequirements) -> Iterator[str]:
    if other:
        suggester, known = Suggester(), field_names(RequirementsHead)
        meant = {name: suggester.nearest(name, known) for name in other}
        fields = enumerated(
            f'{name} (did you mean "{near}"?)' if near else name for name, near in meant.items()
        )
        yield f"not used of the front matter, kept in draft.json: {fields}"
    for what, unused in (("columns", found.unused), ("fields in brackets", found.unread)):
        if unused:
            named = enumerated(
                f"{name or 'one without a name'} (line {line})" for name, line in unused
            )
            yield f"{what} that are not used, kept in draft.json: {named}"
    unranked = [one.cells.get("id", "") for one in found.written if "priority" not in one.cells]
    if unranked:
        yield f"no priority is given for {enumerated(unranked)}: must is taken"
    translated = dict.fromkeys(_translated(one.cells.get("priority", "")) for one in found.written)
    if told := [one for one in translated if one]:
        yield f"priorities in other words: {', '.join(told)}"
    if found.ignored:
        lines = enumerated(map(str, found.ignored))
        yield (
            "text that looks like requirements, and is none (an empty line ends a table, and from "
            f"``` on all is text up to the next ```): line {lines}"
        )
    if found.passed_over:
        lines = enumerated(map(str, found.passed_over))
        yield f"tables with ids are text where no column is called requirement: line {lines}"


def _translated(word: str) -> str:
    """Return how a priority is read that is not written as one of the four."""
    meant, bare = priority_meant(word), word.strip("*_` ")
    if meant is None or bare.casefold().replace("’", "'").removesuffix(" have") == meant:
        return ""
    return f"{shorten(bare)} is read as {meant}"

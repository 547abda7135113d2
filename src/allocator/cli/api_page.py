"""docs/python-api.md, made from the docstrings of the public names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import allocator

_HEAD = """\
All of this is in the package `allocator`. It does what the commands do: each function takes models
or the paths of files, and returns a frozen model or writes files. Options are given by keyword.
`import allocator` is quick; the solver and pandas are loaded when they are needed.

The examples follow one another. The tests run them, in a folder that holds `scenarios/`, after

```python
import datetime

import allocator
```

Errors are classes of `allocator.errors`, with the exit code of the command that ends so; all of
them derive from `AllocatorError`. [how-to-model.md](how-to-model.md) shows scenarios,
[plan-format.md](plan-format.md) the fields of a plan.
"""

_SCENARIO = """\
[scenario-format.md](scenario-format.md) describes the fields, which are those of the file.

Examples
--------
>>> fields = {
...     "name": "Small",
...     "calendar": {"start": "2027-01-04"},
...     "people": [{"id": "ana", "skills": {"sql": 3}}],
...     "items": [{"id": "T-1", "needs": {"sql": 2}, "effort": "2d"}],
... }
>>> small = allocator.Scenario.model_validate(fields)
>>> allocator.solve(small, time_limit=5).plan.schedule["finish"][0]
Timestamp('2027-01-05 17:00:00')
"""
"""What the docstring of a scenario does not say, since it stands in the JSON Schema too."""

_SECTION = re.compile(r"^(\w[\w ]*)\n-+\n", re.MULTILINE)
_ROLE = re.compile(r":\w+:`~?\.?([^`]+)`")


@dataclass(frozen=True)
class Docstring:
    """A numpydoc docstring in its parts.

    Attributes
    ----------
    summary
        Its first paragraph, in one line.
    more
        The paragraphs after it.
    sections
        The text of each section by its title.
    """

    summary: str
    more: str = ""
    sections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, thing: object) -> Docstring:
        """Read the docstring of a function, class or property."""
        more = f"\n\n{_SCENARIO}" if thing is allocator.Scenario else ""
        head, *parts = _SECTION.split(f"{inspect.getdoc(thing)}{more}")
        summary, _, rest = head.strip().partition("\n\n")
        titles, texts = parts[::2], [text.strip("\n") for text in parts[1::2]]
        return cls(_line(summary), rest.strip(), dict(zip(titles, texts, strict=True)))

    def entries(self, title: str) -> list[tuple[str, str]]:
        """Return what a section defines, and the text about it in one line."""
        found = re.split(r"^(?=\S)", self.sections.get(title, ""), flags=re.MULTILINE)
        pairs = (entry.partition("\n") for entry in found if entry.strip())
        return [(name.strip(), _line(inspect.cleandoc(text))) for name, _, text in pairs]


def api_page() -> str:
    """Return docs/python-api.md after its title: every public name, with a running example."""
    lines = [*_HEAD.splitlines(), "", "| name | |", "|---|---|"]
    for name in allocator.PUBLIC:
        summary = Docstring.of(getattr(allocator, name)).summary
        lines.append(f"| [`{name}`](#{name.lower()}) | {_markdown(summary)} |")
    for name in allocator.PUBLIC:
        lines += ["", *_entry(name, getattr(allocator, name))]
    return "\n".join(lines).rstrip() + "\n"


def examples() -> str:
    """Return the examples of all public names, in the order of the page."""
    texts = (Docstring.of(getattr(allocator, name)) for name in allocator.PUBLIC)
    return "\n\n".join(text.sections.get("Examples", "") for text in texts)


def _entry(name: str, thing: Any) -> Iterator[str]:
    text = Docstring.of(thing)
    yield from (f"## {name}", "")
    if text.entries("Parameters"):
        yield from ("```python", *_signature(name, thing), "```", "")
    yield from (_markdown(text.summary), "")
    if text.more:
        yield from (_markdown(text.more), "")
    yield from _table("parameter", text.entries("Parameters"))
    yield from _table("returns", text.entries("Returns"))
    yield from _table("attribute", [*text.entries("Attributes"), *_tables(thing)])
    yield from _table("method", list(_methods(thing)))
    yield from _table("raises", text.entries("Raises"))
    yield from ("```pycon", *text.sections.get("Examples", "").splitlines(), "```")


def _signature(name: str, thing: Callable[..., Any]) -> Iterator[str]:
    """Yield the signature, a line for each parameter where it is long."""
    signature = inspect.signature(thing)
    parts: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        parts.append(f"{parameter.name}: {_public(parameter.annotation)}{default}")
    gives = "" if inspect.isclass(thing) else f" -> {signature.return_annotation}"
    short = f"{name}({', '.join(parts)}){gives}"
    if len(short) <= 88:
        yield short
    else:
        yield from (f"{name}(", *(f"    {part}," for part in parts), f"){gives}")


def _public(annotation: str) -> str:
    """Write a type as a user imports it."""
    return re.sub(r"\bLoaded \| |\b(?:domain|dt)\.", "", annotation)


def _tables(thing: Any) -> Iterator[tuple[str, str]]:
    """Yield the tables of a class, which are data frames."""
    members = vars(thing) if inspect.isclass(thing) else {}
    for name, member in members.items():
        if isinstance(member, cached_property) and "DataFrame" in str(
            member.func.__annotations__.get("return")
        ):
            yield f"{name} : DataFrame", Docstring.of(member.func).summary


def _methods(thing: Any) -> Iterator[tuple[str, str]]:
    """Yield the methods that a class of the API has beside those of models."""
    classes = thing.__mro__ if inspect.isclass(thing) else ()
    members = {
        name: member
        for each in reversed(classes)
        if each.__module__.startswith("allocator.api.")
        for name, member in vars(each).items()
    }
    for name, member in members.items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield f"{name}({', '.join(_arguments(member))})", Docstring.of(member).summary


def _arguments(method: Callable[..., Any]) -> Iterator[str]:
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        keyword = parameter.kind is parameter.KEYWORD_ONLY
        yield f"{parameter.name}=..." if keyword else parameter.name


def _table(title: str, entries: list[tuple[str, str]]) -> Iterator[str]:
    if entries:
        yield from (f"| {title} | |", "|---|---|")
        for name, text in entries:
            yield f"| {_code(name)} | {_markdown(text)} |"
        yield ""


def _code(name: str) -> str:
    """Write names, and the type behind a colon, as code."""
    names, _, kind = name.partition(" : ")
    if "(" in names:
        return f"`{names}`"
    shown = ", ".join(f"`{each}`" for each in names.split(", "))
    return f"{shown}: {kind}" if kind else shown


def _line(text: str) -> str:
    return " ".join(text.split())


def _markdown(text: str) -> str:
    return _ROLE.sub(r"`\1`", text).replace("``", "`")

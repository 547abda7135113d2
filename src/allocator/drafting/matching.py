"""Finds the template of a requirement's work: by name, by tags, or by the words of its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from allocator.domain import Template
from allocator.domain.requirements import Requirement
from allocator.drafting.markdown_parts import plain_text
from allocator.wording import enumerated, joined

NO_TEMPLATE: Final = "none"
"""What stands in the place of a template where a requirement is to have none."""
_APART: Final = re.compile(r"[\s/_-]+")


@dataclass(frozen=True)
class TemplateMatch:
    """The template of a requirement.

    Attributes
    ----------
    template
        Its name, or that of its file; empty where none fits.
    because
        Why this one, or why none.
    """

    template: str
    because: str


def match_template(asked: Requirement, templates: Mapping[str, Template]) -> TemplateMatch:
    """Return the template that fits a requirement best.

    That is the one that it names, even where there is none of that name; else one whose name is
    among its tags; else the one with most tags in common; else the one of whose tags most words
    stand in its text. Where two fit alike, none is taken.

    Parameters
    ----------
    asked
        The requirement.
    templates
        Those that there are, by name or file.
    """
    if asked.template == NO_TEMPLATE:
        return TemplateMatch("", "its template is none")
    if asked.template:
        return _named(asked.template, templates)
    by_name = {_folded(one.template): name for name, one in templates.items()}
    names: dict[str, str] = {}
    for tag in asked.tags:
        if _folded(tag) in by_name:
            names.setdefault(by_name[_folded(tag)], tag)
    if names:
        return _told(_Best(list(names), [next(iter(names.values()))]), "tag", "tags")
    tags = {_folded(tag): tag for tag in asked.tags}
    common = _best(templates, lambda one: [tags[word] for word in _words(one) if word in tags])
    if common is not None:
        return _told(common, "tag", "tags")
    text = f" {_folded(plain_text(f'{asked.title} {asked.text}'))} "
    phrases = _best(templates, lambda one: [word for word in _words(one) if _occurs(word, text)])
    if phrases is not None:
        return _told(phrases, "the words", "the words")
    return TemplateMatch("", "no template has its tags or words")


def unknown_tags(asked: Requirement, templates: Mapping[str, Template]) -> list[str]:
    """Return the tags of a requirement that no template has, nor is called."""
    known = {word for one in templates.values() for word in _words(one)}
    return [tag for tag in asked.tags if _folded(tag) not in known]


def _named(name: str, templates: Mapping[str, Template]) -> TemplateMatch:
    found = next(
        (
            key
            for key, one in templates.items()
            if _folded(name) in map(_folded, (key, one.template))
        ),
        None,
    )
    return TemplateMatch(found or name, "named")


@dataclass(frozen=True)
class _Best:
    names: list[str]
    words: list[str]


def _best(
    templates: Mapping[str, Template], common: Callable[[Template], list[str]]
) -> _Best | None:
    """Return the templates that have most in common with something, and what; None for nothing."""
    found = {name: common(one) for name, one in templates.items()}
    most = max((len(" ".join(words).split()) for words in found.values()), default=0)
    if not most:
        return None
    names = [name for name, words in found.items() if len(" ".join(words).split()) == most]
    return _Best(names, found[names[0]])


def _told(best: _Best, one: str, several: str) -> TemplateMatch:
    if len(best.names) > 1:
        return TemplateMatch("", f"{joined(best.names)} fit alike")
    word = one if len(best.words) == 1 else several
    return TemplateMatch(best.names[0], f"{word} {enumerated(best.words)}")


def _words(template: Template) -> Iterable[str]:
    """Return the name and tags of a template, alike in spelling, each once."""
    return dict.fromkeys(map(_folded, (template.template, *template.tags)))


def _folded(text: str) -> str:
    return (
        _APART.sub(" ", "".join(c if c.isalnum() or c in "/_- " else " " for c in text))
        .strip()
        .casefold()
    )


def _occurs(word: str, text: str) -> bool:
    """Whether a word stands in a text, as it is or in the plural."""
    return f" {word} " in text or f" {word}s " in text

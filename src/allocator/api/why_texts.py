"""Why something ends when it does, in plain lines and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.explain.why.models import ChainStep, WhyAnswer, WhyCause
from allocator.exports.markdown import escaped, markdown_table

_MOST = 400
"""Characters of a sentence in Markdown."""


def why_lines(found: WhyAnswer) -> Iterator[str]:
    """Yield the answer as plain lines: what holds it, the causes with their days, the chain."""
    for one in found.answers or (found,):
        yield one.answer
        yield from (f"  - {_days(cause)} earlier: {cause.text}" for cause in one.causes)
        if one.next is not None:
            yield _next(one.next)
        if one.chain:
            yield "From its end back to a beginning:"
            yield from (f"  - {_step(step)}" for step in one.chain)
        yield from one.notes
    if found.answers:
        yield from found.notes


def why_markdown(found: WhyAnswer) -> str:
    """Return the answer as Markdown: for each thing a heading, sentences and two tables."""
    lines = ["# Why"]
    for one in found.answers or (found,):
        lines += _section(one)
    if found.answers:
        lines += _paragraphs(found.notes)
    return "\n".join(lines) + "\n"


def _section(one: WhyAnswer) -> list[str]:
    name = f"{one.what or ''} {one.title}".strip()
    lines = ["", f"## {escaped(name)}"]
    lines += _paragraphs([one.answer])
    if one.causes:
        causes = [[_days(cause), escaped(cause.text, most=_MOST)] for cause in one.causes]
        lines += ["", *markdown_table(("earlier by", "what holds it"), causes)]
    if one.next is not None:
        lines += _paragraphs([_next(one.next)])
    if one.chain:
        lines += ["", *markdown_table(("item", "ends", "held by"), list(map(_cells, one.chain)))]
    return lines + _paragraphs(one.notes)


def _paragraphs(sentences: Sequence[str]) -> list[str]:
    return [line for each in sentences for line in ("", escaped(each, most=_MOST))]


def _days(cause: WhyCause) -> str:
    return wording.days(cause.days)


def _next(cause: WhyCause) -> str:
    days = wording.days(cause.days)
    return f"What would hold it next: {cause.text} ({days} with both gone)."


def _step(step: ChainStep) -> str:
    name = wording.label(step.item, step.title)
    held = "; also: ".join((step.text, *step.also))
    return f"{name}, ends {wording.day(step.finish)}: {held}"


def _cells(step: ChainStep) -> list[str]:
    held = "; also: ".join((step.text, *step.also))
    name = f"{step.item} {step.title}".strip()
    return [escaped(name), wording.day(step.finish), escaped(held, most=_MOST)]

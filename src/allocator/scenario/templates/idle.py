"""Warns of what a use of a template says of items and parameters that it has not."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Template, TemplateUse
from allocator.domain.templates import value_text
from allocator.errors import Finding
from allocator.scenario.shape.sections import id_text
from allocator.scenario.templates.expansion import Expansion, condition_of, parameters_in
from allocator.scenario.text.located import LocatedDict, Step, locate
from allocator.wording import shorten


def idle_parts(
    root: LocatedDict,
    use: TemplateUse,
    base: tuple[Step, ...],
    template: Template,
    expansion: Expansion,
) -> Iterator[Finding]:
    """Yield what a use says of items that are left out, and parameters that no item has.

    Parameters
    ----------
    root
        The document of the scenario.
    use, base
        The use of a template, and its path in the document.
    template
        Its template.
    expansion
        What it comes to.
    """
    conditions = {str(id_text(item["id"])): condition_of(item) for item in template.items}
    for name in use.items:
        if name in expansion.kept:
            continue
        parameter, wanted = conditions[name]
        why = f"only with {parameter}: {value_text(wanted)}"
        yield Finding(
            code="template-item-left-out",
            message=f'the item "{shorten(name)}" of the template '
            + ("is left out (without)" if name in use.without else f"is there {why}")
            + ", so that what is said of it means nothing",
            hint="take it out of without, or of items"
            if name in use.without
            else f"write with: {{{parameter}: {value_text(wanted)}}}, or take it out of items",
            place=locate(root, (*base, "items", name), at_key=True),
            severity="warning",
        )
    deciding = {parameter for name, (parameter, _) in conditions.items() if name not in use.without}
    for name in use.given:
        if name not in deciding and not expansion.uses(name):
            yield Finding(
                code="idle-parameter",
                message=f"{shorten(name)} means nothing here: no item that is left depends on it",
                hint=f"{_remedies(name, use, template)}take {shorten(name)} out",
                place=locate(root, (*base, "with", name), at_key=True),
                severity="warning",
            )


def _remedies(parameter: str, use: TemplateUse, template: Template) -> str:
    """Return what lets items be there that depend on a parameter, before "take it out"."""
    ways: dict[str, None] = {}
    for item in template.items:
        name, (condition, wanted) = str(id_text(item["id"])), condition_of(item)
        if parameter == condition or parameter in parameters_in(item):
            ways[
                f"take {shorten(name)} out of without"
                if name in use.without
                else f"set {shorten(condition)} to {value_text(wanted)}"
            ] = None
    return "".join(f"{way}, or " for way in ways)

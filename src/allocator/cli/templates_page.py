"""docs/templates/: a page for each template, with its items, parameters and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from allocator.cli.template import item_row, sizes_text
from allocator.domain import Template
from allocator.domain.templates import value_text
from allocator.scenario.templates import all_templates


def template_pages(made: str) -> dict[str, Callable[[], str]]:
    """Return the pages by their names below docs/.

    Parameters
    ----------
    made
        The comment by which pages say that they are made.
    """
    found = all_templates()
    pages: dict[str, Callable[[], str]] = {
        f"templates/{name}": lambda one=one: _page(one, made)  # type: ignore[misc]
        for name, one in found.items()
    }
    return pages | {"templates/README": lambda: _index(found, made)}


def _index(templates: dict[str, Template], made: str) -> str:
    rows = [
        f"| [{name}]({name}.md) | {one.title} | {len(one.items)} |"
        for name, one in templates.items()
    ]
    return "\n".join(
        [
            *("# Templates", "", made, ""),
            "What comes with allocator; [the format](../scenario-format.md#templateuse) says how a",
            "scenario uses them, and how to write one's own. What they have taken here,",
            "`allocator template show model --calibration calibration.yaml` tells",
            "([calibration](../calibration.md#templates-what-an-m-model-has-taken-here)).",
            *("", "| template | is | items |", "|---|---|---:|", *rows, ""),
        ]
    )


def _page(template: Template, made: str) -> str:
    lines = [f"# {template.title}", "", made, "", template.about.strip(), "", "```yaml", "use:"]
    lines += [f"- {{template: {template.template}, id: X, size: M}}", "```", "", "## Items", ""]
    lines += ["| item | title | needs | effort (size M) | after |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(item_row(item))} |" for item in template.items]
    lines += ["", *_parameters(template), "## Sizes", ""]
    lines += [f"Times the effort of items that grow: {sizes_text(template)}.", ""]
    lines += ["## Where the shape comes from", "", *(f"- {one}" for one in template.sources)]
    lines += ["", f"Requirements are matched to it by: {', '.join(template.tags)}."]
    return "\n".join(lines) + "\n"


def _parameters(template: Template) -> Iterator[str]:
    if template.parameters:
        yield from ("## Parameters", "", "| with | default | means |", "|---|---|---|")
        for name, one in template.parameters.items():
            yield f"| `{name}` | {value_text(one.default)} | {one.means} |"
        yield ""

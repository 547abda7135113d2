"""``allocator template``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import RenderableType
from rich.text import Text

from allocator import wording
from allocator.cli.command import Command
from allocator.cli.options import given_options
from allocator.cli.output import print_json, say
from allocator.cli.tables import as_text, columns, section, table
from allocator.domain import Template
from allocator.domain.history import DAY_HOURS
from allocator.domain.templates import value_text, yes_or_no
from allocator.errors import InputError
from allocator.planfile.files import write_text
from allocator.scenario.templates import (
    all_templates,
    expand_template,
    read_named_template,
    template_hours,
)
from allocator.scenario.text.scalars import plain
from allocator.scenario.write.render import entry_lines

if TYPE_CHECKING:
    from allocator.forecasting.calibration.template_takings import TemplateTaking

ACTIONS = {
    "list": "the templates that come with allocator, and those of --folder",
    "show": "the items, parameters and sources of one; --yaml: its file, to make one's own of",
    "expand": "the items of one with an id, a size and values, as a scenario holds them",
}
_PATH = click.Path(path_type=Path)
_ACTIONS_OF = {
    "prefix": ("expand",),
    "size": ("expand",),
    "title": ("expand",),
    "given": ("expand",),
    "as_file": ("show",),
    "calibration": ("show",),
    "target": ("expand",),
}
"""The actions that options go with, where that is not all of them."""


@click.command(
    "template",
    cls=Command,
    example=[
        "allocator template list",
        "allocator template show model",
        "allocator template expand model --id CH --size L --with labels=yes --with gpus=4",
        "allocator template show model --yaml > our-model.yaml",
        "allocator template show model --size L --calibration calibration.yaml",
    ],
    forms=ACTIONS,
)
@click.argument("action", metavar="ACTION", type=click.Choice(list(ACTIONS)))
@click.argument("name", metavar="NAME", required=False)
@click.option("--folder", type=_PATH, help="Also the templates in the files of a folder.")
@click.option("--id", "prefix", metavar="ID", help="What the ids of its items begin with.")
@click.option("--size", default="M", show_default=True, help="One of the template's sizes.")
@click.option("--title", default="", help="What the titles of its items begin with.")
@click.option(
    "--with", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; can be repeated."
)
@click.option("--yaml", "as_file", is_flag=True, help="Print the file of the template.")
@click.option(
    "--calibration",
    type=_PATH,
    metavar="FILE",
    help="With show: what its items have taken here at that size, by a calibration.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "-o", "--output", "target", type=_PATH, metavar="FILE", help="Write the expanded items there."
)
def command(
    action: str,
    name: str | None,
    folder: Path | None,
    target: Path | None,
    calibration: Path | None,
    as_file: bool,
    as_json: bool,
    **use: Any,
) -> None:
    """List life-cycle templates, show one, expand it into items.

    A scenario uses them under "use: [{template: model, id: CH, size: L}]"; NAME is
    one that the list shows, or a file of one's own.
    """
    _check_options(action)
    if action == "list":
        if name is not None:
            raise InputError(f"list takes no name; templates of your own: --folder {name}")
        _list(folder, as_json=as_json)
        return
    if name is None:
        raise InputError(f"say which template to {action}: allocator template list shows them.")
    if action == "show":
        taking = None if calibration is None else _taking(calibration, name, folder, use["size"])
        _show(name, folder, taking, as_file=as_file, as_json=as_json)
        return
    entries, warnings = expand_template(name, folder, _use(**use))
    for warning in warnings:
        say(str(warning))
    lines = [line for entry in entries for line in entry_lines("items", entry, {})]
    text = "\n".join(["items:", *lines]) + "\n"
    if target is not None:
        write_text(target, text)
        say(f"{target} written: {wording.count(len(entries), 'item')}.")
    if as_json:
        print_json({"items": entries})
    elif target is None:
        click.echo(text, nl=False)


def _check_options(action: str) -> None:
    """Refuse options that say nothing to an action.

    Raises
    ------
    InputError
        One is given.
    """
    context = click.get_current_context()
    for option, spelled in given_options(context).items():
        actions = _ACTIONS_OF.get(option, (action,))
        shows_size = option == "size" and action == "show" and context.params["calibration"]
        if action not in actions and not shows_size:
            usual = " or ".join(f"allocator template {one}" for one in actions)
            raise InputError(f"{spelled} means nothing to {action}; it goes with {usual}.")


def _use(prefix: str | None, size: str, title: str, given: tuple[str, ...]) -> dict[str, Any]:
    if prefix is None:
        raise InputError("say what the ids of the items begin with, for example --id CH.")
    values = [pair.partition("=") for pair in given]
    wrong = next((name for name, equals, _ in values if not equals), None)
    if wrong is not None:
        raise InputError(f"--with {wrong}: write name=value, for example --with gpus=4.")
    names = [name.strip() for name, _, _ in values]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"--with {twice} is given more than once; keep one of them.")
    return {
        "id": prefix,
        "size": size,
        "title": title,
        "with": {name.strip(): yes_or_no(plain(value.strip())) for name, _, value in values},
    }


def _list(folder: Path | None, *, as_json: bool) -> None:
    found = all_templates(folder)
    if as_json:
        print_json({"templates": [_document(name, one) for name, one in found.items()]})
        return
    rows = table("template", "is", "items", "sizes", right=("items",), wrap=("is",))
    for name, one in found.items():
        rows.add_row(
            wording.printable(name),
            wording.printable(one.title),
            str(len(one.items)),
            ", ".join(one.sizes),
        )
    click.echo(as_text([rows], width=columns()), nl=False)


def _document(name: str, template: Template) -> dict[str, Any]:
    return {"name": name, **template.model_dump(mode="json")}


def _taking(calibration: Path, name: str, folder: Path | None, size: str) -> TemplateTaking:
    from allocator.forecasting.calibration.template_takings import template_taking
    from allocator.scenario.companions.calibration import read_calibration

    template, _ = read_named_template(name, folder)
    hours = template_hours(name, folder, size)
    known = read_calibration(calibration)
    return template_taking(known, template.template, template.version, size, hours)


def _show(
    name: str,
    folder: Path | None,
    taking: TemplateTaking | None,
    *,
    as_file: bool,
    as_json: bool,
) -> None:
    template, text = read_named_template(name, folder)
    if as_file:
        click.echo(text, nl=False)
    elif as_json:
        taken = {} if taking is None else {"calibration": asdict(taking)}
        print_json(_document(name, template) | taken)
    else:
        parts = [*_parts(template), *(() if taking is None else _taken(taking))]
        click.echo(as_text(parts, width=columns()), nl=False)


def _parts(template: Template) -> Iterator[RenderableType]:
    yield Text(f"{template.template}: {wording.printable(template.title)}")
    if template.about:
        yield Text(wording.printable(template.about.strip()))
    items = table("item", "title", "needs", "effort", "after", wrap=("title", "after"))
    for item in template.items:
        items.add_row(*(_with_defaults(template, cell) for cell in item_row(item)))
    yield from section("Items (size M)", items)
    if template.parameters:
        rows = table("parameter", "default", "means", wrap=("means",))
        for name, one in template.parameters.items():
            rows.add_row(name, value_text(one.default), wording.printable(one.means))
        yield from section("Parameters (with)", rows)
    yield from section("Sizes, times the effort", Text(sizes_text(template)))
    if template.sources:
        sources = "\n".join(f"- {wording.printable(source)}" for source in template.sources)
        yield from section("Where the shape comes from", Text(sources))


def _taken(taking: TemplateTaking) -> Iterator[RenderableType]:
    """Yield what a calibration says of a template: how many items, and what they took."""
    title = f"What {wording.printable(taking.name)} has taken here"
    others = f" It has {wording.joined(taking.others)}." if taking.others else ""
    if taking.finished is None:
        yield from section(
            title,
            Text(f"The calibration has too few finished items; the ranges above hold.{others}"),
        )
        return
    done = taking.finished
    yield from section(
        title,
        Text(
            f"{wording.count(done.tasks, 'finished item')} took {_days(done.taken)} of "
            f"{_days(done.estimated)} estimated: {wording.number(done.taken / done.estimated)} "
            f"times.{others}"
        ),
    )
    numbers = ("estimate", "finished", "took", "half within", "80 % within")
    rows = table("item", *numbers, right=numbers)
    for one in taking.items:
        ratio = one.finished and one.finished.taken / one.finished.estimated
        rows.add_row(
            one.item,
            _days(one.estimate),
            str(one.finished.tasks if one.finished else 0),
            f"{wording.number(ratio)} times" if ratio else "",
            _days(one.p50),
            _days(one.p80),
        )
    yield Text("")
    yield rows


def _days(hours: float) -> str:
    return wording.days(hours / DAY_HOURS)


def _with_defaults(template: Template, cell: str) -> str:
    """Put the defaults of parameters in the place of their names."""
    for name, one in template.parameters.items():
        cell = cell.replace(f"{{{name}}}", f"{value_text(one.default)} ({name})")
    return wording.printable(cell)


def item_row(item: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    """Return the id, title, needs, effort and predecessors of a template's item, in words."""
    after = item.get("after") or []
    links = after if isinstance(after, list) else [after]
    names = [str(link["item"] if isinstance(link, dict) else link) for link in links]
    title = str(item.get("title", ""))
    if item.get("when"):
        title += f" (if {item['when']})"
    return str(item["id"]), title, _needs(item.get("needs")), _effort(item), ", ".join(names)


def _needs(needs: Any) -> str:
    if isinstance(needs, dict) and "skills" in needs:
        return f"{_needs(needs['skills'])} x {needs.get('people', 1)}"
    if isinstance(needs, (dict, list)):
        return ", ".join(str(skill) for skill in needs)
    return "" if needs is None else str(needs)


def _effort(item: Mapping[str, Any]) -> str:
    if item.get("kind") == "milestone":
        return "milestone"
    effort = item.get("effort", item.get("elapsed", ""))
    if isinstance(effort, dict):
        return f"{effort['low']} to {effort['high']}, likely {effort['likely']}"
    return f"{effort} elapsed" if "elapsed" in item and "effort" not in item else str(effort)


def sizes_text(template: Template) -> str:
    """Write the sizes of a template with their factors."""
    return ", ".join(f"{size} {factor:g}" for size, factor in template.sizes.items())

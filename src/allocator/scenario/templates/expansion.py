"""Makes work items of a template: values put in, sizes applied, items left out, ids prefixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from allocator.domain import Template, TemplateUse
from allocator.domain.needs import Effort, EffortField, ThreePoint, times
from allocator.domain.template_estimates import (
    LABEL_OF_SIZE,
    LABEL_OF_TEMPLATE,
    TemplateEstimate,
)
from allocator.domain.templates import Value
from allocator.scenario.shape.naming_fields import AFTER_FAILURE, SAME_PEOPLE
from allocator.scenario.shape.sections import id_text
from allocator.scenario.templates.library import OWN_FIELDS, PARAMETER, ReadTemplate
from allocator.scenario.text.located import LocatedDict, Origin

_EXTENT: Final = {"effort", "needs"}
"""Fields that make an estimate that of the use, where it gives them for an item."""
_EFFORT: Final[TypeAdapter[Effort]] = TypeAdapter(EffortField)


def values_of(template: Template, use: TemplateUse) -> dict[str, Value]:
    """Return the values of a template's parameters in a use of it."""
    defaults = {name: one.default for name, one in template.parameters.items()}
    return defaults | {name: value for name, value in use.given.items() if name in defaults}


def needed_skills(template: Template) -> set[str]:
    """Return the skills that the items of a template need."""
    return {skill for item in template.items for skill in _skills_in(item.get("needs"))}


def _skills_in(needs: Any) -> Iterator[str]:
    if isinstance(needs, str):
        yield needs
    elif isinstance(needs, (list, tuple)):
        for one in needs:
            yield from _skills_in(one)
    elif isinstance(needs, Mapping) and "skills" in needs:
        yield from _skills_in(needs["skills"])
    elif isinstance(needs, Mapping):
        yield from map(str, needs)


def condition_of(item: Mapping[Any, Any]) -> tuple[str, bool]:
    """Return the parameter on which an item depends, empty for none, and its value for it."""
    condition = str(item.get("when") or "")
    return condition.removeprefix("not ").strip(), not condition.startswith("not ")


def parameters_in(item: Mapping[Any, Any]) -> set[str]:
    """Return the parameters whose values fields of an item hold."""
    return {name for value in item.values() for name in PARAMETER.findall(str(value))}


class Expansion:
    """The work items of one use of a template, as a scenario file would hold them.

    Parameters
    ----------
    read
        The template and its document.
    use
        What is made of it; parameters, sizes and items that it names exist.
    """

    def __init__(self, read: ReadTemplate, use: TemplateUse) -> None:
        self._use, self._values = use, values_of(read.template, use)
        self._template, self._document = read.template, read.document
        items: Any = read.document["items"]
        self._by_id: dict[str, LocatedDict] = {str(id_text(item["id"])): item for item in items}
        self._places = {name: number for number, name in enumerate(self._by_id)}
        self._factor = read.template.sizes.get(use.size, 1.0)
        self.kept = [name for name, item in self._by_id.items() if self._is_kept(name, item)]

    def _is_kept(self, name: str, item: Mapping[Any, Any]) -> bool:
        parameter, wanted = condition_of(item)
        holds = not parameter or bool(self._values[parameter]) is wanted
        return holds and name not in self._use.without

    def entries(self) -> list[LocatedDict]:
        """Return the items, each with the places of its values in the template."""
        return [self._entry(name) for name in self.kept]

    def begins_with(self, name: str) -> bool:
        """Whether an item comes after nothing of the template, so after what the use does."""
        links = _listed(self._by_id[name].get("after"))
        return not any(True for link in links for _ in self._reached(link))

    def uses(self, parameter: str) -> bool:
        """Whether a field of an item that is kept holds the value of a parameter."""
        return any(parameter in parameters_in(self._by_id[name]) for name in self.kept)

    def given_in(self, name: str) -> dict[Any, str]:
        """Return the fields of an item that hold values of the use, with the parameter of each."""
        fields = self._by_id[name].items()
        named = ((field, one) for field, value in fields for one in PARAMETER.findall(str(value)))
        return {field: one for field, one in named if one in self._use.given}

    def _entry(self, name: str) -> LocatedDict:
        item, file = self._by_id[name], self._document.file
        entry = LocatedDict(file, item.position)
        for field, value in item.items():
            if field in (*OWN_FIELDS, "after"):
                continue
            filled = self._filled(field, self._put_in(value), item)
            if filled not in ({}, ""):
                origin = Origin(file, ("items", self._places[name], field))
                entry.put(field, filled, item.keys_at[field], item.values_at[field], origin)
        for field, value in self._added(name, entry).items():
            entry.put(field, value, item.position, item.position)
        return entry

    def _added(self, name: str, entry: Mapping[Any, Any]) -> dict[str, Any]:
        """Return what the use says of an item, and of which template and size it is."""
        use = self._use
        told = [
            f"{LABEL_OF_TEMPLATE}{self._template.template}",
            f"{LABEL_OF_SIZE}{use.size}",
        ]
        told += [label] if (label := self._estimate(name, entry)) else []
        labels = entry.get("labels") or []
        found: dict[str, Any] = {
            "id": self._prefixed(name),
            "title": f"{use.title}: {entry['title']}" if use.title else entry.get("title"),
            "project": use.project,
            "group": use.group,
            "labels": [*([labels] if isinstance(labels, str) else labels), *use.labels, *told],
            "optional": use.optional,
            "after": self._links(name),
        }
        priority = {} if use.priority is None else {"priority": use.priority}
        return priority | {field: value for field, value in found.items() if value}

    def _estimate(self, name: str, entry: Mapping[Any, Any]) -> str:
        """Return the label of an item whose estimate is the template's; empty for any other."""
        is_own = _EXTENT & self._use.items.get(name, {}).keys()
        if is_own or not ("effort" in entry or "needs" in entry):
            return ""
        template, size = self._template, self._use.size
        return TemplateEstimate(
            template=template.template, version=template.version, item=name, size=size
        ).label

    def _prefixed(self, name: str) -> str:
        return f"{self._use.id}-{name}"

    def _put_in(self, value: Any) -> Any:
        """Return a value with the parameters' values in the place of their names."""
        if isinstance(value, Mapping):
            return {key: self._put_in(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._put_in(one) for one in value]
        if not isinstance(value, str):
            return value
        whole = PARAMETER.fullmatch(value)
        if whole and whole[1] in self._values:
            return self._values[whole[1]]
        return PARAMETER.sub(lambda at: str(self._values.get(at[1], at[0])), value)

    def _filled(self, field: Any, value: Any, item: Mapping[Any, Any]) -> Any:
        if field == "resources" and isinstance(value, Mapping):
            return {key: amount for key, amount in value.items() if amount != 0}
        if field == "effort" and item.get("scales", True) is not False:
            return self._scaled(value)
        if field == "needs":
            return self._with_skills(value)
        if field in SAME_PEOPLE:
            return self._all_prefixed(value)
        if field == "if_fails" and isinstance(value, dict):
            return {
                key: self._all_prefixed(one) if key in AFTER_FAILURE else one
                for key, one in value.items()
            }
        return value

    def _scaled(self, effort: Any) -> Any:
        """Return an effort of the size; one that is none is left for the validation to refuse."""
        try:
            read = _EFFORT.validate_python(effort)
        except ValidationError:
            return effort
        scaled = times(read, self._factor)
        return scaled.model_dump() if isinstance(scaled, ThreePoint) else scaled

    def _with_skills(self, needs: Any) -> Any:
        """Return needs with the skills as the team calls them."""
        names = self._use.skills
        if isinstance(needs, str):
            return names.get(needs, needs)
        if isinstance(needs, list):
            return [self._with_skills(one) for one in needs]
        if isinstance(needs, dict) and "skills" in needs:
            return {**needs, "skills": self._with_skills(needs["skills"])}
        if isinstance(needs, dict):
            return {names.get(skill, skill): level for skill, level in needs.items()}
        return needs

    def _all_prefixed(self, names: Any) -> list[str]:
        listed = names if isinstance(names, list) else [names]
        return [self._prefixed(str(one)) for one in listed if str(one) in self.kept]

    def _links(self, name: str) -> list[Any]:
        """Return what an item comes after: what is kept, else what that comes after in turn."""
        found: dict[str, Any] = {}
        for link in _listed(self._by_id[name].get("after")):
            for before, reached in self._reached(link):
                found.setdefault(before, reached)
        if not found:
            return [link.model_dump(mode="json", exclude_defaults=True) for link in self._use.after]
        return list(found.values())

    def _reached(self, link: Any) -> Iterable[tuple[str, Any]]:
        before = str(link["item"] if isinstance(link, Mapping) else link)
        if before in self.kept or before not in self._by_id:
            name = self._prefixed(before)
            bare = not isinstance(link, Mapping)
            yield before, name if bare else {**self._put_in(link), "item": name}
            return
        for further in _listed(self._by_id[before].get("after")):
            yield from self._reached(further)


def _listed(links: Any) -> list[Any]:
    if links is None:
        return []
    return list(links) if isinstance(links, (list, tuple)) else [links]

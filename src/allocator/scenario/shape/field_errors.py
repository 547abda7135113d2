"""Turns pydantic's errors about fields into findings with a place, in the planner's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from allocator.domain import Link, LinkType, Resource
from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.places import DocumentPlaces, Places
from allocator.scenario.shape import phrases
from allocator.scenario.shape.fields import field_names, model_at
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.shape.synonyms import synonym
from allocator.scenario.text.located import LocatedDict, Step, find, path_text
from allocator.wording import enumerated, shorten

_UNKNOWN = ("extra_forbidden", "invalid_key")
"""Pydantic's types of errors about fields that there are not."""


class FieldErrors:
    """Turns the validation errors of one element of the document into findings.

    Parameters
    ----------
    root
        The document.
    model
        What the element was validated as.
    base
        The element's path in the document.
    owner
        What messages call it, for example ``work item "PAY-12"``; empty for the scenario.
    suggester
        Finds the names that were meant.
    ident
        Its id; None where it has none.
    places
        Where its parts stand; by default in the document.
    """

    def __init__(
        self,
        *,
        root: LocatedDict,
        model: type[BaseModel],
        base: tuple[Step, ...],
        owner: str,
        suggester: Suggester,
        ident: str | None = None,
        places: Places | None = None,
    ) -> None:
        self._root, self._model, self._base = root, model, base
        self._places: Places = places or DocumentPlaces(root)
        self._owner, self._ident, self._suggester = owner, ident, suggester

    def findings(self, error: ValidationError, *, is_whole: bool) -> Iterator[Finding]:
        """Yield what is wrong, in the order of the models' fields.

        Parameters
        ----------
        error
            What pydantic found.
        is_whole
            False where a field was left out, so that what is missing may be there after all.
        """
        if error.error_count() > limits.MAX_FINDINGS:
            count = f"{error.error_count():,} errors in one place"
            yield self._found(
                (),
                f"{self._head(())}{count}",
                "mend its first entries, and try again",
                code="too-many-errors",
            )
            return
        meant = set(self._meant(error)) | set(self._without_id(error))
        seen: set[tuple[object, ...]] = set()
        for detail in error.errors(include_url=False):
            if detail["type"] in _UNKNOWN and detail["loc"]:
                parent = detail["loc"][:-1]
                other = synonym(str(detail["loc"][-1]), model_at(self._model, parent).__name__)
                if other is not None and (parent, other) in seen:
                    continue  # low, likely and high are one mistake
                seen.add((parent, other))
            loc = self._one_branch(detail["loc"])
            is_missing = detail["type"] == "missing"
            if is_missing and detail["loc"] in meant:
                continue  # it is there, under another name, and that is said
            if loc is not None and (is_whole or (loc and not is_missing)):
                yield self._finding(loc, detail)

    def _meant(self, error: ValidationError) -> Iterator[tuple[Step, ...]]:
        """Yield the paths of the fields that the unknown ones stand for."""
        for detail in error.errors(include_url=False):
            loc = detail["loc"]
            if loc and detail["type"] in _UNKNOWN:
                for field in self._fields_for(str(loc[-1]), model_at(self._model, loc[:-1])):
                    yield (*loc[:-1], field)

    def _without_id(self, error: ValidationError) -> Iterator[tuple[Step, ...]]:
        """Yield what an entry lacks that is nothing but an id with something behind it."""
        entry, _ = find(self._root, self._base)
        if len(self._base) == 2 and self._is_id_alone(entry):
            for detail in error.errors(include_url=False):
                if detail["type"] == "missing":
                    yield detail["loc"]

    def _is_id_alone(self, entry: object) -> bool:
        if not isinstance(entry, LocatedDict) or len(entry) != 1:
            return False
        word = str(next(iter(entry)))
        return word not in field_names(self._model) and not self._fields_for(word, self._model)

    def _fields_for(self, word: str, model: type[BaseModel]) -> tuple[str, ...]:
        known = synonym(word, model.__name__)
        if known is not None:
            return known.fields
        near = self._suggester.nearest(word, field_names(model))
        if near is None:
            return ("item",) if model is Link else ()
        return (near,)

    def findings_behind(self, error: ValidationError, data: Any) -> Iterator[Finding]:
        """Yield what is wrong with the element as a whole, which errors of its fields hide.

        The fields in error are left out, or replaced where they must be there.

        Parameters
        ----------
        error
            What pydantic found.
        data
            What it was given.
        """
        if error.error_count() > limits.MAX_FINDINGS:
            return
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
        wrong |= {loc[0] for loc in self._meant(error) if len(loc) == 1}
        if not wrong or not isinstance(data, dict) or wrong & {"id", "kind", "state"}:
            return
        rest = {key: value for key, value in data.items() if key not in wrong}
        if not self._base:
            rest = {**phrases.STAND_INS, **rest}
        elif self._base[0] == "items" and wrong & {"effort", "elapsed", "needs"}:
            rest["effort"] = "1d"
        elif self._base[0] == "meetings" and wrong & {"rule", "every"}:
            rest |= {} if rest.keys() & {"rule", "every"} else {"every": "day"}
        try:
            self._model.model_validate(rest, by_alias=True, by_name=False)
        except ValidationError as behind:
            for detail in behind.errors(include_url=False):
                if not detail["loc"]:
                    yield self._finding((), detail)

    def misplaced_boolean(self, loc: tuple[Step, ...]) -> Finding:
        """Return the finding about true or false where a number or a text belongs."""
        message = f"{self._head(loc)}must not be true or false"
        return self._found(
            loc, message, "put it in quotes if it is a text", code="misplaced-boolean"
        )

    def _finding(self, loc: tuple[Step, ...], detail: Mapping[str, Any]) -> Finding:
        kind = detail["type"]
        if not loc and not self._base:
            loc = ("objectives",)  # the only field that the scenario as a whole has rules for
        if kind == "missing":
            return self._missing(loc)
        if kind in _UNKNOWN:
            return self._unknown(loc, detail["input"])
        at_key = loc[-1:] == ("[key]",)
        loc = loc[:-1] if at_key else loc
        if "message" in detail.get("ctx", {}):
            return self._from_validator(loc, kind, detail["ctx"], at_key=at_key)
        if kind not in phrases.KINDS:
            message = f"{self._head(loc)}{detail['msg']}, not {phrases.shown(detail['input'])}"
            return self._found(loc, message, None, code="invalid-value", at_key=at_key)
        message, hint = self._from_kind(loc, detail)
        return self._found(loc, message, hint, code=phrases.KINDS[kind].code, at_key=at_key)

    def _missing(self, loc: tuple[Step, ...]) -> Finding:
        name = str(loc[-1])
        place = self._places.at((*self._base, *loc[:-1]))
        path = f"{place.path}.{name}" if place.path else name
        owner = f"{self._owner}: " if self._owner else ""
        return Finding(
            code="missing-field",
            message=f"{owner}{self._relative(loc, name)} is missing",
            hint=f"add it, for example {phrases.WHOLE.get(name) or self._example(name)}",
            place=replace(place, path=path),
            subjects=self._subjects,
        )

    def _unknown(self, loc: tuple[Step, ...], value: Any) -> Finding:
        word = str(loc[-1])
        model = model_at(self._model, loc[:-1])
        other = synonym(word, model.__name__)
        hint: str | None
        beside = self._cut_off(loc)
        if other is not None:
            hint = other.hint
        elif beside is not None:
            hint = beside
        elif len(loc) == 1 and len(self._base) == 2 and self._is_id_alone(self._entry):
            behind = f"capacity: {value}" if model is Resource else "..."
            hint = f"write {{id: {shorten(word)}, {behind}}}"
        elif (
            model is Link and isinstance(value, str) and self._fields_for(word, model) == ("item",)
        ):
            field = "type" if value.upper() in list(LinkType) else "lag"
            hint = f"write {{item: {shorten(word)}, {field}: {shorten(value)}}}"
        else:
            hint = self._of_another(word, model)
        is_skill = len(loc) == 3 and loc[0] == "needs" and other is None
        if is_skill and self._is_near(word, model, beside="skills", path=loc[:-1]):
            pass  # a slip in the name of a field, of a need that has its skills
        elif is_skill and type(value) is int:
            hint = f"skills go one level down: {{skills: {{{shorten(word)}: {value}}}}}"
        elif is_skill and not isinstance(value, dict):
            hint = f"name each skill with the least level, a whole number: {{{shorten(word)}: 3}}"
        message = f'{self._head(loc[:-1])}unknown field "{shorten(word)}"'
        return self._found(loc, message, hint, code="unknown-field", at_key=True)

    def _of_another(self, word: str, model: type[BaseModel]) -> str | None:
        """Return a hint: the nearest field, where else the word is a field, or all fields."""
        known = field_names(model)
        where = phrases.FIELDS_OF_OTHERS.get(word)
        if where is not None and self._suggester.nearest(word, known) is None:
            return where
        return self._suggester.did_you_mean(word, known, "the fields here are")

    def _is_near(
        self, word: str, model: type[BaseModel], *, beside: str, path: tuple[Step, ...]
    ) -> bool:
        entry, _ = find(self._root, (*self._base, *path))
        has_it = isinstance(entry, dict) and beside in entry
        return has_it and self._suggester.nearest(word, field_names(model)) is not None

    def _cut_off(self, loc: tuple[Step, ...]) -> str | None:
        """Return a hint where a comma in the text before an unknown field has made it one."""
        entry, _ = find(self._root, (*self._base, *loc[:-1]))
        word = loc[-1]
        if not isinstance(entry, LocatedDict) or word not in entry or " " not in str(word):
            return None
        before = list(entry)[: list(entry).index(word)]
        text = entry[before[-1]] if before else None
        if not isinstance(text, str) or entry.values_at[before[-1]][0] != entry.keys_at[word][0]:
            return None
        whole = shorten(f"{text}, {word}: {entry[word]}", most=120)
        return f'if a comma has cut the text before it, put that in quotes: {before[-1]}: "{whole}"'

    def _from_validator(
        self, loc: tuple[Step, ...], code: str, context: Mapping[str, Any], *, at_key: bool
    ) -> Finding:
        """Return the finding about an error that a model of ours has raised."""
        subjects = tuple(context["subjects"])
        named = not loc and subjects and subjects[:1] == self._subjects
        message = shorten(f"{'' if named else self._head(loc)}{context['message']}", most=300)
        return self._found(
            loc, message, context["hint"] or None, code=code, at_key=at_key, subjects=subjects
        )

    def _from_kind(
        self, loc: tuple[Step, ...], detail: Mapping[str, Any]
    ) -> tuple[str, str | None]:
        value, context = detail["input"], dict(detail.get("ctx", {}))
        last = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        example = phrases.EXAMPLES.get(last, self._first_field(loc))
        bounds = {name: f"{limit:g}" for name, limit in context.items() if name in phrases.BOUNDS}
        words = {**context, **bounds, "value": shorten(str(value)), "example": example}
        kind = phrases.KINDS[detail["type"]]
        wanted, hint = kind.wanted, kind.hint
        message = f"{self._head(loc)}must be {wanted.format(**words)}, not {phrases.shown(value)}"
        if detail["type"] in ("literal_error", "enum") and isinstance(value, str):
            allowed = [word.strip("' ") for word in _alternatives(str(context["expected"]))]
            from allocator.scenario.shape import suggestions

            near = self._suggester.nearest(value, allowed)
            nearest = f'did you mean "{near}"?' if near else f"write {enumerated(allowed, most=13)}"
            return message, suggestions.choice(last, value, allowed) or nearest
        if detail["type"] == "string_type" and isinstance(value, (dict, list)):
            hint = None
        if detail["type"] == "string_type" and value is None:
            hint = "write a text, or leave it out"
        if (
            loc[:1] == ("needs",)
            and loc[-2:-1] == ("skills",)
            and loc[-1] in phrases.NEED_FIELDS_AMONG_SKILLS
        ):
            return message, phrases.NEED_FIELDS_AMONG_SKILLS[str(loc[-1])].format()
        better = self._better(detail["type"], loc, value, context)
        return message, better or (hint or f"give {wanted}").format(**words)

    def _better(
        self,
        kind: str,
        loc: tuple[Step, ...],
        value: Any,
        context: Mapping[str, Any],
    ) -> str | None:
        """Return a hint that names what was probably meant."""
        from allocator.scenario.shape import suggestions

        field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        if field == "range" and isinstance(value, float) and 0 < value < 1:
            return f"it is in percent: write {100 * value:g}"
        if kind in phrases.NUMBERS:
            most = 1.0 if field in phrases.PARTS_OF_A_WHOLE else None
            amount = suggestions.number(value, whole=kind.startswith("int"), most=most)
            ends = suggestions.from_to(value) if field == "people" else None
            known = phrases.NUMBERS_OF.get(field)
            return ends or suggestions.level(loc, value) or amount or known
        if 1 in (context.get("le"), context.get("lt")):
            return suggestions.share(value)
        if kind in ("tuple_type", "list_type") and (
            self._base or isinstance(value, dict) or loc[0] not in phrases.SECTIONS
        ):
            return suggestions.entries(field, value)
        if kind == "model_type":
            return suggestions.fields(field or self._section, self._at(loc), value)
        if kind == "dict_type" and self._model.__name__ in phrases.NAMES_OF_SKILLS:
            return suggestions.names(field, value) if field == "skills" else None
        if kind == "dict_type":
            return suggestions.amounts(field, value) if field in ("skills", "resources") else None
        return None

    @property
    def _entry(self) -> object:
        return find(self._root, self._base)[0]

    @property
    def _section(self) -> str:
        return str(self._base[0]) if self._base else ""

    def _at(self, loc: tuple[Step, ...]) -> str:
        """Return the name of the model at a path."""
        return model_at(self._model, loc).__name__

    def _found(
        self,
        loc: tuple[Step, ...],
        message: str,
        hint: str | None,
        *,
        code: str,
        at_key: bool = False,
        subjects: tuple[str, ...] = (),
    ) -> Finding:
        return Finding(
            code=code,
            message=message,
            hint=hint,
            place=self._places.at((*self._base, *loc), at_key=at_key),
            subjects=tuple(dict.fromkeys((*self._subjects, *subjects))),
        )

    @property
    def _subjects(self) -> tuple[str, ...]:
        return () if self._ident is None else (self._ident,)

    def _head(self, loc: tuple[Step, ...]) -> str:
        parts = [part for part in (self._owner, self._relative(loc)) if part]
        return f"{', '.join(parts)}: " if parts else ""

    def _relative(self, loc: tuple[Step, ...], missing: str | None = None) -> str:
        """Return the path below the element, as the document has it."""
        _, taken = find(self._root, (*self._base, *loc))
        below = list(taken[len(self._base) :])
        if missing is not None and below[-1:] != [missing]:
            below.append(missing)
        return path_text(below)

    def _first_field(self, loc: tuple[Step, ...]) -> str:
        return self._example(field_names(model_at(self._model, loc))[0])

    def _example(self, name: str) -> str:
        if name == "id" and self._base:
            return f"id: {phrases.IDS.get(str(self._base[0]), 'PAY-12')}"
        return phrases.EXAMPLES.get(name, f"{name}: ...")

    def _one_branch(self, loc: tuple[Step, ...]) -> tuple[Step, ...] | None:
        """Keep the branch of a union (a lag or a budget) that the value was meant for."""
        field = "lag" if loc[:1] == ("after",) else "budget"
        if field not in loc[:-1]:
            return loc
        cut = loc.index(field) + 1
        value, _ = find(self._root, (*self._base, *loc[:cut]))
        if isinstance(value, dict) != (loc[cut] in ("ElapsedLag", "BudgetLimit")):
            return None
        return (*loc[:cut], *loc[cut + 1 :])


def _alternatives(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")

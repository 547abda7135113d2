"""Says in the planner's words, and with its place, what pydantic has against a value."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from allocator.errors import Finding
from allocator.scenario import limits, phrases
from allocator.scenario.marked import MarkedDict, Step, find, locate, written
from allocator.scenario.nearest import Suggester, listing, shorten


class Wording:
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
    """

    def __init__(
        self,
        *,
        root: MarkedDict,
        model: type[BaseModel],
        base: tuple[Step, ...],
        owner: str,
        suggester: Suggester,
    ) -> None:
        self._root, self._model, self._base = root, model, base
        self._owner, self._suggester = owner, suggester

    def findings(self, error: ValidationError, *, is_whole: bool) -> Iterator[Finding]:
        """Yield what is wrong, in the order of the models' fields.

        Parameters
        ----------
        error
            What pydantic found.
        is_whole
            False where a field was left out, so that what is missing may be there after all.
        """
        if error.error_count() > limits.FINDINGS:
            count = f"{error.error_count():,} errors in one place"
            yield self._place(
                (), f"{self._head(())}{count}", "mend its first entries, and try again"
            )
            return
        for detail in error.errors(include_url=False):
            loc = self._one_branch(detail["loc"])
            if loc is not None and (is_whole or (loc and detail["type"] != "missing")):
                yield self._finding(loc, detail)

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
        if error.error_count() > limits.FINDINGS:
            return
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
        if not wrong or not isinstance(data, dict) or wrong & {"id", "kind"}:
            return
        rest = {key: value for key, value in data.items() if key not in wrong}
        if not self._base:
            rest = {**phrases.STAND_INS, **rest}
        elif self._base[0] == "items" and wrong & {"effort", "elapsed", "needs"}:
            rest["effort"] = "1d"
        try:
            self._model.model_validate(rest, by_alias=True, by_name=False)
        except ValidationError as behind:
            for detail in behind.errors(include_url=False):
                if not detail["loc"]:
                    yield self._finding((), detail)

    def misplaced_truth(self, loc: tuple[Step, ...]) -> Finding:
        """Return the finding about true or false where a number or a text belongs."""
        message = f"{self._head(loc)}must not be true or false"
        return self._place(loc, message, "put it in quotes if it is a text")

    def _finding(self, loc: tuple[Step, ...], detail: Mapping[str, Any]) -> Finding:
        kind = detail["type"]
        if not loc and not self._base:
            loc = ("objectives",)  # the only field that the scenario as a whole has rules for
        if kind == "missing":
            return self._missing(loc)
        if kind in ("extra_forbidden", "invalid_key"):
            return self._unknown(loc, detail["input"])
        at_key = loc[-1:] == ("[key]",)
        loc = loc[:-1] if at_key else loc
        if kind == "value_error":
            message, hint = self._from_validator(loc, str(detail["ctx"]["error"]))
        else:
            message, hint = self._from_kind(loc, detail)
        return self._place(loc, message, hint, at_key=at_key)

    def _missing(self, loc: tuple[Step, ...]) -> Finding:
        name = str(loc[-1])
        place = locate(self._root, (*self._base, *loc[:-1]))
        path = f"{place.path}.{name}" if place.path else name
        owner = f"{self._owner}: " if self._owner else ""
        return Finding(
            message=f"{owner}{self._relative(loc, name)} is missing",
            hint=f"add it, for example {self._example(name)}",
            file=place.file,
            line=place.line,
            column=place.column,
            path=path,
        )

    def _unknown(self, loc: tuple[Step, ...], value: Any) -> Finding:
        word = str(loc[-1])
        known = _field_names(_model_at(self._model, loc[:-1]))
        hint = self._suggester.did_you_mean(word, known, "the fields here are")
        if len(loc) == 3 and loc[0] == "needs" and isinstance(value, int):
            hint = f"skills go one level down: {{skills: {{{shorten(word)}: {value}}}}}"
        message = f'{self._head(loc[:-1])}unknown field "{shorten(word)}"'
        return self._place(loc, message, hint, at_key=True)

    def _from_validator(self, loc: tuple[Step, ...], text: str) -> tuple[str, str | None]:
        text, _, hint = text.rpartition("; ") if "; " in text else (text, "", "")
        hint = hint or next((h for sign, h in phrases.HINTS.items() if sign in text), "")
        quoted = self._owner.partition('"')[2]
        named = not loc and quoted and f'"{quoted}' in text
        head = "" if named else self._head(loc)
        return shorten(f"{head}{text}", most=300), hint or None

    def _from_kind(
        self, loc: tuple[Step, ...], detail: Mapping[str, Any]
    ) -> tuple[str, str | None]:
        value, context = detail["input"], dict(detail.get("ctx", {}))
        last = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        example = phrases.EXAMPLES.get(last, self._first_field(loc))
        bounds = {name: f"{limit:g}" for name, limit in context.items() if name in phrases.BOUNDS}
        words = {**context, **bounds, "value": shorten(str(value)), "example": example}
        if detail["type"] not in phrases.KINDS:
            return f"{self._head(loc)}{detail['msg']}, not {shown(value)}", None
        wanted, hint = phrases.KINDS[detail["type"]]
        message = f"{self._head(loc)}must be {wanted.format(**words)}, not {shown(value)}"
        if detail["type"] in ("literal_error", "enum") and isinstance(value, str):
            allowed = [word.strip("' ") for word in _alternatives(str(context["expected"]))]
            near = self._suggester.nearest(value, allowed)
            return message, f'did you mean "{near}"?' if near else f"write {listing(allowed)}"
        if detail["type"] == "string_type" and isinstance(value, (dict, list)):
            hint = None
        if loc[:1] == ("needs",) and loc[-2:-1] == ("skills",) and loc[-1] in phrases.BESIDE_SKILLS:
            hint = phrases.BESIDE_SKILLS[str(loc[-1])]
        return message, (hint or f"give {wanted}").format(**words)

    def _place(
        self, loc: tuple[Step, ...], message: str, hint: str | None, *, at_key: bool = False
    ) -> Finding:
        place = locate(self._root, (*self._base, *loc), at_key=at_key)
        return Finding(
            message=message,
            hint=hint,
            file=place.file,
            line=place.line,
            column=place.column,
            path=place.path or None,
        )

    def _head(self, loc: tuple[Step, ...]) -> str:
        parts = [part for part in (self._owner, self._relative(loc)) if part]
        return f"{', '.join(parts)}: " if parts else ""

    def _relative(self, loc: tuple[Step, ...], missing: str | None = None) -> str:
        """Return the path below the element, as the document has it."""
        _, taken = find(self._root, (*self._base, *loc))
        below = list(taken[len(self._base) :])
        if missing is not None and below[-1:] != [missing]:
            below.append(missing)
        return written(below)

    def _first_field(self, loc: tuple[Step, ...]) -> str:
        return self._example(_field_names(_model_at(self._model, loc))[0])

    def _example(self, name: str) -> str:
        if name == "id" and self._base:
            return f"id: {phrases.IDS.get(str(self._base[0]), 'PAY-12')}"
        return phrases.EXAMPLES.get(name, f"{name}: ...")

    def _one_branch(self, loc: tuple[Step, ...]) -> tuple[Step, ...] | None:
        """Keep the branch of a union (only a lag is one) that the value was meant for."""
        if loc[:1] != ("after",) or "lag" not in loc[:-1]:
            return loc
        cut = loc.index("lag") + 1
        value, _ = find(self._root, (*self._base, *loc[:cut]))
        if isinstance(value, dict) != (loc[cut] == "ElapsedLag"):
            return None
        return (*loc[:cut], *loc[cut + 1 :])


def shown(value: Any) -> str:
    """Return a value of a document as messages show it.

    Parameters
    ----------
    value
        Plain data.
    """
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f'"{shorten(value)}"' if isinstance(value, str) else shorten(str(value))


def _alternatives(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _field_names(model: type[BaseModel]) -> list[str]:
    names = [field.alias or name for name, field in model.model_fields.items()]
    return names + phrases.FILES.get(model.__name__, [])


def _model_at(model: type[BaseModel], loc: tuple[Step, ...]) -> type[BaseModel]:
    """Return the model that a path from a model leads to."""
    for step in loc:
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                model = _model_in(field.annotation) or model
                break
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in typing.get_args(annotation))
    return next((found for found in inner if found is not None), None)

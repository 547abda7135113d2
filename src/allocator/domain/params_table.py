"""Makes parameters of tables, as TOML has them, and finds all faults in one go."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_type_hints

from allocator.domain.params import Params

P = TypeVar("P", bound=Params)


def read_table(default: P, table: Mapping[str, Any]) -> tuple[P, list[str]]:
    """Return parameters with the values of a table, the others as they are.

    Parameters
    ----------
    default
        The parameters where the table says nothing.
    table
        Values by name; a part of the parameters is a table of its own.

    Returns
    -------
    The parameters, and one sentence for each fault, which names its key. What is wrong is left as
    it is.
    """
    reader = _TableReader(tuple(_names(default)))
    return reader.part(default, table, ""), reader.faults


def _names(params: Params) -> Iterator[str]:
    """Yield the names of all parameters, with dots."""
    for field in dataclasses.fields(params):
        yield field.name
        if isinstance(part := getattr(params, field.name), Params):
            yield from (f"{field.name}.{name}" for name in _names(part))


class _TableReader:
    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self.faults: list[str] = []

    def part(self, default: P, table: object, at: str) -> P:
        """Return a part of the parameters; ``at`` is its name with dots."""
        if not isinstance(table, Mapping):
            self.faults.append(f"{at} is {table!r}; it must be a table")
            return default
        made, dot = default, f"{at}." if at else ""
        for key, value in table.items():
            if key not in default.__dataclass_fields__:
                self._unknown(f"{dot}{key}", list(default.__dataclass_fields__), dot)
                continue
            before = len(self.faults)
            read = self._value(default, key, value, f"{dot}{key}")
            if len(self.faults) == before:
                made = self._replaced(made, {key: read}, dot)
        return made

    def _replaced(self, params: P, values: dict[str, Any], dot: str) -> P:
        try:
            return dataclasses.replace(params, **values)
        except ValueError as error:
            self.faults.append(dot + str(error).removeprefix(f"{type(params).__name__}."))
            return params

    def _value(self, owner: Params, key: str, value: object, at: str) -> object:
        """Return a value in the form of the parameter: a part, a mapping, a tuple or a number."""
        default = getattr(owner, key)
        if isinstance(default, Params):
            return self.part(default, value, at)
        if isinstance(default, Mapping):
            return self._mapping(default, value, at)
        if isinstance(default, tuple):
            kind = get_args(get_type_hints(type(owner), include_extras=True)[key])[0]
            return self._tuple(kind, value, at)
        return value

    def _mapping(self, default: Mapping[str, Any], value: object, at: str) -> object:
        if not isinstance(value, Mapping):
            self.faults.append(f"{at} is {value!r}; it must be a table")
            return default
        for key in value:
            if key not in default:
                self._unknown(f"{at}.{key}", list(default), f"{at}.")
        return {**default, **value}

    def _tuple(self, kind: Any, value: object, at: str) -> object:
        if not isinstance(value, list):
            self.faults.append(f"{at} is {value!r}; it must be a list")
            return ()
        if isinstance(kind, type) and issubclass(kind, Params):
            return tuple(self._entry(kind, each, f"{at}[{k}]") for k, each in enumerate(value))
        return tuple(value)

    def _entry(self, kind: type[Params], table: object, at: str) -> Params | None:
        """Return one of several parts of a kind, which have no other default than their own."""
        required = [
            field.name
            for field in dataclasses.fields(kind)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        ]
        missing = [name for name in required if isinstance(table, Mapping) and name not in table]
        if missing:
            self.faults.append(f"{at} has no {missing[0]}")
            return None
        if not isinstance(table, Mapping):
            self.faults.append(f"{at} is {table!r}; it must be a table")
            return None
        return self.part(kind(**dict.fromkeys(required, 1)), table, at)

    def _unknown(self, name: str, here: list[str], dot: str) -> None:
        """Note an unknown name, with the nearest known one: in its table, or else in another."""
        last = name.rpartition(".")[2]
        near = [dot + each for each in difflib.get_close_matches(last, here, 1)]
        near += [each for each in self._known if each.rpartition(".")[2] == last]
        near += difflib.get_close_matches(name, self._known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        self.faults.append(f"{name} is no parameter{hint}")

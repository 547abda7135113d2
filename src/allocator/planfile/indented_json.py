"""Writes JSON with one line for each value, fast."""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring
from typing import Any


def indented_json(value: Any) -> str:
    """Return JSON text, indented by one blank for each level.

    The text is that of ``json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False)``, which
    takes several times as long, since it does not use its compiled encoder with an indent.

    Parameters
    ----------
    value
        Dictionaries with texts as keys, lists, texts, numbers, truth values and None.

    Raises
    ------
    ValueError
        A number is not finite.
    """
    parts: list[str] = []
    _write(value, "\n", parts)
    return "".join(parts)


_CONSTANTS = {None: "null", True: "true", False: "false"}


def _write(value: Any, line: str, parts: list[str]) -> None:
    """Append the text of a value; ``line`` begins a line at its level."""
    inner = line + " "
    if isinstance(value, dict) and value:
        before = "{" + inner
        for key, entry in value.items():
            parts.append(f"{before}{encode_basestring(key)}: ")
            _write(entry, inner, parts)
            before = "," + inner
        parts.append(line + "}")
    elif isinstance(value, list) and value:
        before = "[" + inner
        for entry in value:
            parts.append(before)
            _write(entry, inner, parts)
            before = "," + inner
        parts.append(line + "]")
    else:
        parts.append(_leaf(value))


def _leaf(value: Any) -> str:
    """Return the text of a scalar, or of an empty list or map."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    return json.dumps(value) if not isinstance(value, float) else _number(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number that JSON can hold")
    return float.__repr__(value)

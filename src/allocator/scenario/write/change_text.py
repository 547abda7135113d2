"""Writes a change as the file that ``--with`` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.scenario.write.dump import field_lines


def change_text(change: Mapping[str, Any]) -> str:
    """Return a change as YAML.

    Parameters
    ----------
    change
        Plain data, as docs/changes.md has it.
    """
    return "".join(field_lines(name, value) for name, value in change.items()) or "{}\n"

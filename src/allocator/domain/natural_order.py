"""The order of ids in which people count."""

from __future__ import annotations

import re
from typing import Final

_PARTS: Final = re.compile(r"(\d+)")


def natural(key: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts CLP-9 before CLP-10."""
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0")) if part.isdecimal() else (1, 0, part)
        for part in _PARTS.split(key)
        if part
    )

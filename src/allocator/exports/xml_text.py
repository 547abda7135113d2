"""Replaces characters that XML and calendars cannot hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def storable(text: str) -> str:
    """Return text in which U+FFFD replaces characters that XML 1.0 does not allow."""
    return _FORBIDDEN.sub("�", text)

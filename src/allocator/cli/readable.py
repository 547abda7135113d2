"""What a message may look like: the one place that decides it for all that is printed in lines.

Messages quote what stands in files. Characters that would steer a terminal, or turn the text
around them, are shown as escapes, and what is very long is cut in its middle.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_WORD: Final = 400
"""Most characters that stand between blanks, or between quotes."""

LONGEST_LINE: Final = 3_000
"""Most characters of one line."""

_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_QUOTED: Final = re.compile(rf"\"[^\"\n]{{{LONGEST_WORD + 1},}}\"|'[^'\n]{{{LONGEST_WORD + 1},}}'")


def readable(message: str) -> str:
    """Return a message that shows what it quotes and does nothing else.

    Parameters
    ----------
    message
        One line or several.
    """
    lines = (_cut(_escaped(line)) for line in message.split("\n"))
    return "\n".join(lines)


def _escaped(line: str) -> str:
    return _STEERING.sub(lambda odd: _escape(ord(odd.group())), line)


def _escape(number: int) -> str:
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _cut(line: str) -> str:
    if len(line) <= LONGEST_WORD:
        return line
    line = _WORD.sub(lambda word: _middle_out(word.group(), LONGEST_WORD), line)
    line = _QUOTED.sub(lambda text: _middle_out(text.group(), LONGEST_WORD), line)
    return _middle_out(line, LONGEST_LINE)


def _middle_out(text: str, most: int) -> str:
    """Return a text without its middle where it is longer than that, and say how much is cut."""
    if len(text) <= most:
        return text
    half = most // 2 - 20
    return f"{text[:half]}... {len(text) - 2 * half:,} characters ...{text[-half:]}"

"""Makes messages safe to print; all printed lines pass through here.

Messages quote text from files. Characters that would steer a terminal, or reverse the text around
them, are shown as escapes, and very long texts are cut in the middle.
"""

from __future__ import annotations

import re
from typing import Final

MAX_WORD_CHARACTERS: Final = 400
"""Characters between blanks, or between quotes, at most."""

MAX_LINE_CHARACTERS: Final = 3_000
"""Characters of a line at most."""

_CONTROL_CHARACTERS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_WORD: Final = re.compile(rf"\S{{{MAX_WORD_CHARACTERS + 1},}}")
_QUOTED: Final = re.compile(
    rf"\"[^\"\n]{{{MAX_WORD_CHARACTERS + 1},}}\"|'[^'\n]{{{MAX_WORD_CHARACTERS + 1},}}'"
)


def readable(message: str) -> str:
    """Return a message whose quotes are only shown and have no effect.

    Parameters
    ----------
    message
        One line or several.
    """
    lines = (_cut(_escaped(line)) for line in message.split("\n"))
    return "\n".join(lines)


def _escaped(line: str) -> str:
    return _CONTROL_CHARACTERS.sub(lambda odd: _escape(ord(odd.group())), line)


def _escape(number: int) -> str:
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _cut(line: str) -> str:
    if len(line) <= MAX_WORD_CHARACTERS:
        return line
    line = _WORD.sub(lambda word: _middle_out(word.group(), MAX_WORD_CHARACTERS), line)
    line = _QUOTED.sub(lambda text: _middle_out(text.group(), MAX_WORD_CHARACTERS), line)
    return _middle_out(line, MAX_LINE_CHARACTERS)


def _middle_out(text: str, most: int) -> str:
    """Return a text, without its middle if it is too long, with the number of cut characters."""
    if len(text) <= most:
        return text
    half = most // 2 - 20
    return f"{text[:half]}... {len(text) - 2 * half:,} characters ...{text[-half:]}"

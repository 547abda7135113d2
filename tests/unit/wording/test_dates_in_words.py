"""ISO dates of findings in the words of answers."""

from __future__ import annotations

import pytest

from allocator import wording


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ends 2026-12-22 17:00, due 2026-12-09", "ends Tue 22 Dec 2026 17:00, due Wed 9 Dec 2026"),
        ("M-2026-12-09 and 2026-13-45", "M-2026-12-09 and 2026-13-45"),
    ],
)
def test_iso_dates_of_a_finding_are_words_in_an_answer(text: str, words: str) -> None:
    assert wording.dates_in_words(text) == words

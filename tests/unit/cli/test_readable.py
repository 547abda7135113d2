"""Messages show what they quote as it is, steer nothing, and have an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.cli.main import main
from allocator.cli.readable import MAX_LINE_CHARACTERS, readable

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize(
    "odd", [*TURNING, "\x1b", "\x07", "\x00", "\x9b", "\r", "\u2028", "\ufeff"]
)
def test_what_steers_is_shown_as_an_escape(odd):
    shown = readable(f'item "a{odd}b" is odd')
    assert odd not in shown
    assert f"{ord(odd):x}" in shown


@pytest.mark.parametrize(
    "text", ["Ä ö", "日本語", "שלום", "👩‍💻", "a\tb", "one\ntwo", "x.csv:3: no\n    hint: do"]
)
def test_what_people_write_stays(text):
    assert readable(text) == text


def test_long_words_and_quotes_are_cut_and_what_follows_is_kept():
    for value in ("x" * 100_000, "x y " * 25_000):
        shown = readable(f'work item "{value}" has no effort (items[0])\n    hint: give it some')
        assert len(shown) < 700
        assert shown.endswith("has no effort (items[0])\n    hint: give it some")
        assert "characters ..." in shown


@given(st.text(max_size=20_000))
def test_every_line_has_an_end(text):
    assert all(len(line) <= MAX_LINE_CHARACTERS for line in readable(text).split("\n"))


def test_errors_of_every_kind_are_readable(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    odd = "\u202egnp.exe"
    path = tmp_path / "x.csv"
    path.write_text(f"Issue key,Summary,Status\nDS-1,a,{odd}{'y' * 100_000}\n", encoding="utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text(
        "name: n\ncalendar: {start: 2026-12-01}\n"
        f"items: [{{id: a, effort: 1d, after: '{odd}'}}]\n",
        encoding="utf-8",
    )
    for words in (
        ["import", "jira", str(path), "-o", "t.yaml"],
        ["check", str(scenario)],
        ["check", odd],
        ["import", odd, "x", "-o", "y"],
        [odd],
    ):
        main(words)
        captured = capsys.readouterr()
        shown = captured.out + captured.err
        assert "\u202e" not in shown, words
        assert "\\u202e" in shown, words
        assert max(map(len, shown.splitlines())) <= MAX_LINE_CHARACTERS

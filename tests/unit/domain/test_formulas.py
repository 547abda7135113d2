"""Texts that a spreadsheet would execute are made harmless, and read back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.formulas import EXECUTED, guard, unguard


@pytest.mark.parametrize("first", EXECUTED)
def test_what_a_spreadsheet_executes_gets_an_apostrophe(first: str) -> None:
    assert guard(f"{first}1+1") == f"'{first}1+1"
    assert unguard(f"'{first}1+1") == f"{first}1+1"


@pytest.mark.parametrize("text", ["", "a=b", "1-2", "'quoted'", "' = ", "O'Hara", "'"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


def test_a_text_that_looks_guarded_reads_back_with_its_apostrophe() -> None:
    assert guard("'=A1") == "''=A1"
    assert unguard("''=A1") == "'=A1"


@given(st.text(st.sampled_from("'=+-@\t\r\n a＝")) | st.text())
def test_every_text_reads_back_and_none_is_executed(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(EXECUTED)

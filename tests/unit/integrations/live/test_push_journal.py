"""The file of a push, as it may come back damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import InputError
from allocator.integrations.live.push.journal import FORMAT, read_journal


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        '{"step": 1}\n{"gone": 1}',
        '{"done": 1}',
        '{"step": "one"}',
        '{"step": [1]}',
        '{"step": 1, "creates": 5}',
        '{"step": 1, "changes": [1]}',
    ],
)
def test_a_line_that_no_push_writes_is_told(tmp_path: Path, line: str) -> None:
    """The first two ended the command with a traceback."""
    path = tmp_path / "push.jsonl"
    path.write_text(f'{{"format": "{FORMAT}", "site": "https://jira.acme.com"}}\n{line}\n')
    with pytest.raises(InputError, match="is damaged"):
        read_journal(path)

"""The file that keeps what has been read of a tracker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allocator.errors import InputError
from allocator.integrations.live.record_store import RecordStore

NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def test_what_is_gone_is_told_in_the_order_in_which_it_was_read() -> None:
    """It came in the order of a set, another one in each run."""
    keys = [f"DS-{number}" for number in range(40)]
    with RecordStore(None, {}) as store:
        store.put((key, {}) for key in keys)
        assert store.finish(NOW, keys[30:]) == keys[:30]


def test_a_file_that_is_damaged_within_is_told(tmp_path: Path) -> None:
    """It ended the command with a traceback: sqlite reads the middle of a file only when asked."""
    path = tmp_path / "backlog.pull-cache"
    with RecordStore(path, {}) as store:
        store.put((f"DS-{number}", {"text": "x" * 500}) for number in range(200))
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    with (
        pytest.raises(InputError, match=r"backlog\.pull-cache.*cannot be used") as caught,
        RecordStore(path, {}) as store,
    ):
        dict(store.records())
    assert "hint:" in str(caught.value)

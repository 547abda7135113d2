"""Keeps what has been read of a tracker, so that a pull can be taken up again, or read on.

The records lie in one file beside the output, which a pull may be broken off at without harm: each
page is stored whole or not at all (SQLite). Deleting it costs nothing but the time to read anew.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from allocator.errors import InputError

_FORMAT: Final = "allocator-pull/1"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def store_path(output: Path) -> Path:
    """Return where the records of a pull are kept: ``backlog.pull-cache`` beside its output."""
    return output.with_name(f"{output.stem}.pull-cache")


class RecordStore:
    """What has been read of one site with one query, used in a ``with`` statement.

    Parameters
    ----------
    path
        The file; None to keep the records in memory.
    identity
        What the records belong to: site, query, fields. Records of another one are dropped.

    Attributes
    ----------
    dropped
        Why what stood there does not count; empty if it does.

    Raises
    ------
    InputError
        The file cannot be written, or is none of ours; where that shows only later, leaving the
        ``with`` statement raises it.
    """

    def __init__(self, path: Path | None, identity: Mapping[str, Any]) -> None:
        self._path = path
        self.dropped = ""
        text = json.dumps({"format": _FORMAT, **identity}, sort_keys=True)
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(":memory:" if path is None else path)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from None
        try:
            self._base.executescript(_TABLES)
            kept = self._fact("identity")
            if kept is not None and kept != text:
                self.dropped = "the tracker file or the mapping has changed"
                self.clear()
            with self._base:
                self._set("identity", text)
        except sqlite3.Error as error:
            self._base.close()
            raise self._unusable(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()
        if isinstance(error, sqlite3.Error):
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> InputError:
        return InputError(
            f"{self._path}, where a pull keeps what it has read, cannot be used: {error}",
            hint="remove it; or see that the folder can be written and has room, and that no "
            "other pull is at work there",
        )

    def begin(self, now: dt.datetime) -> dt.datetime | None:
        """Note that a pull begins; return since when changes are unknown, None for everything.

        That is the beginning of the last whole pull, or of the first one that was broken off.
        """
        text = self._fact("whole") or self._fact("begun")
        if text is None:
            with self._base:
                self._set("begun", now.isoformat())
        return None if text is None else dt.datetime.fromisoformat(text)

    @property
    def in_memory(self) -> bool:
        """Whether the records end with the process."""
        return self._path is None

    @property
    def was_whole(self) -> bool:
        """Whether a pull has come to its end."""
        return self._fact("whole") is not None

    def finish(self, begun: dt.datetime, listed: Collection[str]) -> list[str]:
        """Note that a pull is whole; drop and return the keys that are no longer listed."""
        there = set(listed)
        kept = self._base.execute("SELECT key FROM records ORDER BY rowid")
        gone = [key for (key,) in kept if key not in there]
        with self._base:
            self._base.executemany("DELETE FROM records WHERE key = ?", ((key,) for key in gone))
            self._set("whole", begun.isoformat())
        return gone

    def put(self, records: Iterable[tuple[str, Any]]) -> None:
        """Keep a page of records, all of them or none."""
        rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in records]
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", rows)

    def keys(self) -> set[str]:
        """Return the keys of all records."""
        return {key for (key,) in self._base.execute("SELECT key FROM records")}

    def records(self) -> Iterator[tuple[str, Any]]:
        """Yield all records with their keys, one after the other."""
        for key, value in self._base.execute("SELECT key, value FROM records ORDER BY rowid"):
            yield key, json.loads(value)

    def clear(self) -> None:
        """Forget everything."""
        with self._base:
            self._base.execute("DELETE FROM records")
            self._base.execute("DELETE FROM facts")

    def _fact(self, name: str) -> str | None:
        found = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def _set(self, name: str, value: str) -> None:
        self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

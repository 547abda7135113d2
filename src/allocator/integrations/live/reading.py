"""How a tracker is read, what a pull has read, and how much that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allocator.domain.natural_order import natural
from allocator.integrations.live.record_store import RecordStore
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.wording import count, enumerated


@dataclass(frozen=True, kw_only=True)
class ReadingRequest:
    """How a tracker is read.

    Attributes
    ----------
    rules
        The mapping.
    store
        File that keeps what has been read; None to read everything and keep nothing.
    now
        The present time, with a zone.
    progress
        Is called with the number of tickets read, after each page.
    """

    rules: Rules
    store: Path | None
    now: dt.datetime
    progress: Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class ReadingCounts:
    """How much a pull has read.

    Attributes
    ----------
    read
        Tickets that were read in this pull.
    kept
        Tickets that had been read before, and have not changed since.
    gone
        Keys of tickets that the query no longer finds.
    refused
        Keys of tickets that the query finds and the tracker does not give.
    is_resumed
        Whether a pull before was broken off, and this one has gone on from there.
    """

    read: int
    kept: int
    gone: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    is_resumed: bool = False

    def lines(self, noun: str) -> list[str]:
        """Return lines for the user.

        Parameters
        ----------
        noun
            What the tracker calls its tickets: ``issue``.
        """
        text = f"{count(self.read, noun)} read"
        if self.kept and self.is_resumed:
            text += f", {self.kept} kept of a pull that was broken off"
        elif self.kept:
            text += f", {self.kept} unchanged since the last pull"
        lines = [text]
        if self.gone:
            lines.append(
                f"{count(len(self.gone), noun)} that the query no longer finds: "
                f"{enumerated(sorted(self.gone, key=natural))}"
            )
        if self.refused:
            lines.append(
                f"{count(len(self.refused), noun)} that the query finds and the tracker does not "
                f"give, perhaps deleted since: {enumerated(self.refused)}"
            )
        return lines


@dataclass(frozen=True, kw_only=True)
class TrackerReading:
    """The tickets of a tracker as they are now.

    Attributes
    ----------
    source
        The tickets, with what the tracker says beside them.
    counts
        How much was read.
    noun
        What the tracker calls its tickets: ``issue``.
    anew
        Why everything was read although a pull had been kept; empty if it was not so.
    held
        By ticket, what the tracker holds in fields that a plan can change, in its own terms.
    """

    source: TicketSource
    counts: ReadingCounts
    noun: str
    anew: str = ""
    held: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return lines for the user on what was read."""
        lines = self.counts.lines(self.noun)
        if self.anew:
            lines.append(f"everything was read anew, since {self.anew}")
        return lines


def kept_note(store: RecordStore, noun: str) -> str:
    """Return what to add to the error that broke a pull off: what has been read is kept."""
    kept = len(store.keys())
    if not kept or store.in_memory:
        return ""
    return f"; {count(kept, noun)} read so far are kept, and the same command goes on from there"

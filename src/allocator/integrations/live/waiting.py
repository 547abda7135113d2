"""Says how long to wait before a request is sent again."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_WAIT_SECONDS: Final = 600.0
"""A server that asks for more is told of, and not waited for."""


@dataclass(frozen=True)
class Patience:
    """How often a request is sent, and how long to wait in between.

    Attributes
    ----------
    tries
        Times that a request is sent at most.
    first_wait
        Seconds before the second try; each further wait is twice as long.
    longest_wait
        Seconds of such a wait at most. What a server asks for itself is not cut.
    """

    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 30.0

    def backoff(self, failures: int) -> float:
        """Return seconds to wait after some failures in a row: doubled each time, with jitter.

        The jitter (half of the wait) keeps clients that failed together from coming back together.
        """
        whole = min(self.first_wait * 2.0 ** (failures - 1), self.longest_wait)
        return whole * random.uniform(0.5, 1.0)


def asked_wait(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Return the seconds that a server asks to wait; None if it does not ask.

    Parameters
    ----------
    headers
        Headers of the response: ``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3).
    now
        Time at which the response came, with a zone.
    """
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(text)) if float(text) == float(text) else None
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - now).total_seconds())

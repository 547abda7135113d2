"""Reads dates of trackers and spreadsheets; all dates of a file tell the order of day and month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from allocator.integrations.tracker.months import AFTER_NOON, BEFORE_NOON, month_numbers

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: Final[tuple[DateOrder, ...]] = ("dmy", "mdy", "ymd")
"""Day, month, year; month, day, year; year, month, day, with two digits for the year."""

_MONTHS: Final = month_numbers()
_SPACE = re.compile(r"\s+")
_WEEKDAY = re.compile(r"[^\W\d]+\.?,\s+(?=\d)")
_REST = r"(?P<rest>(?:[t ,].*)?)"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?{_REST}")
_SHORT_MONTH = r"(?P<m>\d{0,2}[^\W\d_]+)"
_NAMED = re.compile(
    rf"(?P<d>\d{{1,2}})\.?(?:[-/. ]| de )+{_SHORT_MONTH}\.?(?:[-/., ]|de )*"
    rf"(?P<y>\d{{4}}|\d{{2}})(?!\d){_REST}"
)
_NAMED_FIRST = re.compile(rf"{_SHORT_MONTH}\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}}){_REST}")
_NUMBERS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?!\d){_REST}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?")
_EPOCH = dt.datetime(1899, 12, 30)  # day 0 of spreadsheets
YEARS: Final = range(1900, 2200)
"""Years of dates that are accepted."""

_CENTURY = 70  # two-digit years from here on are of the twentieth


@dataclass
class DateReader:
    """Reads the dates of one file.

    Attributes
    ----------
    order
        Order of numbers in dates such as 3/4/25; None while no such date needs it.
    unread
        Texts that are no dates, each with its number of occurrences.
    """

    order: DateOrder | None = None
    unread: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, dt.datetime | None] = field(default_factory=dict, repr=False)

    def read(self, text: str) -> dt.datetime | None:
        """Return a date and time; None if the text is empty, or is no date, which is counted.

        Parameters
        ----------
        text
            A cell. Time zones are ignored: times are those of the tracker's clock.
        """
        text = text.strip()
        if not text:
            return None
        if text not in self._seen:
            self._seen[text] = parse(text, self.order)
        found = self._seen[text]
        if found is None:
            self.unread[text] = self.unread.get(text, 0) + 1
        return found


def order_of(texts: Iterable[str]) -> tuple[DateOrder | None, dict[DateOrder, str]]:
    """Find the order of day and month from all dates of a file.

    Parameters
    ----------
    texts
        Cells of all columns of dates.

    Returns
    -------
    tuple
        The order: the only one in which every date exists, or any if it makes no difference; None
        if the dates do not tell. And a date that does not exist in it, for each order that has
        one; if the order is None, at least two orders have no such date, or all orders have one.
    """
    possible: list[DateOrder] = ["dmy", "mdy"]
    against: dict[DateOrder, str] = {}
    differs = False
    for text in set(texts):
        match = _NUMBERS.fullmatch(_clean(text))
        if match is None:
            continue
        dates = {order: _numbers(match, order) for order in ORDERS}
        for order in ORDERS:
            if dates[order] is None:
                against.setdefault(order, text.strip())
        if match[2] == ".":  # no country writes the month first with full stops
            against.setdefault("mdy", text.strip())
        differs = differs or dates["dmy"] != dates["mdy"]
    left = [order for order in possible if order not in against]
    if not differs and left:
        return "dmy", against
    if not left and "ymd" not in against and against:
        return "ymd", against
    return (left[0] if len(left) == 1 else None), against


def parse(text: str, order: DateOrder | None) -> dt.datetime | None:
    """Return the date and time of a text; None if it has none.

    Parameters
    ----------
    text
        ISO 8601, with the name of the month in any of the languages, in numbers, or the serial
        number of a spreadsheet; with or without a time of day.
    order
        Order of numeric dates.
    """
    text = _clean(text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _whole(match["y"], int(match["m"]), match["d"], match["rest"])
    if match := _NUMBERS.fullmatch(text):
        return _numbers(match, order) if order else None
    if match := (_NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text)):
        month = _MONTHS.get(match["m"])
        return _whole(match["y"], month, match["d"], match["rest"]) if month else None
    if _SERIAL.fullmatch(text):
        found = _EPOCH + dt.timedelta(days=float(text.replace(",", ".")))
        return (found + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    return None


def _clean(text: str) -> str:
    """Return the text in lower case, with single blanks and without the day of the week."""
    text = _SPACE.sub(" ", text.replace("\u200f", "").replace("\u200e", "")).strip().casefold()
    return _WEEKDAY.sub("", text, count=1)


def _numbers(match: re.Match[str], order: DateOrder) -> dt.datetime | None:
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    if len(parts["d"]) > 2:
        return None
    return _whole(parts["y"], int(parts["m"]), parts["d"], match["rest"])


def _whole(year: str, month: int, day: str, rest: str) -> dt.datetime | None:
    number = int(year)
    if len(year) <= 2:
        number += 1900 if number >= _CENTURY else 2000
    if number not in YEARS:
        return None
    time = _time(rest)
    try:
        return dt.datetime.combine(dt.date(number, month, int(day)), time) if time else None
    except ValueError:
        return None


def _time(rest: str) -> dt.time | None:
    """Return the time of day; midnight if the text is empty, None if it is no time."""
    rest = rest.strip(" ,t")
    if not rest:
        return dt.time()
    match = _TIME.search(rest)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    word = re.sub(r"[.\s]", "", rest[: match.start()] + rest[match.end() :])
    if word in AFTER_NOON and hour < 12:
        hour += 12
    elif word in BEFORE_NOON and hour == 12:
        hour = 0
    elif word not in AFTER_NOON | BEFORE_NOON and not _is_zone(word):
        return None
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return None


def _is_zone(word: str) -> bool:
    return (
        re.fullmatch(r"(?:z|utc|gmt|[a-z]{2,4}t)?(?:[+-]\d{1,2}:?\d{0,2})?|uhr", word) is not None
    )

"""Dates of trackers: every language, order and form, and what cannot be told is not guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.integrations.tracker.dates import DateReader, order_of, parse
from allocator.integrations.tracker.months import AFTER_NOON, BEFORE_NOON, MONTHS, month_numbers

NAMES = [
    (language, number, name)
    for language, months in MONTHS.items()
    for number, names in enumerate(months, start=1)
    for name in names.split()
]


@pytest.mark.parametrize(("language", "number", "name"), NAMES)
def test_every_name_of_a_month_is_read_in_every_form(language, number, name):
    expected = dt.datetime(2026, number, 9, 14, 5)
    for text in (
        f"09/{name}/26 2:05 PM",
        f"09/{name.capitalize()}/2026 14:05",
        f"9. {name} 2026 14:05",
        f"9-{name}-26 14:05:00",
        f"9 de {name}. de 2026 14:05",
    ):
        assert parse(text, None) == expected, (language, text)


def test_no_name_stands_for_two_months():
    total = {}
    for _, number, name in NAMES:
        assert total.setdefault(name, number) == number
    assert month_numbers() == total
    assert all(len(months) == 12 for months in MONTHS.values())


# A text and what it means; None is no date.
FORMS = {
    "2026-12-01": dt.datetime(2026, 12, 1),
    "2026-12-01T09:30": dt.datetime(2026, 12, 1, 9, 30),
    "2026-12-01T09:30:15.250+0100": dt.datetime(2026, 12, 1, 9, 30, 15),
    "2026-12-01T09:30:15Z": dt.datetime(2026, 12, 1, 9, 30, 15),
    "2026/12/1 9:30": dt.datetime(2026, 12, 1, 9, 30),
    "2026.12.01": dt.datetime(2026, 12, 1),
    "2026年12月1日": dt.datetime(2026, 12, 1),
    "2016-07-05 07:53:01.71": dt.datetime(2016, 7, 5, 7, 53, 1),
    "28/May/25 12:00 AM": dt.datetime(2025, 5, 28),
    "28/May/25 12:30 PM": dt.datetime(2025, 5, 28, 12, 30),
    "29/Feb/24 10:02 AM": dt.datetime(2024, 2, 29, 10, 2),
    "May 28, 2025, 5:00 PM": dt.datetime(2025, 5, 28, 17),
    "Wed, 28 May 2025 17:00:00 +0200": dt.datetime(2025, 5, 28, 17),
    "20/nov/25 11:24 a. m.": dt.datetime(2025, 11, 20, 11, 24),
    "20/nov/25 1:24 p.\u202fm.": dt.datetime(2025, 11, 20, 13, 24),
    "28.05.25 17:00 Uhr": dt.datetime(2025, 5, 28, 17),
    "28/5月/25 2:05 下午": dt.datetime(2025, 5, 28, 14, 5),
    "45805": dt.datetime(2025, 5, 28),
    "45805.75": dt.datetime(2025, 5, 28, 18),
    "45805,75": dt.datetime(2025, 5, 28, 18),
    "28/May/69": dt.datetime(2069, 5, 28),
    "28/May/70": dt.datetime(1970, 5, 28),
    "00:00.4": None,
    "text": None,
    "30/Feb/25 10:00 AM": None,
    "28/Xyz/25": None,
    "28/May/25 25:00": None,
    "28/May/25 10:00 XM": None,
    "12345": None,
    "3": None,
}


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_a_date(text):
    assert parse(text, "dmy") == FORMS[text]


@pytest.mark.parametrize("word", sorted(BEFORE_NOON))
def test_every_word_for_the_first_half_of_the_day(word):
    assert parse(f"28/May/25 12:05 {word}", None) == dt.datetime(2025, 5, 28, 0, 5)


@pytest.mark.parametrize("word", sorted(AFTER_NOON))
def test_every_word_for_the_second_half_of_the_day(word):
    assert parse(f"28/May/25 2:05 {word}", None) == dt.datetime(2025, 5, 28, 14, 5)


@pytest.mark.parametrize(
    ("order", "text"),
    [("dmy", "28/5/25 17:00"), ("mdy", "5/28/25 17:00"), ("ymd", "25/5/28 17:00")],
)
@pytest.mark.parametrize("separator", ["/", "-", "."])
def test_numeric_dates_are_read_in_the_order_given(order, text, separator):
    assert parse(text.replace("/", separator), order) == dt.datetime(2025, 5, 28, 17)


def test_numeric_dates_need_an_order():
    assert parse("5/28/25", None) is None


# Texts of a file, and the order that they tell; None is unclear.
ORDERS = {
    "a day above twelve in front": (["1/2/25", "13/2/25"], "dmy"),
    "a day above twelve in second place": (["1/2/25", "2/13/25"], "mdy"),
    "a year above thirty-one in front": (["25/2/13", "99/12/13"], "ymd"),
    "full stops": (["1.2.25", "3.4.25"], "dmy"),
    "day and month equal": (["1/1/25", "2/2/25"], "dmy"),
    "nothing numeric": (["28/May/25", "2025-05-28"], "dmy"),
    "nothing": ([], "dmy"),
    "each could be both": (["1/2/25", "3/4/25"], None),
    "both at once": (["13/2/25", "2/13/25"], None),
}


@pytest.mark.parametrize(("texts", "order"), ORDERS.values(), ids=ORDERS)
def test_the_order_is_told_from_all_dates_together(texts, order):
    assert order_of(texts)[0] == order


def test_what_is_no_date_is_counted():
    reader = DateReader()
    assert reader.read("  ") is None
    assert reader.read("text") is None
    assert reader.read("text") is None
    assert reader.read("28/May/25") == dt.datetime(2025, 5, 28)
    assert reader.unread == {"text": 2}

"""The little language of why-not: what is understood, and what is asked back."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.domain import Plan
from allocator.errors import InputError
from allocator.explain.why_not.days_in_words import read_days
from allocator.explain.why_not.question import read_question
from allocator.explain.why_not.wish import Wish
from support.plans import plan_of, scenario, solo


def subject_plan() -> Plan:
    """Two items and a milestone, two people with names that also mean a month or an item."""
    given = scenario(
        people=[
            {"id": "ana", "name": "Ana Souza", "team": "alpha"},
            {"id": "bo", "name": "April", "team": "beta"},
            {"id": "X-9", "name": "Xi Li", "team": "beta"},
        ],
        projects=[{"id": "churn", "name": "Churn model"}],
        items=[
            {"id": "CH-1", "title": "Train and test, again", "effort": "1d", "project": "churn"},
            {"id": "CH-2", "title": "Serve by hand", "effort": "1d"},
            {"id": "X-9", "title": "Odd", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["CH-1"]},
        ],
        sprints={
            "teams": {
                "alpha": {"length": "1w", "first": "2026-12-01", "count": 4, "name": "Alpha {n}"},
                "beta": {"length": "2w", "first": "2026-12-01", "count": 2, "name": "Beta {n}"},
            }
        },
    )
    entries = [
        solo("CH-1", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        solo("CH-2", "bo", "12-01 09:00", "12-01 17:00", hours=8),
        solo("X-9", "X-9", "12-01 09:00", "12-01 17:00", hours=8),
    ]
    entries.append(solo("M", "ana", "12-01 17:00", "12-01 17:00", hours=0))
    return plan_of(given, [*entries[:3], entries[3].model_copy(update={"assignments": ()})])


PLAN = subject_plan()


def asked(question: str) -> list[tuple[str, object]]:
    """Return the id of each subject with what is asked of it."""
    return [(wish.subject.id, _what(wish)) for wish in read_question(PLAN, question)]


def _what(wish: Wish) -> object:
    if wish.people or wish.without:
        return wish.people or ("not", *wish.without)
    return wish.opens, wish.limit


D = dt.date


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("CH-1 by ana", [("CH-1", ("ana",))]),
        ("why not CH-1 by Ana Souza?", [("CH-1", ("ana",))]),
        ("CH-1 by ana and bo", [("CH-1", ("ana", "bo"))]),
        ("CH-1, CH-2 by ana, bo", [("CH-1", ("ana", "bo")), ("CH-2", ("ana", "bo"))]),
        ("CH-1 by ana and CH-2 by bo", [("CH-1", ("ana",)), ("CH-2", ("bo",))]),
        ("CH-1 not by ana", [("CH-1", ("not", "ana"))]),
        ("CH-1 without ana", [("CH-1", ("not", "ana"))]),
        ("Train and test, again by ana", [("CH-1", ("ana",))]),
        ("serve by hand done by ana", [("CH-2", ("ana",))]),
        ('"CH-1" before 2027-01-15', [("CH-1", (None, D(2027, 1, 14)))]),
        ("CH-1 by 2027-01-15", [("CH-1", (None, D(2027, 1, 15)))]),
        ("CH-1 until 15 Jan", [("CH-1", (None, D(2027, 1, 15)))]),
        ("CH-1 by 2027-01-15T12:00", [("CH-1", (None, dt.datetime(2027, 1, 15, 12)))]),
        ("CH-1 after 15 Jan 2027", [("CH-1", (D(2027, 1, 16), None))]),
        ("CH-1 not before Jan 15", [("CH-1", (D(2027, 1, 15), None))]),
        ("Churn model by the end of January", [("churn", (None, D(2027, 1, 31)))]),
        (
            "both CH-1 and CH-2 by December",
            [("CH-1", (None, D(2026, 12, 31))), ("CH-2", (None, D(2026, 12, 31)))],
        ),
        ("M before December", [("M", (None, D(2026, 11, 30)))]),
        ("CH-1 in January", [("CH-1", (D(2027, 1, 1), D(2027, 1, 31)))]),
        ("CH-1 in sprint 2", [("CH-1", (D(2026, 12, 8), D(2026, 12, 14)))]),
        ("CH-2 in sprint 2", [("CH-2", (D(2026, 12, 15), D(2026, 12, 28)))]),
        ("CH-2 in alpha 2", [("CH-2", (D(2026, 12, 8), D(2026, 12, 14)))]),
        (
            "CH-1 by ana before 2027-01-15",
            [("CH-1", ("ana",)), ("CH-1", (None, D(2027, 1, 14)))],
        ),
        (
            "CH-1 by ana and by 15 Jan",
            [("CH-1", ("ana",)), ("CH-1", (None, D(2027, 1, 15)))],
        ),
    ],
)
def test_a_question_means(question: str, meaning: object) -> None:
    assert asked(question) == meaning


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("CH-1 by april", 'a person and a date; write "with april"'),
        ("CH-1 by ana and X-9", "is a person and an item"),
        ("CH-1 by anna", 'did you mean "ana"'),
        ("CH-1 with nobody", "no person"),
        ("CH-1 before soon", "no date"),
        ("CH-1 before 31 February", "no date"),
        ("CH-1 before 2027-02-30", "no date"),
        ("CH-11 by ana", 'did you mean "CH-1"'),
        ("CH-1", "nothing is asked of CH-1"),
        ("CH-1 sometime", '"sometime" after "CH-1" is not understood'),
        ("CH-1 by ana and CH-2", "nothing is asked of CH-2"),
        ("by ana", 'names nothing before "by"'),
        ("", "it asks for nothing"),
        ("ana by 15 Jan", "is a person, not an item"),
        ("CH-1 by", 'nothing follows "by"'),
        ("CH-1 in sprint 9", 'there is no sprint "sprint 9"'),
        ("X-9 and CH-1 in sprint 2", ""),
        ("CH-1 and CH-2 together", "nothing is asked"),
    ],
)
def test_what_cannot_be_read_is_said(question: str, said: str) -> None:
    if not said:
        assert len(asked(question)) == 2
        return
    with pytest.raises(InputError) as caught:
        read_question(PLAN, question)
    assert said in str(caught.value)
    assert "hint: " in str(caught.value)


def test_a_day_without_a_year_is_the_one_of_the_plan() -> None:
    first, begins, last = D(2026, 12, 1), D(2027, 3, 10), D(2027, 6, 30)
    for text, day in [
        ("10 March", D(2027, 3, 10)),
        ("3 Dec", D(2026, 12, 3)),  # 3 December 2027 is behind the end of the plan
        ("30 Nov", D(2027, 11, 30)),
        ("29 Feb", D(2028, 2, 29)),
    ]:
        span = read_days(text, begins, first, last)
        assert span is not None
        assert span.first == span.last == day
    march = read_days("march", begins, first, last)
    assert march is not None
    assert march.first == D(2027, 3, 1)

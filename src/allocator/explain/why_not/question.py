"""Reads a question: ``both CH-4 and CH-9 by December``, ``CH-4 by ana and bo``.

A question names items, milestones or projects, by id or title, and then says what is asked for::

    question   = clause {("and" | ",") clause}
    clause     = subject {("and" | ",") subject} wish {["and" | ","] wish}
    wish       = ("by" | "with") PERSON {("and" | ",") PERSON}
               | ("not by" | "without") PERSON {("and" | ",") PERSON}
               | ("by" | "until" | "not after" | "before") DAY
               | ("from" | "not before" | "after") DAY
               | "in" ("sprint" NAME | MONTH)

``both``, ``all``, ``together`` and ``done`` may stand where people write them; what stands in
double quotes is a name, whatever words are in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allocator.domain import Plan
from allocator.domain.quantities import beginning
from allocator.errors import InputError
from allocator.explain.subjects import Subject, subject_of, subjects
from allocator.explain.why_not.days_in_words import DaySpan, read_days
from allocator.explain.why_not.sprints_in_words import find_sprint, is_sprint
from allocator.explain.why_not.wish import Wish
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import shorten

EXAMPLES = (
    '"CH-4 by ana", "CH-4 before 2027-01-15", "CH-4 in sprint 3", "both CH-4 and CH-9 by December"'
)
"""Questions that show all forms."""

_BEGINNINGS = {
    "by": "by",
    "with": "with",
    "without": "without",
    "before": "before",
    "until": "until",
    "after": "after",
    "from": "from",
    "in": "in",
    "not": "not",
}
_NEGATED = {"by": "without", "with": "without", "before": "from", "after": "until"}
_SEPARATORS = ("and", ",", ";", "&")
_FILLERS = ("both", "all", "is", "are", "can")
"""Words that may stand before a name and say nothing."""
_DONE = ("done", "finished", "ready", "be", "is", "are", "all", "both", "together")
"""Words that may stand between a name and what is asked of it, and say nothing."""


@dataclass(frozen=True)
class QuestionWord:
    """A word of a question, or a known name of several words.

    Attributes
    ----------
    text
        As written.
    is_name
        Whether it is a name, and never one of the words of the grammar.
    """

    text: str
    is_name: bool = False

    def is_one_of(self, words: Iterable[str]) -> bool:
        """Return whether it is one of the words of the grammar."""
        return not self.is_name and self.text.casefold() in words


def read_question(plan: Plan, question: str) -> tuple[Wish, ...]:
    """Read what is asked for.

    Parameters
    ----------
    plan
        That is asked about.
    question
        As people write it; the module says what is understood.

    Raises
    ------
    InputError
        It cannot be read, names nothing that there is, or could mean several things.
    """
    return _QuestionReader(plan, question).read()


class _QuestionReader:
    """Reads one question from left to right."""

    def __init__(self, plan: Plan, question: str) -> None:
        self._plan, self._scenario = plan, plan.scenario
        self._words = list(_joined_names(_split(question), _known_names(plan)))
        self._question = question
        self._at = 0

    def read(self) -> tuple[Wish, ...]:
        wishes: list[Wish] = []
        while (word := self._word()) is not None and word.is_one_of(("why", "not")):
            self._at += 1
        while self._at < len(self._words):
            asked_of = self._subjects()
            wishes += self._wishes(asked_of)
        if not wishes:
            raise self._unreadable("it asks for nothing")
        return tuple(dict.fromkeys(wishes))

    def _word(self, ahead: int = 0) -> QuestionWord | None:
        at = self._at + ahead
        return self._words[at] if at < len(self._words) else None

    def _subjects(self) -> list[Subject]:
        """Read what something is asked of, up to the first word of a wish."""
        found: list[Subject] = []
        chunk: list[str] = []
        while (word := self._word()) is not None and not word.is_one_of(_BEGINNINGS):
            self._at += 1
            if word.is_one_of(_SEPARATORS):
                found += self._subject(chunk)
                chunk = []
            elif not word.is_one_of(_FILLERS if not chunk else _DONE):
                chunk.append(word.text)
        found += self._subject(chunk)
        if word is None:
            named = f"nothing is asked of {found[-1].id}" if found else "it names nothing"
            raise self._unreadable(named)
        if not found:
            raise self._unreadable(f'it names nothing before "{word.text}"')
        return found

    def _subject(self, chunk: list[str]) -> Iterator[Subject]:
        if not chunk:
            return
        if (rest := self._rest_beyond_name(chunk)) is not None:
            raise self._unreadable(f'"{shorten(rest)}" after "{chunk[0]}" is not understood')
        subject = subject_of(self._plan, " ".join(chunk))
        if subject.kind == "person":
            raise self._unreadable(f"{subject.name} is a person, not an item or a project")
        yield subject

    def _rest_beyond_name(self, chunk: list[str]) -> str | None:
        """Return what follows the id of something where all of it is no name; else None."""
        named = [each for each in subjects(self._plan) if chunk and each.id == chunk[0]]
        whole = " ".join(chunk).casefold()
        if len(chunk) < 2 or not named or whole in _all_names(self._plan):
            return None
        return " ".join(chunk[1:])

    def _wishes(self, asked_of: list[Subject]) -> Iterator[Wish]:
        """Read the wishes of one clause."""
        while (word := self._word()) is not None:
            separated = word.is_one_of(_SEPARATORS)
            ahead = self._word(1) if separated else word
            if ahead is None or not ahead.is_one_of(_BEGINNINGS):
                self._at += separated
                return
            self._at += separated
            kind = self._keyword()
            for subject in asked_of:
                at = self._at
                yield self._wish(kind, subject)
                end, self._at = self._at, at
            self._at = end

    def _keyword(self) -> str:
        """Read the words with which a wish begins."""
        word = self._word()
        assert word is not None
        self._at += 1
        kind = word.text.casefold()
        if kind != "not":
            return kind
        while (word := self._word()) is not None and word.is_one_of(_DONE):
            self._at += 1
        second = self._word()
        if second is None or not second.is_one_of(_NEGATED):
            raise self._unreadable('"not" stands before by, with, before or after')
        self._at += 1
        return _NEGATED[second.text.casefold()]

    def _wish(self, kind: str, subject: Subject) -> Wish:
        if kind in ("with", "without"):
            return self._of_people(kind, subject)
        if kind == "in":
            return self._within(subject)
        text = self._value(kind)
        days = self._days(text)
        if kind == "by" and self._person(text) is not None:
            if days is not None:
                raise self._unreadable(
                    f'"{shorten(text)}" is a person and a date; write "with {text}" for the '
                    "person, or the date as 2027-01-15"
                )
            return self._of_people("by", subject, text)
        if days is None:
            raise self._no_value(kind, text)
        return _of_days(kind, subject, days)

    def _days(self, text: str) -> DaySpan | None:
        """Read a day or a month of the plan's time."""
        begins = self._scenario.plan_from.date()
        first = min(begins, beginning(self._scenario.calendar.start).date())
        ends = (entry.finish.date() for entry in self._plan.items if entry.finish is not None)
        return read_days(text, begins, first, max(ends, default=begins))

    def _of_people(self, kind: str, subject: Subject, first: str | None = None) -> Wish:
        """Read one person or several."""
        text = self._value(kind) if first is None else first
        people: list[str] = []
        while True:
            person = self._person(text)
            if person is None:
                raise self._no_value(kind, text)
            people.append(person)
            following = self._further_person()
            if following is None:
                break
            text = following
        found = tuple(dict.fromkeys(people))
        return Wish(subject, without=found) if kind == "without" else Wish(subject, people=found)

    def _further_person(self) -> str | None:
        """Read the next person of a list; None where something else follows."""
        separator = self._word()
        if separator is None or not separator.is_one_of(_SEPARATORS):
            return None
        before = self._at
        self._at += 1
        while (word := self._word()) is not None and word.is_one_of(_SEPARATORS):
            self._at += 1
        if word is not None and not word.is_one_of(_BEGINNINGS):
            text = self._value("by")
            is_person, is_item = self._person(text) is not None, self._is_subject(text)
            if is_person and is_item:
                raise self._unreadable(
                    f'"{shorten(text)}" is a person and an item; ask for each in a question of '
                    "its own, or use the name of the person"
                )
            if is_person:
                return text
        self._at = before
        return None

    def _within(self, subject: Subject) -> Wish:
        text = self._value("in")
        if not is_sprint(self._scenario, text):
            days = self._days(text)
            if days is not None:
                return Wish(subject, opens=days.first, limit=days.last)
            if not text.isdecimal():
                raise self._no_value("in", text)
        sprint = find_sprint(self._plan, text, subject)
        return Wish(subject, opens=sprint.start, limit=sprint.end, period=sprint.name)

    def _value(self, kind: str) -> str:
        """Read words up to the next wish, the next name in a list or the end."""
        chunk = []
        while (word := self._word()) is not None:
            if word.is_one_of(_BEGINNINGS) or word.is_one_of(_SEPARATORS):
                break
            chunk.append(word.text)
            self._at += 1
        if not chunk:
            raise self._unreadable(f'nothing follows "{kind}"')
        return " ".join(chunk)

    def _person(self, text: str) -> str | None:
        """Return the id of the person with an id or name; None where there is none."""
        folded = text.casefold()
        named = [
            person.id
            for person in self._scenario.people
            if folded in (person.id.casefold(), person.name.casefold())
        ]
        exact = [name for name in named if name == text]
        found = exact or named
        if len(found) > 1:
            raise self._unreadable(f'"{shorten(text)}" is several people: {", ".join(found)}')
        return found[0] if found else None

    def _is_subject(self, text: str) -> bool:
        try:
            return subject_of(self._plan, text).kind != "person"
        except InputError:
            return False

    def _no_value(self, kind: str, text: str) -> InputError:
        """Return the error about a word that is no person, date or sprint."""
        of_people = kind in ("with", "without", "by")
        expected = {
            "by": "neither a person nor a date",
            "in": "neither a sprint nor a month",
            "with": "no person",
            "without": "no person",
        }.get(kind, "no date")
        people = [n for p in self._scenario.people for n in (p.id, p.name) if n]
        near = Suggester().nearest(text, people) if of_people else None
        dates = "dates are written 2027-01-15, 15 Jan 2027, December or end of January"
        hint = f'did you mean "{near}"?' if near else dates
        if of_people and kind != "by" and not near:
            hint = f"there are {', '.join(p.id for p in self._scenario.people[:12])}"
        return InputError(f'"{shorten(text)}" after "{kind}" is {expected}', hint=hint)

    def _unreadable(self, why: str) -> InputError:
        return InputError(
            f'the question "{shorten(self._question)}" cannot be read: {why}',
            hint=f"ask for example {EXAMPLES}",
        )


def _all_names(plan: Plan) -> set[str]:
    """Return ids and titles of everything, folded."""
    return {name.casefold() for each in subjects(plan) for name in (each.id, each.title)}


def _of_days(kind: str, subject: Subject, days: DaySpan) -> Wish:
    if kind == "before":
        return Wish(subject, limit=days.before)
    if kind == "after":
        return Wish(subject, opens=days.after)
    return Wish(subject, opens=days.first) if kind == "from" else Wish(subject, limit=days.last)


def _split(question: str) -> Iterator[QuestionWord]:
    """Yield the words of a question; what stands in quotes is one."""
    for quoted, word in re.findall(r'["“”]([^"“”]*)["“”]|([,;]|[^\s,;"“”]+)', question):
        if quoted.strip():
            yield QuestionWord(quoted.strip(), is_name=True)
        elif word.rstrip("?"):
            yield QuestionWord(word.rstrip("?"))


def _known_names(plan: Plan) -> dict[str, dict[tuple[str, ...], str]]:
    """Return the names of several words by their words without case, the longest first.

    They are found by their first word.
    """
    scenario = plan.scenario
    names = [
        *(item.title for item in scenario.items),
        *(project.name for project in scenario.projects),
        *(person.name for person in scenario.people),
    ]
    by_words = {tuple(word.text.casefold() for word in _split(name)): name for name in names}
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for words in sorted(by_words, key=len, reverse=True):
        if len(words) > 1:
            found.setdefault(words[0], {})[words] = by_words[words]
    return found


def _joined_names(
    words: Iterable[QuestionWord], names: dict[str, dict[tuple[str, ...], str]]
) -> Iterator[QuestionWord]:
    """Yield the words of a question, those of a known name as one, the longest name first."""
    left = list(words)
    folded = [word.text.casefold() for word in left]
    at = 0
    while at < len(left):
        known = {} if left[at].is_name else names.get(folded[at], {})
        here = next((one for one in known if tuple(folded[at : at + len(one)]) == one), None)
        yield left[at] if here is None else QuestionWord(known[here], is_name=True)
        at += 1 if here is None else len(here)

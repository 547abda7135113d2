"""Says why something stands as it does, and what is being done: facts of the plan, no causes.

That one thing is the cause of another is told only where it has been tried (``explain``); what
was tried comes in as :class:`~allocator.domain.answers.PlanAnswers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.date_lines import DateLine
from allocator.analysis.days import plan_days
from allocator.analysis.rag.status import RagStatus
from allocator.analysis.rag.upstream import Upstream
from allocator.domain import Plan, PlanItem
from allocator.domain.answers import PlanAnswers, ShownCause, ShownLever
from allocator.domain.forecast import Driver, Forecast

MAX_NAMED = 2
"""Items or people that a sentence names."""

MAX_TITLE_CHARACTERS = 50
"""Characters of a title in a sentence."""


@dataclass(frozen=True)
class StatusSentences:
    """Two sentences with full stops; either may be empty."""

    why: str = ""
    doing: str = ""


class Sentences:
    """Puts the statuses of one plan into words.

    Parameters
    ----------
    plan, forecast
        What the statuses are of.
    answers
        What was tried; None where nothing was.
    """

    def __init__(
        self, plan: Plan, forecast: Forecast | None = None, answers: PlanAnswers | None = None
    ) -> None:
        self._scenario, self._forecast = plan.scenario, forecast
        self._answers = answers or PlanAnswers()
        self._upstream, self._days = Upstream(plan), plan_days(plan)

    def words(self, status: RagStatus) -> StatusSentences:
        """Return why it stands so, and what is being done; nothing for what needs no words."""
        if not status.needs_words:
            return StatusSentences()
        why = "; ".join(self._why(status))
        return StatusSentences(_sentence(why), _sentence(self._doing(status)))

    def _why(self, status: RagStatus) -> Iterator[str]:
        if status.worst is not None:
            what = "milestone" if status.worst.line.kind == "milestone" else "item"
            yield f"its {what} {_name(status.worst.line)} is {status.worst.text}"
            return
        yield from self._wanted(status)
        yield from self._awaited(status)
        if causes := self._causes(status.line):
            yield f"{causes[0].text} ({wording.days(causes[0].days)} earlier without that)"
        elif status.sure is not None:
            yield from self._driven(status.line)
        else:
            yield from self._last(status.line)

    def _wanted(self, status: RagStatus) -> Iterator[str]:
        """Yield how much more would be wanted of what is not late."""
        sure, spare, least = status.sure, status.spare_days, status.least_spare_days
        if sure is not None:
            if sure.chance < sure.confidence:
                wanted = wording.whole_percent(sure.confidence)
                by = (
                    "by no date" if sure.sure_by is None else f"only by {wording.day(sure.sure_by)}"
                )
                yield f"{wanted} sure, as is wanted, {by}"
        elif spare is not None and least is not None and spare < least:
            yield f"{wording.days(least)} to spare are wanted"

    def _awaited(self, status: RagStatus) -> Iterator[str]:
        if status.awaited:
            named = (wording.label(one, most=MAX_TITLE_CHARACTERS) for one in status.awaited)
            told = wording.enumerated(named, most=MAX_NAMED)
            yield f"waits for {told}, for which no date is known"

    def _driven(self, line: DateLine) -> Iterator[str]:
        """Yield what moves a date most in the futures of the forecast."""
        if drivers := self._drivers(line):
            names = (
                f"{wording.driver_name(driver)} ({wording.chance(driver.share)})"
                for driver in drivers[:MAX_NAMED]
            )
            yield f"what moves it most: {wording.enumerated(names)}"

    def _drivers(self, line: DateLine) -> list[Driver]:
        if self._forecast is None:
            return []
        policy = self._forecast.main_policy
        found = [
            driver
            for driver in self._forecast.drivers
            if (driver.policy, driver.target_kind, driver.target) == (policy, line.kind, line.id)
            and driver.share >= wording.LEAST_TOLD_SHARE
        ]
        return sorted(found, key=lambda driver: -driver.share)

    def _last(self, line: DateLine) -> Iterator[str]:
        """Yield the fact which work ends last, and who does it until when."""
        last = self._upstream.last_work(line)
        if last is None:
            return
        ends = wording.finish_day(self._days.ends(last.id))
        if line.kind == "task":
            people = self._people(last)
            if people:
                yield f"done by {people}"
            return
        before = "the last work in it" if line.kind == "project" else "the last work before it"
        yield f"{before} is {self._named(last)}, until {ends}"

    def _doing(self, status: RagStatus) -> str:
        """Return what would help, where that was tried, else what is under way or comes next."""
        line = status.line if status.worst is None else status.worst.line
        if levers := self._levers(line):
            best = levers[0]
            return f"would help: {best.text} ({wording.days(best.days)} earlier)"
        remedy = next((cause for cause in self._causes(line) if cause.remedy), None)
        if remedy is not None:
            return f"would help: {remedy.remedy} ({wording.days(remedy.days)} earlier)"
        entries = [entry for entry in self._upstream.of(line) if entry.assignments]
        under_way = [entry for entry in entries if entry.state == "in_progress"]
        if under_way:
            names = wording.enumerated(map(self._named, under_way), most=MAX_NAMED)
            return f"under way: {names}"
        coming = [entry for entry in entries if entry.start is not None]
        first = min(coming, key=lambda entry: (entry.start, entry.id), default=None)
        if first is None or first.start is None:
            return ""
        return f"next: {self._named(first)}, from {wording.day(first.start)}"

    def _causes(self, line: DateLine) -> list[ShownCause]:
        return [one for one in self._answers.causes if _is_of(one, line)]

    def _levers(self, line: DateLine) -> list[ShownLever]:
        return [one for one in self._answers.levers if _is_of(one, line)]

    def _named(self, entry: PlanItem) -> str:
        name = wording.label(entry.id, entry.title, most=MAX_TITLE_CHARACTERS)
        people = self._people(entry)
        return f"{name} ({people})" if people else name

    def _people(self, entry: PlanItem) -> str:
        ids = dict.fromkeys(work.person for work in entry.assignments)
        people = (self._scenario.person_by_id[one] for one in ids)
        names = (wording.label(person.name or person.id, most=40) for person in people)
        return wording.enumerated(names, most=MAX_NAMED)


def _is_of(answer: ShownCause | ShownLever, line: DateLine) -> bool:
    return (answer.target.kind, answer.target.id) == (line.kind, line.id)


def _name(line: DateLine) -> str:
    return wording.label(line.name or line.id, most=MAX_TITLE_CHARACTERS)


def _sentence(text: str) -> str:
    """Return a text with a capital and a full stop; empty where there is none."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""

"""What is asked for of one item, milestone or project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allocator import wording
from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import When, beginning, end_of
from allocator.explain.subjects import Subject


@dataclass(frozen=True)
class Wish:
    """What is asked for of one item, milestone or project, apart from the plan.

    Attributes
    ----------
    subject
        An item, a milestone or a project.
    people
        Ids of those who are to be on it, perhaps with others.
    without
        Ids of those who are not to be on it.
    opens
        It is not to start before this; a date is its beginning.
    limit
        It is to end by this; a date is its end.
    period
        Name of the sprint in which all of it is to be; empty where none was named.
    """

    subject: Subject
    people: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    opens: When | None = None
    limit: When | None = None
    period: str = ""

    @property
    def of_dates(self) -> bool:
        """Whether it is about dates, not about people."""
        return self.opens is not None or self.limit is not None

    def text(self, scenario: Scenario) -> str:
        """Write it as a sentence: ``CH-4 Baseline model is done by Fri 15 Jan 2027``."""
        return f"{self.subject.name} {self._predicate(scenario)}"

    def _predicate(self, scenario: Scenario) -> str:
        if self.people:
            return f"is done by {_names(scenario, self.people)}"
        if self.without:
            return f"is done without {_names(scenario, self.without)}"
        if self.opens is not None and self.limit is not None:
            days = wording.period(self.opens, self.limit)
            return f"is in {self.period} ({days})" if self.period else f"is done in {days}"
        if self.limit is not None:
            return f"ends by {wording.when(self.limit)}"
        assert self.opens is not None
        verb = "is" if self.subject.kind == "milestone" else "starts"
        return f"{verb} not before {wording.when(self.opens)}"

    def by(self, limit: When) -> Wish:
        """Return the same wish with another date to end by."""
        return replace(self, limit=limit)

    def holds(self, scenario: Scenario, entries: dict[str, PlanItem]) -> bool:
        """Return whether a plan has it so; what the plan leaves out is not so.

        Parameters
        ----------
        scenario
            Of the plan.
        entries
            The plan's items by id.
        """
        mine = [entries[name] for name in self.subject.items if name in entries]
        if self.subject.kind == "project":
            mine = [entry for entry in mine if not entry.is_left_out]
        if not mine or any(entry.is_left_out for entry in mine):
            return False
        return all(self._held_by(scenario, entry) for entry in mine)

    def _held_by(self, scenario: Scenario, entry: PlanItem) -> bool:
        assert entry.start is not None and entry.finish is not None
        on_it = {work.person for work in entry.assignments}
        if not set(self.people) <= on_it or on_it & set(self.without):
            return False
        if self.opens is not None and entry.start < beginning(self.opens):
            return False
        return self.limit is None or entry.finish <= self._kept_until(scenario, entry)

    def _kept_until(self, scenario: Scenario, entry: PlanItem) -> dt.datetime:
        assert self.limit is not None
        if self.subject.kind == "project":
            owner = scenario.project_by_id[self.subject.id]
            return end_of(scenario.kept_until(owner, self.limit))
        return end_of(scenario.kept_until(scenario.item_by_id[entry.id], self.limit))


def each_item(scenario: Scenario, wish: Wish) -> Iterator[Wish]:
    """Yield a wish about people of a project for each of its items that people are to do.

    Any other wish is yielded as it is.
    """
    if wish.subject.kind != "project" or wish.of_dates:
        yield wish
        return
    for name in wish.subject.items:
        item = scenario.item_by_id[name]
        if item.staffing and name not in scenario.contingent and name not in scenario.given_up:
            yield replace(wish, subject=Subject("item", name, item.title, (name,)))


def _names(scenario: Scenario, people: tuple[str, ...]) -> str:
    return wording.joined(wording.person_name(scenario, person) for person in people)

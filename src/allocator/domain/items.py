"""Work items: what is to be done, by whom it can be done, and what it waits for."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, LiteralString, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from allocator.domain.base import Id, Ids, Model, invalid, only_one
from allocator.domain.links import Links
from allocator.domain.needs import (
    Effort,
    EffortField,
    Need,
    Needs,
    Remaining,
    done_by,
    numbered,
    rests,
    times,
)
from allocator.domain.progress import Blocked, BlockedField, State, WaitsFor
from allocator.domain.progress_faults import NOT_OF_MILESTONES, fault_of_progress
from allocator.domain.quantities import (
    PositiveClockSpan,
    PositiveSpan,
    When,
    beginning,
    end_of,
)
from allocator.domain.uncertainty import Chance, IfFails


class WorkItem(Model):
    """Something to schedule."""

    id: Id
    title: str = ""
    kind: Literal["task", "milestone"] = "task"
    project: Annotated[Id | None, only_one("a work item is in one project")] = None
    group: Annotated[Id | None, only_one("a work item is in one group")] = None
    """Id of the epic or parent that it belongs to; views group by it."""
    type: str = ""
    """What the tracker calls its kind: Story, Bug."""
    labels: Ids = ()
    """For the reader."""
    needs: Needs = ()
    effort: EffortField | None = None
    guessed: bool = False
    """Whether the estimate is a guess."""
    elapsed: PositiveClockSpan | None = None
    resources: dict[Id, Annotated[int, Field(ge=1, strict=True)]] = Field(default_factory=dict)
    """Held from start to finish."""
    after: Links = ()
    not_before: When | None = None
    due: When | None = None
    """Soft; the end of that day."""
    deadline: When | None = None
    """Hard; the end of that day."""
    date: When | None = None
    """Hard: a milestone's fixed date; it is at the beginning of that day, or at that instant."""
    fixed: When | None = None
    """Hard: it starts at that instant, or on that day."""
    uninterrupted: bool = False
    """Whether its people go on with it at once, whenever it is in progress."""
    priority: float | None = Field(default=None, ge=0)
    """Weight of its tardiness; default: its project's, else 1."""
    optional: bool = False
    value: float | None = Field(default=None, ge=0)
    """What an optional item is worth; default 1."""
    assign: tuple[Id, ...] = ()
    """Only these people may do it."""
    avoid: tuple[Id, ...] = ()
    """None of these people may do it."""
    prefer: tuple[Id, ...] = ()
    """Better one of these people does it than anybody else."""
    not_same_as: Ids = ()
    """Items whose people are others than this one's."""
    same_as: Ids = ()
    """Items whose people are the same as this one's."""
    overlap: PositiveSpan | None = None
    """Working time that any two of its people have in common on each whole day."""
    fit: bool | None = None
    """Whether each one's work on it lies within one sprint; default: the sprints' fit."""
    waits_for: WaitsFor = ()
    """What has to come from outside the plan."""
    blocked: BlockedField = None
    """What keeps it from being worked on, and until when that is expected."""
    state: State = "todo"
    started: When | None = None
    """When work on it began."""
    finished: When | None = None
    """When it was done."""
    remaining: Remaining | None = None
    """Effort still to do of each one of its people, or by person; default: all of it."""
    people: tuple[Id, ...] = ()
    """Who works on it, or did; default: those whom ``remaining`` names."""
    reassign: bool = False
    """Whether others may go on with what is in progress."""
    spent: PositiveSpan | None = None
    """Time worked on it so far, by all of its people together."""
    succeeds: Chance | None = None
    """The chance that a try succeeds; default: it does."""
    if_fails: IfFails | None = None
    """What is done when a try fails."""
    failures: Annotated[int, Field(ge=0, strict=True)] = 0
    """Tries that have failed so far."""

    @model_validator(mode="before")
    @classmethod
    def _people_of_remaining(cls, data: Any) -> Any:
        """Take the people from what remains of each, where they are not given."""
        if not isinstance(data, dict) or data.get("people") or data.get("reassign"):
            return data
        remaining = data.get("remaining")
        if not isinstance(remaining, dict) or not remaining.keys() - {"low", "likely", "high"}:
            return data
        return {**data, "people": list(remaining)}

    @model_validator(mode="after")
    def _only_milestones_are_dated(self) -> Self:
        if self.is_milestone:
            if self.fixed is not None:
                raise self._invalid(
                    "fixed-milestone",
                    f'milestone "{self.id}" has no start to be fixed',
                    "write date, to which a milestone is fixed",
                )
            extra = [name for name in NOT_OF_MILESTONES if getattr(self, name)]
            if extra:
                raise self._invalid(
                    "milestone-with-length",
                    f'milestone "{self.id}" has no length',
                    f"leave out {', '.join(extra)}",
                )
        elif self.date is not None:
            raise self._invalid(
                "date-of-a-task",
                f'work item "{self.id}" is no milestone, so it cannot have a date',
                "write not_before, due or deadline",
            )
        return self

    @model_validator(mode="after")
    def _has_extent(self) -> Self:
        if self.is_milestone or self.is_done:
            return self
        if self.uninterrupted and self.effort is None and not self.needs:
            raise self._invalid(
                "uninterrupted-without-people",
                f'work item "{self.id}" takes nobody\'s time, so that nothing interrupts it',
                "leave out uninterrupted",
            )
        if not self.elapsed and self.effort is None and not self.needs:
            raise self._invalid(
                "no-effort",
                f'work item "{self.id}" has neither effort nor elapsed',
                "give it one of them, or make it kind: milestone",
            )
        if sum(need.is_shared for need in self.needs) > 1:
            raise self._invalid(
                "two-shared-needs",
                f'work item "{self.id}" has two needs that several people may share',
                "split it into two items, or say how many people one of them takes",
            )
        if self.effort is None and any(need.effort is None for need in self.needs):
            raise self._invalid(
                "needs-without-effort",
                f'work item "{self.id}" has people but no effort',
                "say how much each of them has to do, for example effort: 3d",
            )
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.value is not None and not self.optional:
            raise self._invalid(
                "value-of-a-mandatory-item",
                f'work item "{self.id}" has a value but is not optional',
                "add optional: true, or leave value out",
            )
        if (
            self.not_before is not None
            and self.deadline is not None
            and end_of(self.deadline) <= beginning(self.not_before)
        ):
            raise self._invalid(
                "no-time",
                f'work item "{self.id}" has a deadline before its not_before',
                "move one of the two dates",
            )
        if self.fixed is not None and self.not_before is not None:
            raise self._invalid(
                "fixed-with-not-before",
                f'work item "{self.id}" has a not_before, and its start is fixed',
                "leave out not_before",
            )
        others = [name for name in ("not_before", "deadline") if getattr(self, name) is not None]
        if self.date is not None and others:
            raise self._invalid(
                "date-with-other-dates",
                f'milestone "{self.id}" has a date, which fixes it',
                f"leave out {' and '.join(others)}",
            )
        return self

    @model_validator(mode="after")
    def _progress_consistent(self) -> Self:
        fault = fault_of_progress(self)
        if fault is not None:
            raise fault
        return self

    def _invalid(self, code: LiteralString, message: str, hint: str) -> PydanticCustomError:
        return invalid(code, message, hint, subjects=(self.id,))

    @property
    def fixed_start(self) -> When | None:
        """When it has to start; None where that is open, or has happened."""
        return self.fixed if self.state == "todo" else None

    @property
    def goes_on_at_once(self) -> bool:
        """Whether those at work may do nothing else before they go on with it."""
        in_progress = self.state == "in_progress"
        return self.uninterrupted and in_progress and bool(self.crew and self.staffing)

    @property
    def release(self) -> When | None:
        """What it may not start before: its ``not_before``, or a milestone's fixed date."""
        return self.not_before if self.date is None else self.date

    @property
    def hard_end(self) -> When | None:
        """What it may not finish after: its deadline, or the instant of a fixed date."""
        return self.deadline if self.date is None else beginning(self.date)

    @property
    def block(self) -> Blocked | None:
        """What blocks it now; nothing blocks what is over."""
        return None if self.is_done else self.blocked

    @property
    def expected_dates(self) -> tuple[When, ...]:
        """Before when what it waits for is not there, and what blocks it is not over."""
        dates = [awaited.expected for awaited in self.waits_for]
        dates.append(None if self.blocked is None else self.blocked.until)
        return tuple(when for when in dates if when is not None)

    @property
    def is_started(self) -> bool:
        """Whether work on it has begun, or is done."""
        return self.state != "todo"

    @property
    def is_done(self) -> bool:
        """Whether nothing of it remains: it is done, or its last try has failed."""
        return self.state in ("done", "failed")

    @property
    def may_fail(self) -> bool:
        """Whether it is not over, and may fail."""
        return self.can_fail and not self.is_done

    @property
    def can_fail(self) -> bool:
        """Whether a try of it can fail, or could."""
        return self.succeeds is not None or self.if_fails is not None

    @property
    def is_droppable(self) -> bool:
        """Whether the planner may leave it out: it is optional, and has not been started."""
        return self.optional and self.state == "todo"

    @property
    def is_milestone(self) -> bool:
        """Whether the item has zero length."""
        return self.kind == "milestone"

    @property
    def crew(self) -> tuple[str, ...]:
        """The people who go on with it; nobody has to if others may."""
        return () if self.reassign else self.people

    @property
    def goes_on_apart(self) -> bool:
        """Whether each of several people goes on with it when they work, not all at once."""
        return isinstance(self.remaining, dict) and len(self.staffing) > 1

    @cached_property
    def staffing(self) -> tuple[Need, ...]:
        """The needs with every effort still to do; effort without needs is work for anyone.

        One that people share is filled by those at work, else by as few as may be.
        """
        return tuple(need.done_by(need.people) for need in self.open_needs)

    @cached_property
    def planned_needs(self) -> tuple[Need, ...]:
        """The needs as they are planned: one that people share once for each number of them."""
        return tuple(need.done_by(n) for need in self.open_needs for n in need.numbers)

    @cached_property
    def choice(self) -> range:
        """Places among the planned needs of which exactly one is filled; empty where all are."""
        for first, need in enumerate(self.open_needs):
            if need.is_shared:
                return range(first, first + len(need.numbers))
        return range(0)

    @property
    def estimates(self) -> tuple[tuple[int, Effort | None], ...]:
        """How many people do how much each by the estimate; what people share, as one does it."""
        if not self.needs:
            return ((1, self.effort),)
        return tuple(
            (1 if need.is_shared else need.people, need.effort or self.effort)
            for need in self.needs
        )

    @property
    def least_needs(self) -> tuple[Need, ...]:
        """What every choice of people does at least; see ``Need.least``."""
        return tuple(need.least for need in self.open_needs)

    def needs_of(self, count: int) -> tuple[Need, ...]:
        """Return the needs with every effort still to do where so many people are on the item."""
        return done_by(self.open_needs, count)

    @cached_property
    def open_needs(self) -> tuple[Need, ...]:
        """The needs with every effort still to do, of those that people share of all of them."""
        if self.is_milestone or self.is_done:
            return ()
        if self.remaining is not None:
            at_work = self.remaining if isinstance(self.remaining, dict) else self.people
            needs = numbered(self.needs or (Need(),), len(at_work))
            if isinstance(self.remaining, dict):
                return rests(needs, self.remaining, self.crew)
            return tuple(need.model_copy(update={"effort": self.remaining}) for need in needs)
        found = self._needs_with_effort
        if not self.crew or not any(need.is_shared for need in found):
            return found
        return tuple(
            need.done_by(known.people)
            for need, known in zip(found, numbered(found, len(self.crew)), strict=True)
        )

    @property
    def _needs_with_effort(self) -> tuple[Need, ...]:
        share = self.effort_share
        if self.needs:
            return tuple(
                need
                if need.effort is not None and share == 1
                else need.model_copy(update={"effort": times(need.effort or self.effort, share)})
                for need in self.needs
            )
        return (Need(effort=times(self.effort, share)),) if self.effort is not None else ()

    @property
    def effort_share(self) -> float:
        """The effort of the try that is next or under way, as a share of the item's."""
        return self.if_fails.effort if self.if_fails is not None and self.failures else 1.0

    @property
    def tries(self) -> int:
        """How many tries there are at most."""
        return 1 + ((self.if_fails.repeat or 0) if self.if_fails is not None else 0)

    @property
    def worth(self) -> float:
        """What is lost when the optional item is dropped."""
        return 1.0 if self.value is None else self.value

    @property
    def name(self) -> str:
        """How messages call it: id and title."""
        return f'{self.id} "{self.title}"' if self.title else self.id

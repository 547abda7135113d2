"""What is tried on a plan for a report: what holds its dates, what would help, what moved it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from allocator import wording
from allocator.domain import Plan
from allocator.domain.answers import (
    AnswerTarget,
    MoveGroup,
    PlanAnswers,
    ShownCause,
    ShownLever,
    ShownRoadblock,
)
from allocator.domain.forecast import Forecast

if TYPE_CHECKING:
    from allocator.analysis.date_lines import DateLine
    from allocator.explain.subjects import Subject
    from allocator.explain.trials import Trials
    from allocator.explain.why.models import WhyAnswer, WhyCause
    from allocator.planner import Session

DEFAULT_SECONDS = 90.0
"""Seconds after which nothing further is tried."""

MAX_TARGETS = 6
"""Projects and milestones that are explained: the worst."""

CAUSES_UNTIL, ROADBLOCKS_UNTIL, LEVERS_UNTIL = 0.35, 0.55, 0.9
"""Shares of the time by which causes, costs of delay and what would help are told; the rest is for
the causes of moves."""

SHARE_OF_TIME_LEFT = 0.5
"""Share of the time that is left that one of them may take."""

LEAST_SECONDS = 1.0
"""Seconds below which no further one is begun."""


def plan_answers(
    plan: Plan,
    *,
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
    seconds: float = DEFAULT_SECONDS,
    workers: int | None = None,
    session: Session | None = None,
) -> PlanAnswers:
    """Try what holds the dates of a plan that are red or amber, and what moved them.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan; what changed since is undone on trial.
    forecast
        How sure the plan is; decides what is red or amber.
    seconds
        After so long nothing further is tried.
    workers
        Processor cores to use; None for all of them.
    session
        For programs that stop it from elsewhere: what is known by then is told. Its end is set
        where the time is over.
    """
    from allocator.explain.trials import Trials

    stop = threading.Event() if session is None else session.stop
    begin = time.monotonic()
    lines = _worst(plan, forecast)
    with Trials(plan, workers=workers, stop=stop) as trials:
        causes = tuple(_causes(trials, lines, begin + CAUSES_UNTIL * seconds))
        roadblocks = _roadblocks(trials, begin + ROADBLOCKS_UNTIL * seconds)
        levers = _levers(trials, lines, begin + LEVERS_UNTIL * seconds)
    end = begin + seconds
    moves = () if baseline is None else _moves(baseline, plan, end, workers=workers, stop=stop)
    return PlanAnswers(
        causes=causes,
        levers=levers,
        roadblocks=roadblocks,
        moves=moves,
        asked=tuple(map(_target, lines)),
    )


def _levers(trials: Trials, lines: Sequence[DateLine], end: float) -> tuple[ShownLever, ...]:
    """Return what would help the worst date."""
    from allocator.explain.levers import levers

    left = end - time.monotonic()
    if not lines or left < LEAST_SECONDS or trials.stop.is_set():
        return ()
    found = levers(trials, lines[0].id, seconds=left)
    if found.kind != _subject(trials.plan, lines[0]).kind:
        return ()  # an item has the project's id
    return tuple(
        ShownLever(
            target=_target(lines[0]),
            kind=one.kind,
            text=one.text,
            days=one.days,
            spread=one.spread,
            weighted_hours=one.weighted_hours,
            pays=one.pays,
            cost=one.cost,
            chance=one.chance,
            change=one.change,
        )
        for one in found.levers
    )


def _roadblocks(trials: Trials, end: float) -> tuple[ShownRoadblock, ...]:
    """Return what may hold work up from outside, with what delays of it cost."""
    from allocator.explain.roadblocks import roadblocks

    left = end - time.monotonic()
    if left < LEAST_SECONDS or trials.stop.is_set():
        return ()
    return roadblocks(trials, seconds=left).shown()


def _moves(
    baseline: Plan, plan: Plan, end: float, *, workers: int | None, stop: threading.Event
) -> tuple[MoveGroup, ...]:
    """Return what moved since the baseline by its cause; nothing where the time does not do."""
    from allocator.analysis.move_groups import effects_by_cause
    from allocator.api.tried_reasons import compared

    left = end - time.monotonic()
    if left < LEAST_SECONDS or stop.is_set():
        return ()
    clock = threading.Timer(left, stop.set)
    clock.start()
    try:
        difference = compared(baseline, plan, workers=workers, stop=stop)
    finally:
        clock.cancel()
    if stop.is_set():
        return ()  # these reasons may not have been tried
    found = (one.shown() for one in effects_by_cause(difference) if one.is_cause)
    return tuple(one for one in found if one.items or one.dates)


def _worst(plan: Plan, forecast: Forecast | None) -> list[DateLine]:
    """Return what is to be explained: the red, then the amber, the latest first."""
    from allocator.analysis.rag.rule import rag_statuses
    from allocator.analysis.rag.status import SEVERITY

    found = [one for one in rag_statuses(plan, forecast) if one.needs_words and one.worst is None]
    found.sort(key=lambda one: (SEVERITY[one.colour], -one.line.overdue_days))
    return [one.line for one in found[:MAX_TARGETS]]


def _target(line: DateLine) -> AnswerTarget:
    return AnswerTarget(kind=line.kind, id=line.id)


def _causes(trials: Trials, lines: Sequence[DateLine], end: float) -> Iterator[ShownCause]:
    """Yield the causes, the worst first, which gets half of the time if it needs that."""
    from allocator.explain.why.answer import answer

    for line in lines:
        left = end - time.monotonic()
        if left < LEAST_SECONDS or trials.stop.is_set():
            return
        found = answer(trials, _subject(trials.plan, line), seconds=left * SHARE_OF_TIME_LEFT)
        yield from _told(line, found)


def _subject(plan: Plan, line: DateLine) -> Subject:
    """Return what a line is about; an id may be an item's and a project's."""
    from allocator.explain.subjects import subjects

    kind = "item" if line.kind == "task" else line.kind
    return next(one for one in subjects(plan) if (one.kind, one.id) == (kind, line.id))


def _told(line: DateLine, found: WhyAnswer) -> Iterator[ShownCause]:
    """Yield the causes of an answer: what its first sentence tells, then the others."""
    from allocator.explain.why.models import GIVEN
    from allocator.explain.why.sentences import help_of

    ordered: list[WhyCause] = []
    for cause in (*found.causes[:1], help_of(found), *found.causes):
        if cause is not None and not any(cause is known for known in ordered):
            ordered.append(cause)
    for cause in ordered:
        yield ShownCause(
            target=_target(line),
            kind=cause.kind,
            text=cause.text,
            days=cause.days,
            remedy="" if cause.kind in GIVEN else cause.remedy,
            change=cause.change,
        )


def unexplained(plan: Plan, answers: PlanAnswers) -> str:
    """Say for which projects and milestones no cause was found; empty where there are none."""
    explained = {cause.target for cause in answers.causes}
    names = [_name(plan, target) for target in answers.asked if target not in explained]
    if not names:
        return ""
    return f"No cause was found in time for {wording.joined(names)}; --time-limit gives it more."


def _name(plan: Plan, target: AnswerTarget) -> str:
    if target.kind == "project":
        return f"project {plan.scenario.project_by_id[target.id].name or target.id}"
    return wording.label(target.id, plan.scenario.item_by_id[target.id].title)

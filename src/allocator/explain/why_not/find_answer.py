"""Answers why a plan is not otherwise: reads the question, looks for a rule, then for a plan."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from allocator import wording
from allocator.domain import Plan
from allocator.errors import InterruptedBeforePlanError, ScenarioError
from allocator.explain.params import DEFAULT_PARAMS, WhyNotParams
from allocator.explain.trials import TrialOutcome, WhatIf
from allocator.explain.why_not.answer import WhyNotAnswer
from allocator.explain.why_not.earliest import EarliestDate, earliest_date
from allocator.explain.why_not.kept_deadlines import with_kept_deadlines
from allocator.explain.why_not.question import read_question
from allocator.explain.why_not.refusals import Refusal, binding_wishes, refusals
from allocator.explain.why_not.ways import ways_of
from allocator.explain.why_not.wish import Wish, each_item
from allocator.explain.why_not.wish_search import WishSearch
from allocator.planner.clock import Clock
from allocator.planner.progress import Listener

_SHORT_OF_TIME = (
    "the time did not suffice to find a plan that has it, or to prove that there is none"
)


def why_not(
    plan: Plan,
    question: str,
    *,
    time_limit: float = 30.0,
    seed: int = 0,
    workers: int | None = None,
    stop: threading.Event | None = None,
    progress: Listener | None = None,
    params: WhyNotParams = DEFAULT_PARAMS.why_not,
) -> WhyNotAnswer:
    """Say what forbids something in a plan, or what it costs.

    Parameters
    ----------
    plan
        The plan, with its scenario.
    question
        ``CH-4 by ana``, ``CH-4 before 2027-01-15``, ``CH-4 in sprint 3``, ``both CH-4 and CH-9 by
        December``; docs/why-not.md says what is understood.
    time_limit
        Seconds for everything.
    seed, workers, params
        Of the searches, the processor cores to use (None for all), and the numbers.
    stop
        Set it to end with what is known by then.
    progress
        Called with the state of the search for the plan that has it, from another thread.

    Raises
    ------
    InputError
        The question cannot be read, or names nothing that there is.
    InterruptedBeforePlanError
        Stopped before anything was known.
    """
    clock = Clock(time_limit, stop)
    asked = read_question(plan, question)
    texts = tuple(wish.text(plan.scenario) for wish in asked)
    plan, notes = with_kept_deadlines(plan)
    entries = {entry.id: entry for entry in plan.items}
    wishes = tuple(each for wish in asked for each in each_item(plan.scenario, wish))
    unmet = [wish for wish in wishes if not wish.holds(plan.scenario, entries)]
    if not unmet:
        return WhyNotAnswer(question=question, wishes=texts, already=True, possible=True)
    found = tuple(dict.fromkeys(rule for wish in unmet for rule in refusals(plan, wish)))
    if found:
        return WhyNotAnswer(question=question, wishes=texts, possible=False, forbidden_by=found)
    wishes = tuple(binding_wishes(plan.scenario, wishes))
    try:
        ways = ways_of(plan.scenario, wishes)
    except ScenarioError as error:
        rules = tuple(
            Refusal(each.code, wording.dates_in_words(each.message)) for each in error.findings
        )
        return WhyNotAnswer(question=question, wishes=texts, possible=False, forbidden_by=rules)
    stop = stop or threading.Event()
    with WishSearch(
        plan, clock, seed=seed, workers=workers, params=params, stop=stop, progress=progress
    ) as search:
        answer = _searched(search, ways, wishes)
    if answer.possible is None and stop.is_set():
        raise InterruptedBeforePlanError("interrupted before anything was known")
    return replace(answer, question=question, wishes=texts, notes=(*notes, *answer.notes))


def _searched(search: WishSearch, ways: Sequence[WhatIf], wishes: Sequence[Wish]) -> WhyNotAnswer:
    """Find a plan with the wishes, or prove that there is none."""
    quick = search.quick(ways)
    kept = [
        (outcome.score, way)
        for way, outcome in zip(ways, quick, strict=True)
        if outcome is not None and not outcome.excess
    ]
    promising = [way for _, way in sorted(kept, key=lambda one: one[0])]
    answers: list[bool | None] = []
    if promising:
        promising += [way for way in ways if way not in promising]
    else:
        answers = [search.has_plan(way.of(search.scenario), wishes) for way in ways]
        promising = [way for way, answer in zip(ways, answers, strict=True) if answer is not False]
    if not promising:
        return _impossible(search, ways, wishes, quick)
    wished = search.planned(promising, wishes)
    if wished is None:
        earliest = _earliest(search, wishes, quick, proved=False)
        known = True if True in answers else None
        return WhyNotAnswer(
            question="", wishes=(), possible=known, earliest=earliest, notes=(_SHORT_OF_TIME,)
        )
    return WhyNotAnswer(
        question="",
        wishes=(),
        possible=True,
        price=wished.price,
        change=wished.change,
        plan=wished.plan,
        was=search.plan,
    )


def _impossible(
    search: WishSearch,
    ways: Sequence[WhatIf],
    wishes: Sequence[Wish],
    quick: Sequence[TrialOutcome | None],
) -> WhyNotAnswer:
    """Say which rules forbid it together, and the earliest date that can be kept."""
    earliest = _earliest(search, wishes, quick, proved=True)
    scenario = ways[0].of(search.scenario)
    conflict = search.conflict(scenario)
    rules = tuple(Refusal(fact.kind, fact.text) for fact in conflict.facts)
    notes = conflict.people
    if rules and not conflict.minimal:
        notes = (*notes, "the time did not suffice to show that each of them is needed")
    if not rules:
        notes = (*notes, "the time did not suffice to find out which rules forbid it")
    return WhyNotAnswer(
        question="",
        wishes=(),
        possible=False,
        forbidden_by=rules,
        together=True,
        earliest=earliest,
        notes=notes,
    )


def _earliest(
    search: WishSearch,
    wishes: Sequence[Wish],
    quick: Sequence[TrialOutcome | None],
    *,
    proved: bool,
) -> EarliestDate | None:
    """Return the earliest date that can be kept, from plans that miss it by little."""
    dated = {name for wish in wishes if wish.limit is not None for name in wish.subject.items}
    reached = [
        max((end for name in dated if (end := outcome.finish(name)) is not None), default=None)
        for outcome in quick
        if outcome is not None
    ]
    soonest = min((end for end in reached if end is not None), default=None)
    found = earliest_date(wishes, soonest, search.possible)
    return found if found is None or proved else replace(found, proved=False)

"""Answers why something ends when it does, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar, get_args

from allocator.explain.gains import TrialGain
from allocator.explain.params import DEFAULT_PARAMS, WhyParams
from allocator.explain.subjects import Subject, dates_of, due_of
from allocator.explain.trials import TrialOutcome, Trials
from allocator.explain.why.affected import affected_by, waiting_for
from allocator.explain.why.attempts import SURE, Attempts
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.candidates import candidates_of
from allocator.explain.why.causes import cause_of
from allocator.explain.why.chain import chain_of
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import GIVEN, CauseName, WhyAnswer
from allocator.explain.why.pairs import both_gone
from allocator.explain.why.ranking import CHANGEABLE_SHARE, ranked
from allocator.explain.why.sentences import answer_text, left_out_answer, notes_of

T = TypeVar("T")


@dataclass(frozen=True)
class _SurvivingCause:
    """A candidate that survived, with what taking it away gains."""

    candidate: CauseCandidate
    gain: TrialGain


def answer(
    trials: Trials,
    subject: Subject,
    *,
    params: WhyParams = DEFAULT_PARAMS.why,
    seconds: float | None = None,
) -> WhyAnswer:
    """Say why one thing of a plan ends when it does.

    Parameters
    ----------
    trials
        Of the plan.
    subject
        What is asked about.
    params
        The numbers of the search.
    seconds
        After so long no further change is tried; None for no limit.

    Returns
    -------
    WhyAnswer
        Each cause in it was tried: with it taken away the subject ends earlier, with every seed.
    """
    return answers(trials, [subject], params=params, seconds=seconds)[0]


def answers(
    trials: Trials,
    subjects: Sequence[Subject],
    *,
    params: WhyParams = DEFAULT_PARAMS.why,
    seconds: float | None = None,
) -> list[WhyAnswer]:
    """Say why some things of a plan end when they do; see :func:`answer`.

    What may hold several of them is tried once. They are served in turn: what promises most for
    each of them is confirmed before the time ends for all.
    """
    attempts = Attempts(trials, params, seconds)
    graphs = [BindingGraph(trials.plan, trials.calendars, each) for each in subjects]
    most = max(params.max_candidates // max(1, len(graphs)), params.min_candidates)
    mine = [candidates_of(graph, most) for graph in graphs]
    first = attempts.screened(in_turn(mine), params.screening_share)
    chosen = [_promising(attempts, g.subject, c, first) for g, c in zip(graphs, mine, strict=True)]
    sure = max(SURE, len(graphs))
    full = attempts.tried(in_turn(chosen), params.confirming_share, sure=sure)
    return [
        _answered(attempts, graph, _surviving(attempts, graph.subject, found, full), tuple(each))
        for graph, found, each in zip(graphs, chosen, mine, strict=True)
    ]


def in_turn(found: Sequence[Sequence[T]]) -> Iterator[T]:
    """Yield the first candidate of each subject, then the second ones."""
    for each in zip_longest(*found):
        yield from (candidate for candidate in each if candidate is not None)


def _promising(
    attempts: Attempts,
    subject: Subject,
    candidates: Sequence[CauseCandidate],
    first: Mapping[str, TrialOutcome | None],
) -> list[CauseCandidate]:
    """Return the candidates that gain most with the first seed, in the order of their telling."""
    noise = attempts.params.min_days
    gains = [
        (attempts.gain(subject, [first[each.key]]).days, each)
        for each in candidates
        if each.key in first
    ]
    kept = sorted((one for one in gains if one[0] > noise), key=lambda one: -one[0])
    given = [one for one in kept if one[1].kind in GIVEN][: attempts.params.max_given]
    others = [one for one in kept if one[1].kind not in GIVEN][: attempts.params.max_confirmed]
    order = sorted(given + others, key=lambda one: -one[0] * _weight(one[1]))
    return [each for _, each in order]


def _weight(candidate: CauseCandidate) -> float:
    """Return what a day of a candidate counts: that of the work itself a third."""
    return CHANGEABLE_SHARE if candidate.kind in GIVEN else 1.0


def _surviving(
    attempts: Attempts,
    subject: Subject,
    candidates: Sequence[CauseCandidate],
    found: Mapping[str, tuple[TrialOutcome | None, ...]],
) -> list[_SurvivingCause]:
    """Return the causes: what gains more than the noise with every seed; the most first.

    What gains next to nothing with one seed and much with another is a matter of the search.
    """
    noise = attempts.noise(subject)
    gained = [
        _SurvivingCause(each, gain)
        for each in candidates
        if each.key in found
        and (gain := attempts.gain(subject, found[each.key])).beyond(noise)
        and min(gain.by_seed) >= attempts.params.least_share * gain.days
    ]
    order = get_args(CauseName)
    return sorted(
        gained, key=lambda one: (-round(one.gain.days, 2), order.index(one.candidate.kind))
    )


def _answered(
    attempts: Attempts,
    graph: BindingGraph,
    causes: Sequence[_SurvivingCause],
    candidates: Sequence[CauseCandidate],
) -> WhyAnswer:
    subject = graph.subject
    if graph.finish is None:
        return left_out_answer(graph)
    lead = next((one for one in causes if one.candidate.kind not in GIVEN), None)
    named = [cause_of(one.candidate, one.gain) for one in causes]
    top = lead or next((one for one in causes if one.candidate.kind != "work"), None)
    following, pairs = None, []
    if top is not None:
        following = next(iter(both_gone(attempts, subject, [top.candidate], top.gain.days)), None)
    elif candidates:
        idle = [c for c in candidates if c.kind != "work"]
        nearest = sorted(idle, key=lambda c: c.depth)[: attempts.params.max_pair_bases]
        pairs = both_gone(attempts, subject, nearest, 0.0)
    named = ranked([*named, *pairs])
    best = next((one for one in causes if one is lead), next(iter(causes), None))
    after = (
        None if best is None else attempts.tried([best.candidate], sure=1).get(best.candidate.key)
    )
    days = {one.candidate.item: one.gain.days for one in reversed(causes)}
    dates = dates_of(graph.plan, subject)
    found = WhyAnswer(
        what=subject.id,
        kind=subject.kind,
        title=subject.title,
        finish=graph.finish,
        due=due_of(graph.scenario, subject),
        late_days=None if dates is None else dates.late_days,
        deadline=None if dates is None else dates.deadline,
        past_deadline_days=0.0 if dates is None else dates.past_deadline_days,
        answer="",
        causes=tuple(named),
        next=following,
        chain=chain_of(graph, days),
        waiting=waiting_for(graph),
        affected=() if after is None else affected_by(attempts, subject, after),
        notes=notes_of(attempts, graph),
        tried=attempts.count,
        steps=attempts.effort.steps,
        seeds=attempts.effort.seeds,
    )
    return found.model_copy(update={"answer": answer_text(attempts, graph, found, dates)})

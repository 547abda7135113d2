"""What is asked about, and the answer as one: a thing of the plan, or all that is late."""

from __future__ import annotations

from collections.abc import Sequence

from allocator import wording
from allocator.domain import Plan
from allocator.explain.params import DEFAULT_PARAMS, WhyParams
from allocator.explain.subjects import Subject, late_subjects, subject_of, subjects
from allocator.explain.trials import Trials
from allocator.explain.why.answer import answer, answers
from allocator.explain.why.models import WhyAnswer
from allocator.explain.why.ranking import ranked

MAX_SUBJECTS = 5
"""Things of a plan that are answered where nothing is named: those that are latest."""

MAX_NAMED = 12
"""Further ones that a note names."""


def why(
    trials: Trials,
    what: str | None = None,
    *,
    params: WhyParams = DEFAULT_PARAMS.why,
    seconds: float | None = None,
) -> WhyAnswer:
    """Say why something of a plan ends when it does.

    Parameters
    ----------
    trials
        Of the plan.
    what
        Id or title of an item, milestone, project or person; None for all that is late, and where
        nothing is late for the end of each project.
    params
        The numbers of the search.
    seconds
        After so long no further change is tried; None for no limit.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name.
    """
    plan = trials.plan
    if what is not None:
        return answer(trials, subject_of(plan, what), params=params, seconds=seconds)
    late = late_subjects(plan)
    asked = late or _ends(plan)
    found = answers(trials, asked[:MAX_SUBJECTS], params=params, seconds=seconds)
    return _together(plan, found, asked, is_late=bool(late))


def default_seconds(plan: Plan, params: WhyParams = DEFAULT_PARAMS.why) -> float:
    """Return the seconds after which nothing further is tried where nobody says otherwise."""
    return max(params.least_seconds, params.seconds_per_item * len(plan.items))


def _ends(plan: Plan) -> list[Subject]:
    """Return the projects, the one that ends last first; without any, what ends last of all."""
    known = [each for each in subjects(plan) if each.finish(plan.items) is not None]
    projects = [each for each in known if each.kind == "project"]
    items = [each for each in known if each.kind in ("item", "milestone")]
    chosen = projects or items
    ranked = sorted(chosen, key=lambda each: each.finish(plan.items), reverse=True)  # type: ignore[arg-type,return-value]
    return ranked if projects else ranked[:1]


def _together(
    plan: Plan, found: Sequence[WhyAnswer], asked: Sequence[Subject], *, is_late: bool
) -> WhyAnswer:
    """Return several answers as one: the causes of all of them, and the chain of the first."""
    causes = {cause.text: cause for one in reversed(found) for cause in reversed(one.causes)}
    first = next(iter(found), None)
    head = "Nothing is late. " if not is_late else ""
    rest = wording.joined((each.name for each in asked[len(found) :]), most=MAX_NAMED)
    more = "Late as well" if is_late else "Not asked about"
    return WhyAnswer(
        what=None,
        kind="late" if is_late else "ends",
        title="all that is late" if is_late else "the end of each project",
        finish=plan.metrics.finish,
        answer=head + ("The plan is empty." if first is None else first.answer),
        causes=tuple(ranked(causes.values())),
        chain=() if first is None else first.chain,
        notes=(f"{more}: {rest}. Each can be asked about by name.",) if rest else (),
        tried=max((one.tried for one in found), default=0),
        steps=None if first is None else first.steps,
        seeds=() if first is None else first.seeds,
        answers=tuple(found),
    )

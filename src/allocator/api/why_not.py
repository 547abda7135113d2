"""Why a plan is not otherwise: the rule that forbids it, or what it costs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Self

from allocator import domain
from allocator.api.plans import Plan, rule_keeping
from allocator.api.searches import search_options
from allocator.errors import InfeasibleError, InputError
from allocator.explain.why_not.answer import WhyNotAnswer
from allocator.planner import Session


@dataclass(frozen=True, kw_only=True)
class WhyNotResult(WhyNotAnswer):
    """What forbids something in a plan, or what it costs.

    Attributes
    ----------
    already : bool
        Whether the plan has it so.
    possible : bool or None
        Whether there is a plan that has it; None where the time did not suffice to decide.
    forbidden_by : tuple of Refusal
        The rules that forbid it, each with its ``kind`` and ``text``.
    earliest : EarliestDate or None
        The earliest ``date`` that can be kept, where an earlier one was asked for, and whether that
        is ``proved``.
    price : Price or None
        What it costs: ``weighted_hours``, ``tiers``, ``dates``, ``moved``, ``reassigned`` and
        ``cost``.
    change : dict or None
        What asks for it, as ``--with`` takes it.
    plan : Plan or None
        The plan that has it.
    text : str
        The answer in words.

    Examples
    --------
    >>> answer.possible, answer.change
    (True, {'update': {'items': {'CH-4': {'assign': ['ana']}}}})
    """

    plan: Plan | None = None

    @classmethod
    def of(cls, answer: WhyNotAnswer) -> Self:
        """Return the same answer; its plan has tables."""
        given = {field.name: getattr(answer, field.name) for field in fields(answer)}
        plan = None if answer.plan is None else Plan.of(answer.plan)
        return cls(**{**given, "plan": plan})

    @property
    def text(self) -> str:
        """The answer in words."""
        from allocator.explain.why_not.text import answer_text

        return answer_text(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the plan that has it, and the change that asks for it as ``change.yaml``.

        Parameters
        ----------
        folder
            The plan folder; made where absent.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            There is no plan to write, or it cannot be written there.
        """
        from allocator.planfile.files import write_text
        from allocator.scenario.write.change_text import change_text

        if self.plan is None or self.change is None:
            raise InputError("there is no plan to write: none that has it was found")
        target = Path(folder)
        written = self.plan.save(target)
        write_text(target / "change.yaml", change_text(self.change))
        return [*written, target / "change.yaml"]


def why_not(
    plan: domain.Plan | str | Path,
    question: str,
    *,
    time_limit: float = 30.0,
    workers: int | None = None,
    seed: int = 0,
    session: Session | None = None,
) -> WhyNotResult:
    """Say what forbids something in a plan, or what it costs.

    Parameters
    ----------
    plan
        A plan, its plan.json or the folder that holds it.
    question
        What the plan has not: ``CH-4 by ana``, ``CH-4 before 2027-01-15``, ``CH-4 in sprint 3``,
        ``both CH-4 and CH-9 by December``. docs/why-not.md says what is understood.
    time_limit
        Seconds of the clock for the answer.
    workers
        Processor cores to search with; None for all of them.
    seed
        Of everything random.
    session
        For programs that stop the search from elsewhere.

    Returns
    -------
    WhyNotResult
        The rules that forbid it, or the plan that has it, with its price.

    Raises
    ------
    InputError
        The question cannot be read, names nothing that there is, or an argument is out of range.
    PlanFileError
        The plan is missing, not JSON, or not a plan.
    InterruptedBeforePlanError
        Interrupted before anything was known.

    Examples
    --------
    >>> answer = allocator.why_not(plan, "CH-4 by ana")
    >>> answer.possible, answer.price.weighted_hours
    (True, 0.0)
    >>> allocator.why_not(plan, "CH-2 by bo").forbidden_by[0].text
    'Bo Chen lacks sql at level 3, which CH-2 "Label churned accounts" needs'
    """
    from allocator.analysis.reader_clock import clock_sentence
    from allocator.explain.why_not import why_not as find_answer

    options = search_options(
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        reproducible=False,
        relax=False,
        params=None,
    )
    subject = rule_keeping(plan)
    session = session or Session()
    answer = session.run(
        lambda: find_answer(
            subject,
            question,
            time_limit=options.time_limit,
            workers=options.workers,
            seed=options.seed,
            stop=session.stop,
            progress=session.progress,
        ),
        explain=lambda _stop: InfeasibleError("no plan keeps every deadline and every rule"),
    )
    return WhyNotResult.of(replace(answer, clock=clock_sentence(subject.scenario)))
